/*
 * crypto_box_seal with the digest of `info` as the first 32 bytes under the seal: a body moved to
 * another question or epoch does not open.
 */
#include "crypto/seal.h"

#include <assert.h>
#include <sodium.h>
#include <string.h>

#include "crypto/envelope.h"

#define BOUND_MAX (SO_DIGEST_SIZE + SO_SEAL_PLAIN_MAX)
_Static_assert(SO_SEAL_OVERHEAD == crypto_box_SEALBYTES + SO_DIGEST_SIZE, "seal overhead");

sotto_status so_seal(uint8_t *ret_sealed, const uint8_t public_key[32], sotto_bytes info,
                     sotto_bytes plain) {
  uint8_t bound[BOUND_MAX];
  assert(plain.size <= SO_SEAL_PLAIN_MAX);
  so_digest(bound, info);
  if (plain.size) memcpy(bound + SO_DIGEST_SIZE, plain.data, plain.size);
  int refused = crypto_box_seal(ret_sealed, bound, SO_DIGEST_SIZE + plain.size, public_key);
  sodium_memzero(bound, sizeof bound);
  return refused ? SOTTO_E_FORMAT : SOTTO_OK;
}

sotto_status so_seal_open(uint8_t *ret_plain, const so_seal_keys *keys, sotto_bytes info,
                          sotto_bytes sealed) {
  uint8_t bound[BOUND_MAX], expected[SO_DIGEST_SIZE];
  if (sealed.size < SO_SEAL_OVERHEAD || sealed.size > SO_SEAL_OVERHEAD + SO_SEAL_PLAIN_MAX)
    return SOTTO_E_TAMPERED;
  so_digest(expected, info);
  int refused =
      crypto_box_seal_open(bound, sealed.data, sealed.size, keys->public_key, keys->secret_key) ||
      sodium_memcmp(expected, bound, sizeof expected);
  if (!refused) memcpy(ret_plain, bound + SO_DIGEST_SIZE, sealed.size - SO_SEAL_OVERHEAD);
  sodium_memzero(bound, sizeof bound);
  return refused ? SOTTO_E_TAMPERED : SOTTO_OK;
}

void so_seal_keypair(uint8_t ret_public[32], uint8_t ret_secret[32]) {
  crypto_box_keypair(ret_public, ret_secret);
}
