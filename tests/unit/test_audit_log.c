/* What the audit log holds and how it is visited; and that it shows each way of lying: a row
 * changed, removed, swapped, added, or the tail cut. */
#include "vault/audit_log.h"

#include "base/epoch.h"
#include "unit/vault_kit.h"

static void edit(so_vault *vault, const char *sql) {
  cr_assert_eq(so_database_run(&vault->database, sql), SOTTO_OK, "%s", so_vault_error(vault));
}

/* Eight chained rows: CREATED, 4 days of events (the last day is still counting), 3 stated. */
static so_vault *filled(vault_kit *kit) {
  kit_init(kit);
  so_vault *vault = kit_open(kit);
  for (int day = 0; day < 5; day++) {
    cr_assert_eq(so_vault_begin(vault, SOTTO_ACT_EVENTS), SOTTO_OK);
    cr_assert_eq(so_vault_audit_count(vault, KIT_NOW + day * SO_DAY_MS, 3), SOTTO_OK);
    cr_assert_eq(so_vault_commit(vault), SOTTO_OK);
    if (day % 2) kit_stated(vault);
  }
  kit_stated(vault);
  return vault;
}

static sotto_status verify(so_vault *vault, uint64_t *ret_rows) {
  *ret_rows = 0;
  return so_vault_audit_verify(vault, ret_rows);
}

static void finish(vault_kit *kit, so_vault *vault) {
  so_vault_close(vault);
  kit_end(kit);
}

static void expect_bad(const char *sql, uint64_t first_bad) {
  vault_kit kit;
  uint64_t rows;
  so_vault *vault = filled(&kit);
  cr_assert_eq(verify(vault, &rows), SOTTO_OK);
  cr_assert_eq(rows, 8);
  edit(vault, sql);
  cr_assert_eq(verify(vault, &rows), SOTTO_E_TAMPERED, "%s", sql);
  cr_assert_eq(rows, first_bad, "%s: %d", sql, (int)rows);
  finish(&kit, vault);
}

Test(audit_log, a_changed_field_shows) {
  expect_bad("UPDATE audit SET act=6 WHERE sequence=4", 4);
  expect_bad("UPDATE audit SET time_ms=time_ms+1 WHERE sequence=2", 2);
  expect_bad("UPDATE audit SET cost_micro=1 WHERE sequence=8", 8);
  expect_bad("UPDATE audit SET detail='{ }' WHERE sequence=4", 4);
  expect_bad("UPDATE audit SET salt=zeroblob(16) WHERE sequence=1", 1);
  expect_bad("UPDATE audit SET hash=zeroblob(32) WHERE sequence=5", 5);
  expect_bad("UPDATE audit SET hash=zeroblob(31) WHERE sequence=5", 5);
}

Test(audit_log, a_removed_row_shows) {
  expect_bad("DELETE FROM audit WHERE sequence=4", 4);
  expect_bad("DELETE FROM audit WHERE sequence=1", 1);
}

Test(audit_log, swapped_rows_show) {
  expect_bad("UPDATE audit SET sequence=99 WHERE sequence=4;"
             "UPDATE audit SET sequence=4 WHERE sequence=7;"
             "UPDATE audit SET sequence=7 WHERE sequence=99",
             4);
}

Test(audit_log, an_added_row_shows) {
  expect_bad("INSERT INTO audit SELECT 9,time_ms,act,0,salt,detail,hash FROM audit "
             "WHERE sequence=8",
             9);
}

Test(audit_log, a_row_turned_into_a_stub_shows) {
  expect_bad("UPDATE audit SET act=0 WHERE sequence=4", 4);
  expect_bad("UPDATE audit SET act=0 WHERE sequence=8", 8);
}

Test(audit_log, a_cut_tail_shows_after_closing) {
  vault_kit kit;
  uint64_t rows;
  so_vault *vault = filled(&kit);
  so_vault_close(vault);
  vault = kit_open(&kit);
  edit(vault, "DELETE FROM audit WHERE sequence>5");
  cr_assert_eq(verify(vault, &rows), SOTTO_E_TAMPERED);
  cr_assert_eq(rows, 6);
  so_vault_close(vault);
  for (int round = 0; round < 3; round++) {
    vault = kit_open(&kit);
    cr_assert_eq(kit.found.tail_cut, 1, "what closes must not make the cut log the remembered one");
    for (int i = 0; i < 4; i++) kit_stated(vault);
    cr_assert_eq(so_vault_rotate(vault, KIT_NOW), SOTTO_OK);
    so_vault_close(vault);
  }
  kit_end(&kit);
}

