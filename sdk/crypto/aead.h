/*
 * Authenticated encryption with associated data as HPKE takes it (RFC 9180, section 7.3): a table
 * of its numbers and its two calls. ChaCha20-Poly1305 (RFC 8439) is libsodium's; AES-128-GCM (NIST
 * SP 800-38D), which DAP makes mandatory, is libcrypto's and in builds with split trust only.
 */
#ifndef SO_CRYPTO_AEAD_H
#define SO_CRYPTO_AEAD_H

#include <sotto/base.h>

#define SO_AEAD_TAG_SIZE 16
#define SO_AEAD_NONCE_SIZE 12
#define SO_AEAD_KEY_MAX 32

/** One message's key, nonce and associated data. */
typedef struct so_aead_with {
  const uint8_t *key;
  const uint8_t *nonce;
  sotto_bytes aad;
} so_aead_with;

/** One algorithm. `seal` writes plain.size + 16 bytes; `open` 16 fewer than it reads, if any. */
typedef struct so_aead {
  uint16_t id; /* HPKE's registry */
  uint16_t key_size;
  sotto_status (*seal)(uint8_t *ret_sealed, const so_aead_with *with, sotto_bytes plain);
  sotto_status (*open)(uint8_t *ret_plain, const so_aead_with *with, sotto_bytes sealed);
} so_aead;

extern const so_aead so_aead_chacha20poly1305; /* id 3 */
/* The same for who only seals: a device carries no opening. */
extern const so_aead so_aead_chacha20poly1305_sealing;
extern const so_aead so_aead_aes128gcm; /* id 1 */

#endif
