/*
 * An aggregator's memory in SQLite: see store_aggregate.h. Write-ahead log with full
 * synchronization: what was committed survives a kill, and `status` may read meanwhile.
 */
#include "tools/store_aggregate.h"

#include <stdlib.h>
#include <string.h>

#include "tools/store_sqlite_call.h"

enum { FIND, WAIT, SETTLE, ASIDE, UNWAIT, LATER, COUNT, WAITING, BATCH, PUT, STATEMENTS };

struct so_aggregate_store {
  sqlite3 *db;
  sqlite3_stmt *kept[STATEMENTS];
};

static const char *const hot_sql[STATEMENTS] = {
    "b:SELECT digest, epoch, refusal FROM report WHERE id = ?1"
    " UNION ALL SELECT digest, epoch, 0 FROM waiting WHERE id = ?1",
    "bbib:INSERT INTO waiting(id, digest, epoch, tries, bytes) VALUES (?1, ?2, ?3, 0, ?4)",
    "bbii:INSERT INTO report(id, digest, epoch, refusal) VALUES (?1, ?2, ?3, ?4)",
    "bi:UPDATE report SET refusal = ?2 WHERE id = ?1",
    "b:DELETE FROM waiting WHERE id = ?1",
    "b:UPDATE waiting SET tries = tries + 1 WHERE id = ?1",
    "i:INSERT INTO refused(refusal, count) VALUES (?1, 1)"
    " ON CONFLICT DO UPDATE SET count = count + 1",
    ":SELECT id, digest, epoch, bytes, tries FROM waiting ORDER BY tries, number",
    "i:SELECT reports, checksum, share, answer FROM batch WHERE epoch = ?1",
    "iibbb:INSERT OR REPLACE INTO batch(epoch, reports, checksum, share, answer)"
    " VALUES (?1, ?2, ?3, ?4, ?5)"};

#define HOT(which) store->db, &store->kept[which], hot_sql[which]
#define ID(report) ((sotto_bytes){(report)->id, sizeof(report)->id})
#define DIGEST(report) ((sotto_bytes){(report)->digest, sizeof(report)->digest})

static const char schema_sql[] =
    "CREATE TABLE owner(one INTEGER PRIMARY KEY CHECK (one = 1), owner BLOB NOT NULL);"
    "CREATE TABLE report(id BLOB PRIMARY KEY, digest BLOB NOT NULL, epoch INTEGER NOT NULL,"
    " refusal INTEGER NOT NULL) WITHOUT ROWID;"
    "CREATE INDEX report_epoch ON report(epoch);"
    "CREATE TABLE waiting(number INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE,"
    " digest BLOB NOT NULL, epoch INTEGER NOT NULL, tries INTEGER NOT NULL, bytes BLOB NOT NULL);"
    "CREATE INDEX waiting_order ON waiting(tries, number);"
    "CREATE TABLE batch(epoch INTEGER PRIMARY KEY, reports INTEGER NOT NULL,"
    " checksum BLOB NOT NULL, share BLOB NOT NULL, answer BLOB NOT NULL);"
    "CREATE TABLE refused(refusal INTEGER PRIMARY KEY, count INTEGER NOT NULL);";

static const so_sqlite_kind kind = {0x536f7441, 1, schema_sql}; /* "SotA" */

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

static sotto_status meet_owner(so_aggregate_store *store, const uint8_t *owner, int make) {
  sqlite3_stmt *row = NULL;
  uint8_t kept[32];
  const sotto_bytes own = {owner, sizeof kept};
  sotto_status status = SOTTO_OK;
  if (make)
    status = so_sqlite_ask(store->db, &row, "b:INSERT OR IGNORE INTO owner VALUES (1, ?1)", own);
  status = so_sqlite_done(row, status);
  row = NULL;
  if (!status) status = so_sqlite_ask(store->db, &row, ":SELECT owner FROM owner");
  if (status == SOTTO_E_MISSING || (!status && !copy_blob(row, 0, kept, sizeof kept)))
    status = SOTTO_E_FORMAT;
  sqlite3_finalize(row);
  if (status) return status;
  return memcmp(kept, owner, sizeof kept) == 0 ? SOTTO_OK : SOTTO_E_UNTRUSTED;
}

