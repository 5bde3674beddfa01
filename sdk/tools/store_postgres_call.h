/*
 * One PostgreSQL server as the collector's store speaks to it: connecting with a deadline, asking
 * with values, copying rows in, and what a failure means. Nothing of what the server or the library
 * says in words is passed on: it may hold parts of the address, and that may hold a password.
 */
#ifndef SO_TOOLS_STORE_POSTGRES_CALL_H
#define SO_TOOLS_STORE_POSTGRES_CALL_H

#include <libpq-fe.h>
#include <sotto/base.h>

#define SO_POSTGRES_VALUES 8
#define SO_POSTGRES_VALUE_SIZE 80

/** Values of a question, in order; texts are views, numbers and bytes are written down. */
typedef struct so_postgres_values {
  int count;
  const char *texts[SO_POSTGRES_VALUES];
  char written[SO_POSTGRES_VALUES][SO_POSTGRES_VALUE_SIZE];
} so_postgres_values;

void so_postgres_add_number(so_postgres_values *values, int64_t number);
void so_postgres_add_text(so_postgres_values *values, const char *text);
/** At most 32 bytes. */
void so_postgres_add_bytes(so_postgres_values *values, sotto_bytes bytes);

/** Connects within 10 seconds. Errors as so_store_open(). */
SOTTO_CHECKED sotto_status so_postgres_connect(PGconn **ret_connection, const char *place);
/** What the last failure of a connection means; `result` may be NULL. */
sotto_status so_postgres_status(const PGconn *connection, const PGresult *result);
/** Runs SQL without values, also several statements. */
SOTTO_CHECKED sotto_status so_postgres_run(PGconn *connection, const char *sql);
/** Asks with values (NULL: none); gives the rows, which the caller clears. */
SOTTO_CHECKED sotto_status so_postgres_ask(PGconn *connection, PGresult **ret_rows, const char *sql,
                                           const so_postgres_values *values);
/** Asks and clears; gives how many rows were changed where that is wanted. */
SOTTO_CHECKED sotto_status so_postgres_change(PGconn *connection, const char *sql,
                                              const so_postgres_values *values, int *ret_changed);
/** The first column of the first row as a number; 0 where there is none. */
SOTTO_CHECKED sotto_status so_postgres_number(PGconn *connection, const char *sql,
                                              const so_postgres_values *values,
                                              int64_t *ret_number);

/** Rows on their way in, in COPY's binary form; the bytes are kept for the next time. */
typedef struct so_postgres_rows {
  uint8_t *bytes;
  size_t size, room;
  int failed; /* no memory */
} so_postgres_rows;

void so_postgres_rows_start(so_postgres_rows *rows);
/** Starts a row of so many fields, each then added. */
void so_postgres_row(so_postgres_rows *rows, uint16_t fields);
/** A field: a big-endian number of 4 or 8 bytes, or bytes as they are. */
void so_postgres_field_number(so_postgres_rows *rows, uint64_t number, uint32_t size);
void so_postgres_field_bytes(so_postgres_rows *rows, const void *bytes, size_t size);
/** Sends them by "COPY ... FROM STDIN (FORMAT binary)". */
SOTTO_CHECKED sotto_status so_postgres_copy(PGconn *connection, const char *sql,
                                            so_postgres_rows *rows);

#endif
