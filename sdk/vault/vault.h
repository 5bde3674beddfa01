/*
 * The profile at rest: head file, keys, SQLCipher database, lock. This header is the vault's whole
 * face to `flow`; the rows have one header per table family. Owns all device SQL and all file
 * operations; knows no policy (consent, retention and questions are decided above it).
 *
 * A write happens inside a transaction that names its act; so_vault_commit() refuses (INTERNAL)
 * unless an audit row of that act was appended in it: no unaudited act. A vault without a directory
 * keeps the same schema in memory and writes no file. Behind this face: opening (open, close),
 * transaction (begin, commit, noise, anchor), audit_log, forget_rows, generation (rotate), erasure.
 */
#ifndef SO_VAULT_VAULT_H
#define SO_VAULT_VAULT_H

#include <sotto/audit.h>
#include <sotto/port.h>
#include <sotto/profile.h>

typedef struct so_vault so_vault;

/** How to open. */
typedef struct so_vault_options {
  const char *directory;  /* NULL: in memory */
  const sotto_port *port; /* outlives the vault */
  int create;             /* 1: make the profile where none is */
  int64_t now_ms;
} so_vault_options;

/** What was found at open. */
typedef struct so_vault_found {
  int created;         /* 1: a new profile */
  int has_anchor;      /* the store keeps one */
  int anchor_known;    /* one was stored before */
  int behind;          /* 1: the profile is older than its anchor (restored copy) */
  sotto_anchor anchor; /* what the store said */
  int tail_cut;        /* 1: audit log lacks a row that the head or anchor remembers */
} so_vault_found;

/**
 * Opens or makes the profile. Finishes or undoes a rotation that was cut. Statuses: KEY_WRONG,
 * KEY_LOST, KEY_LOCKED, CORRUPT, TAMPERED, FORMAT, MISSING, NO_CIPHER, BUSY, DISK_FULL, READ_ONLY,
 * STORAGE, PORT. Never wipes because of an error. A created profile has its CREATED audit row.
 */
SOTTO_CHECKED sotto_status so_vault_open(const so_vault_options *options, so_vault **ret_vault,
                                         so_vault_found *ret_found);
/**
 * Commits nothing: rolls back what is open, writes the head when the audit log grew, wipes keys.
 */
void so_vault_close(so_vault *vault);
/** In a forked child: wipes and frees without writing. The files are the parent's. */
void so_vault_abandon(so_vault *vault);
int so_vault_is_memory(const so_vault *vault);
/** A sentence about the last storage error (SQLite's or errno's message, no personal data). */
const char *so_vault_error(const so_vault *vault);

/** Begins a transaction for one act. */
SOTTO_CHECKED sotto_status so_vault_begin(so_vault *vault, sotto_act act);
/** Durable when it returns OK. INTERNAL where the act has no audit row; then rolled back. */
SOTTO_CHECKED sotto_status so_vault_commit(so_vault *vault);
void so_vault_rollback(so_vault *vault);

/**
 * Appends an audit row to the open transaction: hash-chained with the audit-log key. `detail` is a
 * JSON object without personal data, at most 2048 bytes.
 */
SOTTO_CHECKED sotto_status so_vault_audit(so_vault *vault, const sotto_audit_row *row);
/**
 * Counts `events` for the UTC day of `now_ms` in the open transaction (this satisfies the EVENTS
 * act). When the day changed, the finished day becomes a chained EVENTS row.
 */
SOTTO_CHECKED sotto_status so_vault_audit_count(so_vault *vault, int64_t now_ms, uint32_t events);
/** Visits rows after `sequence`. `words` stays empty: flow makes the sentence. */
SOTTO_CHECKED sotto_status so_vault_audit_each(so_vault *vault, uint64_t sequence,
                                               sotto_audit_fn visit, void *context);
/** One link of the chain as it is stored: a row and the salt hashed with it, or a stub (act 0). */
typedef struct so_audit_link {
  sotto_audit_row row;
  uint8_t salt[16]; /* of a stub: its proof */
} so_audit_link;

