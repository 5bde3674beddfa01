/*
 * The audit log, hash-chained: hash(n) = keyed BLAKE2b(hash(n-1), sequence, time, act, cost, salt,
 * detail), starting from zeros. The random salt lets a forget empty an EVENTS row: what stays is a
 * stub of sequence and hash, which without the salt tells nothing about day or count, and in the
 * salt's place a keyed proof that it was this log's owner who emptied it. A CHECKPOINT row tells
 * how many there were. What flow calls is declared in vault.h; here is what opening needs.
 */
#ifndef SO_VAULT_AUDIT_LOG_H
#define SO_VAULT_AUDIT_LOG_H

#include "vault/opened.h"

/** Reads the last row's sequence and hash. */
SOTTO_CHECKED sotto_status so_audit_log_tail(so_database *database, so_tail *ret_tail);
/** 1 in `ret_holds` when the log has row `count` with that hash (0 rows always hold). */
SOTTO_CHECKED sotto_status so_audit_log_holds(so_vault *vault, uint64_t count, const uint8_t *hash,
                                              int *ret_holds);

#endif
