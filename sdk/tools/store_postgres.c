/*
 * The collector's store in a PostgreSQL database, for fleets: everything is in the schema "sotto",
 * and several collectors write to it at once. The row of sotto.store holds the version of the
 * schema. report and tally are partitioned by question, and each of those by epoch; partitions are
 * made when the first report comes (store_postgres_rows.c).
 *
 * No count is lost between collectors: a report id is remembered under a unique key, counts are
 * added to in place under row locks, and both are one transaction. What belongs to a pack (brand,
 * questions, names of buckets) is put under one advisory lock. A lock not had in 5 seconds is
 * #SOTTO_E_BUSY.
 *
 * A connection keeps settings and temporary tables of its own: a pooler in front must lend whole
 * sessions, not transactions.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tools/store_postgres_rows.h"

#define SCHEMA_VERSION 1

static const char session_sql[] =
    "SET lock_timeout = '5s'; SET search_path = sotto; SET jit = off; SET enable_nestloop = off;"
    "SET standard_conforming_strings = on; SET idle_in_transaction_session_timeout = 0;"
    "SELECT set_config('synchronous_commit', 'on', false)"
    " WHERE current_setting('synchronous_commit') = 'off'";

static const char schema_sql[] =
    "CREATE SCHEMA sotto;"
    "CREATE TABLE store(one int PRIMARY KEY CHECK (one = 1), version int NOT NULL);"
    "CREATE TABLE brand(one int PRIMARY KEY CHECK (one = 1), name text NOT NULL,"
    " key bytea NOT NULL);"
    "CREATE TABLE empathy(one int PRIMARY KEY CHECK (one = 1), weights text NOT NULL);"
    "CREATE TABLE question(number int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,"
    " content bytea NOT NULL UNIQUE, name text NOT NULL, kind bigint NOT NULL,"
    " minimum_batch bigint NOT NULL, mechanism text NOT NULL, epsilon_micro bigint NOT NULL);"
    "CREATE TABLE bucket(question int NOT NULL, bucket int NOT NULL, name text NOT NULL,"
    " label text NOT NULL, PRIMARY KEY (question, bucket));"
    "CREATE TABLE batch(question int NOT NULL, epoch int NOT NULL, reports bigint NOT NULL,"
    " PRIMARY KEY (question, epoch));"
    "CREATE TABLE joined(question int NOT NULL, batch bytea NOT NULL,"
    " PRIMARY KEY (question, batch));"
    "CREATE TABLE report(question int NOT NULL, epoch int NOT NULL, report uuid NOT NULL,"
    " PRIMARY KEY (question, epoch, report)) PARTITION BY LIST (question);"
    "CREATE TABLE tally(question int NOT NULL, epoch int NOT NULL, cell int NOT NULL,"
    " count bigint NOT NULL, PRIMARY KEY (question, epoch, cell)) PARTITION BY LIST (question);";

/* Closes the transaction that a failure left open, unless the connection went with it. */
static void undo(void *of) {
  so_postgres *store = of;
  store->put.size = 0;
  if (PQstatus(store->connection) != CONNECTION_OK) return;
  if (PQtransactionStatus(store->connection) != PQTRANS_IDLE)
    (void)!so_postgres_run(store->connection, "ROLLBACK");
}

static sotto_status make_schema(PGconn *connection) {
  char stamp[96];
  (void)snprintf(stamp, sizeof stamp, "INSERT INTO store VALUES (1, %d)", SCHEMA_VERSION);
  sotto_status status = so_postgres_run(connection, schema_sql);
  return status == SOTTO_OK ? so_postgres_run(connection, stamp) : status;
}

/* 0: no schema; 1: ours; a schema of this name that is not is #SOTTO_E_FORMAT. */
static sotto_status look(PGconn *connection, int *ret_ours) {
  int64_t schema = 0, table = 0, version = 0;
  sotto_status status = so_postgres_number(
      connection, "SELECT count(*) FROM pg_namespace WHERE nspname = 'sotto'", NULL, &schema);
  if (status == SOTTO_OK && schema)
    status = so_postgres_number(
        connection, "SELECT count(*) FROM pg_class WHERE oid = to_regclass('sotto.store')", NULL,
        &table);
  if (status == SOTTO_OK && table)
    status = so_postgres_number(connection, "SELECT version FROM sotto.store", NULL, &version);
  if (status != SOTTO_OK) return status;
  if (schema && version != SCHEMA_VERSION) return SOTTO_E_FORMAT;
  *ret_ours = schema != 0;
  return SOTTO_OK;
}

