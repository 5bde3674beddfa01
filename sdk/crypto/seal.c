/*
 * crypto_box_seal with the digest of `info` as the first 32 bytes under the seal: a body moved to
 * another question or epoch does not open.
 */
#include "crypto/seal.h"

#include <sodium.h>
#include <string.h>

#include "base/secret.h"
#include "crypto/envelope.h"

_Static_assert(SO_SEAL_OVERHEAD == crypto_box_SEALBYTES + SO_DIGEST_SIZE, "seal overhead");

sotto_status so_seal(uint8_t *ret_sealed, const uint8_t public_key[32], sotto_bytes info,
                     sotto_bytes plain) {
  size_t size = SO_DIGEST_SIZE + plain.size;
  uint8_t *bound = so_secret_new(size);
  if (!bound) return SOTTO_E_MEMORY;
  so_digest(bound, info);
  if (plain.size) memcpy(bound + SO_DIGEST_SIZE, plain.data, plain.size);
  int refused = crypto_box_seal(ret_sealed, bound, size, public_key);
  so_secret_free(bound);
  return refused ? SOTTO_E_FORMAT : SOTTO_OK;
}

/* Opens into `bound` (guarded) and hands out what follows a matching digest. */
static sotto_status open_bound(uint8_t *ret_plain, uint8_t *bound, const uint8_t keys[64],
                               const sotto_bytes texts[2]) {
  uint8_t expected[SO_DIGEST_SIZE];
  sotto_bytes info = texts[0], sealed = texts[1];
  so_digest(expected, info);
  if (crypto_box_seal_open(bound, sealed.data, sealed.size, keys, keys + 32))
    return SOTTO_E_TAMPERED;
  if (sodium_memcmp(expected, bound, SO_DIGEST_SIZE)) return SOTTO_E_TAMPERED;
  memcpy(ret_plain, bound + SO_DIGEST_SIZE, sealed.size - SO_SEAL_OVERHEAD);
  return SOTTO_OK;
}

sotto_status so_seal_open(uint8_t *ret_plain, const uint8_t secret_key[32], sotto_bytes info,
                          sotto_bytes sealed) {
  uint8_t keys[64]; /* public, secret */
  if (sealed.size < SO_SEAL_OVERHEAD) return SOTTO_E_TAMPERED;
  uint8_t *bound = so_secret_new(sealed.size - crypto_box_SEALBYTES);
  if (!bound) return SOTTO_E_MEMORY;
  crypto_scalarmult_base(keys, secret_key);
  memcpy(keys + 32, secret_key, 32);
  sotto_status status = open_bound(ret_plain, bound, keys, (sotto_bytes[2]){info, sealed});
  sodium_memzero(keys, sizeof keys);
  so_secret_free(bound);
  return status;
}

void so_seal_keypair(uint8_t ret_public[32], uint8_t ret_secret[32]) {
  crypto_box_keypair(ret_public, ret_secret);
}
