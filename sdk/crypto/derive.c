/*
 * Key derivation over libsodium. The PRF prefixes its label and message with their lengths, so that
 * no two pairs of them run together into one input.
 */
#include "crypto/derive.h"

#include <assert.h>
#include <sodium.h>
#include <string.h>

#include "base/codec.h"

void so_derive_subkey(uint8_t *ret_key, size_t size, const char context[8],
                      const uint8_t key[SO_KEY_SIZE]) {
  int refused = crypto_kdf_derive_from_key(ret_key, size, 1, context, key);
  assert(refused == 0);
  (void)refused;
}

void so_derive_prf(uint8_t ret_output[32], const uint8_t key[SO_KEY_SIZE], const char *label,
                   sotto_bytes message) {
  uint8_t sizes[2][8];
  const sotto_bytes parts[] = {
      {sizes[0], 8}, {(const uint8_t *)label, strlen(label)}, {sizes[1], 8}, message};
  crypto_generichash_state state;
  so_store_u64(sizes[0], parts[1].size);
  so_store_u64(sizes[1], parts[3].size);
  crypto_generichash_init(&state, key, SO_KEY_SIZE, 32);
  for (int i = 0; i < 4; i++) crypto_generichash_update(&state, parts[i].data, parts[i].size);
  crypto_generichash_final(&state, ret_output, 32);
  sodium_memzero(&state, sizeof state);
}

void so_derive_ratchet(uint8_t inout_key[SO_KEY_SIZE], uint32_t steps) {
  uint8_t next[SO_KEY_SIZE];
  for (uint32_t i = 0; i < steps; i++) {
    crypto_generichash(next, sizeof next, inout_key, SO_KEY_SIZE, NULL, 0);
    memcpy(inout_key, next, SO_KEY_SIZE);
  }
  sodium_memzero(next, sizeof next);
}

sotto_status so_derive_passphrase(uint8_t ret_key[SO_KEY_SIZE], sotto_bytes passphrase,
                                  const so_argon *cost) {
  if (cost->passes < 1 || cost->passes > 10) return SOTTO_E_LIMIT;
  if (cost->memory_kib < 8 || cost->memory_kib > 1048576) return SOTTO_E_LIMIT;
  uint8_t key[SO_KEY_SIZE];
  int refused =
      crypto_pwhash(key, sizeof key, (const char *)passphrase.data, passphrase.size, cost->salt,
                    cost->passes, (size_t)cost->memory_kib * 1024, crypto_pwhash_ALG_ARGON2ID13);
  if (refused) return SOTTO_E_MEMORY;
  memcpy(ret_key, key, sizeof key);
  sodium_memzero(key, sizeof key);
  return SOTTO_OK;
}