sotto_status so_aggregate_open(so_aggregate_store **ret_store, const char *path,
                               const uint8_t *owner, int make) {
  so_aggregate_store *store = calloc(1, sizeof *store);
  if (!store) return SOTTO_E_MEMORY;
  sotto_status status = so_sqlite_open(&store->db, path, &kind, make);
  if (!status && make)
    status = so_sqlite_run(store->db, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
                                      "PRAGMA secure_delete = ON");
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
  return so_sqlite_run(store->db, "BEGIN IMMEDIATE");
}

sotto_status so_aggregate_end(so_aggregate_store *store, sotto_status status) {
  (void)sqlite3_reset(store->kept[BATCH]); /* views of a batch end here */
  if (!status) status = so_sqlite_run(store->db, "COMMIT");
  if (status && !sqlite3_get_autocommit(store->db)) (void)so_sqlite_run(store->db, "ROLLBACK");
  return status;
}

sotto_status so_aggregate_find(so_aggregate_store *store, const uint8_t *id,
                               so_aggregate_report *ret_report) {
  const sotto_bytes name = {id, SO_DAP_REPORT_ID_SIZE};
  sotto_status status = so_sqlite_again(HOT(FIND), name);
  if (status) return status;
  sqlite3_stmt *row = store->kept[FIND];
  so_aggregate_report report = {.epoch = (uint32_t)sqlite3_column_int64(row, 1),
                                .refusal = (uint8_t)sqlite3_column_int(row, 2)};
  memcpy(report.id, id, sizeof report.id);
  if (copy_blob(row, 0, report.digest, sizeof report.digest))
    *ret_report = report;
  else
    status = SOTTO_E_CORRUPT;
  (void)sqlite3_reset(row);
  return status;
}

sotto_status so_aggregate_wait(so_aggregate_store *store, const so_aggregate_report *report,
                               sotto_bytes bytes) {
  return so_sqlite_changed(
      so_sqlite_again(HOT(WAIT), ID(report), DIGEST(report), (int64_t)report->epoch, bytes));
}

sotto_status so_aggregate_count(so_aggregate_store *store, so_refusal refusal) {
  return so_sqlite_changed(so_sqlite_again(HOT(COUNT), (int64_t)refusal));
}

sotto_status so_aggregate_settle(so_aggregate_store *store, const so_aggregate_report *report) {
  sotto_status status = so_sqlite_changed(so_sqlite_again(
      HOT(SETTLE), ID(report), DIGEST(report), (int64_t)report->epoch, (int64_t)report->refusal));
  if (!status) status = so_sqlite_changed(so_sqlite_again(HOT(UNWAIT), ID(report)));
  if (!status && report->refusal) status = so_aggregate_count(store, report->refusal);
  return status;
}

sotto_status so_aggregate_set_aside(so_aggregate_store *store, const so_aggregate_report *report) {
  const int64_t refusal = SO_REFUSAL_ASIDE;
  sotto_status status = so_sqlite_changed(so_sqlite_again(HOT(ASIDE), ID(report), refusal));
  return status ? status : so_aggregate_count(store, SO_REFUSAL_ASIDE);
}

sotto_status so_aggregate_later(so_aggregate_store *store, const so_aggregate_report *report) {
  return so_sqlite_changed(so_sqlite_again(HOT(LATER), ID(report)));
}

sotto_status so_aggregate_forget(so_aggregate_store *store, uint32_t epoch, uint32_t kept) {
  sqlite3_stmt *statement = NULL;
  sotto_status status = so_sqlite_ask(
      store->db, &statement,
      "ii:DELETE FROM report WHERE epoch + ?2 < min(?1, (SELECT max(epoch) FROM report))",
      (int64_t)epoch, (int64_t)kept);
  return so_sqlite_done(statement, status);
}

