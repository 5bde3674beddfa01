/*
 * ChaCha20-Poly1305 by libsodium.
 */
#include <sodium.h>

#include "crypto/aead.h"

static sotto_status seal(uint8_t *ret_sealed, const so_aead_with *with, sotto_bytes plain) {
  (void)crypto_aead_chacha20poly1305_ietf_encrypt(ret_sealed, NULL, plain.data, plain.size,
                                                  with->aad.data, with->aad.size, NULL, with->nonce,
                                                  with->key);
  return SOTTO_OK;
}

static sotto_status open(uint8_t *ret_plain, const so_aead_with *with, sotto_bytes sealed) {
  int refused = crypto_aead_chacha20poly1305_ietf_decrypt(ret_plain, NULL, NULL, sealed.data,
                                                          sealed.size, with->aad.data,
                                                          with->aad.size, with->nonce, with->key);
  return refused ? SOTTO_E_TAMPERED : SOTTO_OK;
}

const so_aead so_aead_chacha20poly1305 = {3, 32, seal, open};
const so_aead so_aead_chacha20poly1305_sealing = {3, 32, seal, NULL};
