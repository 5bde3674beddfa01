/*
 * Making, finishing and settling a generation of files: creation and key rotation. After a rotation
 * the blocks of the old files that a disk still holds are unreadable to whoever has the device,
 * because the secret that unwrapped their data key no longer exists. The noise key and the
 * audit-log key move along: forgetting must neither let an answer be un-noised twice nor break the
 * log.
 */
#include "vault/generation.h"

#include <string.h>

#include "base/epoch.h"
#include "base/secret.h"
#include "vault/audit_log.h"
#include "vault/schema.h"

/* The generation being made. */
typedef struct generation {
  so_keyring *keyring;
  so_head head;
  so_database database;
  so_tail tail;
  int keep_secret; /* 1: what the store holds stays (creation beside an existing secret) */
  int stored;      /* 1: the store may hold the new secret: the .next files must stay */
} generation;

static void discard(so_vault *vault) {
  static const char *const names[] = {SO_FILE_HEAD_NEXT, SO_FILE_DATA_NEXT,
                                      SO_FILE_DATA_NEXT_JOURNAL};
  for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
    if (so_place_remove(&vault->place, names[i], NULL) != SOTTO_OK) break;
}

/* Steps 4 and 5, from wherever they were cut. */
static sotto_status move_in(so_vault *vault) {
  sotto_status status = so_place_has(&vault->place, SO_FILE_DATA_NEXT);
  if (!status) status = so_place_rename(&vault->place, SO_FILE_DATA_NEXT, SO_FILE_DATA);
  if (status != SOTTO_OK && status != SOTTO_E_MISSING) return status;
  status = so_place_remove(&vault->place, SO_FILE_DATA_NEXT_JOURNAL, NULL);
  return status ? status : so_place_rename(&vault->place, SO_FILE_HEAD_NEXT, SO_FILE_HEAD);
}

/* 1 where there is no profile beside the left-overs: a creation that was cut before its secret. */
static int alone(so_vault *vault) {
  return so_place_has(&vault->place, SO_FILE_HEAD) == SOTTO_E_MISSING &&
         so_place_has(&vault->place, SO_FILE_DATA) == SOTTO_E_MISSING;
}

static int fits(so_vault *vault, const char *name) {
  so_head head;
  return so_opened_read_head(vault, name, &head) == SOTTO_OK &&
         so_keyring_fit(vault->keyring, &head) == SOTTO_OK;
}

sotto_status so_generation_settle(so_vault *vault) {
  if (so_place_has(&vault->place, SO_FILE_HEAD_NEXT) == SOTTO_E_MISSING) {
    if (so_place_has(&vault->place, SO_FILE_DATA_NEXT) != SOTTO_E_MISSING) discard(vault);
    return SOTTO_OK;
  }
  const sotto_status status = so_keyring_borrow(vault->keyring, vault->port);
  if (status != SOTTO_OK && status != SOTTO_E_KEY_LOST) return status;
  if (!status && fits(vault, SO_FILE_HEAD_NEXT)) return move_in(vault);
  if (alone(vault) || (status == SOTTO_OK && fits(vault, SO_FILE_HEAD))) discard(vault);
  return SOTTO_OK;
}

/* Up to an empty database under next->keyring, a transaction open on it. */
static sotto_status begin(so_vault *vault, generation *next) {
  char path[SO_PATH_MAX];
  uint32_t version = 0;
  discard(vault);
  sotto_status status = so_place_make(&vault->place, SO_FILE_DATA_NEXT);
  /* SQLite would make the journal itself, but hides why it could not. */
  if (!status) status = so_place_make(&vault->place, SO_FILE_DATA_NEXT_JOURNAL);
  if (status) return status;
  so_place_path(&vault->place, SO_FILE_DATA_NEXT, path);
  status = so_database_open(&next->database, path, so_keyring_key_text(next->keyring), &version);
  if (!status) status = so_schema_upgrade(&next->database, version);
  if (!status) status = so_database_run(&next->database, "BEGIN IMMEDIATE");
  return status;
}

/* The file must not read as a plain database, whatever the library claimed. */
static sotto_status check_cipher(so_vault *vault) {
  uint8_t start[16] = {0};
  size_t size = sizeof start;
  const sotto_status status = so_place_read(&vault->place, SO_FILE_DATA_NEXT, start, &size);
  if (status) return status;
  return size == 16 && memcmp(start, "SQLite format 3", 16) != 0 ? SOTTO_OK : SOTTO_E_NO_CIPHER;
}

static sotto_status finish_file(so_vault *vault, generation *next) {
  sotto_status status = so_database_run(&next->database, "COMMIT");
  if (status) return status;
  so_database_close(&next->database);
  status = check_cipher(vault);
  return status ? status : so_place_sync(&vault->place, SO_FILE_DATA_NEXT);
}

/* 1 where the store now lends the next secret, 0 where it surely does not, -1 where nobody
 * knows. */
static int stored(so_vault *vault, const generation *next) {
  so_keyring *probe = so_keyring_new();
  int answer = -1;
  if (probe) {
    const sotto_status status = so_keyring_borrow(probe, vault->port);
    if (!status)
      answer = probe->lent_size == next->keyring->lent_size &&
               memcmp(probe->lent, next->keyring->lent, probe->lent_size) == 0;
    if (status == SOTTO_E_KEY_LOST) answer = 0;
  }
  so_secret_free(probe);
  return answer;
}

