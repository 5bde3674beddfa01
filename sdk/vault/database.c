/*
 * The SQLCipher connection.
 */
#define _DEFAULT_SOURCE 1 /* O_NOFOLLOW */

#include "vault/database.h"

#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const char pragmas[] = "PRAGMA cipher_compatibility=3;"
                              "PRAGMA cipher_page_size=4096;"
                              "PRAGMA temp_store=MEMORY;"
                              "PRAGMA secure_delete=ON;"
                              "PRAGMA synchronous=FULL;"
                              "PRAGMA locking_mode=EXCLUSIVE;"
                              "PRAGMA journal_mode=TRUNCATE;";

static sotto_status status_of_errno(int error) {
  switch (error) {
  case ENOSPC:
  case EDQUOT:
  case EFBIG: return SOTTO_E_DISK_FULL;
  case EROFS:
  case EACCES:
  case EPERM: return SOTTO_E_READ_ONLY;
  default: return SOTTO_E_STORAGE;
  }
}

static sotto_status status_of(int code, int error) {
  static const struct {
    int code;
    sotto_status status;
  } known[] = {
      {SQLITE_OK, SOTTO_OK},
      {SQLITE_FULL, SOTTO_E_DISK_FULL},
      {SQLITE_READONLY, SOTTO_E_READ_ONLY},
      {SQLITE_CORRUPT, SOTTO_E_CORRUPT},
      {SQLITE_NOTADB, SOTTO_E_CORRUPT},
      {SQLITE_NOMEM, SOTTO_E_MEMORY},
      {SQLITE_BUSY, SOTTO_E_BUSY},
      {SQLITE_LOCKED, SOTTO_E_BUSY},
      {SQLITE_TOOBIG, SOTTO_E_LIMIT},
  };
  const int plain = code & 0xff;
  if (code == SQLITE_IOERR_NOMEM) return SOTTO_E_MEMORY;
  if (plain == SQLITE_IOERR || plain == SQLITE_CANTOPEN) return status_of_errno(error);
  for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
    if (known[i].code == plain) return known[i].status;
  return SOTTO_E_INTERNAL;
}

static sotto_status failed(so_database *database) {
  const int code = sqlite3_extended_errcode(database->handle);
  snprintf(database->detail, sizeof database->detail, "SQLite %d: %s", code,
           sqlite3_errmsg(database->handle));
  const sotto_status status = status_of(code, sqlite3_system_errno(database->handle));
  return status == SOTTO_OK ? SOTTO_E_INTERNAL : status;
}

static int has_cipher(sqlite3 *handle) {
  sqlite3_stmt *statement;
  if (sqlite3_prepare_v2(handle, "PRAGMA cipher_version", -1, &statement, NULL) != SQLITE_OK)
    return 0;
  const int has = sqlite3_step(statement) == SQLITE_ROW;
  sqlite3_finalize(statement);
  return has;
}

int so_database_can_encrypt(void) {
  sqlite3 *handle = NULL;
  const int can = sqlite3_open(":memory:", &handle) == SQLITE_OK && has_cipher(handle);
  sqlite3_close(handle);
  return can;
}

static int is_plain(const char *path) {
  char start[16] = {0};
  const int file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
  if (file < 0) return 0;
  const int plain = read(file, start, sizeof start) == (ssize_t)sizeof start &&
                    memcmp(start, "SQLite format 3", sizeof start) == 0;
  close(file);
  return plain;
}

static sotto_status unlock(so_database *database, const char *key_text) {
  if (!has_cipher(database->handle)) return SOTTO_E_NO_CIPHER;
  const int code = sqlite3_key(database->handle, key_text, (int)strlen(key_text));
  return code == SQLITE_OK ? SOTTO_OK : failed(database);
}

static sotto_status read_version(so_database *database, uint32_t *ret_version) {
  so_query query = so_query_of(database, "PRAGMA user_version");
  const uint32_t version = so_query_row(&query) ? (uint32_t)so_query_get_i64(&query, 0) : 0;
  const sotto_status status = so_query_end(&query);
  if (status == SOTTO_OK) *ret_version = version;
  return status;
}