Test(audit_log, a_checkpoint_removes_the_events_rows_and_still_verifies) {
  vault_kit kit;
  uint64_t rows;
  so_vault *vault = filled(&kit);
  const sotto_audit_row row = {.time_ms = KIT_NOW, .act = SOTTO_ACT_FORGOT, .detail = {"{}", 2}};
  for (int round = 0; round < 2; round++) {
    cr_assert_eq(so_vault_begin(vault, SOTTO_ACT_FORGOT), SOTTO_OK);
    cr_assert_eq(so_vault_audit(vault, &row), SOTTO_OK);
    cr_assert_eq(so_vault_audit_checkpoint(vault, KIT_NOW), SOTTO_OK);
    cr_assert_eq(so_vault_commit(vault), SOTTO_OK);
  }
  cr_assert_eq(verify(vault, &rows), SOTTO_OK);
  cr_assert_eq(rows, 11, "FORGOT and CHECKPOINT, then FORGOT with nothing left to cover");
  cr_assert_eq(kit_number(vault, "SELECT count(*) FROM audit WHERE act=3"), 0);
  cr_assert_eq(kit_number(vault, "SELECT count(*) FROM audit WHERE act=0 AND time_ms=0 AND "
                                 "cost_micro=0 AND detail=''"),
               4, "a stub keeps its sequence, its hash and the proof");
  so_vault_close(vault);
  vault = kit_open(&kit);
  cr_assert_eq(kit.found.tail_cut, 0);
  cr_assert_eq(verify(vault, &rows), SOTTO_OK);
  edit(vault, "UPDATE audit SET hash=zeroblob(32) WHERE sequence=2");
  cr_assert_eq(verify(vault, &rows), SOTTO_E_TAMPERED);
  finish(&kit, vault);
}

Test(audit_log, a_stub_with_the_proof_of_another_shows) {
  vault_kit kit;
  uint64_t rows;
  so_vault *vault = filled(&kit);
  cr_assert_eq(so_vault_begin(vault, SOTTO_ACT_CHECKPOINT), SOTTO_OK);
  cr_assert_eq(so_vault_audit_checkpoint(vault, KIT_NOW), SOTTO_OK);
  cr_assert_eq(so_vault_commit(vault), SOTTO_OK);
  edit(vault,
       "UPDATE audit SET act=0, salt=(SELECT salt FROM audit WHERE sequence=4) WHERE sequence=3");
  cr_assert_eq(verify(vault, &rows), SOTTO_E_TAMPERED);
  finish(&kit, vault);
}

typedef struct log_seen {
  uint32_t count, stop_at;
  sotto_act acts[16];
  char details[16][64];
} log_seen;

static uint32_t see(void *context, const sotto_audit_row *row) {
  log_seen *seen = context;
  cr_assert_lt(seen->count, 16);
  cr_assert_eq(row->words.size, 0);
  seen->acts[seen->count] = row->act;
  snprintf(seen->details[seen->count++], 64, "%.*s", (int)row->detail.size, row->detail.data);
  return seen->count == seen->stop_at;
}

static void count(so_vault *vault, int64_t now_ms, uint32_t events) {
  cr_assert_eq(so_vault_begin(vault, SOTTO_ACT_EVENTS), SOTTO_OK);
  cr_assert_eq(so_vault_audit_count(vault, now_ms, events), SOTTO_OK);
  cr_assert_eq(so_vault_commit(vault), SOTTO_OK);
}

