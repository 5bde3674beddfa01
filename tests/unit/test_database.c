/* The connection: encrypted or not at all, and SQLite's errors turned into statuses. */
#include "vault/database.h"

#include "unit/vault_kit.h"

#define KEY                                                                                        \
 "x'000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"                              \
 "a0a1a2a3a4a5a6a7a8a9aaabacadaeaf'"
#define OTHER                                                                                      \
 "x'ff0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"                              \
 "a0a1a2a3a4a5a6a7a8a9aaabacadaeaf'"

/* A row of one text. */
static const so_column words[] = {{SO_COLUMN_TEXT, sizeof(sotto_text), 0}, {0}};

static const char *made(vault_kit *kit, so_database *database) {
  uint32_t version = 9;
  kit_init(kit);
  cr_assert_eq(mkdir(kit->directory, 0700), 0);
  kit_write(kit_path(kit, "d"), NULL, 0);
  cr_assert_eq(so_database_open(database, kit_path(kit, "d"), KEY, &version), SOTTO_OK, "%s",
               database->detail);
  cr_assert_eq(version, 0);
  cr_assert_eq(so_database_run(database, "CREATE TABLE t(a, b); PRAGMA user_version=3;"
                                         "INSERT INTO t VALUES('canary', 2)"),
               SOTTO_OK);
  return kit_path(kit, "d");
}

static void finish(vault_kit *kit, so_database *database) {
  so_database_close(database);
  kit_end(kit);
}

Test(database, the_file_is_encrypted_and_opens_with_its_key_only) {
  vault_kit kit;
  so_database database;
  uint32_t version;
  const char *path = made(&kit, &database);
  so_database_close(&database);
  cr_assert_not(kit_disk_holds(&kit, "canary"));
  cr_assert_not(kit_disk_holds(&kit, "SQLite format"));
  path = kit_path(&kit, "d");
  cr_assert_eq(so_database_open(&database, path, OTHER, &version), SOTTO_E_CORRUPT);
  cr_assert_eq(so_database_open(&database, path, KEY, &version), SOTTO_OK);
  cr_assert_eq(version, 3);
  finish(&kit, &database);
}

Test(database, the_pinned_settings_are_in_force) {
  static const char *const settings[][2] = {
      {"PRAGMA journal_mode", "truncate"}, {"PRAGMA synchronous", "2"},
      {"PRAGMA secure_delete", "1"},       {"PRAGMA temp_store", "2"},
      {"PRAGMA cipher_page_size", "4096"}, {"PRAGMA locking_mode", "exclusive"}};
  vault_kit kit;
  so_database database;
  sotto_text text;
  made(&kit, &database);
  for (size_t i = 0; i < 6; i++) {
    so_query query = so_query_of(&database, settings[i][0], NULL);
    cr_assert(so_query_fetch(&query, words, &text), "%s", settings[i][0]);
    cr_assert_eq(strncmp(text.data, settings[i][1], text.size), 0, "%s: %.*s", settings[i][0],
                 (int)text.size, text.data);
    cr_assert_eq(so_query_end(&query), SOTTO_OK);
  }
  finish(&kit, &database);
}

Test(database, a_statement_is_prepared_once_and_not_entered_twice) {
  vault_kit kit;
  so_database database;
  made(&kit, &database);
  static const char sql[] = "SELECT a FROM t";
  so_query query = so_query_of(&database, sql, NULL);
  cr_assert(so_query_row(&query));
  so_query inner = so_query_of(&database, sql, NULL);
  cr_assert_eq(so_query_end(&inner), SOTTO_E_BUSY);
  cr_assert_eq(so_query_end(&query), SOTTO_OK);
  const uint32_t count = database.statement_count;
  query = so_query_of(&database, sql, NULL);
  cr_assert_eq(so_query_end(&query), SOTTO_OK);
  cr_assert_eq(database.statement_count, count);
  finish(&kit, &database);
}

Test(database, a_query_keeps_its_first_error) {
  vault_kit kit;
  so_database database;
  made(&kit, &database);
  so_query query = so_query_of(&database, "INSERT INTO nothing VALUES(?)", (int64_t[]){1});
  cr_assert_eq(so_query_row(&query), 0);
  cr_assert_eq(so_query_run(&query, NULL), SOTTO_E_INTERNAL);
  cr_assert_neq(database.detail[0], 0);
  finish(&kit, &database);
}

