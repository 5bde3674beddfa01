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
#include "vault/schema.h"

/* The generation being made. */
typedef struct generation {
  so_vault vault;  /* its keys, head, database and tail */
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
  /* What the old head wraps is replaced: with a passphrase nothing else keeps it from being
     read. */
  if (!status) so_place_blank(&vault->place, SO_FILE_HEAD, SO_HEAD_SIZE);
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

static sotto_status make_database(so_vault *vault, so_vault *next) {
  char path[SO_PATH_MAX];
  uint32_t version = 0;
  discard(vault);
  sotto_status status = so_place_make(&vault->place, SO_FILE_DATA_NEXT);
  /* SQLite would make the journal itself, but hides why it could not. */
  if (!status) status = so_place_make(&vault->place, SO_FILE_DATA_NEXT_JOURNAL);
  if (status) return status;
  so_place_path(&vault->place, SO_FILE_DATA_NEXT, path);
  status = so_database_open(&next->database, path, so_keyring_key_text(next->keyring), &version);
  return status ? status : so_schema_upgrade(&next->database, version);
}

/* 1 where the store now lends the next secret, 0 where it surely does not, -1 where nobody
 * knows. */
static int stored(so_vault *vault, const generation *next) {
  so_keyring *probe = so_keyring_new();
  int answer = -1;
  if (probe) {
    const sotto_status status = so_keyring_borrow(probe, vault->port);
    if (!status)
      answer = probe->lent_size == next->vault.keyring->lent_size &&
               memcmp(probe->lent, next->vault.keyring->lent, probe->lent_size) == 0;
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
  const sotto_status status = port->key_store(port->context, next->vault.keyring->lent);
  if (!status) return SOTTO_OK;
  /* A store that failed after all may have replaced the secret: only the store can tell. */
  const int answer = stored(vault, next);
  if (answer == 1) return SOTTO_OK;
  next->stored = vault->unsettled = answer != 0;
  return so_keyring_answer(status);
}

static void adopt(so_vault *vault, generation *next) {
  so_database_close(&vault->database);
  so_secret_free(vault->keyring);
  vault->keyring = next->vault.keyring;
  vault->head = next->vault.head;
  vault->tail = vault->committed = next->vault.committed;
  next->vault.keyring = NULL;
  next->stored = 1;
  so_keyring_return(vault->keyring);
}

/* What is left to do when the rows are committed; then `next` is the vault's own. */
static sotto_status finish(so_vault *vault, generation *next) {
  so_keyring *keyring = next->vault.keyring;
  so_head *head = &next->vault.head;
  so_database_close(&next->vault.database);
  /* The file must not read as a plain database, whatever the library claimed. */
  if (so_opened_is_plain(vault, SO_FILE_DATA_NEXT)) return SOTTO_E_NO_CIPHER;
  sotto_status status = so_place_sync(&vault->place, SO_FILE_DATA_NEXT);
  if (!vault->cut) head->tail = next->vault.committed;
  if (!status) status = so_keyring_refit(keyring, head, vault->port);
  if (!status) status = so_opened_head(vault, head, keyring, SO_FILE_HEAD_NEXT);
  if (!status) status = store_secret(vault, next);
  if (status) return status;
  adopt(vault, next); /* from here on only the new secret opens anything */
  status = so_opened_anchor(vault, &vault->anchor);
  if (!status) status = move_in(vault);
  return status ? status : so_opened_database(vault);
}

/* A secret that the store already holds is used as it is: it may belong to a profile that is only
 * out of reach just now. */
static sotto_status start_fresh(const so_vault *vault, generation *next, int64_t now_ms) {
  const sotto_status status = so_keyring_borrow(next->vault.keyring, vault->port);
  next->keep_secret = status == SOTTO_OK;
  next->vault.head.noise_epoch = so_epoch_of(now_ms);
  /* Above an anchor that survived an erase, so that this profile is not taken for an older copy. */
  next->vault.head.generation = vault->anchor.generation;
  if (status != SOTTO_E_KEY_LOST) return status;
  so_keyring_invent(next->vault.keyring);
  return SOTTO_OK;
}

static sotto_status carry_on(const so_vault *vault, generation *next) {
  so_keyring *keyring = next->vault.keyring;
  next->vault.head = vault->head;
  next->vault.tail = next->vault.committed = vault->committed;
  memcpy(keyring->noise, vault->keyring->noise, SO_KEY_SIZE);
  memcpy(keyring->audit, vault->keyring->audit, SO_KEY_SIZE);
  if (vault->port->passphrase) return so_keyring_borrow(keyring, vault->port);
  so_keyring_invent(keyring);
  return SOTTO_OK;
}

sotto_status so_generation_make(so_vault *vault, sotto_act act, int64_t now_ms) {
  generation next = {.vault = {.keyring = so_keyring_new()}};
  so_vault *from = act == SOTTO_ACT_ROTATED ? vault : NULL;
  if (!next.vault.keyring) return SOTTO_E_MEMORY;
  so_keyring_draw(next.vault.keyring);
  sotto_status status = from ? carry_on(vault, &next) : start_fresh(vault, &next, now_ms);
  if (!status) status = make_database(vault, &next.vault);
  if (!status) status = so_opened_log(&next.vault, from, act, now_ms);
  if (!status) status = finish(vault, &next);
  so_database_close(&next.vault.database);
  if (!next.stored) discard(vault);
  so_secret_free(next.vault.keyring);
  return status;
}

sotto_status so_vault_rotate(so_vault *vault, int64_t now_ms) {
  if (vault->act) return SOTTO_E_INTERNAL;
  /* In memory nothing was ever on a disk: the act is logged, and that is all. */
  return vault->memory ? so_opened_log(vault, NULL, SOTTO_ACT_ROTATED, now_ms)
                       : so_generation_make(vault, SOTTO_ACT_ROTATED, now_ms);
}

sotto_status so_vault_rotate_later(so_vault *vault) {
  if (!vault->act) return SOTTO_E_INTERNAL;
  if (vault->memory) return SOTTO_OK;
  const sotto_status status = so_database_run(&vault->database, SO_SCHEMA_NOTE_ROTATION);
  if (!status) vault->rotation_due = 1;
  return status;
}

int so_vault_rotation_due(const so_vault *vault) {
  return vault->rotation_due;
}