typedef sotto_status (*so_audit_link_fn)(void *context, const so_audit_link *link);

/** Visits every link, stubs too; a status other than OK stops and is given. */
SOTTO_CHECKED sotto_status so_vault_audit_links(so_vault *vault, so_audit_link_fn visit,
                                                void *context);

/** What a second verifier needs beside the links. */
typedef struct so_audit_marks {
  const uint8_t *key; /* the audit-log key, in guarded memory until close */
  uint64_t head_count;
  const uint8_t *head_hash;
  const sotto_anchor *anchor; /* NULL: the store has none */
} so_audit_marks;

/** Gives what the chain is checked against. */
so_audit_marks so_vault_audit_marks(const so_vault *vault);
/** As sotto_audit_verify(): chain, count and hash against the head and the anchor. */
SOTTO_CHECKED sotto_status so_vault_audit_verify(so_vault *vault, uint64_t *ret_rows);
/**
 * Empties the EVENTS rows within the open transaction (a forget) and tells in one CHECKPOINT row
 * how many they were. The chain still verifies.
 */
SOTTO_CHECKED sotto_status so_vault_audit_checkpoint(so_vault *vault, int64_t now_ms);

/**
 * Replaces the noise key by that of `epoch`, durably; the ones before it are gone. OK and nothing
 * where it is already that of `epoch` or of a later one.
 */
SOTTO_CHECKED sotto_status so_vault_ratchet(so_vault *vault, uint32_t epoch);

/** What a noise seed or report id is drawn from. */
typedef struct so_noise_ask {
  uint32_t epoch;
  const char *label;
  sotto_bytes message;
} so_noise_ask;

/**
 * PRF(noise key of the epoch, label, message): noise seeds and report ids. The noise key is
 * ratcheted forward to the epoch first and the old one wiped from the head; EXPIRED for a past
 * epoch.
 */
SOTTO_CHECKED sotto_status so_vault_noise(so_vault *vault, const so_noise_ask *ask,
                                          uint8_t ret_output[32]);
/**
 * The same without moving the key: what so_vault_noise() will give, foreseen in memory. EXPIRED for
 * a past epoch, LIMIT for one beyond time.
 */
SOTTO_CHECKED sotto_status so_vault_foresee(const so_vault *vault, const so_noise_ask *ask,
                                            uint8_t ret_output[32]);
/**
 * Durably advances the port's anchor with the totals plus this vault's generation and audit tail.
 * OK and nothing where the store has none; BUSY, and nothing, where another process has charged it
 * since this vault saw it. A vault that is behind its anchor leaves the anchor's
 * generation and audit tail alone, so that it is found behind again, until `totals->epoch` is past
 * the anchor's epoch.
 */
SOTTO_CHECKED sotto_status so_vault_anchor(so_vault *vault, const sotto_anchor *totals);

/**
 * Deletes the events, statements and decisions a scope names, within the open transaction; a value
 * is only deleted as a statement. `ret_rows` counts all.
 */
SOTTO_CHECKED sotto_status so_vault_forget(so_vault *vault, const sotto_scope *scope,
                                           size_t *ret_rows);

/**
 * Moves every row to a fresh file under a fresh data key, replaces the key store's secret, removes
 * the old file. The noise and audit-log keys stay. Cut anywhere, the next open finishes or undoes
 * it. No transaction may be open. Appends a ROTATED audit row itself.
 */
SOTTO_CHECKED sotto_status so_vault_rotate(so_vault *vault, int64_t now_ms);

/**
 * Notes in the open transaction (a forget) that a rotation must follow: where it is cut or fails,
 * the next open does it. so_vault_rotation_due() is 1 until then.
 */
SOTTO_CHECKED sotto_status so_vault_rotate_later(so_vault *vault);
int so_vault_rotation_due(const so_vault *vault);

/** Destroys secret then files of a closed profile; see sotto_erase(). */
SOTTO_CHECKED sotto_status so_vault_erase(const char *directory, const sotto_port *port,
                                          sotto_receipt *ret_receipt);

#endif
