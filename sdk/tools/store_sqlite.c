/*
 * The collector's store in one SQLite file, the embedded default. Recognized by its application id;
 * user_version is the schema's version. Reports are remembered by (question, epoch, report id) so
 * that loading twice counts once; every change happens inside the caller's transaction.
 */
#include "tools/store_engine.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tools/store_sqlite_call.h"

enum { SEE, ADD_REPORTS, ADD_COUNT, STATEMENTS };

typedef struct file_store {
  sqlite3 *db;
  sqlite3_stmt *kept[STATEMENTS]; /* prepared when first used: the hot ones */
} file_store;

static const char *const hot_sql[STATEMENTS] = {
    "iib:INSERT OR IGNORE INTO report(question, epoch, report) VALUES (?1, ?2, ?3)",
    "iii:INSERT INTO batch(question, epoch, reports) VALUES (?1, ?2, ?3)"
    " ON CONFLICT DO UPDATE SET reports = reports + excluded.reports",
    "iiii:INSERT INTO tally(question, epoch, cell, count) VALUES (?1, ?2, ?3, ?4)"
    " ON CONFLICT DO UPDATE SET count = count + excluded.count"};

#define HOT(which) store->db, &store->kept[which], hot_sql[which]

static const char schema_sql[] =
    "CREATE TABLE brand(one INTEGER PRIMARY KEY CHECK (one = 1), name TEXT NOT NULL,"
    " key BLOB NOT NULL);"
    "CREATE TABLE question(number INTEGER PRIMARY KEY, content BLOB NOT NULL UNIQUE,"
    " name TEXT NOT NULL, kind INTEGER NOT NULL, minimum_batch INTEGER NOT NULL,"
    " mechanism TEXT NOT NULL, epsilon_micro INTEGER NOT NULL);"
    "CREATE TABLE bucket(question INTEGER NOT NULL, bucket INTEGER NOT NULL, name TEXT NOT NULL,"
    " label TEXT NOT NULL,"
    " PRIMARY KEY (question, bucket)) WITHOUT ROWID;"
    "CREATE TABLE report(question INTEGER NOT NULL, epoch INTEGER NOT NULL, report BLOB NOT NULL,"
    " PRIMARY KEY (question, epoch, report)) WITHOUT ROWID;"
    "CREATE TABLE batch(question INTEGER NOT NULL, epoch INTEGER NOT NULL,"
    " reports INTEGER NOT NULL, PRIMARY KEY (question, epoch)) WITHOUT ROWID;"
    "CREATE TABLE tally(question INTEGER NOT NULL, epoch INTEGER NOT NULL,"
    " cell INTEGER NOT NULL, count INTEGER NOT NULL,"
    " PRIMARY KEY (question, epoch, cell)) WITHOUT ROWID;";

static const so_sqlite_kind kind = {0x536f7443, 3, schema_sql}; /* "SotC" */

/* A reader sees one moment, or counts would not fit their sum; who writes waits for its end. */
static sotto_status open_file(file_store *store, const char *path, so_store_mode mode) {
  sotto_status status = so_sqlite_open(&store->db, path, &kind, mode == SO_STORE_WRITE);
  if (status == SOTTO_OK) status = so_sqlite_run(store->db, "PRAGMA cache_size = -65536");
  if (status == SOTTO_OK && mode == SO_STORE_READ) status = so_sqlite_run(store->db, "BEGIN");
  return status;
}

static void close_file(void *of) {
  file_store *store = of;
  for (int i = 0; i < STATEMENTS; i++) sqlite3_finalize(store->kept[i]);
  sqlite3_close(store->db);
  free(store);
}

static sotto_status open_store(void **ret_state, const char *path, so_store_mode mode) {
  file_store *store = calloc(1, sizeof *store);
  if (!store) return SOTTO_E_MEMORY;
  sotto_status status = open_file(store, path, mode);
  if (status == SOTTO_OK)
    *ret_state = store;
  else
    close_file(store);
  return status;
}

static sotto_status begin(void *of) {
  file_store *store = of;
  return so_sqlite_run(store->db, "BEGIN IMMEDIATE");
}

