/*
 * Calls to a PostgreSQL server, by libpq. Failures are told apart by SQLSTATE, which is the same in
 * every language a server may speak.
 */
#include "tools/store_postgres_call.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tools/steady_clock.h"

#define CONNECT_MS 10000
#define COPY_CHUNK 65536u

void so_postgres_add_text(so_postgres_values *values, const char *text) {
  values->texts[values->count++] = text;
}

void so_postgres_add_number(so_postgres_values *values, int64_t number) {
  char *room = values->written[values->count];
  (void)snprintf(room, SO_POSTGRES_VALUE_SIZE, "%lld", (long long)number);
  so_postgres_add_text(values, room);
}

void so_postgres_add_bytes(so_postgres_values *values, sotto_bytes bytes) {
  char *room = values->written[values->count];
  int at = snprintf(room, SO_POSTGRES_VALUE_SIZE, "\\x");
  for (size_t i = 0; i < bytes.size && i < 32; i++)
    at += snprintf(room + at, SO_POSTGRES_VALUE_SIZE - (size_t)at, "%02x", bytes.data[i]);
  so_postgres_add_text(values, room);
}

static const struct {
  const char *begins; /* of a SQLSTATE */
  sotto_status status;
} meanings[] = {
    {"53100", SOTTO_E_DISK_FULL}, {"53200", SOTTO_E_MEMORY},    {"53300", SOTTO_E_BUSY},
    {"42501", SOTTO_E_DENIED},    {"25006", SOTTO_E_READ_ONLY}, {"28", SOTTO_E_KEY_DENIED},
    {"3D000", SOTTO_E_MISSING},   {"40", SOTTO_E_BUSY},         {"55P03", SOTTO_E_BUSY},
    {"57014", SOTTO_E_BUSY},      {"57P", SOTTO_E_STATE},       {"08", SOTTO_E_STATE},
    {"42", SOTTO_E_FORMAT},       {"XX001", SOTTO_E_CORRUPT},   {"XX002", SOTTO_E_CORRUPT},
};

static sotto_status status_of_code(const char *code) {
  for (size_t i = 0; i < sizeof meanings / sizeof *meanings; i++)
    if (strncmp(code, meanings[i].begins, strlen(meanings[i].begins)) == 0)
      return meanings[i].status;
  return SOTTO_E_STORAGE;
}

sotto_status so_postgres_status(const PGconn *connection, const PGresult *result) {
  const char *code = result ? PQresultErrorField(result, PG_DIAG_SQLSTATE) : NULL;
  if (code && *code) return status_of_code(code);
  if (PQstatus(connection) == CONNECTION_BAD) return SOTTO_E_STATE;
  return result ? SOTTO_E_STORAGE : SOTTO_E_MEMORY;
}

