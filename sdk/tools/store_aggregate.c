/*
 * An aggregator's memory in SQLite: see store_aggregate.h. Write-ahead log with full
 * synchronization: what was committed survives a kill, and `status` may read meanwhile.
 */
#include "tools/store_aggregate.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define APPLICATION_ID 0x536f7441 /* "SotA" */
#define SCHEMA_VERSION 1
#define WAIT_MS 5000

enum { FIND, WAIT, SETTLE, UNWAIT, LATER, COUNT, WAITING, BATCH, PUT, STATEMENTS };

struct so_aggregate_store {
  sqlite3 *db;
  sqlite3_stmt *kept[STATEMENTS];
};

static const char *const hot_sql[STATEMENTS] = {
    "SELECT digest, epoch, refusal, 0 FROM report WHERE id = ?1"
    " UNION ALL SELECT digest, epoch, 0, 1 FROM waiting WHERE id = ?1",
    "INSERT INTO waiting(id, digest, epoch, tries, bytes) VALUES (?1, ?2, ?3, 0, ?4)",
    "INSERT INTO report(id, digest, epoch, refusal) VALUES (?1, ?2, ?3, ?4)",
    "DELETE FROM waiting WHERE id = ?1",
    "UPDATE waiting SET tries = tries + 1 WHERE id = ?1",
    "INSERT INTO refused(refusal, count) VALUES (?1, 1)"
    " ON CONFLICT DO UPDATE SET count = count + 1",
    "SELECT id, digest, epoch, bytes FROM waiting ORDER BY tries, number",
    "SELECT reports, checksum, share, answer FROM batch WHERE epoch = ?1",
    "INSERT OR REPLACE INTO batch(epoch, reports, checksum, share, answer)"
    " VALUES (?1, ?2, ?3, ?4, ?5)"};

static const char schema_sql[] =
    "BEGIN IMMEDIATE;"
    "CREATE TABLE owner(one INTEGER PRIMARY KEY CHECK (one = 1), owner BLOB NOT NULL);"
    "CREATE TABLE report(id BLOB PRIMARY KEY, digest BLOB NOT NULL, epoch INTEGER NOT NULL,"
    " refusal INTEGER NOT NULL) WITHOUT ROWID;"
    "CREATE INDEX report_epoch ON report(epoch);"
    "CREATE TABLE waiting(number INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE,"
    " digest BLOB NOT NULL, epoch INTEGER NOT NULL, tries INTEGER NOT NULL, bytes BLOB NOT NULL);"
    "CREATE INDEX waiting_order ON waiting(tries, number);"
    "CREATE TABLE batch(epoch INTEGER PRIMARY KEY, reports INTEGER NOT NULL,"
    " checksum BLOB NOT NULL, share BLOB NOT NULL, answer BLOB NOT NULL);"
    "CREATE TABLE refused(refusal INTEGER PRIMARY KEY, count INTEGER NOT NULL);"
    "PRAGMA application_id = 1399813185; PRAGMA user_version = 1;" /* the two numbers above */
    "COMMIT";

