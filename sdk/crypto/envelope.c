/*
 * XChaCha20-Poly1305 and BLAKE2b-256 over libsodium.
 */
#include "crypto/envelope.h"

#include <sodium.h>

void so_envelope_seal(uint8_t *ret_sealed, const so_wrap *wrap, sotto_bytes plain) {
  crypto_aead_xchacha20poly1305_ietf_encrypt(ret_sealed, NULL, plain.data, plain.size,
                                             wrap->context.data, wrap->context.size, NULL,
                                             wrap->nonce, wrap->key);
}

sotto_status so_envelope_open(uint8_t *ret_plain, const so_wrap *wrap, sotto_bytes sealed) {
  if (sealed.size < SO_TAG_SIZE) return SOTTO_E_TAMPERED;
  size_t plain_size = sealed.size - SO_TAG_SIZE;
  int refused = crypto_aead_xchacha20poly1305_ietf_decrypt_detached(
      ret_plain, NULL, sealed.data, plain_size, sealed.data + plain_size, wrap->context.data,
      wrap->context.size, wrap->nonce, wrap->key);
  return refused ? SOTTO_E_TAMPERED : SOTTO_OK;
}

void so_digest(uint8_t ret_digest[SO_DIGEST_SIZE], sotto_bytes data) {
  crypto_generichash(ret_digest, SO_DIGEST_SIZE, data.data, data.size, NULL, 0);
}

void so_chain_next(uint8_t ret_hash[SO_DIGEST_SIZE], const uint8_t key[32],
                   const uint8_t previous[SO_DIGEST_SIZE], sotto_bytes row) {
  crypto_generichash_state state;
  crypto_generichash_init(&state, key, 32, SO_DIGEST_SIZE);
  crypto_generichash_update(&state, previous, SO_DIGEST_SIZE);
  if (row.size) crypto_generichash_update(&state, row.data, row.size);
  crypto_generichash_final(&state, ret_hash, SO_DIGEST_SIZE);
  sodium_memzero(&state, sizeof state);
}
