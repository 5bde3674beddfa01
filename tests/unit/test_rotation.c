/* Rotation: every row moves, the secret and the data key are new, the old files open nothing. */
#include "unit/vault_kit.h"
#include "vault/report_rows.h"
#include "vault/setting_rows.h"

/* One row of each family. */
static void fill(so_vault *vault) {
  const sotto_bytes body = {(const uint8_t *)"body", 4};
  const so_statement_row statement = {{"k", 1}, {"v", 1}, 0, 9, 1};
  const so_answer_row answer = {{1}, {2}, 5, 1};
  const so_report_row report = {.epoch = 5, .body = body};
  const sotto_audit_row row = {.act = SOTTO_ACT_STATED, .detail = {"{}", 2}};
  kit_record(vault, "boots", 300);
  cr_assert_eq(so_vault_begin(vault, SOTTO_ACT_STATED), SOTTO_OK);
  cr_assert_eq(so_statement_rows_put(vault, &statement), SOTTO_OK);
  cr_assert_eq(so_answer_rows_append(vault, &answer), SOTTO_OK);
  cr_assert_eq(so_report_rows_append(vault, &report), SOTTO_OK);
  cr_assert_eq(so_setting_rows_put(vault, 3, body), SOTTO_OK);
  cr_assert_eq(so_vault_audit(vault, &row), SOTTO_OK);
  cr_assert_eq(so_vault_commit(vault), SOTTO_OK);
}

static sotto_status count_statement(void *context, const so_statement_row *row) {
  *(int *)context += row->strength;
  return SOTTO_OK;
}

static sotto_status count_report(void *context, const so_report_row *row) {
  *(int *)context += (int)row->epoch;
  return SOTTO_OK;
}

static void check(so_vault *vault) {
  int sum = 0, answered = 0;
  uint32_t year = 0;
  uint64_t rows = 0;
  uint8_t value[4];
  size_t size = sizeof value;
  const so_answer_row answer = {{1}, {2}, 5, 1};
  cr_assert_eq(kit_count(vault), 300);
  cr_assert_eq(so_statement_rows_each(vault, count_statement, &sum), SOTTO_OK);
  cr_assert_eq(so_report_rows_each(vault, count_report, &sum), SOTTO_OK);
  cr_assert_eq(sum, 9 + 5);
  cr_assert_eq(so_answer_rows_count(vault, &answer, &answered, &year), SOTTO_OK);
  cr_assert_eq(answered, 1);
  cr_assert_eq(so_setting_rows_get(vault, 3, value, &size), SOTTO_OK);
  cr_assert_eq(so_vault_audit_verify(vault, &rows), SOTTO_OK);
  cr_assert_eq(rows, 3, "CREATED, STATED, ROTATED");
}

Test(rotation, every_row_moves_and_the_audit_chain_goes_on) {
  vault_kit kit;
  kit_init(&kit);
  so_vault *vault = kit_open(&kit);
  fill(vault);
  cr_assert_eq(so_vault_rotate(vault, KIT_NOW), SOTTO_OK);
  check(vault);
  so_vault_close(vault);
  vault = kit_open(&kit);
  check(vault);
  cr_assert_eq(kit.found.behind, 0);
  cr_assert_eq(kit_has(&kit, "profile.db.next"), 0);
  cr_assert_eq(kit_has(&kit, "profile.head.next"), 0);
  cr_assert_eq(kit_has(&kit, "profile.db.next-journal"), 0);
  so_vault_close(vault);
  kit_end(&kit);
}

Test(rotation, old_files_open_with_no_secret_that_still_exists) {
  vault_kit kit;
  vault_copy older;
  uint8_t before[32];
  kit_init(&kit);
  so_vault *vault = kit_open(&kit);
  fill(vault);
  so_vault_close(vault);
  kit_snapshot(&kit, &older);
  memcpy(before, kit.store.key, sizeof before);
  vault = kit_open(&kit);
  cr_assert_eq(so_vault_rotate(vault, KIT_NOW), SOTTO_OK);
  so_vault_close(vault);
  cr_assert_arr_neq(before, kit.store.key, sizeof before);
  kit_restore(&kit, &older);
  cr_assert_eq(kit_try(&kit, 1), SOTTO_E_KEY_WRONG);
  memcpy(kit.store.key, before, sizeof before);
  cr_assert_eq(kit_try(&kit, 1), SOTTO_OK, "it was the secret and nothing else");
  kit_forget(&older);
  kit_end(&kit);
}

Test(rotation, no_page_of_the_old_file_is_in_the_new_one) {
  vault_kit kit;
  vault_copy older, newer;
  kit_init(&kit);
  so_vault *vault = kit_open(&kit);
  fill(vault);
  kit_snapshot(&kit, &older);
  cr_assert_eq(so_vault_rotate(vault, KIT_NOW), SOTTO_OK);
  kit_snapshot(&kit, &newer);
  cr_assert_str_eq(older.files[0].name, "profile.db");
  cr_assert_str_eq(newer.files[0].name, "profile.db");
  cr_assert_gt(older.files[0].size, 8192);
  for (size_t at = 0; at + 4096 <= older.files[0].size && at + 4096 <= newer.files[0].size;
       at += 4096)
    for (size_t i = 0; i < 4096; i += 16)
      cr_assert_arr_neq(older.files[0].data + at + i, newer.files[0].data + at + i, 16);
  kit_forget(&older);
  kit_forget(&newer);
  so_vault_close(vault);
  kit_end(&kit);
}

Test(rotation, is_refused_inside_a_transaction) {
  vault_kit kit;
  kit_init(&kit);
  so_vault *vault = kit_open(&kit);
  cr_assert_eq(so_vault_begin(vault, SOTTO_ACT_FORGOT), SOTTO_OK);
  cr_assert_eq(so_vault_rotate(vault, KIT_NOW), SOTTO_E_INTERNAL);
  so_vault_close(vault);
  kit_end(&kit);
}

/* What a forget does, cut between its commit and its rotation. */
static void forget_and_crash(so_vault *vault) {
  size_t rows = 0;
  const sotto_audit_row row = {.act = SOTTO_ACT_FORGOT, .detail = {"{}", 2}};
  cr_assert_eq(so_vault_begin(vault, SOTTO_ACT_FORGOT), SOTTO_OK);
  cr_assert_eq(so_vault_forget(vault, &kit_all, &rows), SOTTO_OK);
  cr_assert_eq(so_vault_audit(vault, &row), SOTTO_OK);
  cr_assert_eq(so_vault_rotate_later(vault), SOTTO_OK);
  cr_assert_eq(so_vault_commit(vault), SOTTO_OK);
  so_vault_close(vault);
}

Test(rotation, that_a_forget_left_due_is_done_at_the_next_open) {
  vault_kit kit;
  uint8_t before[32];
  kit_init(&kit);
  so_vault *vault = kit_open(&kit);
  fill(vault);
  forget_and_crash(vault);
  memcpy(before, kit.store.key, sizeof before);
  vault = kit_open(&kit);
  cr_assert_arr_neq(before, kit.store.key, sizeof before);
  cr_assert_eq(so_vault_rotation_due(vault), 0);
  so_vault_close(vault);
  memcpy(before, kit.store.key, sizeof before);
  so_vault_close(kit_open(&kit));
  cr_assert_arr_eq(before, kit.store.key, sizeof before, "once");
  kit_end(&kit);
}
