/*
 * Ed25519 signatures of packs (RFC 8032, libsodium crypto_sign_detached).
 */
#ifndef SO_CRYPTO_SIGN_H
#define SO_CRYPTO_SIGN_H

#include <sotto/base.h>

#define SO_SIGN_PUBLIC_SIZE 32
#define SO_SIGN_SECRET_SIZE 64
#define SO_SIGNATURE_SIZE 64

void so_sign_keypair(uint8_t ret_public[32], uint8_t ret_secret[64]);
void so_sign(uint8_t ret_signature[64], sotto_bytes message, const uint8_t secret[64]);
/** #SOTTO_E_TAMPERED where the signature does not hold. */
SOTTO_CHECKED sotto_status so_sign_verify(const uint8_t signature[64], sotto_bytes message,
                                          const uint8_t public_key[32]);
/** First eight bytes of BLAKE2b-256 of the public key. */
void so_sign_key_id(uint8_t ret_id[8], const uint8_t public_key[32]);

#endif