static sotto_status commit(void *of) {
  file_store *store = of;
  return so_sqlite_run(store->db, "COMMIT");
}

/* Failing to undo is no failure: there may be nothing begun, and closing undoes it too. */
static void undo(void *of) {
  file_store *store = of;
  if (!sqlite3_get_autocommit(store->db)) (void)so_sqlite_run(store->db, "ROLLBACK");
}

static sotto_status put_brand(void *of, const char *name, sotto_bytes key) {
  file_store *store = of;
  static const char *const sql[] = {
      "tb:INSERT OR IGNORE INTO brand(name, key, one) VALUES (?1, ?2, 1)",
      "tb:UPDATE brand SET name = ?1 WHERE key = ?2"};
  sotto_status status = SOTTO_OK;
  for (int i = 0; status == SOTTO_OK && i < 2; i++) {
    sqlite3_stmt *statement = NULL;
    status = so_sqlite_ask(store->db, &statement, sql[i], name, key);
    status = so_sqlite_done(statement, status);
  }
  if (status == SOTTO_OK && sqlite3_changes(store->db) == 0) status = SOTTO_E_UNTRUSTED;
  return status;
}

/* Copies a text column, cut to the label's size. */
static void copy_text(sqlite3_stmt *statement, int column, char ret_text[SOTTO_LABEL_SIZE]) {
  const unsigned char *text = sqlite3_column_text(statement, column);
  (void)snprintf(ret_text, SOTTO_LABEL_SIZE, "%s", text ? (const char *)text : "");
}

static sotto_status brand(void *of, char ret_name[SOTTO_LABEL_SIZE]) {
  file_store *store = of;
  sqlite3_stmt *row = NULL;
  sotto_status status = so_sqlite_ask(store->db, &row, ":SELECT name FROM brand");
  ret_name[0] = '\0';
  if (status == SOTTO_OK) copy_text(row, 0, ret_name);
  return so_sqlite_done(row, status);
}

static sotto_status put_weights(void *of, const double weights[SOTTO_MINDSETS]) {
  file_store *store = of;
  char text[SO_STORE_WEIGHTS_SIZE];
  sqlite3_stmt *row = NULL;
  so_store_write_weights(weights, text);
  sotto_status status =
      so_sqlite_run(store->db, "CREATE TABLE IF NOT EXISTS empathy"
                               "(one INTEGER PRIMARY KEY CHECK (one = 1), weights TEXT)");
  if (status != SOTTO_OK) return status;
  status = so_sqlite_ask(store->db, &row, "t:INSERT OR REPLACE INTO empathy VALUES (1, ?1)", text);
  return so_sqlite_done(row, status);
}

static sotto_status weights(void *of, double ret_weights[SOTTO_MINDSETS]) {
  file_store *store = of;
  int64_t kept = 0;
  sqlite3_stmt *row = NULL;
  so_store_read_weights(NULL, ret_weights);
  sotto_status status = so_sqlite_number(
      store->db, ":SELECT count(*) FROM sqlite_master WHERE name = 'empathy'", &kept);
  if (status != SOTTO_OK || !kept) return status;
  status = so_sqlite_ask(store->db, &row, ":SELECT weights FROM empathy");
  if (status == SOTTO_OK)
    so_store_read_weights((const char *)sqlite3_column_text(row, 0), ret_weights);
  return so_sqlite_done(row, status);
}

static sotto_status put_question(void *of, so_store_question *inout_question) {
  file_store *store = of;
  char mechanism[SO_STORE_MECHANISM_SIZE];
  const so_store_question *from = inout_question;
  sotto_bytes content = {from->content, sizeof from->content};
  sqlite3_stmt *row = NULL;
  so_store_write_mechanism(&from->mechanism, mechanism);
  sotto_status status = so_sqlite_ask(
      store->db, &row,
      "btiiti:INSERT OR IGNORE INTO question(content, name, kind, minimum_batch, mechanism,"
      " epsilon_micro) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
      content, from->name, (int64_t)from->kind, (int64_t)from->minimum_batch, mechanism,
      (int64_t)from->mechanism.epsilon_micro);
  status = so_sqlite_done(row, status);
  if (status != SOTTO_OK) return status;
  status =
      so_sqlite_ask(store->db, &row, "b:SELECT number FROM question WHERE content = ?1", content);
  if (status == SOTTO_OK) inout_question->number = sqlite3_column_int64(row, 0);
  sqlite3_finalize(row);
  return status;
}

