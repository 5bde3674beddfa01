/* See store_sqlite_call.h. */
#include "tools/store_sqlite_call.h"

#include <stdarg.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define WAIT_MS 5000

sotto_status so_sqlite_status(int code) {
  static const struct {
    int code;
    sotto_status status;
  } known[] = {{SQLITE_OK, SOTTO_OK},
               {SQLITE_ROW, SOTTO_OK},
               {SQLITE_DONE, SOTTO_OK},
               {SQLITE_NOMEM, SOTTO_E_MEMORY},
               {SQLITE_BUSY, SOTTO_E_BUSY},
               {SQLITE_LOCKED, SOTTO_E_BUSY},
               {SQLITE_READONLY, SOTTO_E_READ_ONLY},
               {SQLITE_FULL, SOTTO_E_DISK_FULL},
               {SQLITE_NOTADB, SOTTO_E_FORMAT},
               {SQLITE_CORRUPT, SOTTO_E_CORRUPT}};
  for (size_t i = 0; i < sizeof known / sizeof *known; i++)
    if (known[i].code == (code & 0xff)) return known[i].status;
  return SOTTO_E_STORAGE;
}

sotto_status so_sqlite_run(sqlite3 *db, const char *sql) {
  return so_sqlite_status(sqlite3_exec(db, sql, NULL, NULL, NULL));
}

static void bind(sqlite3_stmt *statement, const char *kinds, va_list values) {
  for (int at = 1; kinds[at - 1] != ':'; at++) {
    if (kinds[at - 1] == 'i') {
      (void)sqlite3_bind_int64(statement, at, va_arg(values, int64_t));
    } else if (kinds[at - 1] == 't') {
      (void)sqlite3_bind_text(statement, at, va_arg(values, const char *), -1, SQLITE_STATIC);
    } else { /* no pointer would be NULL, not an empty blob */
      sotto_bytes bytes = va_arg(values, sotto_bytes);
      (void)sqlite3_bind_blob64(statement, at, bytes.size ? (const void *)bytes.data : "",
                                bytes.size, SQLITE_STATIC);
    }
  }
}

sotto_status so_sqlite_step(sqlite3_stmt *row) {
  int code = sqlite3_step(row);
  return code == SQLITE_DONE ? SOTTO_E_MISSING : so_sqlite_status(code);
}

sotto_status so_sqlite_ask(sqlite3 *db, sqlite3_stmt **ret_row, const char *question, ...) {
  va_list values;
  const char *sql = strchr(question, ':') + 1;
  sotto_status status = so_sqlite_status(sqlite3_prepare_v2(db, sql, -1, ret_row, NULL));
  if (status != SOTTO_OK) return status;
  va_start(values, question);
  bind(*ret_row, question, values);
  va_end(values);
  return so_sqlite_step(*ret_row);
}

sotto_status so_sqlite_again(sqlite3 *db, sqlite3_stmt **inout_kept, const char *question, ...) {
  va_list values;
  sotto_status status = SOTTO_OK;
  if (!*inout_kept)
    status = so_sqlite_status(sqlite3_prepare_v3(db, strchr(question, ':') + 1, -1,
                                                 SQLITE_PREPARE_PERSISTENT, inout_kept, NULL));
  if (status != SOTTO_OK) return status;
  (void)sqlite3_reset(*inout_kept);
  va_start(values, question);
  bind(*inout_kept, question, values);
  va_end(values);
  status = so_sqlite_step(*inout_kept);
  if (status != SOTTO_OK) (void)sqlite3_reset(*inout_kept);
  return status;
}

sotto_status so_sqlite_changed(sotto_status status) {
  return status == SOTTO_E_MISSING ? SOTTO_OK : status;
}

sotto_status so_sqlite_done(sqlite3_stmt *statement, sotto_status status) {
  sqlite3_finalize(statement);
  return so_sqlite_changed(status);
}

sotto_status so_sqlite_number(sqlite3 *db, const char *question, int64_t *ret_number) {
  sqlite3_stmt *row = NULL;
  sotto_status status = so_sqlite_ask(db, &row, question);
  if (status == SOTTO_OK) *ret_number = sqlite3_column_int64(row, 0);
  sqlite3_finalize(row);
  return status;
}

static sotto_status make_schema(sqlite3 *db, const so_sqlite_kind *kind) {
  char *sql = sqlite3_mprintf("BEGIN IMMEDIATE; %s PRAGMA application_id = %d;"
                              "PRAGMA user_version = %d; COMMIT",
                              kind->schema, kind->application, kind->version);
  if (!sql) return SOTTO_E_MEMORY;
  sotto_status status = so_sqlite_run(db, sql);
  sqlite3_free(sql);
  return status;
}

static sotto_status meet_schema(sqlite3 *db, const so_sqlite_kind *kind, int writes) {
  int64_t application = 0, version = 0, objects = 0;
  sotto_status status = so_sqlite_number(db, ":PRAGMA application_id", &application);
  if (!status) status = so_sqlite_number(db, ":PRAGMA user_version", &version);
  if (!status) status = so_sqlite_number(db, ":SELECT count(*) FROM sqlite_master", &objects);
  if (status || (application == kind->application && version == kind->version)) return status;
  return application == 0 && objects == 0 && writes ? make_schema(db, kind) : SOTTO_E_FORMAT;
}

sotto_status so_sqlite_open(sqlite3 **ret_db, const char *path, const so_sqlite_kind *kind,
                            int writes) {
  const int flags = writes ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READONLY;
  if (!writes && access(path, F_OK) != 0) return SOTTO_E_MISSING;
  mode_t before = umask(077);
  sotto_status status =
      so_sqlite_status(sqlite3_open_v2(path, ret_db, flags | SQLITE_OPEN_FULLMUTEX, NULL));
  if (!status) (void)sqlite3_busy_timeout(*ret_db, WAIT_MS);
  if (!status && writes && sqlite3_db_readonly(*ret_db, "main") == 1) status = SOTTO_E_READ_ONLY;
  if (!status) status = meet_schema(*ret_db, kind, writes);
  (void)umask(before);
  return status;
}
