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
                    : (so_query){.status = SOTTO_E_INTERNAL};
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

sotto_status so_opened_log(so_vault *vault, so_vault *from, sotto_act act, int64_t now_ms) {
  const char *detail = act == SOTTO_ACT_CREATED ? "{\"schema\":2}" : "{}";
  const sotto_audit_row row = {.time_ms = now_ms, .act = act, .detail = so_text_of(detail)};
  sotto_status status = so_vault_begin(vault, act);
  if (!status && from) status = so_schema_copy(&from->database, &vault->database);
  if (!status) status = so_vault_audit(vault, &row);
  if (!status) return so_vault_commit(vault);
  so_vault_rollback(vault);
  return status;
}

int so_opened_is_plain(so_vault *vault, const char *name) {
  uint8_t start[16] = {0};
  size_t size = sizeof start;
  return so_place_read(&vault->place, name, start, &size) == SOTTO_OK &&
         memcmp(start, "SQLite format 3", sizeof start) == 0;
}

sotto_status so_opened_database(so_vault *vault) {
  char path[SO_PATH_MAX];
  uint32_t version = 0;
  sotto_status status = so_place_has(&vault->place, SO_FILE_DATA);
  if (status) return status;
  so_place_path(&vault->place, SO_FILE_DATA, path);
  status = so_database_open(&vault->database, path, so_keyring_key_text(vault->keyring), &version);
  if (status == SOTTO_E_CORRUPT && so_opened_is_plain(vault, SO_FILE_DATA)) return SOTTO_E_FORMAT;
  if (status) return status;
  /* A file cut to nothing opens as an empty database: the head says there was a profile. */
  if (version == 0) return SOTTO_E_CORRUPT;
  vault->rotation_due = (version & SO_SCHEMA_ROTATION_DUE) != 0;
  return so_schema_upgrade(&vault->database, version);
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

/* A copy put in this profile's place, open in another process, may have been charged since. */
static sotto_status check_anchor(const so_vault *vault) {
  sotto_anchor now = {.struct_size = sizeof now};
  const sotto_anchor *known = &vault->anchor;
  const sotto_status status = vault->port->anchor_load(vault->port->context, &now);
  if (status == SOTTO_E_MISSING) return SOTTO_OK;
  if (status) return so_keyring_answer(status);
  return now.epoch > known->epoch || now.epsilon_micro > known->epsilon_micro ||
                 now.delta_2p60 > known->delta_2p60 || now.epsilon0_micro > known->epsilon0_micro
             ? SOTTO_E_BUSY
             : SOTTO_OK;
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
  sotto_status status = check_anchor(vault);
  if (status) return status;
  status = port->anchor_advance(port->context, &anchor);
  if (status) return so_keyring_answer(status);
  vault->anchor = anchor;
  vault->anchor_known = 1;
  return SOTTO_OK;
}
