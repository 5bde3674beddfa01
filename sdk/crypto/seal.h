/*
 * Sealing a report to the brand's public key, so that only the brand's collector reads it: one HPKE
 * message (crypto/hpke.h) with ChaCha20-Poly1305 and no associated data. Anonymous sender; `info`
 * (question id and epoch) is bound to its keys.
 */
#ifndef SO_CRYPTO_SEAL_H
#define SO_CRYPTO_SEAL_H

#include <sotto/base.h>

#include "crypto/hpke.h"

#define SO_SEAL_PUBLIC_SIZE 32
#define SO_SEAL_SECRET_SIZE 32
/** Longest plain text. */
#define SO_SEAL_PLAIN_MAX 64
/** Bytes a sealed text is longer than its plain text. */
#define SO_SEAL_OVERHEAD SO_HPKE_OVERHEAD

/** The two keys of who opens; both 32 bytes, owned by the caller. */
typedef struct so_seal_keys {
  const uint8_t *public_key;
  const uint8_t *secret_key;
} so_seal_keys;

/** Seals; writes plain.size + SO_SEAL_OVERHEAD bytes. `info` is bound to it.
 * #SOTTO_E_FORMAT for a public key that is none. */
SOTTO_CHECKED sotto_status so_seal(uint8_t *ret_sealed, const uint8_t public_key[32],
                                   sotto_bytes info, sotto_bytes plain);
/** Opens; #SOTTO_E_TAMPERED for another key, another info or a changed byte. */
SOTTO_CHECKED sotto_status so_seal_open(uint8_t *ret_plain, const so_seal_keys *keys,
                                        sotto_bytes info, sotto_bytes sealed);
/** Makes a key pair from the operating system's randomness. */
void so_seal_keypair(uint8_t ret_public[32], uint8_t ret_secret[32]);

#endif
