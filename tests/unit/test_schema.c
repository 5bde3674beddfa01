/*
 * Older profiles become the newest: every table is there, and what the version's bits say stays.
 */
#include <criterion/criterion.h>

#include "vault/schema.h"

static so_database database;

static int64_t number(const char *sql) {
  so_query query = so_query_of(&database, sql, NULL);
  int64_t value = so_query_row(&query) ? so_query_number(&query, 0) : -1;
  cr_assert_eq(so_query_end(&query), SOTTO_OK);
  return value;
}

#define COUNT_DECISIONS "SELECT count(*) FROM decision"
#define VERSION "PRAGMA user_version"

static void open_first_version(const char *version) {
  uint32_t found = 7;
  cr_assert_eq(so_database_open(&database, NULL, NULL, &found), SOTTO_OK);
  cr_assert_eq(so_schema_upgrade(&database, 0), SOTTO_OK);
  cr_assert_eq(so_database_run(&database, "DROP TABLE decision"), SOTTO_OK);
  cr_assert_eq(so_database_run(&database, "INSERT INTO setting VALUES(1, x'07')"), SOTTO_OK);
  cr_assert_eq(so_database_run(&database, version), SOTTO_OK);
}

Test(schema, first_version_gets_the_table_of_decisions_and_keeps_its_rows) {
  open_first_version("PRAGMA user_version=1");
  cr_assert_eq(so_schema_upgrade(&database, 1), SOTTO_OK);
  cr_expect_eq(number(VERSION), SO_SCHEMA_VERSION);
  cr_expect_eq(number(COUNT_DECISIONS), 0);
  cr_expect_eq(number("SELECT count(*) FROM setting"), 1);
  so_database_close(&database);
}

Test(schema, rotation_that_is_due_is_still_due_after_an_upgrade) {
  open_first_version("PRAGMA user_version=65537");
  cr_assert_eq(so_schema_upgrade(&database, 1 | SO_SCHEMA_ROTATION_DUE), SOTTO_OK);
  cr_expect_eq(number(VERSION), SO_SCHEMA_VERSION | SO_SCHEMA_ROTATION_DUE);
  cr_expect_eq(number(COUNT_DECISIONS), 0);
  so_database_close(&database);
}

Test(schema, newer_version_is_refused_and_left_alone) {
  open_first_version("PRAGMA user_version=9");
  cr_expect_eq(so_schema_upgrade(&database, 9), SOTTO_E_FORMAT);
  cr_expect_eq(number(VERSION), 9);
  so_database_close(&database);
}