static sotto_status status_of(int code) {
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

static sotto_status run(so_aggregate_store *store, const char *sql) {
  return status_of(sqlite3_exec(store->db, sql, NULL, NULL, NULL));
}

static sotto_status hot(so_aggregate_store *store, int which, sqlite3_stmt **ret_statement) {
  sotto_status status = SOTTO_OK;
  if (!store->kept[which])
    status = status_of(sqlite3_prepare_v3(store->db, hot_sql[which], -1, SQLITE_PREPARE_PERSISTENT,
                                          &store->kept[which], NULL));
  *ret_statement = store->kept[which];
  if (!status) (void)sqlite3_reset(*ret_statement);
  return status;
}

static void blob(sqlite3_stmt *statement, int at, const void *data, size_t size) {
  (void)sqlite3_bind_blob64(statement, at, size ? data : "", size, SQLITE_STATIC);
}

/* Runs a change whose values are bound. */
static sotto_status change(sqlite3_stmt *statement) {
  int code = sqlite3_step(statement);
  (void)sqlite3_reset(statement);
  return code == SQLITE_DONE ? SOTTO_OK : status_of(code);
}

static sotto_status number_of(so_aggregate_store *store, const char *sql, int64_t *ret_number) {
  sqlite3_stmt *row = NULL;
  sotto_status status = status_of(sqlite3_prepare_v2(store->db, sql, -1, &row, NULL));
  int code = status ? SQLITE_ERROR : sqlite3_step(row);
  if (code == SQLITE_ROW) *ret_number = sqlite3_column_int64(row, 0);
  sqlite3_finalize(row);
  return status ? status : status_of(code);
}

/* A blob of a known size. */
static int copy_blob(sqlite3_stmt *row, int column, void *ret_data, size_t size) {
  const void *data = sqlite3_column_blob(row, column);
  if (!data || (size_t)sqlite3_column_bytes(row, column) != size) return 0;
  memcpy(ret_data, data, size);
  return 1;
}

static sotto_bytes view_of(sqlite3_stmt *row, int column) {
  const uint8_t *data = sqlite3_column_blob(row, column);
  return (sotto_bytes){data, (size_t)sqlite3_column_bytes(row, column)};
}

static sotto_status put_owner(so_aggregate_store *store, const uint8_t *owner) {
  sqlite3_stmt *row = NULL;
  sotto_status status = status_of(
      sqlite3_prepare_v2(store->db, "INSERT OR IGNORE INTO owner VALUES (1, ?1)", -1, &row, NULL));
  if (status) return status;
  blob(row, 1, owner, 32);
  status = change(row);
  sqlite3_finalize(row);
  return status;
}

static sotto_status meet_owner(so_aggregate_store *store, const uint8_t *owner, int make) {
  sqlite3_stmt *row = NULL;
  uint8_t kept[32];
  sotto_status status = make ? put_owner(store, owner) : SOTTO_OK;
  if (!status)
    status = status_of(sqlite3_prepare_v2(store->db, "SELECT owner FROM owner", -1, &row, NULL));
  if (status) return status;
  int found = sqlite3_step(row) == SQLITE_ROW && copy_blob(row, 0, kept, sizeof kept);
  sqlite3_finalize(row);
  if (!found) return SOTTO_E_FORMAT;
  return memcmp(kept, owner, sizeof kept) == 0 ? SOTTO_OK : SOTTO_E_UNTRUSTED;
}

static sotto_status meet_schema(so_aggregate_store *store, int make) {
  int64_t application = 0, version = 0, objects = 0;
  sotto_status status = number_of(store, "PRAGMA application_id", &application);
  if (!status) status = number_of(store, "PRAGMA user_version", &version);
  if (!status) status = number_of(store, "SELECT count(*) FROM sqlite_master", &objects);
  if (status) return status;
  if (application == APPLICATION_ID && version == SCHEMA_VERSION) return SOTTO_OK;
  return application == 0 && objects == 0 && make ? run(store, schema_sql) : SOTTO_E_FORMAT;
}

static sotto_status open_file(so_aggregate_store *store, const char *path, int make) {
  int flags = make ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READONLY;
  if (!make && access(path, F_OK) != 0) return SOTTO_E_MISSING;
  mode_t before = umask(077);
  sotto_status status =
      status_of(sqlite3_open_v2(path, &store->db, flags | SQLITE_OPEN_FULLMUTEX, NULL));
  if (!status) (void)sqlite3_busy_timeout(store->db, WAIT_MS);
  if (!status && make)
    status = run(store, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
                        "PRAGMA secure_delete = ON");
  if (!status) status = meet_schema(store, make);
  (void)umask(before);
  return status;
}

sotto_status so_aggregate_open(so_aggregate_store **ret_store, const char *path,
                               const uint8_t *owner, int make) {
  so_aggregate_store *store = calloc(1, sizeof *store);
  if (!store) return SOTTO_E_MEMORY;
  sotto_status status = open_file(store, path, make);
  if (!status) status = meet_owner(store, owner, make);
  if (status)
    so_aggregate_close(store);
  else
    *ret_store = store;
  return status;
}

void so_aggregate_close(so_aggregate_store *store) {
  if (!store) return;
  for (int i = 0; i < STATEMENTS; i++) sqlite3_finalize(store->kept[i]);
  sqlite3_close(store->db);
  free(store);
}

sotto_status so_aggregate_begin(so_aggregate_store *store) {
  return run(store, "BEGIN IMMEDIATE");
}

sotto_status so_aggregate_end(so_aggregate_store *store, sotto_status status) {
  (void)sqlite3_reset(store->kept[BATCH]); /* views of a batch end here */
  if (!status) status = run(store, "COMMIT");
  if (status && !sqlite3_get_autocommit(store->db)) (void)run(store, "ROLLBACK");
  return status;
}

sotto_status so_aggregate_find(so_aggregate_store *store, const uint8_t *id,
                               so_aggregate_report *ret_report) {
  sqlite3_stmt *row;
  sotto_status status = hot(store, FIND, &row);
  if (status) return status;
  blob(row, 1, id, SO_DAP_REPORT_ID_SIZE);
  int code = sqlite3_step(row);
  status = code == SQLITE_DONE ? SOTTO_E_MISSING : status_of(code);
  if (!status) {
    so_aggregate_report report = {.epoch = (uint32_t)sqlite3_column_int64(row, 1),
                                  .refusal = (uint8_t)sqlite3_column_int(row, 2),
                                  .waiting = sqlite3_column_int(row, 3)};
    memcpy(report.id, id, sizeof report.id);
    if (copy_blob(row, 0, report.digest, sizeof report.digest))
      *ret_report = report;
    else
      status = SOTTO_E_CORRUPT;
  }
  (void)sqlite3_reset(row);
  return status;
}

sotto_status so_aggregate_wait(so_aggregate_store *store, const so_aggregate_report *report,
                               sotto_bytes bytes) {
  sqlite3_stmt *statement;
  sotto_status status = hot(store, WAIT, &statement);
  if (status) return status;
  blob(statement, 1, report->id, sizeof report->id);
  blob(statement, 2, report->digest, sizeof report->digest);
  (void)sqlite3_bind_int64(statement, 3, report->epoch);
  blob(statement, 4, bytes.data, bytes.size);
  return change(statement);
}

sotto_status so_aggregate_count(so_aggregate_store *store, so_refusal refusal) {
  sqlite3_stmt *statement;
  sotto_status status = hot(store, COUNT, &statement);
  if (status) return status;
  (void)sqlite3_bind_int(statement, 1, (int)refusal);
  return change(statement);
}

static sotto_status by_id(so_aggregate_store *store, int which, const uint8_t *id) {
  sqlite3_stmt *statement;
  sotto_status status = hot(store, which, &statement);
  if (status) return status;
  blob(statement, 1, id, SO_DAP_REPORT_ID_SIZE);
  return change(statement);
}

sotto_status so_aggregate_settle(so_aggregate_store *store, const so_aggregate_report *report) {
  sqlite3_stmt *statement;
  sotto_status status = hot(store, SETTLE, &statement);
  if (status) return status;
  blob(statement, 1, report->id, sizeof report->id);
  blob(statement, 2, report->digest, sizeof report->digest);
  (void)sqlite3_bind_int64(statement, 3, report->epoch);
  (void)sqlite3_bind_int(statement, 4, report->refusal);
  status = change(statement);
  if (!status) status = by_id(store, UNWAIT, report->id);
  if (!status && report->refusal) status = so_aggregate_count(store, report->refusal);
  return status;
}

sotto_status so_aggregate_later(so_aggregate_store *store, const uint8_t *id) {
  return by_id(store, LATER, id);
}

sotto_status so_aggregate_forget(so_aggregate_store *store, uint32_t before) {
  sqlite3_stmt *statement = NULL;
  sotto_status status = status_of(
      sqlite3_prepare_v2(store->db, "DELETE FROM report WHERE epoch < ?1", -1, &statement, NULL));
  if (status) return status;
  (void)sqlite3_bind_int64(statement, 1, before);
  status = change(statement);
  sqlite3_finalize(statement);
  return status;
}

sotto_status so_aggregate_each_waiting(so_aggregate_store *store, so_aggregate_visitor *visit,
                                       void *context) {
  sqlite3_stmt *row;
  sotto_status status = hot(store, WAITING, &row);
  if (status) return status;
  int code, goes_on = 1;
  while (goes_on && (code = sqlite3_step(row)) == SQLITE_ROW) {
    so_aggregate_report report = {.epoch = (uint32_t)sqlite3_column_int64(row, 2), .waiting = 1};
    if (!copy_blob(row, 0, report.id, sizeof report.id) ||
        !copy_blob(row, 1, report.digest, sizeof report.digest)) {
      status = SOTTO_E_CORRUPT;
      break;
    }
    goes_on = visit(context, &report, view_of(row, 3));
  }
  if (!status && goes_on) status = status_of(code);
  (void)sqlite3_reset(row);
  return status;
}

sotto_status so_aggregate_waiting(so_aggregate_store *store, uint32_t epoch, uint64_t *ret_count) {
  sqlite3_stmt *row = NULL;
  sotto_status status = status_of(sqlite3_prepare_v2(
      store->db, "SELECT count(*) FROM waiting WHERE ?1 IN (epoch, 4294967295)", -1, &row, NULL));
  if (status) return status;
  (void)sqlite3_bind_int64(row, 1, epoch);
  int code = sqlite3_step(row);
  if (code == SQLITE_ROW) *ret_count = (uint64_t)sqlite3_column_int64(row, 0);
  sqlite3_finalize(row);
  return status_of(code);
}

sotto_status so_aggregate_batch_get(so_aggregate_store *store, uint32_t epoch,
                                    so_aggregate_batch *ret_batch) {
  sqlite3_stmt *row;
  sotto_status status = hot(store, BATCH, &row);
  if (status) return status;
  so_aggregate_batch batch = {.set = {.epoch = epoch}};
  (void)sqlite3_bind_int64(row, 1, epoch);
  int code = sqlite3_step(row);
  if (code == SQLITE_ROW) {
    batch.set.reports = (uint64_t)sqlite3_column_int64(row, 0);
    batch.share = view_of(row, 2);
    batch.answer = view_of(row, 3);
    if (!copy_blob(row, 1, batch.set.checksum, sizeof batch.set.checksum)) return SOTTO_E_CORRUPT;
  }
  *ret_batch = batch;
  return status_of(code);
}

sotto_status so_aggregate_batch_put(so_aggregate_store *store, const so_aggregate_batch *batch) {
  sqlite3_stmt *statement;
  sotto_status status = hot(store, PUT, &statement);
  if (status) return status;
  (void)sqlite3_bind_int64(statement, 1, batch->set.epoch);
  (void)sqlite3_bind_int64(statement, 2, (int64_t)batch->set.reports);
  blob(statement, 3, batch->set.checksum, sizeof batch->set.checksum);
  blob(statement, 4, batch->share.data, batch->share.size);
  blob(statement, 5, batch->answer.data, batch->answer.size);
  return change(statement);
}

static sotto_status refused_of(so_aggregate_store *store, uint64_t ret_refused[SO_REFUSALS]) {
  sqlite3_stmt *row = NULL;
  sotto_status status = status_of(
      sqlite3_prepare_v2(store->db, "SELECT refusal, count FROM refused", -1, &row, NULL));
  int code = SQLITE_DONE;
  while (!status && (code = sqlite3_step(row)) == SQLITE_ROW) {
    int64_t refusal = sqlite3_column_int64(row, 0);
    if (refusal > 0 && refusal < SO_REFUSALS)
      ret_refused[refusal] = (uint64_t)sqlite3_column_int64(row, 1);
  }
  sqlite3_finalize(row);
  return status ? status : status_of(code);
}

sotto_status so_aggregate_figures_of(so_aggregate_store *store, so_aggregate_figures *ret_figures) {
  so_aggregate_figures figures = {0};
  int64_t numbers[3] = {0};
  static const char *const sql[] = {"SELECT ifnull(sum(reports), 0) FROM batch",
                                    "SELECT count(*) FROM batch",
                                    "SELECT count(*) FROM batch WHERE length(answer) > 0"};
  sotto_status status = so_aggregate_waiting(store, UINT32_MAX, &figures.waiting);
  for (int i = 0; !status && i < 3; i++) status = number_of(store, sql[i], &numbers[i]);
  if (!status) status = refused_of(store, figures.refused);
  if (status) return status;
  figures.accepted = (uint64_t)numbers[0];
  figures.batches = (uint64_t)numbers[1];
  figures.collected = (uint64_t)numbers[2];
  *ret_figures = figures;
  return SOTTO_OK;
}