static sotto_status open_once(so_database *database, const char *path, const char *key_text,
                              uint32_t *ret_version) {
  memset(database, 0, sizeof *database);
  const int code = sqlite3_open_v2(path ? path : ":memory:", &database->handle,
                                   SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);
  if (!database->handle) return SOTTO_E_MEMORY;
  if (code != SQLITE_OK) return failed(database);
  sqlite3_extended_result_codes(database->handle, 1);
  sotto_status status = path ? unlock(database, key_text) : SOTTO_OK;
  if (status == SOTTO_OK) status = so_database_run(database, pragmas);
  if (status == SOTTO_OK) status = read_version(database, ret_version);
  return status;
}

sotto_status so_database_open(so_database *ret_database, const char *path, const char *key_text,
                              uint32_t *ret_version) {
  sotto_status status = open_once(ret_database, path, key_text, ret_version);
  if (status == SOTTO_E_CORRUPT && path) {
    /* One "not a database" is not yet damage: after a cut the first read may fail, the next not. */
    so_database_close(ret_database);
    status = open_once(ret_database, path, key_text, ret_version);
  }
  if (status == SOTTO_OK) return SOTTO_OK;
  so_database_close(ret_database);
  return status == SOTTO_E_CORRUPT && path && is_plain(path) ? SOTTO_E_FORMAT : status;
}

void so_database_close(so_database *database) {
  for (uint32_t i = 0; i < database->statement_count; i++)
    sqlite3_finalize(database->statements[i].prepared);
  database->statement_count = 0;
  sqlite3_close(database->handle);
  database->handle = NULL;
}

sotto_status so_database_run(so_database *database, const char *sql) {
  if (!database->handle) return SOTTO_E_STORAGE;
  const int code = sqlite3_exec(database->handle, sql, NULL, NULL, NULL);
  return code == SQLITE_OK ? SOTTO_OK : failed(database);
}

void so_database_rollback(so_database *database) {
  if (database->handle && !sqlite3_get_autocommit(database->handle))
    sqlite3_exec(database->handle, "ROLLBACK", NULL, NULL, NULL);
}

int64_t so_database_inserted(const so_database *database) {
  return sqlite3_last_insert_rowid(database->handle);
}

so_query so_query_refused(sotto_status status) {
  return (so_query){.status = status};
}

static sotto_status prepare(so_database *database, const char *sql, sqlite3_stmt **ret_prepared) {
  for (uint32_t i = 0; i < database->statement_count; i++) {
    if (database->statements[i].sql == sql) {
      *ret_prepared = database->statements[i].prepared;
      return sqlite3_stmt_busy(*ret_prepared) ? SOTTO_E_BUSY : SOTTO_OK;
    }
  }
  if (database->statement_count == SO_STATEMENTS_MAX) return SOTTO_E_INTERNAL;
  if (sqlite3_prepare_v2(database->handle, sql, -1, ret_prepared, NULL) != SQLITE_OK)
    return failed(database);
  database->statements[database->statement_count++] = (so_statement){sql, *ret_prepared};
  return SOTTO_OK;
}

so_query so_query_of(so_database *database, const char *sql) {
  so_query query = {.database = database};
  query.status = database->handle ? prepare(database, sql, &query.prepared) : SOTTO_E_STORAGE;
  if (query.status != SOTTO_OK) query.prepared = NULL;
  return query;
}

static void check(so_query *query, int code) {
  if (code != SQLITE_OK) query->status = failed(query->database);
}

void so_query_i64(so_query *query, int64_t value) {
  if (query->status == SOTTO_OK)
    check(query, sqlite3_bind_int64(query->prepared, ++query->bound, value));
}