Test(database, rows_are_copied_with_their_types) {
  vault_kit kit;
  so_database database, copy;
  uint32_t version;
  made(&kit, &database);
  cr_assert_eq(so_database_open(&copy, NULL, NULL, &version), SOTTO_OK);
  cr_assert_eq(so_database_run(&database, "INSERT INTO t VALUES(x'00ff', NULL)"), SOTTO_OK);
  cr_assert_eq(so_database_run(&copy, "CREATE TABLE t(a, b)"), SOTTO_OK);
  cr_assert_eq(so_database_copy(&database, &copy, "t"), SOTTO_OK);
  so_query query = so_query_of(&copy, "SELECT group_concat(typeof(a)||typeof(b)) FROM t", NULL);
  sotto_text types;
  cr_assert(so_query_fetch(&query, words, &types));
  cr_assert_eq(strncmp(types.data, "textinteger,blobnull", types.size), 0);
  cr_assert_eq(so_query_end(&query), SOTTO_OK);
  so_database_close(&copy);
  finish(&kit, &database);
}

typedef struct every_kind {
  uint32_t large;
  int32_t negative;
  uint64_t huge;
  sotto_text text;
  sotto_bytes bytes;
  uint8_t array[3];
} every_kind;

static const so_column kinds[] = {SO_COLUMN(U32, every_kind, large),
                                  SO_COLUMN(I32, every_kind, negative),
                                  SO_COLUMN(I64, every_kind, huge),
                                  SO_COLUMN(TEXT, every_kind, text),
                                  SO_COLUMN(BYTES, every_kind, bytes),
                                  SO_COLUMN(ARRAY, every_kind, array),
                                  {0}};

Test(database, each_kind_of_column_comes_back_as_it_was_bound) {
  vault_kit kit;
  so_database database;
  const every_kind row = {UINT32_MAX, -100, UINT64_MAX, {"a", 1}, {NULL, 0}, {7, 8, 9}};
  every_kind again;
  made(&kit, &database);
  cr_assert_eq(so_database_run(&database, "CREATE TABLE kinds(a, b, c, d, e, f)"), SOTTO_OK);
  so_query query = so_query_of(&database, "INSERT INTO kinds VALUES(?,?,?,?,?,?)", NULL);
  so_query_bind(&query, kinds, &row);
  cr_assert_eq(so_query_run(&query, NULL), SOTTO_OK);
  query = so_query_of(&database, "SELECT * FROM kinds WHERE a=4294967295 AND b=-100", NULL);
  cr_assert(so_query_fetch(&query, kinds, &again));
  cr_assert_eq(again.large, row.large);
  cr_assert_eq(again.negative, row.negative);
  cr_assert_eq(again.huge, row.huge);
  cr_assert_eq(again.text.size, 1);
  cr_assert_eq(again.text.data[0], 'a');
  cr_assert_eq(again.bytes.size, 0);
  cr_assert_arr_eq(again.array, row.array, sizeof row.array);
  cr_assert_not(so_query_fetch(&query, kinds, &again));
  cr_assert_eq(so_query_end(&query), SOTTO_OK);
  finish(&kit, &database);
}

Test(database, an_array_of_another_size_is_corrupt) {
  vault_kit kit;
  so_database database;
  every_kind again;
  made(&kit, &database);
  so_query query = so_query_of(&database, "SELECT 1, 2, 3, '', x'', x'0708'", NULL);
  cr_assert_not(so_query_fetch(&query, kinds, &again));
  cr_assert_eq(so_query_end(&query), SOTTO_E_CORRUPT);
  finish(&kit, &database);
}

Test(database, a_closed_one_answers_with_a_status) {
  vault_kit kit;
  so_database database;
  made(&kit, &database);
  so_database_close(&database);
  so_query query = so_query_of(&database, "SELECT 1", NULL);
  cr_assert_eq(so_query_run(&query, NULL), SOTTO_E_STORAGE);
  cr_assert_eq(so_database_run(&database, "SELECT 1"), SOTTO_E_STORAGE);
  so_database_rollback(&database);
  finish(&kit, &database);
}
