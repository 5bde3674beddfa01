/*
 * The head of a profile: one small file from which a wrong key, a lost key, damage and tampering
 * are told apart before the database is touched. 256 bytes, little-endian:
 *
 *     0  magic "SOTTOHD1"
 *     8  u16 format, 1
 *    10  u16 cipher profile, 1: SQLCipher 3 parameters, 4096-byte pages, raw key and salt
 *    12  u32 key derivation: 0 the store's 32-byte secret, 1 Argon2id of a passphrase
 *    16  u32 Argon2id passes, 20 u32 memory in KiB (0 for a secret), 24 salt (16)
 *    40  key check (16): tells whether a secret is the right one
 *    56  u64 generation: rises with every head written
 *    64  u64 rows in the audit log, 72 hash of its last row (32)
 *   104  u32 epoch of the noise key, 108 zero (4)
 *   112  nonce (24)
 *   136  data key, noise key, audit-log key (96), tag (16): XChaCha20-Poly1305 under the wrapping
 *        key, with bytes 0 to 135 as associated data
 *   248  checksum (8): start of the unkeyed BLAKE2b-256 of bytes 0 to 247
 *
 * The checksum only tells damage from a wrong key; what proves the head is the tag. This file knows
 * the layout and its bounds, not the keys.
 */
#ifndef SO_VAULT_HEAD_H
#define SO_VAULT_HEAD_H

#include "crypto/derive.h"
#include "crypto/envelope.h"

#define SO_HEAD_SIZE 256
#define SO_HEAD_BOUND 136 /* bytes that are associated data */
#define SO_HEAD_SECRETS 96

enum { SO_KDF_SECRET = 0, SO_KDF_ARGON2ID = 1 };

/** The last row of the audit log. */
typedef struct so_tail {
  uint64_t count;
  uint8_t hash[SO_DIGEST_SIZE];
} so_tail;

typedef struct so_head {
  uint32_t kdf;
  so_argon argon;
  uint8_t key_check[16];
  uint64_t generation;
  so_tail tail;
  uint32_t noise_epoch;
  uint8_t nonce[SO_NONCE_SIZE];
  uint8_t wrapped[SO_HEAD_SECRETS + SO_TAG_SIZE];
} so_head;

void so_head_encode(uint8_t ret_bytes[SO_HEAD_SIZE], const so_head *head);
/**
 * #SOTTO_E_FORMAT: another file or a newer version. #SOTTO_E_CORRUPT: truncated or a wrong
 * checksum. #SOTTO_E_TAMPERED: whole, but with a cost of key derivation no library would have
 * written.
 */
SOTTO_CHECKED sotto_status so_head_decode(so_head *ret_head, sotto_bytes bytes);

#endif
