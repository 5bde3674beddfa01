/*
 * The SQLCipher connection.
 */
#include "vault/database.h"

#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

#include "vault/place.h"

static const char pragmas[] = "PRAGMA cipher_compatibility=3;"
                              "PRAGMA cipher_page_size=4096;"
                              "PRAGMA temp_store=MEMORY;"
                              "PRAGMA secure_delete=ON;"
                              "PRAGMA synchronous=FULL;"
                              "PRAGMA locking_mode=EXCLUSIVE;"
                              "PRAGMA journal_mode=TRUNCATE;";

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
  if (plain == SQLITE_IOERR || plain == SQLITE_CANTOPEN) {
    const sotto_status status = so_place_status(error);
    return status == SOTTO_E_MISSING ? SOTTO_E_STORAGE : status; /* MISSING: no profile at all */
  }
  for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
    if (known[i].code == plain) return known[i].status;
  return SOTTO_E_INTERNAL;
}

/* Newer SQLite forgets the system's error where the commit fails; its file does not. */
static int system_error(sqlite3 *handle) {
  int error = sqlite3_system_errno(handle);
  if (!error) (void)sqlite3_file_control(handle, NULL, SQLITE_FCNTL_LAST_ERRNO, &error);
  return error;
}

static sotto_status failed(so_database *database) {
  const int code = sqlite3_extended_errcode(database->handle);
  snprintf(database->detail, sizeof database->detail, "SQLite %d: %s", code,
           sqlite3_errmsg(database->handle));
  const sotto_status status = status_of(code, system_error(database->handle));
  return status ? status : SOTTO_E_INTERNAL;
}

static int has_cipher(so_database *database) {
  so_query query = so_query_of(database, "PRAGMA cipher_version", NULL);
  const int has = so_query_row(&query);
  return so_query_end(&query) == SOTTO_OK && has;
}

int so_database_can_encrypt(void) {
  so_database database = {0};
  const int can = sqlite3_open(":memory:", &database.handle) == SQLITE_OK && has_cipher(&database);
  so_database_close(&database);
  return can;
}

static sotto_status unlock(so_database *database, const char *key_text) {
  if (!has_cipher(database)) return SOTTO_E_NO_CIPHER;
  const int code = sqlite3_key(database->handle, key_text, (int)strlen(key_text));
  return code == SQLITE_OK ? SOTTO_OK : failed(database);
}

static sotto_status read_version(so_database *database, uint32_t *ret_version) {
  so_query query = so_query_of(database, "PRAGMA user_version", NULL);
  const uint32_t version = so_query_row(&query) ? (uint32_t)so_query_number(&query, 0) : 0;
  const sotto_status status = so_query_end(&query);
  if (!status) *ret_version = version;
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
  if (!status) status = so_database_run(database, pragmas);
  if (!status) status = read_version(database, ret_version);
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
  if (status) so_database_close(ret_database);
  return status;
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

static void check(so_query *query, int code) {
  if (code != SQLITE_OK) query->status = failed(query->database);
}

so_query so_query_of(so_database *database, const char *sql, const int64_t *numbers) {
  so_query query = {.database = database};
  query.status = database->handle ? prepare(database, sql, &query.prepared) : SOTTO_E_STORAGE;
  if (query.status) query.prepared = NULL;
  const int count = numbers ? sqlite3_bind_parameter_count(query.prepared) : 0;
  for (int i = 0; i < count; i++)
    check(&query, sqlite3_bind_int64(query.prepared, i + 1, numbers[i]));
  return query;
}

static int bind(sqlite3_stmt *statement, int at, const so_column *column, const void *field) {
  const sotto_text *text = field;
  const sotto_bytes *bytes = field;
  switch (column->kind) {
  case SO_COLUMN_U32: return sqlite3_bind_int64(statement, at, *(const uint32_t *)field);
  case SO_COLUMN_I32: return sqlite3_bind_int64(statement, at, *(const int32_t *)field);
  case SO_COLUMN_I64: return sqlite3_bind_int64(statement, at, *(const int64_t *)field);
  case SO_COLUMN_TEXT:
    return sqlite3_bind_text(statement, at, text->data ? text->data : "", (int)text->size,
                             SQLITE_STATIC);
  case SO_COLUMN_BYTES:
    return sqlite3_bind_blob(statement, at, bytes->data ? (const void *)bytes->data : "",
                             (int)bytes->size, SQLITE_STATIC);
  default: return sqlite3_bind_blob(statement, at, field, (int)column->size, SQLITE_STATIC);
  }
}

void so_query_bind(so_query *query, const so_column *columns, const void *row) {
  const int count = sqlite3_bind_parameter_count(query->prepared);
  for (int i = 0; i < count && columns[i].kind && !query->status; i++)
    check(query, bind(query->prepared, i + 1, &columns[i], (const char *)row + columns[i].offset));
}

int so_query_row(so_query *query) {
  if (query->status != SOTTO_OK) return 0;
  const int code = sqlite3_step(query->prepared);
  if (code == SQLITE_ROW) return 1;
  if (code != SQLITE_DONE) query->status = failed(query->database);
  return 0;
}

int64_t so_query_number(const so_query *query, int column) {
  return sqlite3_column_int64(query->prepared, column);
}

/* 0 where the column has another size than its array. */
static int take(sqlite3_stmt *row, int at, const so_column *column, void *ret_field) {
  const void *data = NULL;
  if (column->kind == SO_COLUMN_TEXT) data = sqlite3_column_text(row, at);
  if (column->kind >= SO_COLUMN_BYTES) data = sqlite3_column_blob(row, at);
  const size_t size = column->kind >= SO_COLUMN_TEXT ? (size_t)sqlite3_column_bytes(row, at) : 0;
  switch (column->kind) {
  case SO_COLUMN_U32: *(uint32_t *)ret_field = (uint32_t)sqlite3_column_int64(row, at); break;
  case SO_COLUMN_I32: *(int32_t *)ret_field = (int32_t)sqlite3_column_int64(row, at); break;
  case SO_COLUMN_I64: *(int64_t *)ret_field = sqlite3_column_int64(row, at); break;
  case SO_COLUMN_TEXT: *(sotto_text *)ret_field = (sotto_text){data, size}; break;
  case SO_COLUMN_BYTES: *(sotto_bytes *)ret_field = (sotto_bytes){data, size}; break;
  default:
    if (size != column->size) return 0;
    memcpy(ret_field, data, size);
  }
  return 1;
}

void so_query_take(so_query *query, const so_column *columns, void *ret_row) {
  const int count = sqlite3_column_count(query->prepared);
  for (int i = 0; i < count && columns[i].kind; i++)
    if (!take(query->prepared, i, &columns[i], (char *)ret_row + columns[i].offset))
      query->status = SOTTO_E_CORRUPT;
}

int so_query_fetch(so_query *query, const so_column *columns, void *ret_row) {
  if (!so_query_row(query)) return 0;
  so_query_take(query, columns, ret_row);
  return query->status == SOTTO_OK;
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
  if (!status && ret_changes) *ret_changes = (size_t)sqlite3_changes(query->database->handle);
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
  if (!status) status = copy_rows(from, rows, to, target);
  sqlite3_finalize(rows);
  sqlite3_finalize(target);
  return status;
}
