/*
 * Ed25519 over libsodium.
 */
#include "crypto/sign.h"

#include <sodium.h>
#include <string.h>

#include "crypto/envelope.h"

void so_sign_keypair(uint8_t ret_public[32], uint8_t ret_secret[64]) {
  crypto_sign_keypair(ret_public, ret_secret);
}

void so_sign(uint8_t ret_signature[64], sotto_bytes message, const uint8_t secret[64]) {
  crypto_sign_detached(ret_signature, NULL, message.data, message.size, secret);
}

sotto_status so_sign_verify(const uint8_t signature[64], sotto_bytes message,
                            const uint8_t public_key[32]) {
  int refused = crypto_sign_verify_detached(signature, message.data, message.size, public_key);
  return refused ? SOTTO_E_TAMPERED : SOTTO_OK;
}

void so_sign_key_id(uint8_t ret_id[8], const uint8_t public_key[32]) {
  uint8_t digest[SO_DIGEST_SIZE];
  so_digest(digest, (sotto_bytes){public_key, SO_SIGN_PUBLIC_SIZE});
  memcpy(ret_id, digest, 8);
}
