/*
 * HPKE with one suite: a body moved to another question or epoch does not open.
 */
#include "crypto/seal.h"

#include <assert.h>
#include <sodium.h>
#include <string.h>

#include "base/secret.h"

static const sotto_bytes nothing = {NULL, 0};

sotto_status so_seal(uint8_t *ret_sealed, const uint8_t public_key[32], sotto_bytes info,
                     sotto_bytes plain) {
  assert(plain.size <= SO_SEAL_PLAIN_MAX);
  const so_hpke_receiver receiver = {&so_aead_chacha20poly1305_sealing, public_key, NULL, info};
  return so_hpke_seal_once(ret_sealed, &receiver, nothing, plain);
}

/* Opened aside: a text that does not authenticate leaves nothing behind. */
sotto_status so_seal_open(uint8_t *ret_plain, const so_seal_keys *keys, sotto_bytes info,
                          sotto_bytes sealed) {
  uint8_t plain[SO_SEAL_PLAIN_MAX];
  if (sealed.size < SO_SEAL_OVERHEAD || sealed.size > SO_SEAL_OVERHEAD + SO_SEAL_PLAIN_MAX)
    return SOTTO_E_TAMPERED;
  const so_hpke_receiver receiver = {&so_aead_chacha20poly1305, keys->public_key, keys->secret_key,
                                     info};
  sotto_status status = so_hpke_open_once(plain, &receiver, nothing, sealed);
  if (!status) memcpy(ret_plain, plain, sealed.size - SO_SEAL_OVERHEAD);
  so_secret_wipe(plain, sizeof plain);
  return status;
}

void so_seal_keypair(uint8_t ret_public[32], uint8_t ret_secret[32]) {
  crypto_box_keypair(ret_public, ret_secret);
}