Test(audit_log, events_are_one_row_a_day_with_a_count_only) {
  vault_kit kit;
  log_seen seen = {0};
  kit_init(&kit);
  so_vault *vault = kit_open(&kit);
  const int64_t day_ms = 20000 * SO_DAY_MS;
  count(vault, day_ms, 3);
  count(vault, day_ms + SO_DAY_MS - 1, 4);
  count(vault, day_ms + SO_DAY_MS, 1);
  cr_assert_eq(so_vault_audit_each(vault, 0, see, &seen), SOTTO_OK);
  cr_assert_eq(seen.count, 2);
  cr_assert_eq(seen.acts[0], SOTTO_ACT_CREATED);
  cr_assert_eq(seen.acts[1], SOTTO_ACT_EVENTS);
  cr_assert_str_eq(seen.details[1], "{\"day\":20000,\"events\":7}");
  so_vault_close(vault);
  kit_end(&kit);
}

Test(audit_log, a_day_without_events_has_no_row) {
  vault_kit kit;
  log_seen seen = {0};
  kit_init(&kit);
  so_vault *vault = kit_open(&kit);
  const int64_t day_ms = 20000 * SO_DAY_MS;
  for (int64_t day = 0; day < 9; day++) count(vault, day_ms + day * SO_DAY_MS, day == 4 ? 2 : 0);
  cr_assert_eq(so_vault_audit_each(vault, 0, see, &seen), SOTTO_OK);
  cr_assert_eq(seen.count, 2);
  cr_assert_str_eq(seen.details[1], "{\"day\":20004,\"events\":2}");
  so_vault_close(vault);
  kit_end(&kit);
}

Test(audit_log, are_visited_after_a_sequence_and_the_visitor_may_stop) {
  vault_kit kit;
  log_seen seen = {.stop_at = 2};
  kit_init(&kit);
  so_vault *vault = kit_open(&kit);
  for (int i = 0; i < 4; i++) kit_stated(vault);
  cr_assert_eq(so_vault_audit_each(vault, 1, see, &seen), SOTTO_OK);
  cr_assert_eq(seen.count, 2);
  cr_assert_eq(seen.acts[0], SOTTO_ACT_STATED);
  so_vault_close(vault);
  kit_end(&kit);
}

Test(audit_log, a_detail_over_its_limit_is_refused) {
  vault_kit kit;
  static char detail[2049];
  memset(detail, ' ', sizeof detail);
  kit_init(&kit);
  so_vault *vault = kit_open(&kit);
  sotto_audit_row row = {.act = SOTTO_ACT_PACK, .detail = {detail, sizeof detail}};
  cr_assert_eq(so_vault_begin(vault, SOTTO_ACT_PACK), SOTTO_OK);
  cr_assert_eq(so_vault_audit(vault, &row), SOTTO_E_LIMIT);
  row.detail.size = 2048;
  cr_assert_eq(so_vault_audit(vault, &row), SOTTO_OK);
  cr_assert_eq(so_vault_commit(vault), SOTTO_OK);
  uint64_t rows;
  cr_assert_eq(so_vault_audit_verify(vault, &rows), SOTTO_OK);
  so_vault_close(vault);
  kit_end(&kit);
}

/* The profile's files as they were, then as many rows as before of another story. */
static void retell(vault_kit *kit, const char *only) {
  vault_copy old;
  so_vault_close(filled(kit));
  kit_snapshot(kit, &old);
  so_vault *vault = kit_open(kit);
  kit_stated(vault);
  so_vault_close(vault);
  for (size_t i = 0; i < old.count; i++)
    if (!only || strcmp(old.files[i].name, only) == 0)
      kit_write(kit_path(kit, old.files[i].name), old.files[i].data, old.files[i].size);
  kit_forget(&old);
}

static void expect_retold(vault_kit *kit) {
  uint64_t rows;
  so_vault *vault = kit_open(kit);
  for (int i = 0; i < 3; i++) kit_stated(vault);
  cr_assert_eq(kit_number(vault, "SELECT count(*) FROM audit"), 11);
  cr_assert_eq(verify(vault, &rows), SOTTO_E_TAMPERED);
  cr_assert_eq(rows, 9, "the first row that the old story tells otherwise");
  finish(kit, vault);
}

Test(audit_log, an_old_database_grown_again_shows_by_the_head) {
  vault_kit kit;
  retell(&kit, SO_FILE_DATA);
  kit.port.anchor_load = NULL;
  expect_retold(&kit);
}

Test(audit_log, an_old_profile_grown_again_shows_by_the_anchor) {
  vault_kit kit;
  retell(&kit, NULL);
  expect_retold(&kit);
}
