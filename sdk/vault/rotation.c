/*
 * Key rotation: every row into a fresh file under a fresh data key, and a fresh secret for the
 * store. After it, blocks of the old files that a disk still holds are unreadable to whoever has
 * the device, because the secret that unwrapped their data key no longer exists. The noise key and
 * the audit-log key move along: forgetting must neither let an answer be un-noised twice nor break
 * the log.
 */
#include <string.h>

#include "base/secret.h"
#include "vault/audit_rows.h"
#include "vault/generation.h"
#include "vault/schema.h"

static sotto_status append_row(const so_audit_log *log, int64_t now_ms) {
  const sotto_audit_row row = {.time_ms = now_ms, .act = SOTTO_ACT_ROTATED, .detail = {"{}", 2}};
  return so_audit_rows_append(log, &row);
}

static sotto_status fill(so_vault *vault, so_generation *next, int64_t now_ms) {
  const so_audit_log log = {&next->database, next->keyring->audit, &next->tail};
  const sotto_status status = so_schema_copy(&vault->database, &next->database);
  return status == SOTTO_OK ? append_row(&log, now_ms) : status;
}

static sotto_status prepare_keys(so_vault *vault, so_generation *next) {
  next->keyring = so_keyring_new();
  if (!next->keyring) return SOTTO_E_MEMORY;
  memcpy(next->keyring->noise, vault->keyring->noise, SO_KEY_SIZE);
  memcpy(next->keyring->audit, vault->keyring->audit, SO_KEY_SIZE);
  so_keyring_draw_data(next->keyring);
  if (vault->port->passphrase) return so_keyring_borrow(next->keyring, vault->port);
  so_keyring_invent(next->keyring);
  return SOTTO_OK;
}

/* Nothing was ever on a disk: the act is logged, and that is all. */
static sotto_status rotate_memory(so_vault *vault, int64_t now_ms) {
  sotto_status status = so_vault_begin(vault, SOTTO_ACT_ROTATED);
  if (status != SOTTO_OK) return status;
  const sotto_audit_row row = {.time_ms = now_ms, .act = SOTTO_ACT_ROTATED, .detail = {"{}", 2}};
  status = so_vault_audit(vault, &row);
  if (status == SOTTO_OK) return so_vault_commit(vault);
  so_vault_rollback(vault);
  return status;
}

sotto_status so_vault_rotate_later(so_vault *vault) {
  if (!vault->act) return SOTTO_E_INTERNAL;
  if (vault->memory) return SOTTO_OK;
  _Static_assert(SO_SCHEMA_VERSION == 1 && SO_SCHEMA_ROTATION_DUE == 65536, "65537 below");
  const sotto_status status = so_database_run(&vault->database, "PRAGMA user_version=65537");
  if (status == SOTTO_OK) vault->rotation_due = 1;
  return status;
}

int so_vault_rotation_due(const so_vault *vault) {
  return vault->rotation_due;
}

sotto_status so_vault_rotate(so_vault *vault, int64_t now_ms) {
  if (vault->act) return SOTTO_E_INTERNAL;
  if (vault->memory) return rotate_memory(vault, now_ms);
  so_generation next = {.head = vault->head, .tail = vault->committed};
  sotto_status status = prepare_keys(vault, &next);
  if (status == SOTTO_OK) status = so_generation_begin(vault, &next);
  if (status == SOTTO_OK) status = fill(vault, &next, now_ms);
  if (status == SOTTO_OK) status = so_generation_finish(vault, &next);
  so_generation_abandon(vault, &next);
  return status;
}
