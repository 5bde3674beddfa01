/* Calls of SQLite as the stores of the tools make them, with this library's statuses. */
#ifndef SO_TOOLS_STORE_SQLITE_CALL_H
#define SO_TOOLS_STORE_SQLITE_CALL_H

#include <sotto/base.h>
#include <sqlite3.h>

sotto_status so_sqlite_status(int code);
sotto_status so_sqlite_run(sqlite3 *db, const char *sql);
/** What a file of ours is recognized by, and what makes one. */
typedef struct so_sqlite_kind {
  int application, version;
  const char *schema;
} so_sqlite_kind;
/**
 * Opens a file; who writes makes it where there is none, for the owner alone. The caller closes
 * `*ret_db`, whatever is given. #SOTTO_E_MISSING, #SOTTO_E_READ_ONLY, #SOTTO_E_FORMAT for one of
 * another kind or version.
 */
SOTTO_CHECKED sotto_status so_sqlite_open(sqlite3 **ret_db, const char *path,
                                          const so_sqlite_kind *kind, int writes);
/**
 * Prepares "KINDS:SQL", binds the values in order (i an int64_t, t a text, b a sotto_bytes) and
 * steps to the first row; #SOTTO_E_MISSING where there is none. The row is to be finalized.
 */
SOTTO_CHECKED sotto_status so_sqlite_ask(sqlite3 *db, sqlite3_stmt **ret_row, const char *question,
                                         ...);
/** The same with a statement that is kept for the next time; one that gave a row is to be reset. */
SOTTO_CHECKED sotto_status so_sqlite_again(sqlite3 *db, sqlite3_stmt **inout_kept,
                                           const char *question, ...);
/** To the next row; #SOTTO_E_MISSING past the last. */
SOTTO_CHECKED sotto_status so_sqlite_step(sqlite3_stmt *row);
/** Of a change: no row is what it should give. */
sotto_status so_sqlite_changed(sotto_status status);
/** Finalizes what so_sqlite_ask() gave; of a change. */
sotto_status so_sqlite_done(sqlite3_stmt *statement, sotto_status status);
/** Asks for one number; ":SQL". */
SOTTO_CHECKED sotto_status so_sqlite_number(sqlite3 *db, const char *question, int64_t *ret_number);

#endif