sotto_status so_aggregate_each_waiting(so_aggregate_store *store, so_aggregate_visitor *visit,
                                       void *context) {
  sotto_status status = so_sqlite_again(HOT(WAITING));
  sqlite3_stmt *row = store->kept[WAITING];
  for (int goes_on = 1; !status && goes_on;) {
    so_aggregate_report report = {.epoch = (uint32_t)sqlite3_column_int64(row, 2),
                                  .tries = (uint32_t)sqlite3_column_int64(row, 4)};
    if (!copy_blob(row, 0, report.id, sizeof report.id) ||
        !copy_blob(row, 1, report.digest, sizeof report.digest)) {
      status = SOTTO_E_CORRUPT;
      break;
    }
    goes_on = visit(context, &report, view_of(row, 3));
    if (goes_on) status = so_sqlite_step(row);
  }
  (void)sqlite3_reset(row);
  return so_sqlite_changed(status);
}

sotto_status so_aggregate_waiting(so_aggregate_store *store, uint32_t epoch, uint64_t *ret_count) {
  sqlite3_stmt *row = NULL;
  sotto_status status = so_sqlite_ask(
      store->db, &row, "i:SELECT count(*) FROM waiting WHERE ?1 IN (epoch, 4294967295)",
      (int64_t)epoch);
  if (!status) *ret_count = (uint64_t)sqlite3_column_int64(row, 0);
  sqlite3_finalize(row);
  return status;
}

sotto_status so_aggregate_batch_get(so_aggregate_store *store, uint32_t epoch,
                                    so_aggregate_batch *ret_batch) {
  sotto_status status = so_sqlite_again(HOT(BATCH), (int64_t)epoch);
  so_aggregate_batch batch = {.set = {.epoch = epoch}};
  if (!status) {
    sqlite3_stmt *row = store->kept[BATCH];
    batch.set.reports = (uint64_t)sqlite3_column_int64(row, 0);
    batch.share = view_of(row, 2);
    batch.answer = view_of(row, 3);
    if (!copy_blob(row, 1, batch.set.checksum, sizeof batch.set.checksum)) return SOTTO_E_CORRUPT;
  }
  *ret_batch = batch;
  return so_sqlite_changed(status);
}

sotto_status so_aggregate_batch_put(so_aggregate_store *store, const so_aggregate_batch *batch) {
  const sotto_bytes checksum = {batch->set.checksum, sizeof batch->set.checksum};
  return so_sqlite_changed(so_sqlite_again(HOT(PUT), (int64_t)batch->set.epoch,
                                           (int64_t)batch->set.reports, checksum, batch->share,
                                           batch->answer));
}

static sotto_status refused_of(so_aggregate_store *store, uint64_t ret_refused[SO_REFUSALS]) {
  sqlite3_stmt *row = NULL;
  sotto_status status = so_sqlite_ask(store->db, &row, ":SELECT refusal, count FROM refused");
  for (; !status; status = so_sqlite_step(row)) {
    int64_t refusal = sqlite3_column_int64(row, 0);
    if (refusal > 0 && refusal < SO_REFUSALS)
      ret_refused[refusal] = (uint64_t)sqlite3_column_int64(row, 1);
  }
  return so_sqlite_done(row, status);
}

sotto_status so_aggregate_figures_of(so_aggregate_store *store, so_aggregate_figures *ret_figures) {
  so_aggregate_figures figures = {0};
  int64_t numbers[3] = {0};
  static const char *const sql[] = {":SELECT ifnull(sum(reports), 0) FROM batch",
                                    ":SELECT count(*) FROM batch",
                                    ":SELECT count(*) FROM batch WHERE length(answer) > 0"};
  sotto_status status = so_aggregate_waiting(store, UINT32_MAX, &figures.waiting);
  for (int i = 0; !status && i < 3; i++) status = so_sqlite_number(store->db, sql[i], &numbers[i]);
  if (!status) status = refused_of(store, figures.refused);
  if (status) return status;
  figures.accepted = (uint64_t)numbers[0];
  figures.batches = (uint64_t)numbers[1];
  figures.collected = (uint64_t)numbers[2];
  *ret_figures = figures;
  return SOTTO_OK;
}
