/*
 * One SQLCipher connection: opening it so that it can only ever be encrypted, the statements kept
 * prepared, and SQLite's codes turned into statuses.
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
 * not this file's), FORMAT (a plain database), READ_ONLY, BUSY, STORAGE.
 */
SOTTO_CHECKED sotto_status so_database_open(so_database *ret_database, const char *path,
                                            const char *key_text, uint32_t *ret_version);
void so_database_close(so_database *database);
/** Runs statements that give no rows. */
SOTTO_CHECKED sotto_status so_database_run(so_database *database, const char *sql);
/** Ends a transaction that is open, if one is. */
void so_database_rollback(so_database *database);

/** A prepared statement in use. Errors stick; so_query_end() gives the first. */
typedef struct so_query {
  so_database *database;
  struct sqlite3_stmt *prepared;
  int bound;
  sotto_status status;
} so_query;

/** Takes a statement from the cache or prepares it. `sql` is a literal. */
so_query so_query_of(so_database *database, const char *sql);
/** A query that fails with `status` from the start. */
so_query so_query_refused(sotto_status status);
/** Binds the next parameter; text and bytes must live until so_query_end(). */
void so_query_i64(so_query *query, int64_t value);
void so_query_text(so_query *query, sotto_text value);
void so_query_bytes(so_query *query, sotto_bytes value);
/** 1 while there is a row; its columns count from 0 and die with the next call. */
int so_query_row(so_query *query);
int64_t so_query_get_i64(const so_query *query, int column);
sotto_text so_query_get_text(const so_query *query, int column);
sotto_bytes so_query_get_bytes(const so_query *query, int column);
/** Copies a column of exactly `size` bytes; otherwise the query fails with CORRUPT. */
void so_query_copy(so_query *query, int column, uint8_t *ret_bytes, size_t size);
/** Gives the statement back. */
SOTTO_CHECKED sotto_status so_query_end(so_query *query);
/** Runs to the end and gives back; `ret_changes` (may be NULL) is how many rows changed. */
SOTTO_CHECKED sotto_status so_query_run(so_query *query, size_t *ret_changes);
/** The id of the row inserted last. */
int64_t so_database_inserted(const so_database *database);

/** Copies every row of a table into the same table of another database. */
SOTTO_CHECKED sotto_status so_database_copy(so_database *from, so_database *to, const char *table);

#endif
