/*
 * Opening and closing. Opening in order: directory, lock, left-overs of a cut generation, head,
 * key, database, audit tail, anchor; each step has its own status, so the first that fails says
 * what is wrong. Nothing is written when a profile that is whole is opened, and nothing is ever
 * removed because of an error.
 */
#include <stdlib.h>

#include "base/epoch.h"
#include "base/secret.h"
#include "crypto/random.h"
#include "vault/audit_log.h"
#include "vault/generation.h"
#include "vault/schema.h"

static sotto_status open_memory(so_vault *vault, int64_t now_ms) {
  uint32_t version = 0;
  vault->memory = 1;
  vault->head.noise_epoch = so_epoch_of(now_ms);
  so_keyring_draw(vault->keyring);
  sotto_status status = so_database_open(&vault->database, NULL, NULL, &version);
  if (!status) status = so_schema_upgrade(&vault->database, version);
  return status ? status : so_opened_log(vault, NULL, SOTTO_ACT_CREATED, now_ms);
}

static sotto_status load_anchor(so_vault *vault, so_vault_found *found) {
  const sotto_port *port = vault->port;
  found->has_anchor = port->anchor_load && port->anchor_advance;
  if (!found->has_anchor) return SOTTO_OK;
  sotto_anchor anchor = {.struct_size = sizeof anchor};
  const sotto_status status = port->anchor_load(port->context, &anchor);
  if (status == SOTTO_E_MISSING || status == SOTTO_OK) {
    vault->anchor_known = found->anchor_known = status == SOTTO_OK;
    if (!status) vault->anchor = found->anchor = anchor;
    return SOTTO_OK;
  }
  return so_keyring_answer(status);
}

static sotto_status unlock(so_vault *vault) {
  sotto_status status = so_opened_read_head(vault, SO_FILE_HEAD, &vault->head);
  if (!status) status = so_keyring_borrow(vault->keyring, vault->port);
  if (!status) status = so_keyring_fit(vault->keyring, &vault->head);
  if (!status) status = so_keyring_unwrap(vault->keyring, &vault->head);
  so_keyring_return(vault->keyring);
  return status;
}

/* Does the audit log hold what the head and the anchor remember, and is the head not older? */
static sotto_status compare(so_vault *vault, so_vault_found *found) {
  const so_head *head = &vault->head;
  const sotto_anchor *anchor = &vault->anchor;
  int whole = 1;
  sotto_status status = so_audit_log_holds(vault, head->tail.count, head->tail.hash, &whole);
  vault->cut = !whole;
  if (!status && vault->anchor_known) {
    status = so_audit_log_holds(vault, anchor->audit_count, anchor->audit_hash, &whole);
    vault->behind = anchor->generation > head->generation || !whole;
  }
  found->behind = vault->behind;
  found->tail_cut = vault->cut || !whole;
  return status;
}

static sotto_status open_whole(so_vault *vault, so_vault_found *found) {
  sotto_status status = unlock(vault);
  if (!status) status = so_opened_database(vault);
  if (!status) status = so_audit_log_tail(&vault->database, &vault->tail);
  vault->committed = vault->tail;
  return status ? status : compare(vault, found);
}

sotto_status so_opened_resume(so_vault *vault) {
  so_vault_found found;
  if (!vault->unsettled) return SOTTO_OK;
  sotto_status status = so_generation_settle(vault);
  if (status) return status;
  so_database_close(&vault->database);
  status = open_whole(vault, &found);
  vault->unsettled = status != SOTTO_OK;
  return status;
}

/* Finishes a forget. Where it cannot be done now (a full disk) the profile opens all the same. */
static sotto_status rotate_if_due(so_vault *vault, int64_t now_ms) {
  if (!vault->rotation_due) return SOTTO_OK;
  const sotto_status status = so_vault_rotate(vault, now_ms);
  return vault->database.handle ? SOTTO_OK : status;
}

/* 1 where the directory holds any part of a profile. */
static int inhabited(so_vault *vault) {
  return so_place_has(&vault->place, SO_FILE_HEAD) != SOTTO_E_MISSING ||
         so_place_has(&vault->place, SO_FILE_DATA) != SOTTO_E_MISSING ||
         so_place_has(&vault->place, SO_FILE_HEAD_NEXT) != SOTTO_E_MISSING;
}

/* Makes the directory only where the process can encrypt and a profile is wanted. */
static sotto_status enter(so_vault *vault, const so_vault_options *options) {
  sotto_status status = so_place_enter(&vault->place, options->directory, 0);
  if (!status && inhabited(vault)) return SOTTO_OK;
  if (status != SOTTO_OK && status != SOTTO_E_MISSING) return status;
  if (!options->create) return SOTTO_E_MISSING;
  if (!so_database_can_encrypt()) return SOTTO_E_NO_CIPHER;
  return status == SOTTO_OK ? SOTTO_OK : so_place_enter(&vault->place, options->directory, 1);
}

static sotto_status open_directory(so_vault *vault, const so_vault_options *options,
                                   so_vault_found *found) {
  sotto_status status = enter(vault, options);
  if (!status) status = so_place_lock(&vault->place);
  if (!status) status = so_generation_settle(vault);
  if (!status) status = load_anchor(vault, found);
  if (status) return status;
  if (inhabited(vault)) {
    status = open_whole(vault, found);
    return status ? status : rotate_if_due(vault, options->now_ms);
  }
  if (!options->create) return SOTTO_E_MISSING;
  found->created = 1;
  return so_generation_make(vault, SOTTO_ACT_CREATED, options->now_ms);
}

static void release(so_vault *vault) {
  so_database_close(&vault->database);
  so_place_leave(&vault->place);
  so_secret_free(vault->keyring);
  free(vault);
}

sotto_status so_vault_open(const so_vault_options *options, so_vault **ret_vault,
                           so_vault_found *ret_found) {
  so_vault_found found = {0};
  sotto_status status = so_random_start();
  so_vault *vault = status == SOTTO_OK ? calloc(1, sizeof *vault) : NULL;
  if (!vault) return status ? status : SOTTO_E_MEMORY;
  vault->port = options->port;
  vault->place.directory = vault->place.lock = -1;
  vault->keyring = so_keyring_new();
  if (!vault->keyring)
    status = SOTTO_E_MEMORY;
  else if (options->directory)
    status = open_directory(vault, options, &found);
  else
    status = open_memory(vault, options->now_ms);
  if (status) {
    release(vault);
    return status;
  }
  *ret_vault = vault;
  *ret_found = found;
  return SOTTO_OK;
}

/* What cannot be written now is only remembered less: the log itself is in the database. */
static void remember_tail(so_vault *vault) {
  so_head head = vault->head;
  if (vault->memory || vault->cut || head.tail.count == vault->committed.count) return;
  head.tail = vault->committed;
  if (so_opened_head(vault, &head, vault->keyring, SO_FILE_HEAD) != SOTTO_OK) return;
  vault->head = head;
  if (vault->anchor_known && so_opened_anchor(vault, &vault->anchor) != SOTTO_OK) return;
}

void so_vault_close(so_vault *vault) {
  if (!vault) return;
  so_vault_rollback(vault);
  if (vault->database.handle) remember_tail(vault);
  release(vault);
}

void so_vault_abandon(so_vault *vault) {
  /* Closing inside a transaction of the parent would roll it back: then the connection is left. */
  if (vault->act) vault->database = (so_database){0};
  release(vault);
}

int so_vault_is_memory(const so_vault *vault) {
  return vault->memory;
}

const char *so_vault_error(const so_vault *vault) {
  return vault->place.detail[0] ? vault->place.detail : vault->database.detail;
}
