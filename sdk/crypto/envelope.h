/*
 * Authenticated wrapping with a symmetric key (XChaCha20-Poly1305, random nonce) and the unkeyed
 * and keyed digests (BLAKE2b-256) of files and chains.
 */
#ifndef SO_CRYPTO_ENVELOPE_H
#define SO_CRYPTO_ENVELOPE_H

#include <sotto/base.h>

#define SO_NONCE_SIZE 24
#define SO_TAG_SIZE 16
#define SO_DIGEST_SIZE 32

/** Inputs of a wrap: key, nonce and what is authenticated beside the secret. */
typedef struct so_wrap {
  const uint8_t *key;   /* 32 bytes */
  const uint8_t *nonce; /* SO_NONCE_SIZE bytes */
  sotto_bytes context;  /* associated data */
} so_wrap;

/** Writes plain.size + SO_TAG_SIZE bytes. */
void so_envelope_seal(uint8_t *ret_sealed, const so_wrap *wrap, sotto_bytes plain);
/** Writes sealed.size - SO_TAG_SIZE bytes, or #SOTTO_E_TAMPERED and nothing. */
SOTTO_CHECKED sotto_status so_envelope_open(uint8_t *ret_plain, const so_wrap *wrap,
                                            sotto_bytes sealed);
void so_digest(uint8_t ret_digest[SO_DIGEST_SIZE], sotto_bytes data);

/** One link of a hash chain: keyed BLAKE2b-256 over (previous hash, row). */
void so_chain_next(uint8_t ret_hash[SO_DIGEST_SIZE], const uint8_t key[32],
                   const uint8_t previous[SO_DIGEST_SIZE], sotto_bytes row);

#endif
