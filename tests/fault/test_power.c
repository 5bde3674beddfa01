/*
 * Power cuts: the database as the vault opens it, on a disk whose power goes at every one of its
 * operations. What was acknowledged is there afterwards, transactions are whole, pages are sound.
 * Every operation is cut, with 4 seeds each (40 with SOTTO_LONG). Then the profile lives on
 * and is cut once more: a journal that came back would undo what was acknowledged since. The same
 * work without syncing is the control: it must lose something, or this test proves nothing.
 */
#include <criterion/criterion.h>
#include <stdlib.h>

#include "power_disk.h"
#include "vault/database.h"
#include "vault/schema.h"

#define BATCH 5
#define BATCHES 6
#define KEY                                                                                        \
 "x'000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"                              \
 "a0a1a2a3a4a5a6a7a8a9aaabacadaeaf'"

typedef struct power_run {
  int made;         /* the schema was acknowledged */
  int64_t rows;     /* acknowledged, or found at the latest open */
  const char *also; /* a statement run after opening */
} power_run;

static int64_t number(so_database *database, const char *sql) {
  so_query query = so_query_of(database, sql, NULL);
  const int64_t value = so_query_row(&query) ? so_query_number(&query, 0) : -1;
  return so_query_end(&query) ? -1 : value;
}

static sotto_status append_batch(so_database *database) {
  sotto_status status = so_database_run(database, "BEGIN IMMEDIATE");
  for (int i = 0; !status && i < BATCH; i++)
    status = so_database_run(database, "INSERT INTO event VALUES(NULL,1,0,1,0,1,0,0,1,-1,"
                                       "hex(randomblob(300)))");
  if (!status)
    status = so_database_run(database, "UPDATE event SET dwell_ms=dwell_ms+1 WHERE id%3=0");
  return status ? status : so_database_run(database, "COMMIT");
}

/* Opens, makes the tables where there are none, and commits. */
static void work(power_run *run) {
  so_database database;
  uint32_t version = 0;
  sotto_status status = so_database_open(&database, "profile.db", KEY, &version);
  if (status) return;
  status = so_database_run(&database, run->also);
  if (!status) status = so_schema_upgrade(&database, version);
  if (!status) run->made = 1;
  if (!status && version) {
    const int64_t found = number(&database, "SELECT count(*) FROM event");
    if (found > run->rows) run->rows = found; /* committed, though nobody was told */
  }
  for (int i = 0; !status && i < BATCHES; i++) {
    status = append_batch(&database);
    if (!status) run->rows += BATCH;
  }
  so_database_close(&database);
}

/* 1 when the profile is as it must be after the cut. */
static int is_whole(const power_run *run) {
  so_database database;
  uint32_t version = 0;
  if (so_database_open(&database, "profile.db", KEY, &version)) return !run->made;
  const int64_t rows = version ? number(&database, "SELECT count(*) FROM event") : 0;
  static const so_column words[] = {{SO_COLUMN_TEXT, sizeof(sotto_text), 0}, {0}};
  sotto_text found;
  so_query query = so_query_of(&database, "PRAGMA integrity_check", NULL);
  const int sound = so_query_fetch(&query, words, &found) && found.size == 2; /* "ok" */
  const int failed = so_query_end(&query) != SOTTO_OK;
  so_database_close(&database);
  return sound && !failed && (version || !run->made) && rows >= run->rows &&
         rows <= run->rows + BATCH && rows % BATCH == 0;
}

/* One life until the cut, what is left, a second life until its cut, what is left of that. */
static int live(const char *also, uint32_t cut, uint32_t second_cut, uint64_t seed) {
  power_run run = {0, 0, also};
  power_disk_reset();
  power_disk_make("profile.db");
  power_disk_cut(cut);
  work(&run);
  power_disk_restore(seed);
  if (!is_whole(&run)) return 0;
  power_disk_cut(second_cut);
  work(&run);
  power_disk_restore(seed + 1);
  return is_whole(&run);
}

/* Cuts the work at every operation; gives how many profiles were not whole afterwards. */
static int cut_everywhere(const char *also, uint32_t seeds, uint32_t *ret_cuts) {
  int broken = 0;
  power_run whole = {0, 0, also};
  power_disk_reset();
  power_disk_make("profile.db");
  power_disk_cut(0);
  work(&whole);
  cr_assert_eq(whole.rows, BATCH * BATCHES);
  const uint32_t operations = power_disk_operations();
  *ret_cuts = 0;
  for (uint32_t cut = 1; cut <= operations; cut++)
    for (uint32_t seed = 0; seed < seeds; seed++, ++*ret_cuts)
      broken += !live(also, cut, 1 + (cut * 37 + seed * 101) % operations, 1000 * cut + 2 * seed);
  return broken;
}

Test(power, acknowledged_commits_survive_a_power_cut_at_every_operation) {
  uint32_t cuts = 0;
  const char *wish = getenv("SOTTO_LONG");
  power_disk_install();
  const int broken = cut_everywhere("SELECT 1", wish && *wish ? 40 : 4, &cuts);
  cr_assert_eq(broken, 0, "%d of %u cuts", broken, (unsigned)cuts);
  cr_assert_gt(cuts, 400);
}

Test(power, without_syncing_they_do_not) {
  uint32_t cuts = 0;
  power_disk_install();
  cr_assert_gt(cut_everywhere("PRAGMA synchronous=OFF", 2, &cuts), 20);
}
