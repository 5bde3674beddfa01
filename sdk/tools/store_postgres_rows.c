/*
 * Rows come in by COPY into a temporary table of the connection and go on in order of their key:
 * ids that are new are remembered, counts are added to. Summing is done by the server, and the sums
 * are read row by row, so that neither side holds a table.
 *
 * A partition is made by a connection of its own, so that it stands whatever becomes of the
 * transaction that wanted it; it is attached, which lets others write on meanwhile.
 */
#include "tools/store_postgres_rows.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define EPOCH_MOST ((uint32_t)INT32_MAX)

sotto_status so_postgres_stage(so_postgres *store) {
  return so_postgres_run(
      store->connection,
      "CREATE TEMPORARY TABLE seen(n int, question int, epoch int, report uuid)"
      " ON COMMIT DELETE ROWS;"
      "CREATE TEMPORARY TABLE counted(cell int, count bigint) ON COMMIT DELETE ROWS;"
      "CREATE TEMPORARY TABLE named(question int, bucket int, name text, label text)"
      " ON COMMIT DELETE ROWS");
}

/* Makes TABLE_QUESTION and TABLE_QUESTION_EPOCH where they are not there. */
static sotto_status make_part(PGconn *side, const char *table, const so_postgres_part *part) {
  char sql[1024];
  const long long q = (long long)part->question;
  const unsigned e = part->epoch;
  (void)snprintf(sql, sizeof sql,
                 "DO $$BEGIN IF to_regclass('sotto.%s_%lld') IS NULL THEN"
                 " CREATE TABLE sotto.%s_%lld (LIKE sotto.%s INCLUDING ALL)"
                 " PARTITION BY LIST (epoch);"
                 " ALTER TABLE sotto.%s ATTACH PARTITION sotto.%s_%lld FOR VALUES IN (%lld);"
                 " END IF; IF to_regclass('sotto.%s_%lld_%u') IS NULL THEN"
                 " CREATE TABLE sotto.%s_%lld_%u (LIKE sotto.%s INCLUDING ALL);"
                 " ALTER TABLE sotto.%s_%lld ATTACH PARTITION sotto.%s_%lld_%u"
                 " FOR VALUES IN (%u); END IF; END$$",
                 table, q, table, q, table, table, table, q, q, table, q, e, table, q, e, table,
                 table, q, table, q, e, e);
  return so_postgres_run(side, sql);
}

static sotto_status make_parts(so_postgres *store, const so_postgres_part *part) {
  PGconn *side = NULL;
  sotto_status status = so_postgres_connect(&side, store->place);
  if (status != SOTTO_OK) return status;
  status = so_postgres_run(side, "SET lock_timeout = '5s'; BEGIN; "
                                 "SELECT pg_advisory_xact_lock(6084127442)");
  if (status == SOTTO_OK) status = make_part(side, "report", part);
  if (status == SOTTO_OK) status = make_part(side, "tally", part);
  if (status == SOTTO_OK) status = so_postgres_run(side, "COMMIT");
  PQfinish(side);
  return status;
}

static int is_known(const so_postgres *store, const so_postgres_part *part) {
  for (size_t i = store->part_count; i-- > 0;)
    if (store->parts[i].question == part->question && store->parts[i].epoch == part->epoch)
      return 1;
  return 0;
}

static sotto_status need_part(so_postgres *store, int64_t question, uint32_t epoch) {
  const so_postgres_part part = {question, epoch};
  if (is_known(store, &part)) return SOTTO_OK;
  if (epoch > EPOCH_MOST) return SOTTO_E_LIMIT;
  so_postgres_part *grown = realloc(store->parts, (store->part_count + 1) * sizeof *grown);
  if (!grown) return SOTTO_E_MEMORY;
  store->parts = grown;
  sotto_status status = make_parts(store, &part);
  if (status == SOTTO_OK) store->parts[store->part_count++] = part;
  return status;
}

/* Empties a table that this transaction has filled before; its end empties it anyway. */
static sotto_status clear(so_postgres *store, int *inout_staged, const char *sql) {
  const int staged = *inout_staged;
  *inout_staged = 1;
  return staged ? so_postgres_run(store->connection, sql) : SOTTO_OK;
}

