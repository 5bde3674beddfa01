/*
 * Key derivation: BLAKE2b subkeys (libsodium crypto_kdf), the keyed PRF behind noise and report
 * ids, the weekly ratchet of the noise key, and Argon2id for passphrases with bounded parameters.
 */
#ifndef SO_CRYPTO_DERIVE_H
#define SO_CRYPTO_DERIVE_H

#include <sotto/base.h>

#define SO_KEY_SIZE 32

/** Derives the subkey of `key` for an 8-character context, 16 to 64 bytes (crypto_kdf, BLAKE2b). */
void so_derive_subkey(uint8_t *ret_key, size_t size, const char context[8],
                      const uint8_t key[SO_KEY_SIZE]);
/** Gives PRF(key, label, message): keyed BLAKE2b-256 over length-prefixed label and message. */
void so_derive_prf(uint8_t ret_output[32], const uint8_t key[SO_KEY_SIZE], const char *label,
                   sotto_bytes message);
/** Advances a ratchet in place `steps` times: K <- BLAKE2b(K); the old value is gone. */
void so_derive_ratchet(uint8_t inout_key[SO_KEY_SIZE], uint32_t steps);

/** Cost of Argon2id. Bounded on read: 1..10 passes, 8..1,048,576 KiB. */
typedef struct so_argon {
  uint32_t passes;
  uint32_t memory_kib;
  uint8_t salt[16];
} so_argon;
/**
 * Derives a key from a passphrase (Argon2id v1.3). #SOTTO_E_LIMIT outside bounds, #SOTTO_E_MEMORY.
 */
SOTTO_CHECKED sotto_status so_derive_passphrase(uint8_t ret_key[SO_KEY_SIZE],
                                                sotto_bytes passphrase, const so_argon *cost);

#endif
