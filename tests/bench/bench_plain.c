/*
 * SQLCipher by hand: see bench_plain.h.
 */
#include "bench_plain.h"

#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

#include "bench_table.h"
#include "vault/schema.h"

static const char key[] = "x'000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"
                          "202122232425262728292a2b2c2d2e2f'";

static void must(sqlite3 *database, int code) {
  if (code == SQLITE_OK || code == SQLITE_DONE || code == SQLITE_ROW) return;
  fprintf(stderr, "%s\n", sqlite3_errmsg(database));
  bench_must(SOTTO_E_STORAGE, "SQLCipher");
}

static void run(sqlite3 *database, const char *sql) {
  must(database, sqlite3_exec(database, sql, NULL, NULL, NULL));
}

static sqlite3 *opened(const char *path) {
  sqlite3 *database = NULL;
  const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;
  must(database, sqlite3_open_v2(path, &database, flags, NULL));
  must(database, sqlite3_key(database, key, (int)strlen(key)));
  run(database, "PRAGMA cipher_page_size=4096;PRAGMA temp_store=MEMORY;PRAGMA secure_delete=ON;"
                "PRAGMA synchronous=FULL;PRAGMA locking_mode=EXCLUSIVE;"
                "PRAGMA journal_mode=TRUNCATE;");
  return database;
}

sqlite3 *bench_plain_open(const char *path) {
  sqlite3 *database = opened(path);
  run(database, "SELECT max(id) FROM event");
  return database;
}

sqlite3 *bench_plain_make(const char *path) {
  sqlite3 *database = opened(path);
  so_database view = {.handle = database};
  bench_must(so_schema_upgrade(&view, 0), "schema");
  return database;
}

void bench_plain_insert(sqlite3 *database, uint32_t events) {
  sqlite3_stmt *insert = NULL;
  char item[16];
  run(database, "BEGIN IMMEDIATE");
  must(database, sqlite3_prepare_v2(database, "INSERT INTO event VALUES(NULL,?,?,?,?,?,?,?,?,?,?)",
                                    -1, &insert, NULL));
  for (uint32_t i = 0; i < events; i++) {
    snprintf(item, sizeof item, "i%u", i * 7919 % 10000);
    sqlite3_bind_int64(insert, 1, 1767607200000 + i * 20000);
    for (int column = 2; column <= 9; column++) sqlite3_bind_int64(insert, column, column % 3);
    sqlite3_bind_text(insert, 10, item, -1, SQLITE_STATIC);
    must(database, sqlite3_step(insert));
    sqlite3_reset(insert);
  }
  sqlite3_finalize(insert);
  run(database, "COMMIT");
}

void bench_plain_close(sqlite3 *database) {
  sqlite3_close(database);
}