static sotto_status stage_sights(so_postgres *store, const so_store_sight *sights, size_t count) {
  sotto_status status = clear(store, &store->sights_staged, "TRUNCATE pg_temp.seen");
  so_postgres_rows_start(&store->rows);
  for (size_t i = 0; status == SOTTO_OK && i < count; i++) {
    status = need_part(store, sights[i].question, sights[i].epoch);
    so_postgres_row(&store->rows, 4);
    so_postgres_field_number(&store->rows, i, 4);
    so_postgres_field_number(&store->rows, (uint64_t)sights[i].question, 4);
    so_postgres_field_number(&store->rows, sights[i].epoch, 4);
    so_postgres_field_bytes(&store->rows, sights[i].report, sizeof sights[i].report);
  }
  if (status != SOTTO_OK) return status;
  return so_postgres_copy(store->connection, "COPY pg_temp.seen FROM STDIN (FORMAT binary)",
                          &store->rows);
}

sotto_status so_postgres_see(void *of, const so_store_sight *sights, size_t count,
                             uint8_t *ret_new) {
  so_postgres *store = of;
  PGresult *fresh = NULL;
  if (count == 0) return SOTTO_OK;
  sotto_status status = stage_sights(store, sights, count);
  if (status == SOTTO_OK)
    status = so_postgres_ask(store->connection, &fresh,
                             "WITH fresh AS (INSERT INTO report"
                             " SELECT DISTINCT question, epoch, report FROM pg_temp.seen"
                             " ORDER BY question, epoch, report ON CONFLICT DO NOTHING"
                             " RETURNING question, epoch, report)"
                             " SELECT min(n) FROM fresh JOIN pg_temp.seen"
                             " USING (question, epoch, report) GROUP BY question, epoch, report",
                             NULL);
  if (status == SOTTO_OK) {
    memset(ret_new, 0, count);
    for (int row = 0; row < PQntuples(fresh); row++) {
      const size_t n = strtoull(PQgetvalue(fresh, row, 0), NULL, 10);
      if (n < count) ret_new[n] = 1;
    }
  }
  PQclear(fresh);
  return status;
}

static sotto_status stage_counts(so_postgres *store, const sotto_tally *added, uint32_t cells) {
  sotto_status status = clear(store, &store->counts_staged, "TRUNCATE pg_temp.counted");
  if (status != SOTTO_OK) return status;
  so_postgres_rows_start(&store->rows);
  for (uint32_t i = 0; i < cells; i++) {
    if (!added->counts[i]) continue;
    so_postgres_row(&store->rows, 2);
    so_postgres_field_number(&store->rows, i, 4);
    so_postgres_field_number(&store->rows, added->counts[i], 8);
  }
  return so_postgres_copy(store->connection, "COPY pg_temp.counted FROM STDIN (FORMAT binary)",
                          &store->rows);
}

/* The batch's row first: it is the lock that collectors of one question and epoch queue at. */
sotto_status so_postgres_add(void *of, const so_store_question *question, uint32_t epoch,
                             const sotto_tally *added) {
  so_postgres *store = of;
  so_postgres_values values = {.count = 0}, where = {.count = 0};
  so_postgres_add_number(&values, question->number);
  so_postgres_add_number(&values, epoch);
  so_postgres_add_number(&values, (int64_t)added->reports);
  so_postgres_add_number(&where, question->number);
  so_postgres_add_number(&where, epoch);
  sotto_status status = need_part(store, question->number, epoch);
  if (status == SOTTO_OK)
    status = so_postgres_change(store->connection,
                                "INSERT INTO batch VALUES ($1, $2, $3)"
                                " ON CONFLICT (question, epoch) DO UPDATE"
                                " SET reports = batch.reports + excluded.reports",
                                &values, NULL);
  if (status == SOTTO_OK) status = stage_counts(store, added, question->mechanism.cells);
  if (status == SOTTO_OK)
    status = so_postgres_change(store->connection,
                                "INSERT INTO tally SELECT $1, $2, cell, count"
                                " FROM pg_temp.counted ORDER BY cell"
                                " ON CONFLICT (question, epoch, cell) DO UPDATE"
                                " SET count = tally.count + excluded.count",
                                &where, NULL);
  return status;
}