void so_query_text(so_query *query, sotto_text value) {
  const char *data = value.data ? value.data : "";
  if (query->status == SOTTO_OK)
    check(query,
          sqlite3_bind_text(query->prepared, ++query->bound, data, (int)value.size, SQLITE_STATIC));
}

void so_query_bytes(so_query *query, sotto_bytes value) {
  const void *data = value.data ? (const void *)value.data : "";
  if (query->status == SOTTO_OK)
    check(query,
          sqlite3_bind_blob(query->prepared, ++query->bound, data, (int)value.size, SQLITE_STATIC));
}

int so_query_row(so_query *query) {
  if (query->status != SOTTO_OK) return 0;
  const int code = sqlite3_step(query->prepared);
  if (code == SQLITE_ROW) return 1;
  if (code != SQLITE_DONE) query->status = failed(query->database);
  return 0;
}

int64_t so_query_get_i64(const so_query *query, int column) {
  return sqlite3_column_int64(query->prepared, column);
}

sotto_text so_query_get_text(const so_query *query, int column) {
  const char *data = (const char *)sqlite3_column_text(query->prepared, column);
  return (sotto_text){data, (size_t)sqlite3_column_bytes(query->prepared, column)};
}

sotto_bytes so_query_get_bytes(const so_query *query, int column) {
  const uint8_t *data = sqlite3_column_blob(query->prepared, column);
  return (sotto_bytes){data, (size_t)sqlite3_column_bytes(query->prepared, column)};
}

void so_query_copy(so_query *query, int column, uint8_t *ret_bytes, size_t size) {
  const sotto_bytes bytes = so_query_get_bytes(query, column);
  if (bytes.size == size)
    memcpy(ret_bytes, bytes.data, size);
  else
    query->status = SOTTO_E_CORRUPT;
}

sotto_status so_query_end(so_query *query) {
  if (query->prepared) {
    sqlite3_reset(query->prepared);
    sqlite3_clear_bindings(query->prepared);
  }
  query->prepared = NULL;
  return query->status;
}

sotto_status so_query_run(so_query *query, size_t *ret_changes) {
  while (so_query_row(query)) {}
  const sotto_status status = so_query_end(query);
  if (status == SOTTO_OK && ret_changes)
    *ret_changes = (size_t)sqlite3_changes(query->database->handle);
  return status;
}

static sotto_status copy_rows(so_database *from, sqlite3_stmt *rows, so_database *to,
                              sqlite3_stmt *insert) {
  for (;;) {
    const int code = sqlite3_step(rows);
    if (code == SQLITE_DONE) return SOTTO_OK;
    if (code != SQLITE_ROW) return failed(from);
    for (int i = 0; i < sqlite3_column_count(rows); i++)
      if (sqlite3_bind_value(insert, i + 1, sqlite3_column_value(rows, i)) != SQLITE_OK)
        return failed(to);
    if (sqlite3_step(insert) != SQLITE_DONE) return failed(to);
    sqlite3_reset(insert);
  }
}

sotto_status so_database_copy(so_database *from, so_database *to, const char *table) {
  char select[64], insert[128];
  sqlite3_stmt *rows = NULL, *target = NULL;
  snprintf(select, sizeof select, "SELECT * FROM %s", table);
  if (sqlite3_prepare_v2(from->handle, select, -1, &rows, NULL) != SQLITE_OK) return failed(from);
  int used = snprintf(insert, sizeof insert, "INSERT INTO %s VALUES(?", table);
  for (int i = 1; i < sqlite3_column_count(rows); i++)
    used += snprintf(insert + used, sizeof insert - (size_t)used, ",?");
  snprintf(insert + used, sizeof insert - (size_t)used, ")");
  sotto_status status = SOTTO_OK;
  if (sqlite3_prepare_v2(to->handle, insert, -1, &target, NULL) != SQLITE_OK) status = failed(to);
  if (status == SOTTO_OK) status = copy_rows(from, rows, to, target);
  sqlite3_finalize(rows);
  sqlite3_finalize(target);
  return status;
}