static sotto_status put_label(void *of, int64_t question, uint32_t bucket,
                              const sotto_bucket_label *label) {
  file_store *store = of;
  sqlite3_stmt *statement = NULL;
  sotto_status status = so_sqlite_ask(
      store->db, &statement,
      "iitt:INSERT OR REPLACE INTO bucket(question, bucket, name, label) VALUES (?1, ?2, ?3, ?4)",
      question, (int64_t)bucket, label->name, label->label);
  return so_sqlite_done(statement, status);
}

static sotto_status see(void *of, const so_store_sight *sights, size_t count, uint8_t *ret_new) {
  file_store *store = of;
  sotto_status status = SOTTO_OK;
  for (size_t i = 0; status == SOTTO_OK && i < count; i++) {
    const sotto_bytes report = {sights[i].report, sizeof sights[i].report};
    status = so_sqlite_changed(
        so_sqlite_again(HOT(SEE), sights[i].question, (int64_t)sights[i].epoch, report));
    ret_new[i] = sqlite3_changes(store->db) == 1;
  }
  return status;
}

static sotto_status add(void *of, const so_store_question *question, uint32_t epoch,
                        const sotto_tally *added) {
  file_store *store = of;
  const int64_t number = question->number, week = epoch;
  sotto_status status =
      so_sqlite_changed(so_sqlite_again(HOT(ADD_REPORTS), number, week, (int64_t)added->reports));
  for (uint32_t i = 0; status == SOTTO_OK && i < question->mechanism.cells; i++)
    if (added->counts[i])
      status = so_sqlite_changed(
          so_sqlite_again(HOT(ADD_COUNT), number, week, (int64_t)i, (int64_t)added->counts[i]));
  return status;
}

/* Stores of before had no batches of aggregators: the table is made when the first one comes. */
static sotto_status put_batch(void *of, const so_store_question *question,
                              const so_store_batch *batch, int *ret_new) {
  file_store *store = of;
  sqlite3_stmt *row = NULL;
  sotto_bytes id = {batch->id, sizeof batch->id};
  sotto_status status = so_sqlite_run(store->db, "CREATE TABLE IF NOT EXISTS joined"
                                                 "(question INTEGER NOT NULL, batch BLOB NOT NULL,"
                                                 " PRIMARY KEY (question, batch)) WITHOUT ROWID");
  if (status != SOTTO_OK) return status;
  status = so_sqlite_ask(store->db, &row,
                         "ib:INSERT OR IGNORE INTO joined(question, batch) VALUES (?1, ?2)",
                         question->number, id);
  status = so_sqlite_done(row, status);
  if (status != SOTTO_OK) return status;
  const int is_new = sqlite3_changes(store->db) == 1;
  if (is_new) status = add(of, question, batch->epoch, batch->added);
  if (status == SOTTO_OK) *ret_new = is_new;
  return status;
}

static sotto_status read_question(sqlite3_stmt *row, so_store_question *ret_question) {
  so_store_question question = {.number = sqlite3_column_int64(row, 0),
                                .kind = (uint32_t)sqlite3_column_int64(row, 3),
                                .minimum_batch = (uint32_t)sqlite3_column_int64(row, 4)};
  const void *content = sqlite3_column_blob(row, 1);
  if (!content || sqlite3_column_bytes(row, 1) != sizeof question.content) return SOTTO_E_CORRUPT;
  memcpy(question.content, content, sizeof question.content);
  copy_text(row, 2, question.name);
  sotto_status status =
      so_store_read_mechanism((const char *)sqlite3_column_text(row, 5), &question.mechanism);
  if (status != SOTTO_OK) return status;
  question.mechanism.epsilon_micro = (uint64_t)sqlite3_column_int64(row, 6);
  *ret_question = question;
  return SOTTO_OK;
}