sotto_status so_postgres_put_batch(void *of, const so_store_question *question,
                                   const so_store_batch *batch, int *ret_new) {
  so_postgres *store = of;
  so_postgres_values values = {.count = 0};
  int is_new = 0;
  so_postgres_add_number(&values, question->number);
  so_postgres_add_bytes(&values, (sotto_bytes){batch->id, sizeof batch->id});
  sotto_status status = so_postgres_change(
      store->connection, "INSERT INTO joined VALUES ($1, $2::bytea) ON CONFLICT DO NOTHING",
      &values, &is_new);
  if (status == SOTTO_OK && is_new)
    status = so_postgres_add(of, question, batch->epoch, batch->added);
  if (status == SOTTO_OK) *ret_new = is_new;
  return status;
}

/* The range of epochs that one, or all of them, stand for. */
static void add_range(so_postgres_values *values, int64_t question, uint32_t epoch) {
  so_postgres_add_number(values, question);
  so_postgres_add_number(values, epoch == SO_STORE_EVERY_EPOCH ? 0 : epoch);
  so_postgres_add_number(values, epoch < EPOCH_MOST ? epoch : EPOCH_MOST);
}

/* Takes the sums row by row as the server sends them. */
static sotto_status take_sums(so_postgres *store, uint32_t cells, uint64_t *ret_counts) {
  sotto_status status = SOTTO_OK;
  for (PGresult *row; (row = PQgetResult(store->connection));) {
    const ExecStatusType state = PQresultStatus(row);
    if (state != PGRES_SINGLE_TUPLE && state != PGRES_TUPLES_OK && status == SOTTO_OK)
      status = so_postgres_status(store->connection, row);
    if (state == PGRES_SINGLE_TUPLE) {
      const unsigned long cell = strtoul(PQgetvalue(row, 0, 0), NULL, 10);
      if (cell < cells) ret_counts[cell] = strtoull(PQgetvalue(row, 0, 1), NULL, 10);
    }
    PQclear(row);
  }
  return status;
}

sotto_status so_postgres_counts(void *of, const so_store_question *question, uint32_t epoch,
                                uint64_t *ret_counts) {
  so_postgres *store = of;
  so_postgres_values range = {.count = 0};
  add_range(&range, question->number, epoch);
  memset(ret_counts, 0, question->mechanism.cells * sizeof *ret_counts);
  if (!PQsendQueryParams(store->connection,
                         "SELECT cell, sum(count) FROM tally WHERE question = $1"
                         " AND epoch BETWEEN $2 AND $3 GROUP BY cell",
                         range.count, NULL, range.texts, NULL, NULL, 0))
    return so_postgres_status(store->connection, NULL);
  (void)PQsetSingleRowMode(store->connection);
  return take_sums(store, question->mechanism.cells, ret_counts);
}

sotto_status so_postgres_extent_of(void *of, int64_t question, uint32_t epoch,
                                   so_store_extent *ret_extent) {
  so_postgres *store = of;
  so_postgres_values range = {.count = 0};
  PGresult *rows = NULL;
  add_range(&range, question, epoch);
  sotto_status status =
      so_postgres_ask(store->connection, &rows,
                      "SELECT coalesce(min(epoch), 0), coalesce(max(epoch), 0), count(*),"
                      " coalesce(sum(reports), 0) FROM batch WHERE question = $1"
                      " AND epoch BETWEEN $2 AND $3",
                      &range);
  if (status != SOTTO_OK) return status;
  *ret_extent =
      (so_store_extent){.first_epoch = (uint32_t)strtoul(PQgetvalue(rows, 0, 0), NULL, 10),
                        .last_epoch = (uint32_t)strtoul(PQgetvalue(rows, 0, 1), NULL, 10),
                        .epochs = (uint32_t)strtoul(PQgetvalue(rows, 0, 2), NULL, 10),
                        .reports = strtoull(PQgetvalue(rows, 0, 3), NULL, 10)};
  PQclear(rows);
  return SOTTO_OK;
}
