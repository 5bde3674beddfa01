/*
 * The audit log, hash-chained: hash(n) = keyed BLAKE2b(hash(n-1), sequence, time, act, cost, salt,
 * detail), starting from zeros. The random salt lets a forget empty an EVENTS row: what stays is a
 * stub of sequence and hash, which without the salt tells nothing about day or count. Stubs are
 * proven by the CHECKPOINT row they name, whose detail holds their range and a chain over them.
 * What flow calls is declared in vault.h; here is what opening and a new generation need.
 */
#ifndef SO_VAULT_AUDIT_LOG_H
#define SO_VAULT_AUDIT_LOG_H

#include "vault/opened.h"

/** Where a row is appended: a database with an open transaction, and the tail before it. */
typedef struct so_audit_log {
  so_database *database;
  const uint8_t *key;
  so_tail *tail;
} so_audit_log;

/** Appends one row and moves the tail. LIMIT where the detail is over 2048 bytes. */
SOTTO_CHECKED sotto_status so_audit_log_append(const so_audit_log *log, const sotto_audit_row *row);
/** Reads the last row's sequence and hash. */
SOTTO_CHECKED sotto_status so_audit_log_tail(so_database *database, so_tail *ret_tail);
/** 1 in `ret_holds` when the log has row `count` with that hash (0 rows always hold). */
SOTTO_CHECKED sotto_status so_audit_log_holds(so_vault *vault, uint64_t count, const uint8_t *hash,
                                              int *ret_holds);

#endif
