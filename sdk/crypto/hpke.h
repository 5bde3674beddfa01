/*
 * Hybrid Public Key Encryption (RFC 9180), base mode: DHKEM(X25519, HKDF-SHA256), HKDF-SHA256 and
 * an AEAD of crypto/aead.h. The sender is anonymous; `info` is bound to the keys. A context seals
 * or opens any number of messages in their order. Neither the PSK and authenticated modes nor other
 * KEMs.
 */
#ifndef SO_CRYPTO_HPKE_H
#define SO_CRYPTO_HPKE_H

#include "crypto/aead.h"

#define SO_HPKE_KEM_ID 0x0020 /* DHKEM(X25519, HKDF-SHA256) */
#define SO_HPKE_KDF_ID 0x0001 /* HKDF-SHA256 */
#define SO_HPKE_KEY_SIZE 32   /* public, secret and encapsulated keys, shared secrets */
#define SO_HPKE_OVERHEAD (SO_HPKE_KEY_SIZE + SO_AEAD_TAG_SIZE)
#define SO_HPKE_CONTEXT_SIZE 65 /* of the key schedule */

/** Whom messages are for. `secret_key` is needed to open only. All borrowed. */
typedef struct so_hpke_receiver {
  const so_aead *aead;
  const uint8_t *public_key;
  const uint8_t *secret_key;
  sotto_bytes info;
} so_hpke_receiver;

/** Keys of a run of messages; its owner wipes it. */
typedef struct so_hpke {
  const so_aead *aead;
  uint8_t key[SO_AEAD_KEY_MAX];
  uint8_t base_nonce[SO_AEAD_NONCE_SIZE];
  uint8_t exporter[32];
  uint64_t sequence;
} so_hpke;

/** Starts sealing with this ephemeral secret key, or a fresh one where it is NULL; writes the
 * encapsulated key. #SOTTO_E_FORMAT for a public key of low order. */
SOTTO_CHECKED sotto_status so_hpke_sender(so_hpke *ret_context, uint8_t ret_enc[SO_HPKE_KEY_SIZE],
                                          const so_hpke_receiver *receiver,
                                          const uint8_t *ephemeral);
/** Starts opening. #SOTTO_E_TAMPERED for an encapsulated key of low order. */
SOTTO_CHECKED sotto_status so_hpke_recipient(so_hpke *ret_context, const so_hpke_receiver *receiver,
                                             const uint8_t enc[SO_HPKE_KEY_SIZE]);

/** Seals the next message: plain.size + 16 bytes. */
SOTTO_CHECKED sotto_status so_hpke_seal(so_hpke *context, uint8_t *ret_sealed, sotto_bytes aad,
                                        sotto_bytes plain);
/** Opens the next message, or #SOTTO_E_TAMPERED: then the next is still the same. */
SOTTO_CHECKED sotto_status so_hpke_open(so_hpke *context, uint8_t *ret_plain, sotto_bytes aad,
                                        sotto_bytes sealed);
/** Gives a secret that both sides share beside the messages (section 5.3), size <= 8,160. */
void so_hpke_export(uint8_t *ret_secret, size_t size, const so_hpke *context, sotto_bytes label);
void so_hpke_wipe(so_hpke *context);

/** 1 for a public key that can be sealed to, 0 for one of low order. */
int so_hpke_is_key(const uint8_t public_key[SO_HPKE_KEY_SIZE]);
/** Derives a key pair from key material of at least 32 bytes (DeriveKeyPair, section 7.1.3). */
void so_hpke_derive_keypair(uint8_t ret_public[SO_HPKE_KEY_SIZE],
                            uint8_t ret_secret[SO_HPKE_KEY_SIZE], sotto_bytes material);
/** One message, start to end: writes enc || sealed, plain.size + SO_HPKE_OVERHEAD bytes. */
SOTTO_CHECKED sotto_status so_hpke_seal_once(uint8_t *ret_message, const so_hpke_receiver *receiver,
                                             sotto_bytes aad, sotto_bytes plain);
/** Opens enc || sealed. */
SOTTO_CHECKED sotto_status so_hpke_open_once(uint8_t *ret_plain, const so_hpke_receiver *receiver,
                                             sotto_bytes aad, sotto_bytes message);

/** Steps of the above that published vectors name: the KEM's shared secret on either side. */
SOTTO_CHECKED sotto_status so_hpke_encapsulate(uint8_t ret_shared[SO_HPKE_KEY_SIZE],
                                               uint8_t ret_enc[SO_HPKE_KEY_SIZE],
                                               const uint8_t public_key[SO_HPKE_KEY_SIZE],
                                               const uint8_t ephemeral[SO_HPKE_KEY_SIZE]);
SOTTO_CHECKED sotto_status so_hpke_decapsulate(uint8_t ret_shared[SO_HPKE_KEY_SIZE],
                                               const so_hpke_receiver *receiver,
                                               const uint8_t enc[SO_HPKE_KEY_SIZE]);
/** The key schedule's context (info) and secret (shared). */
void so_hpke_schedule_context(uint8_t ret_context[SO_HPKE_CONTEXT_SIZE], const so_aead *aead,
                              sotto_bytes info);
void so_hpke_schedule_secret(uint8_t ret_secret[32], const so_aead *aead,
                             const uint8_t shared[SO_HPKE_KEY_SIZE]);

#endif
