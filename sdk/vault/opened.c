/*
 * Shared steps of an open vault: queries under the rule of transactions, the database file, the
 * head, the anchor.
 */
#include "vault/opened.h"

#include <string.h>

#include "base/string.h"
#include "vault/schema.h"

static so_query query_of(so_vault *vault, const char *sql, const int64_t *numbers) {
  return vault->act ? so_query_of(&vault->database, sql, numbers)
                    : so_query_refused(SOTTO_E_INTERNAL);
}

so_query so_opened_write(so_vault *vault, const char *sql) {
  return query_of(vault, sql, NULL);
}

sotto_status so_opened_put(so_vault *vault, const char *sql, const so_column *columns,
                           const void *row) {
  so_query query = so_opened_write(vault, sql);
  so_query_bind(&query, columns, row);
  return so_query_run(&query, NULL);
}

sotto_status so_opened_run(so_vault *vault, const char *sql, const int64_t *numbers,
                           size_t *ret_rows) {
  so_query query = query_of(vault, sql, numbers);
  return so_query_run(&query, ret_rows);
}

sotto_audit_row so_opened_row(sotto_act act, int64_t now_ms) {
  const char *detail = act == SOTTO_ACT_CREATED ? "{\"schema\":1}" : "{}";
  return (sotto_audit_row){.time_ms = now_ms, .act = act, .detail = so_text_of(detail)};
}

sotto_status so_opened_log(so_vault *vault, sotto_act act, int64_t now_ms) {
  const sotto_audit_row row = so_opened_row(act, now_ms);
  sotto_status status = so_vault_begin(vault, act);
  if (status) return status;
  status = so_vault_audit(vault, &row);
  if (!status) return so_vault_commit(vault);
  so_vault_rollback(vault);
  return status;
}

sotto_status so_opened_database(so_vault *vault) {
  char path[SO_PATH_MAX];
  uint32_t version = 0;
  sotto_status status = so_place_has(&vault->place, SO_FILE_DATA);
  if (status) return status;
  so_place_path(&vault->place, SO_FILE_DATA, path);
  status = so_database_open(&vault->database, path, so_keyring_key_text(vault->keyring), &version);
  if (status) return status;
  /* A file cut to nothing opens as an empty database: the head says there was a profile. */
  if (version == 0) return SOTTO_E_CORRUPT;
  vault->rotation_due = (version & SO_SCHEMA_ROTATION_DUE) != 0;
  return so_schema_upgrade(&vault->database, version & ~SO_SCHEMA_ROTATION_DUE);
}

sotto_status so_opened_read_head(so_vault *vault, const char *name, so_head *ret_head) {
  uint8_t bytes[SO_HEAD_SIZE + 1];
  size_t size = sizeof bytes;
  const sotto_status status = so_place_read(&vault->place, name, bytes, &size);
  return status ? status : so_head_decode(ret_head, (sotto_bytes){bytes, size});
}

sotto_status so_opened_head(so_vault *vault, so_head *inout_head, const so_keyring *keyring,
                            const char *name) {
  uint8_t bytes[SO_HEAD_SIZE];
  so_head head = *inout_head;
  head.generation++;
  so_keyring_wrap(keyring, &head, bytes);
  const sotto_status status =
      so_place_replace(&vault->place, name, (sotto_bytes){bytes, sizeof bytes});
  if (!status) *inout_head = head;
  return status;
}

void so_opened_remember(const so_vault *vault, const so_tail *tail, so_head *inout_head) {
  if (vault->cut) return;
  inout_head->audit_count = tail->count;
  memcpy(inout_head->audit_hash, tail->hash, sizeof inout_head->audit_hash);
}

sotto_status so_opened_anchor(so_vault *vault, const sotto_anchor *totals) {
  const sotto_port *port = vault->port;
  if (vault->memory || !port->anchor_load || !port->anchor_advance) return SOTTO_OK;
  sotto_anchor anchor = *totals;
  anchor.struct_size = sizeof anchor;
  anchor.generation = vault->behind ? vault->anchor.generation : vault->head.generation;
  anchor.audit_count = vault->behind ? vault->anchor.audit_count : vault->committed.count;
  memcpy(anchor.audit_hash, vault->behind ? vault->anchor.audit_hash : vault->committed.hash,
         sizeof anchor.audit_hash);
  const sotto_status status = port->anchor_advance(port->context, &anchor);
  if (status) return status == SOTTO_E_KEY_LOCKED ? status : SOTTO_E_PORT;
  vault->anchor = anchor;
  vault->anchor_known = 1;
  return SOTTO_OK;
}