/* A refusal to connect tells its SQLSTATE within the words: "FATAL:  28P01: ...". */
static sotto_status status_of_refusal(const PGconn *connection) {
  const char *at = PQerrorMessage(connection);
  while ((at = strstr(at, ":  "))) {
    at += 3;
    if (strspn(at, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ") == 5 && at[5] == ':')
      return status_of_code(at);
  }
  return PQconnectionNeedsPassword(connection) ? SOTTO_E_KEY_DENIED : SOTTO_E_STATE;
}

static sotto_status wait_connected(PGconn *connection) {
  const int64_t end = so_steady_ms() + CONNECT_MS;
  PostgresPollingStatusType state = PGRES_POLLING_WRITING;
  while (state != PGRES_POLLING_OK && state != PGRES_POLLING_FAILED) {
    struct pollfd wait = {.fd = PQsocket(connection),
                          .events = state == PGRES_POLLING_READING ? POLLIN : POLLOUT};
    const int64_t left = end - so_steady_ms();
    if (left <= 0 || wait.fd < 0) return SOTTO_E_STATE;
    (void)poll(&wait, 1, (int)left);
    if (so_steady_ms() < end) state = PQconnectPoll(connection);
  }
  return state == PGRES_POLLING_OK ? SOTTO_OK : status_of_refusal(connection);
}

/* Notices may quote the address too. */
static void say_nothing(void *context, const PGresult *notice) {
  (void)context;
  (void)notice;
}

static int is_url(const char *place) {
  PQconninfoOption *options = PQconninfoParse(place, NULL); /* what is wrong may quote it */
  PQconninfoFree(options);
  return options != NULL;
}

sotto_status so_postgres_connect(PGconn **ret_connection, const char *place) {
  /* What the URL says itself goes before these, but for the encoding. */
  const char *const keys[] = {"keepalives_idle",  "keepalives_interval",
                              "keepalives_count", "tcp_user_timeout",
                              "application_name", "dbname",
                              "client_encoding",  NULL};
  const char *const values[] = {"10", "5", "3", "30000", "sotto-collect", place, "UTF8", NULL};
  if (!is_url(place)) return SOTTO_E_ARGUMENT;
  PGconn *connection = PQconnectStartParams(keys, values, 1);
  if (!connection) return SOTTO_E_MEMORY;
  (void)PQsetErrorVerbosity(connection, PQERRORS_VERBOSE);
  (void)PQsetNoticeReceiver(connection, say_nothing, NULL);
  sotto_status status = wait_connected(connection);
  if (status == SOTTO_OK)
    *ret_connection = connection;
  else
    PQfinish(connection);
  return status;
}

/* Takes over the result. */
static sotto_status settled(const PGconn *connection, PGresult *result, PGresult **ret_rows) {
  const ExecStatusType state = PQresultStatus(result);
  const int fine = state == PGRES_COMMAND_OK || state == PGRES_TUPLES_OK;
  sotto_status status = fine ? SOTTO_OK : so_postgres_status(connection, result);
  if (fine && ret_rows)
    *ret_rows = result;
  else
    PQclear(result);
  return status;
}

sotto_status so_postgres_run(PGconn *connection, const char *sql) {
  return settled(connection, PQexec(connection, sql), NULL);
}

sotto_status so_postgres_ask(PGconn *connection, PGresult **ret_rows, const char *sql,
                             const so_postgres_values *values) {
  return settled(connection,
                 PQexecParams(connection, sql, values ? values->count : 0, NULL,
                              values ? values->texts : NULL, NULL, NULL, 0),
                 ret_rows);
}

sotto_status so_postgres_change(PGconn *connection, const char *sql,
                                const so_postgres_values *values, int *ret_changed) {
  PGresult *rows = NULL;
  sotto_status status = so_postgres_ask(connection, &rows, sql, values);
  if (status != SOTTO_OK) return status;
  if (ret_changed) *ret_changed = (int)strtol(PQcmdTuples(rows), NULL, 10);
  PQclear(rows);
  return SOTTO_OK;
}

sotto_status so_postgres_number(PGconn *connection, const char *sql,
                                const so_postgres_values *values, int64_t *ret_number) {
  PGresult *rows = NULL;
  sotto_status status = so_postgres_ask(connection, &rows, sql, values);
  if (status != SOTTO_OK) return status;
  *ret_number = PQntuples(rows) > 0 ? strtoll(PQgetvalue(rows, 0, 0), NULL, 10) : 0;
  PQclear(rows);
  return SOTTO_OK;
}

static void put(so_postgres_rows *rows, const void *bytes, size_t size) {
  if (rows->failed) return;
  if (rows->room - rows->size < size) {
    size_t room = 2 * rows->room + size + 4096;
    uint8_t *grown = realloc(rows->bytes, room);
    rows->failed = !grown;
    if (!grown) return;
    rows->bytes = grown;
    rows->room = room;
  }
  memcpy(rows->bytes + rows->size, bytes, size);
  rows->size += size;
}

static void put_number(so_postgres_rows *rows, uint64_t number, uint32_t size) {
  uint8_t bytes[8];
  for (uint32_t i = 0; i < size; i++) bytes[i] = (uint8_t)(number >> (8 * (size - 1 - i)));
  put(rows, bytes, size);
}

void so_postgres_rows_start(so_postgres_rows *rows) {
  rows->size = 0;
  rows->failed = 0;
  put(rows, "PGCOPY\n\377\r\n\0\0\0\0\0\0\0\0", 19);
}

void so_postgres_row(so_postgres_rows *rows, uint16_t fields) {
  put_number(rows, fields, 2);
}

void so_postgres_field_number(so_postgres_rows *rows, uint64_t number, uint32_t size) {
  put_number(rows, size, 4);
  put_number(rows, number, size);
}

void so_postgres_field_bytes(so_postgres_rows *rows, const void *bytes, size_t size) {
  put_number(rows, size, 4);
  put(rows, bytes, size);
}

/* 1: all of it is with the library; less: it failed. */
static int send_rows(PGconn *connection, const so_postgres_rows *rows) {
  int sent = 1;
  for (size_t at = 0; sent == 1 && at < rows->size; at += COPY_CHUNK) {
    const size_t left = rows->size - at;
    sent = PQputCopyData(connection, (const char *)rows->bytes + at,
                         (int)(left < COPY_CHUNK ? left : COPY_CHUNK));
  }
  return sent == 1 ? PQputCopyEnd(connection, NULL) : sent;
}

sotto_status so_postgres_copy(PGconn *connection, const char *sql, so_postgres_rows *rows) {
  put_number(rows, 0xffff, 2);
  if (rows->failed) return SOTTO_E_MEMORY;
  PGresult *result = PQexec(connection, sql);
  sotto_status status =
      PQresultStatus(result) == PGRES_COPY_IN ? SOTTO_OK : so_postgres_status(connection, result);
  PQclear(result);
  if (status != SOTTO_OK) return status;
  if (send_rows(connection, rows) != 1) status = so_postgres_status(connection, NULL);
  while ((result = PQgetResult(connection))) {
    sotto_status last = settled(connection, result, NULL);
    if (status == SOTTO_OK) status = last;
  }
  return status;
}
