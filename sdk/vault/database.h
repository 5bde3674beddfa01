/*
 * One SQLCipher connection: opening it so that it can only ever be encrypted, the statements kept
 * prepared, rows bound and fetched by a list of columns, and SQLite's codes turned into statuses.
 *
 * Fail closed. libsqlite3 exports the same names as libsqlcipher and accepts a key without a word,
 * so PRAGMA cipher_version must give a row before the key is set. The parameters below are pinned
 * after the key and before the first read, so that 3.x and 4.x builds read one file; a build that
 * does not know one of them ignores it. The key is 32 raw bytes and the salt 16, never a
 * passphrase. TRUNCATE and FULL are what survived every simulated power cut; EXCLUSIVE because
 * profile.lock already makes this the only connection. SQL text lives in the files of the rows.
 */
#ifndef SO_VAULT_DATABASE_H
#define SO_VAULT_DATABASE_H

#include <sotto/base.h>

#define SO_STATEMENTS_MAX 64

typedef struct so_statement {
  const char *sql; /* told apart by address: always a literal */
  struct sqlite3_stmt *prepared;
} so_statement;

typedef struct so_database {
  struct sqlite3 *handle;
  so_statement statements[SO_STATEMENTS_MAX];
  uint32_t statement_count;
  char detail[128]; /* about the last failure */
} so_database;

/** 1 where this process's SQLite can encrypt. */
int so_database_can_encrypt(void);
/**
 * Opens an existing file with a raw key text, or a database in memory where `path` is NULL.
 * `*ret_version` is the schema's version, 0 for an empty file. NO_CIPHER, CORRUPT (also: the key is
 * not this file's), READ_ONLY, BUSY, STORAGE.
 */
SOTTO_CHECKED sotto_status so_database_open(so_database *ret_database, const char *path,
                                            const char *key_text, uint32_t *ret_version);
void so_database_close(so_database *database);
/** Runs statements that give no rows. */
SOTTO_CHECKED sotto_status so_database_run(so_database *database, const char *sql);
/** Ends a transaction that is open, if one is. */
void so_database_rollback(so_database *database);

/** How one column lies in the struct of a row. */
typedef enum so_column_kind {
  SO_COLUMN_END,
  SO_COLUMN_U32,
  SO_COLUMN_I32,
  SO_COLUMN_I64, /* or uint64_t */
  SO_COLUMN_TEXT,
  SO_COLUMN_BYTES,
  SO_COLUMN_ARRAY /* exactly the bytes of a uint8_t array; any other size is CORRUPT */
} so_column_kind;

/** A column; a list of them ends with SO_COLUMN_END. */
typedef struct so_column {
  so_column_kind kind;
  size_t size;
  size_t offset;
} so_column;

#define SO_COLUMN(kind, type, field)                                                               \
 { SO_COLUMN_##kind, sizeof((type *)0)->field, offsetof(type, field) }

/** A prepared statement in use. Errors stick; so_query_end() gives the first. */
typedef struct so_query {
  so_database *database;
  struct sqlite3_stmt *prepared;
  sotto_status status;
} so_query;

/**
 * Takes a statement from the cache or prepares it. `sql` is a literal; `numbers` (or NULL) holds as
 * many as it has parameters.
 */
so_query so_query_of(so_database *database, const char *sql, const int64_t *numbers);
/** Binds as many columns as there are parameters; what they view must live until so_query_end(). */
void so_query_bind(so_query *query, const so_column *columns, const void *row);
/** 1 while there is a row. */
int so_query_row(so_query *query);
/** Gives a number of the row; columns count from 0. */
int64_t so_query_number(const so_query *query, int column);
/** Takes the row's columns; text and bytes die with the next row. */
void so_query_take(so_query *query, const so_column *columns, void *ret_row);
/** so_query_row() and so_query_take(): 1 where both did well. */
int so_query_fetch(so_query *query, const so_column *columns, void *ret_row);
/** Gives the statement back. */
SOTTO_CHECKED sotto_status so_query_end(so_query *query);
/** Runs to the end and gives back; `ret_changes` (may be NULL) is how many rows changed. */
SOTTO_CHECKED sotto_status so_query_run(so_query *query, size_t *ret_changes);

/** Copies every row of a table into the same table of another database. */
SOTTO_CHECKED sotto_status so_database_copy(so_database *from, so_database *to, const char *table);

#endif