static sotto_status question_at(void *of, uint32_t index, so_store_question *ret_question) {
  file_store *store = of;
  sqlite3_stmt *row = NULL;
  sotto_status status =
      so_sqlite_ask(store->db, &row,
                    "i:SELECT number, content, name, kind, minimum_batch, mechanism,"
                    " epsilon_micro FROM question ORDER BY number LIMIT 1 OFFSET ?1",
                    (int64_t)index);
  if (status == SOTTO_OK) status = read_question(row, ret_question);
  sqlite3_finalize(row);
  return status;
}

static sotto_status label(void *of, int64_t question, uint32_t bucket,
                          sotto_bucket_label *ret_label) {
  file_store *store = of;
  sqlite3_stmt *row = NULL;
  sotto_status status = so_sqlite_ask(
      store->db, &row, "ii:SELECT name, label FROM bucket WHERE question = ?1 AND bucket = ?2",
      question, (int64_t)bucket);
  if (status == SOTTO_OK) {
    copy_text(row, 0, ret_label->name);
    copy_text(row, 1, ret_label->label);
  }
  sqlite3_finalize(row);
  return status;
}

/* The range of epochs that one, or all of them, stand for. */
static int64_t first_of(uint32_t epoch) {
  return epoch == SO_STORE_EVERY_EPOCH ? 0 : epoch;
}

static sotto_status counts(void *of, const so_store_question *question, uint32_t epoch,
                           uint64_t *ret_counts) {
  file_store *store = of;
  sqlite3_stmt *row = NULL;
  sotto_status status = so_sqlite_ask(store->db, &row,
                                      "iii:SELECT cell, sum(count) FROM tally WHERE question = ?1"
                                      " AND epoch BETWEEN ?2 AND ?3 GROUP BY cell",
                                      question->number, first_of(epoch), (int64_t)epoch);
  memset(ret_counts, 0, question->mechanism.cells * sizeof *ret_counts);
  while (status == SOTTO_OK) {
    int64_t cell = sqlite3_column_int64(row, 0);
    if (cell >= 0 && cell < question->mechanism.cells)
      ret_counts[cell] = (uint64_t)sqlite3_column_int64(row, 1);
    status = so_sqlite_step(row);
  }
  return so_sqlite_done(row, status);
}

static sotto_status extent_of(void *of, int64_t question, uint32_t epoch,
                              so_store_extent *ret_extent) {
  file_store *store = of;
  sqlite3_stmt *row = NULL;
  sotto_status status = so_sqlite_ask(
      store->db, &row,
      "iii:SELECT ifnull(min(epoch), 0), ifnull(max(epoch), 0), count(*),"
      " ifnull(sum(reports), 0) FROM batch WHERE question = ?1 AND epoch BETWEEN ?2 AND ?3",
      question, first_of(epoch), (int64_t)epoch);
  if (status == SOTTO_OK)
    *ret_extent = (so_store_extent){.first_epoch = (uint32_t)sqlite3_column_int64(row, 0),
                                    .last_epoch = (uint32_t)sqlite3_column_int64(row, 1),
                                    .epochs = (uint32_t)sqlite3_column_int64(row, 2),
                                    .reports = (uint64_t)sqlite3_column_int64(row, 3)};
  sqlite3_finalize(row);
  return status;
}

const so_store_engine so_store_sqlite = {.open = open_store,
                                         .close = close_file,
                                         .begin = begin,
                                         .commit = commit,
                                         .undo = undo,
                                         .put_brand = put_brand,
                                         .brand = brand,
                                         .put_weights = put_weights,
                                         .weights = weights,
                                         .put_question = put_question,
                                         .put_label = put_label,
                                         .see = see,
                                         .add = add,
                                         .put_batch = put_batch,
                                         .question_at = question_at,
                                         .label = label,
                                         .counts = counts,
                                         .extent_of = extent_of};
