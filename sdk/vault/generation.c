/*
 * Making, finishing and settling a generation of files.
 */
#include "vault/generation.h"

#include <string.h>

#include "base/secret.h"
#include "vault/schema.h"

static void discard(so_vault *vault) {
  static const char *const names[] = {SO_FILE_HEAD_NEXT, SO_FILE_DATA_NEXT,
                                      SO_FILE_DATA_NEXT_JOURNAL};
  for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
    if (so_place_remove(&vault->place, names[i], NULL) != SOTTO_OK) break;
}

static sotto_status read_head(so_vault *vault, const char *name, so_head *ret_head) {
  uint8_t bytes[SO_HEAD_SIZE + 1];
  size_t size = sizeof bytes;
  const sotto_status status = so_place_read(&vault->place, name, bytes, &size);
  return status == SOTTO_OK ? so_head_decode(ret_head, (sotto_bytes){bytes, size}) : status;
}

/* Steps 4 and 5, from wherever they were cut. */
static sotto_status move_in(so_vault *vault) {
  sotto_status status = so_place_has(&vault->place, SO_FILE_DATA_NEXT);
  if (status == SOTTO_OK) status = so_place_rename(&vault->place, SO_FILE_DATA_NEXT, SO_FILE_DATA);
  if (status != SOTTO_OK && status != SOTTO_E_MISSING) return status;
  status = so_place_remove(&vault->place, SO_FILE_DATA_NEXT_JOURNAL, NULL);
  return status == SOTTO_OK ? so_place_rename(&vault->place, SO_FILE_HEAD_NEXT, SO_FILE_HEAD)
                            : status;
}

/* 1 where there is no profile beside the left-overs: a creation that was cut before its secret. */
static int alone(so_vault *vault) {
  return so_place_has(&vault->place, SO_FILE_HEAD) == SOTTO_E_MISSING &&
         so_place_has(&vault->place, SO_FILE_DATA) == SOTTO_E_MISSING;
}

static int fits(so_vault *vault, const char *name) {
  so_head head;
  return read_head(vault, name, &head) == SOTTO_OK &&
         so_keyring_fit(vault->keyring, &head) == SOTTO_OK;
}

sotto_status so_generation_settle(so_vault *vault) {
  if (so_place_has(&vault->place, SO_FILE_HEAD_NEXT) == SOTTO_E_MISSING) {
    if (so_place_has(&vault->place, SO_FILE_DATA_NEXT) != SOTTO_E_MISSING) discard(vault);
    return SOTTO_OK;
  }
  const sotto_status status = so_keyring_borrow(vault->keyring, vault->port);
  if (status != SOTTO_OK && status != SOTTO_E_KEY_LOST) return status;
  if (status == SOTTO_OK && fits(vault, SO_FILE_HEAD_NEXT)) return move_in(vault);
  if (alone(vault) || (status == SOTTO_OK && fits(vault, SO_FILE_HEAD))) discard(vault);
  return SOTTO_OK;
}

sotto_status so_generation_begin(so_vault *vault, so_generation *next) {
  char path[SO_PATH_MAX];
  uint32_t version = 0;
  discard(vault);
  sotto_status status = so_place_make(&vault->place, SO_FILE_DATA_NEXT);
  /* SQLite would make the journal itself, but hides why it could not. */
  if (status == SOTTO_OK) status = so_place_make(&vault->place, SO_FILE_DATA_NEXT_JOURNAL);
  if (status != SOTTO_OK) return status;
  so_place_path(&vault->place, SO_FILE_DATA_NEXT, path);
  status = so_database_open(&next->database, path, so_keyring_key_text(next->keyring), &version);
  if (status == SOTTO_OK) status = so_schema_upgrade(&next->database, version);
  if (status == SOTTO_OK) status = so_database_run(&next->database, "BEGIN IMMEDIATE");
  return status;
}

/* The file must not read as a plain database, whatever the library claimed. */
static sotto_status check_cipher(so_vault *vault) {
  uint8_t start[16] = {0};
  size_t size = sizeof start;
  const sotto_status status = so_place_read(&vault->place, SO_FILE_DATA_NEXT, start, &size);
  if (status != SOTTO_OK) return status;
  return size == 16 && memcmp(start, "SQLite format 3", 16) != 0 ? SOTTO_OK : SOTTO_E_NO_CIPHER;
}

static sotto_status finish_file(so_vault *vault, so_generation *next) {
  sotto_status status = so_database_run(&next->database, "COMMIT");
  if (status != SOTTO_OK) return status;
  so_database_close(&next->database);
  status = check_cipher(vault);
  return status == SOTTO_OK ? so_place_sync(&vault->place, SO_FILE_DATA_NEXT) : status;
}

/* 1 where the store now lends the next secret, 0 where it surely does not, -1 where nobody
 * knows. */
static int stored(so_vault *vault, const so_generation *next) {
  so_keyring *probe = so_keyring_new();
  int answer = -1;
  if (probe) {
    const sotto_status status = so_keyring_borrow(probe, vault->port);
    if (status == SOTTO_OK)
      answer = probe->lent_size == next->keyring->lent_size &&
               memcmp(probe->lent, next->keyring->lent, probe->lent_size) == 0;
    if (status == SOTTO_E_KEY_LOST) answer = 0;
  }
  so_secret_free(probe);
  return answer;
}

static sotto_status store_secret(so_vault *vault, so_generation *next) {
  const sotto_port *port = vault->port;
  if (next->keep_secret || port->passphrase) return SOTTO_OK;
  if (!port->key_store) return SOTTO_E_PORT;
  next->stored = 1;
  const sotto_status status = port->key_store(port->context, next->keyring->lent);
  if (status == SOTTO_OK) return SOTTO_OK;
  /* A store that failed after all may have replaced the secret: only the store can tell. */
  const int answer = stored(vault, next);
  if (answer == 1) return SOTTO_OK;
  next->stored = answer != 0;
  return status == SOTTO_E_KEY_LOCKED ? status : SOTTO_E_PORT;
}

static void adopt(so_vault *vault, so_generation *next) {
  so_database_close(&vault->database);
  so_secret_free(vault->keyring);
  vault->keyring = next->keyring;
  vault->head = next->head;
  vault->tail = vault->committed = next->tail;
  next->keyring = NULL;
  next->stored = 1;
  so_keyring_return(vault->keyring);
}

sotto_status so_generation_finish(so_vault *vault, so_generation *next) {
  sotto_status status = finish_file(vault, next);
  so_opened_remember(vault, &next->tail, &next->head);
  if (status == SOTTO_OK)
    status = so_keyring_refit(next->keyring, &next->head,
                              vault->port->passphrase ? SO_KDF_ARGON2ID : SO_KDF_SECRET);
  if (status == SOTTO_OK)
    status = so_opened_head(vault, &next->head, next->keyring, SO_FILE_HEAD_NEXT);
  if (status == SOTTO_OK) status = store_secret(vault, next);
  if (status != SOTTO_OK) return status;
  adopt(vault, next); /* from here on only the new secret opens anything */
  status = so_opened_anchor(vault, &vault->anchor);
  if (status == SOTTO_OK) status = move_in(vault);
  return status == SOTTO_OK ? so_opened_database(vault) : status;
}

void so_generation_abandon(so_vault *vault, so_generation *next) {
  so_database_rollback(&next->database);
  so_database_close(&next->database);
  if (!next->stored) discard(vault);
  so_secret_free(next->keyring);
  next->keyring = NULL;
}