/* Two collectors may meet an empty database at once: the second finds what the first made. */
static sotto_status make_once(so_postgres *store) {
  int ours = 0;
  sotto_status status = so_postgres_run(store->connection, "BEGIN");
  if (status == SOTTO_OK) status = so_postgres_run(store->connection, SO_POSTGRES_LOCK_SQL);
  if (status == SOTTO_OK) status = look(store->connection, &ours);
  if (status == SOTTO_OK && !ours) status = make_schema(store->connection);
  if (status == SOTTO_OK) status = so_postgres_run(store->connection, "COMMIT");
  if (status != SOTTO_OK) undo(store);
  return status;
}

/* A reader sees one moment, however long it reads. */
static sotto_status meet_schema(so_postgres *store, so_store_mode mode) {
  int ours = 0;
  sotto_status status = look(store->connection, &ours);
  if (status != SOTTO_OK) return status;
  if (mode == SO_STORE_READ)
    return ours ? so_postgres_run(store->connection,
                                  "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
                : SOTTO_E_MISSING;
  if (!ours) status = make_once(store);
  return status == SOTTO_OK ? so_postgres_stage(store) : status;
}

static void close_server(void *of) {
  so_postgres *store = of;
  PQfinish(store->connection);
  PQclear(store->labels);
  free(store->put.bytes);
  free(store->rows.bytes);
  free(store->parts);
  explicit_bzero(store->place, strlen(store->place));
  free(store->place);
  free(store);
}

static sotto_status open_server(void **ret_state, const char *place, so_store_mode mode) {
  so_postgres *store = calloc(1, sizeof *store);
  char *copy = strdup(place);
  if (!store || !copy) {
    free(store);
    free(copy);
    return SOTTO_E_MEMORY;
  }
  store->place = copy;
  sotto_status status = so_postgres_connect(&store->connection, place);
  if (status == SOTTO_OK) status = so_postgres_run(store->connection, session_sql);
  if (status == SOTTO_OK) status = meet_schema(store, mode);
  if (status == SOTTO_OK)
    *ret_state = store;
  else
    close_server(store);
  return status;
}

static sotto_status begin(void *of) {
  so_postgres *store = of;
  undo(store);
  store->sights_staged = store->counts_staged = 0;
  return so_postgres_run(store->connection, "BEGIN");
}

/* Names of buckets come one by one and go in together. */
static sotto_status put_labels(so_postgres *store) {
  if (store->put.size == 0) return SOTTO_OK;
  PGconn *connection = store->connection;
  sotto_status status =
      so_postgres_copy(connection, "COPY pg_temp.named FROM STDIN (FORMAT binary)", &store->put);
  store->put.size = 0;
  if (status == SOTTO_OK)
    status = so_postgres_run(
        connection, "INSERT INTO bucket SELECT DISTINCT ON (question, bucket) *"
                    " FROM pg_temp.named ORDER BY question, bucket"
                    " ON CONFLICT (question, bucket) DO UPDATE"
                    " SET name = excluded.name, label = excluded.label"
                    " WHERE bucket.name <> excluded.name OR bucket.label <> excluded.label;"
                    "TRUNCATE pg_temp.named");
  return status;
}

static sotto_status commit(void *of) {
  so_postgres *store = of;
  PGresult *result = NULL;
  sotto_status status = put_labels(store);
  if (status == SOTTO_OK) status = so_postgres_ask(store->connection, &result, "COMMIT", NULL);
  if (status != SOTTO_OK) return status;
  /* A transaction that had failed is answered with ROLLBACK, and that is no commit. */
  const int committed = strcmp(PQcmdStatus(result), "COMMIT") == 0;
  PQclear(result);
  return committed ? SOTTO_OK : SOTTO_E_STORAGE;
}

static sotto_status put_brand(void *of, const char *name, sotto_bytes key) {
  so_postgres *store = of;
  so_postgres_values values = {.count = 0};
  int changed = 0;
  so_postgres_add_text(&values, name);
  so_postgres_add_bytes(&values, key);
  sotto_status status = so_postgres_run(store->connection, SO_POSTGRES_LOCK_SQL);
  if (status == SOTTO_OK)
    status = so_postgres_change(store->connection,
                                "INSERT INTO brand(one, name, key) VALUES (1, $1, $2::bytea)"
                                " ON CONFLICT (one) DO UPDATE SET name = excluded.name"
                                " WHERE brand.key = excluded.key",
                                &values, &changed);
  return status == SOTTO_OK && changed == 0 ? SOTTO_E_UNTRUSTED : status;
}

static sotto_status brand(void *of, char ret_name[SOTTO_LABEL_SIZE]) {
  so_postgres *store = of;
  PGresult *rows = NULL;
  sotto_status status = so_postgres_ask(store->connection, &rows, "SELECT name FROM brand", NULL);
  if (status != SOTTO_OK) return status;
  (void)snprintf(ret_name, SOTTO_LABEL_SIZE, "%s",
                 PQntuples(rows) > 0 ? PQgetvalue(rows, 0, 0) : "");
  PQclear(rows);
  return SOTTO_OK;
}

static sotto_status put_weights(void *of, const double weights[SOTTO_MINDSETS]) {
  so_postgres *store = of;
  char text[SO_STORE_WEIGHTS_SIZE];
  so_postgres_values values = {.count = 0};
  so_store_write_weights(weights, text);
  so_postgres_add_text(&values, text);
  return so_postgres_change(store->connection,
                            "INSERT INTO empathy VALUES (1, $1)"
                            " ON CONFLICT (one) DO UPDATE SET weights = excluded.weights",
                            &values, NULL);
}

static sotto_status weights(void *of, double ret_weights[SOTTO_MINDSETS]) {
  so_postgres *store = of;
  PGresult *rows = NULL;
  sotto_status status =
      so_postgres_ask(store->connection, &rows, "SELECT weights FROM empathy", NULL);
  if (status != SOTTO_OK) return status;
  so_store_read_weights(PQntuples(rows) > 0 ? PQgetvalue(rows, 0, 0) : NULL, ret_weights);
  PQclear(rows);
  return SOTTO_OK;
}

/* Found before it is put, so that a number is used up only by a new one. */
static sotto_status put_question(void *of, so_store_question *inout_question) {
  so_postgres *store = of;
  char mechanism[SO_STORE_MECHANISM_SIZE];
  so_postgres_values content = {.count = 0}, values = {.count = 0};
  const sotto_bytes bytes = {inout_question->content, sizeof inout_question->content};
  int64_t number = 0;
  so_store_write_mechanism(&inout_question->mechanism, mechanism);
  so_postgres_add_bytes(&content, bytes);
  so_postgres_add_bytes(&values, bytes);
  so_postgres_add_text(&values, inout_question->name);
  so_postgres_add_number(&values, inout_question->kind);
  so_postgres_add_number(&values, inout_question->minimum_batch);
  so_postgres_add_text(&values, mechanism);
  so_postgres_add_number(&values, (int64_t)inout_question->mechanism.epsilon_micro);
  sotto_status status = so_postgres_run(store->connection, SO_POSTGRES_LOCK_SQL);
  if (status == SOTTO_OK)
    status = so_postgres_number(store->connection,
                                "SELECT number FROM question WHERE content = $1::bytea", &content,
                                &number);
  if (status == SOTTO_OK && !number)
    status = so_postgres_number(store->connection,
                                "INSERT INTO question(content, name, kind, minimum_batch,"
                                " mechanism, epsilon_micro) VALUES ($1::bytea, $2, $3, $4, $5, $6)"
                                " RETURNING number",
                                &values, &number);
  if (status == SOTTO_OK) inout_question->number = number;
  return status;
}

static sotto_status put_label(void *of, int64_t question, uint32_t bucket,
                              const sotto_bucket_label *label) {
  so_postgres *store = of;
  if (store->put.size == 0) so_postgres_rows_start(&store->put);
  so_postgres_row(&store->put, 4);
  so_postgres_field_number(&store->put, (uint64_t)question, 4);
  so_postgres_field_number(&store->put, bucket, 4);
  so_postgres_field_bytes(&store->put, label->name, strlen(label->name));
  so_postgres_field_bytes(&store->put, label->label, strlen(label->label));
  return store->put.failed ? SOTTO_E_MEMORY : SOTTO_OK;
}

/* Fills a question from a row; the content comes as "\x" and hexadecimal digits. */
static sotto_status read_question(const PGresult *rows, so_store_question *ret_question) {
  so_store_question question = {.number = strtoll(PQgetvalue(rows, 0, 0), NULL, 10),
                                .kind = (uint32_t)strtoul(PQgetvalue(rows, 0, 3), NULL, 10),
                                .minimum_batch =
                                    (uint32_t)strtoul(PQgetvalue(rows, 0, 4), NULL, 10)};
  const char *content = PQgetvalue(rows, 0, 1);
  if (strlen(content) != 2 + 2 * sizeof question.content) return SOTTO_E_CORRUPT;
  for (size_t i = 0; i < sizeof question.content; i++) {
    unsigned byte = 0;
    if (sscanf(content + 2 + 2 * i, "%2x", &byte) != 1) return SOTTO_E_CORRUPT;
    question.content[i] = (uint8_t)byte;
  }
  (void)snprintf(question.name, sizeof question.name, "%s", PQgetvalue(rows, 0, 2));
  sotto_status status = so_store_read_mechanism(PQgetvalue(rows, 0, 5), &question.mechanism);
  if (status != SOTTO_OK) return status;
  question.mechanism.epsilon_micro = strtoull(PQgetvalue(rows, 0, 6), NULL, 10);
  *ret_question = question;
  return SOTTO_OK;
}

static sotto_status question_at(void *of, uint32_t index, so_store_question *ret_question) {
  so_postgres *store = of;
  so_postgres_values values = {.count = 0};
  PGresult *rows = NULL;
  so_postgres_add_number(&values, index);
  sotto_status status =
      so_postgres_ask(store->connection, &rows,
                      "SELECT number, content, name, kind, minimum_batch, mechanism, epsilon_micro"
                      " FROM question ORDER BY number LIMIT 1 OFFSET $1",
                      &values);
  if (status != SOTTO_OK) return status;
  status = PQntuples(rows) > 0 ? read_question(rows, ret_question) : SOTTO_E_MISSING;
  PQclear(rows);
  return status;
}

/* The names of a question's buckets are fetched together and kept until another's are wanted. */
static sotto_status label(void *of, int64_t question, uint32_t bucket,
                          sotto_bucket_label *ret_label) {
  so_postgres *store = of;
  so_postgres_values values = {.count = 0};
  if (!store->labels || store->labels_of != question) {
    PQclear(store->labels);
    store->labels = NULL;
    so_postgres_add_number(&values, question);
    sotto_status status = so_postgres_ask(
        store->connection, &store->labels,
        "SELECT bucket, name, label FROM bucket WHERE question = $1 ORDER BY bucket", &values);
    if (status != SOTTO_OK) return status;
    store->labels_of = question;
  }
  const int row = (int)bucket;
  if (row >= PQntuples(store->labels) ||
      strtoul(PQgetvalue(store->labels, row, 0), NULL, 10) != bucket)
    return SOTTO_E_MISSING;
  (void)snprintf(ret_label->name, SOTTO_LABEL_SIZE, "%s", PQgetvalue(store->labels, row, 1));
  (void)snprintf(ret_label->label, SOTTO_LABEL_SIZE, "%s", PQgetvalue(store->labels, row, 2));
  return SOTTO_OK;
}

const so_store_engine so_store_postgres = {.open = open_server,
                                           .close = close_server,
                                           .begin = begin,
                                           .commit = commit,
                                           .undo = undo,
                                           .put_brand = put_brand,
                                           .brand = brand,
                                           .put_weights = put_weights,
                                           .weights = weights,
                                           .put_question = put_question,
                                           .put_label = put_label,
                                           .see = so_postgres_see,
                                           .add = so_postgres_add,
                                           .put_batch = so_postgres_put_batch,
                                           .question_at = question_at,
                                           .label = label,
                                           .counts = so_postgres_counts,
                                           .extent_of = so_postgres_extent_of};