static sotto_status store_secret(so_vault *vault, generation *next) {
  const sotto_port *port = vault->port;
  if (next->keep_secret || port->passphrase) return SOTTO_OK;
  if (!port->key_store) return SOTTO_E_PORT;
  next->stored = 1;
  const sotto_status status = port->key_store(port->context, next->keyring->lent);
  if (!status) return SOTTO_OK;
  /* A store that failed after all may have replaced the secret: only the store can tell. */
  const int answer = stored(vault, next);
  if (answer == 1) return SOTTO_OK;
  next->stored = answer != 0;
  return status == SOTTO_E_KEY_LOCKED ? status : SOTTO_E_PORT;
}

static void adopt(so_vault *vault, generation *next) {
  so_database_close(&vault->database);
  so_secret_free(vault->keyring);
  vault->keyring = next->keyring;
  vault->head = next->head;
  vault->tail = vault->committed = next->tail;
  next->keyring = NULL;
  next->stored = 1;
  so_keyring_return(vault->keyring);
}

/* Commits, does steps 1 to 5 and makes `next` the vault's own, its database open. */
static sotto_status finish(so_vault *vault, generation *next) {
  sotto_status status = finish_file(vault, next);
  so_opened_remember(vault, &next->tail, &next->head);
  if (!status)
    status = so_keyring_refit(next->keyring, &next->head,
                              vault->port->passphrase ? SO_KDF_ARGON2ID : SO_KDF_SECRET);
  if (!status) status = so_opened_head(vault, &next->head, next->keyring, SO_FILE_HEAD_NEXT);
  if (!status) status = store_secret(vault, next);
  if (status) return status;
  adopt(vault, next); /* from here on only the new secret opens anything */
  status = so_opened_anchor(vault, &vault->anchor);
  if (!status) status = move_in(vault);
  return status ? status : so_opened_database(vault);
}

/* Clears away what was begun, unless the store may hold the new secret. */
static void abandon(so_vault *vault, generation *next) {
  so_database_rollback(&next->database);
  so_database_close(&next->database);
  if (!next->stored) discard(vault);
  so_secret_free(next->keyring);
  next->keyring = NULL;
}

/* From a keyring with its keys drawn and a secret lent or invented. `full`: the rows move along. */
static sotto_status make(so_vault *vault, generation *next, int full, int64_t now_ms) {
  const sotto_audit_row row = so_opened_row(full ? SOTTO_ACT_ROTATED : SOTTO_ACT_CREATED, now_ms);
  const so_audit_log log = {&next->database, next->keyring->audit, &next->tail};
  sotto_status status = begin(vault, next);
  if (!status && full) status = so_schema_copy(&vault->database, &next->database);
  if (!status) status = so_audit_log_append(&log, &row);
  return status ? status : finish(vault, next);
}

/* A secret that the store already holds is used as it is: it may belong to a profile that is only
 * out of reach just now. */
static sotto_status borrow_or_invent(so_vault *vault, generation *next) {
  const sotto_status status = so_keyring_borrow(next->keyring, vault->port);
  next->keep_secret = status == SOTTO_OK;
  if (status != SOTTO_E_KEY_LOST) return status;
  so_keyring_invent(next->keyring);
  return SOTTO_OK;
}

sotto_status so_generation_create(so_vault *vault, int64_t now_ms) {
  generation next = {.keyring = so_keyring_new(), .head = {.noise_epoch = so_epoch_of(now_ms)}};
  if (!next.keyring) return SOTTO_E_MEMORY;
  so_keyring_draw(next.keyring);
  /* Above an anchor that survived an erase, so that this profile is not taken for an older copy. */
  next.head.generation = vault->anchor_known ? vault->anchor.generation : 0;
  sotto_status status = borrow_or_invent(vault, &next);
  if (!status) status = make(vault, &next, 0, now_ms);
  abandon(vault, &next);
  return status;
}

static sotto_status rotate_files(so_vault *vault, int64_t now_ms) {
  generation next = {.keyring = so_keyring_new(), .head = vault->head, .tail = vault->committed};
  if (!next.keyring) return SOTTO_E_MEMORY;
  so_keyring_draw(next.keyring);
  memcpy(next.keyring->noise, vault->keyring->noise, SO_KEY_SIZE);
  memcpy(next.keyring->audit, vault->keyring->audit, SO_KEY_SIZE);
  sotto_status status = SOTTO_OK;
  if (vault->port->passphrase)
    status = so_keyring_borrow(next.keyring, vault->port);
  else
    so_keyring_invent(next.keyring);
  if (!status) status = make(vault, &next, 1, now_ms);
  abandon(vault, &next);
  return status;
}

sotto_status so_vault_rotate(so_vault *vault, int64_t now_ms) {
  if (vault->act) return SOTTO_E_INTERNAL;
  /* In memory nothing was ever on a disk: the act is logged, and that is all. */
  return vault->memory ? so_opened_log(vault, SOTTO_ACT_ROTATED, now_ms)
                       : rotate_files(vault, now_ms);
}

sotto_status so_vault_rotate_later(so_vault *vault) {
  if (!vault->act) return SOTTO_E_INTERNAL;
  if (vault->memory) return SOTTO_OK;
  _Static_assert(SO_SCHEMA_VERSION == 1 && SO_SCHEMA_ROTATION_DUE == 65536, "65537 below");
  const sotto_status status = so_database_run(&vault->database, "PRAGMA user_version=65537");
  if (!status) vault->rotation_due = 1;
  return status;
}

int so_vault_rotation_due(const so_vault *vault) {
  return vault->rotation_due;
}
