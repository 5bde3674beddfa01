/*
 * The arithmetic of the audit log's chain and its verification from the first row to the last:
 * every sequence present as a row or a proven stub, every hash recomputed, the head's and the
 * anchor's count and hash met on the way. Reads only.
 */
#ifndef SO_VAULT_AUDIT_CHAIN_H
#define SO_VAULT_AUDIT_CHAIN_H

#include "base/string.h"
#include "vault/opened.h"

#define SO_AUDIT_DETAIL_MAX 2048
#define SO_CHECKPOINT_DETAIL 192
#define SO_AUDIT_SALT_SIZE 16

/** A row and the salt that is hashed with it. */
typedef struct so_audit_link {
  sotto_audit_row row;
  uint8_t salt[SO_AUDIT_SALT_SIZE];
} so_audit_link;

/** Gives the hash of a link after `previous`. `ret_hash` may be `link->row.hash`. */
void so_audit_chain_next(uint8_t ret_hash[SO_DIGEST_SIZE], const uint8_t key[SO_KEY_SIZE],
                         const uint8_t previous[SO_DIGEST_SIZE], const so_audit_link *link);
/**
 * Writes the detail of CHECKPOINT row `checkpoint`: count, range and chain of the stubs naming it.
 */
SOTTO_CHECKED sotto_status so_audit_chain_cover(so_vault *vault, uint64_t checkpoint,
                                                so_sink *ret_detail);

#endif
