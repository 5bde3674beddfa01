/*
 * What one open vault is made of. Only files of this room see it; flow sees vault.h. The tail is
 * the audit log's last row: `tail` with the open transaction, `committed` without it. Rows are
 * written through so_opened_write(), _put() and _run(), which refuse outside a transaction, so no
 * row family can forget it.
 */
#ifndef SO_VAULT_OPENED_H
#define SO_VAULT_OPENED_H

#include "vault/database.h"
#include "vault/keyring.h"
#include "vault/place.h"
#include "vault/vault.h"

struct so_vault {
  const sotto_port *port;
  int memory; /* 1: no place, no anchor */
  so_place place;
  so_database database;
  so_keyring *keyring;
  so_head head;
  sotto_anchor anchor; /* what the store holds, where anchor_known */
  int anchor_known;
  int behind;       /* older than the anchor: that keeps its own marks until a later epoch */
  int cut;          /* the log lacks what the head remembers: the head goes on remembering it */
  int rotation_due; /* a forget was committed and its rotation not yet done */
  int unsettled;    /* a rotation ended with nobody knowing which secret the store holds */
  so_tail tail;
  so_tail committed;
  sotto_act act; /* of the open transaction, 0: none */
  int audited;   /* its audit row was appended */
};

/** A query that writes: refused outside a transaction. */
so_query so_opened_write(so_vault *vault, const char *sql);
/** Writes one row: a statement whose parameters are the row's columns. */
SOTTO_CHECKED sotto_status so_opened_put(so_vault *vault, const char *sql, const so_column *columns,
                                         const void *row);
/** Runs a writing statement whose parameters are numbers; `ret_rows` may be NULL. */
SOTTO_CHECKED sotto_status so_opened_run(so_vault *vault, const char *sql, const int64_t *numbers,
                                         size_t *ret_rows);
/**
 * One transaction of an act that is the vault's own, CREATED or ROTATED: the rows of `from` (or
 * NULL) and the act's audit row.
 */
SOTTO_CHECKED sotto_status so_opened_log(so_vault *vault, so_vault *from, sotto_act act,
                                         int64_t now_ms);

/** Opens profile.db with the keyring's data key. MISSING, CORRUPT (also: no schema), FORMAT. */
SOTTO_CHECKED sotto_status so_opened_database(so_vault *vault);
/** 1 where a file is a database that nobody encrypted. */
int so_opened_is_plain(so_vault *vault, const char *name);
/**
 * Before anything is written or rotated: where the last rotation is unsettled, asks the store again
 * and goes on with the files its secret fits. What the store answers.
 */
SOTTO_CHECKED sotto_status so_opened_resume(so_vault *vault);
/** Reads and decodes a head file. */
SOTTO_CHECKED sotto_status so_opened_read_head(so_vault *vault, const char *name,
                                               so_head *ret_head);
/** Writes the head durably under `name` with the next generation and freshly wrapped keys. */
SOTTO_CHECKED sotto_status so_opened_head(so_vault *vault, so_head *inout_head,
                                          const so_keyring *keyring, const char *name);
/**
 * Advances the port's anchor to the totals with the vault's generation and committed audit tail.
 * BUSY where it was charged by another since this vault saw it.
 */
SOTTO_CHECKED sotto_status so_opened_anchor(so_vault *vault, const sotto_anchor *totals);

#endif
