/*
 * What one open vault is made of. Only files of this room see it; flow sees vault.h. The tail is
 * the audit log's last row: `tail` with the open transaction, `committed` without it. Rows are
 * written through so_opened_write(), which refuses outside a transaction, so no row family can
 * forget it.
 */
#ifndef SO_VAULT_OPENED_H
#define SO_VAULT_OPENED_H

#include "vault/database.h"
#include "vault/keyring.h"
#include "vault/place.h"
#include "vault/vault.h"

/** The last row of the audit log. */
typedef struct so_tail {
  uint64_t count;
  uint8_t hash[SO_DIGEST_SIZE];
} so_tail;

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
  so_tail tail;
  so_tail committed;
  sotto_act act; /* of the open transaction, 0: none */
  int audited;   /* its audit row was appended */
};

/** Queries for reading at any time, and for writing inside a transaction. */
so_query so_opened_read(so_vault *vault, const char *sql);
so_query so_opened_write(so_vault *vault, const char *sql);
/** Runs a writing statement without parameters. */
SOTTO_CHECKED sotto_status so_opened_write_all(so_vault *vault, const char *sql, size_t *ret_rows);

/** Opens profile.db with the keyring's data key. MISSING, CORRUPT (also: no schema), FORMAT. */
SOTTO_CHECKED sotto_status so_opened_database(so_vault *vault);
/** Writes the head durably under `name` with the next generation and freshly wrapped keys. */
SOTTO_CHECKED sotto_status so_opened_head(so_vault *vault, so_head *inout_head,
                                          const so_keyring *keyring, const char *name);
/** Notes the committed audit tail in a head that is about to be written, unless the log was cut. */
void so_opened_remember(const so_vault *vault, const so_tail *tail, so_head *inout_head);
/**
 * Advances the port's anchor to the totals with the vault's generation and committed audit tail.
 */
SOTTO_CHECKED sotto_status so_opened_anchor(so_vault *vault, const sotto_anchor *totals);

#endif
