/* Answers given, and the outbox. */
#include "vault/report_rows.h"

#include "vault/kept_rows.h"
#include "vault/opened.h"

#include "unit/vault_kit.h"

static so_vault *begun(vault_kit *kit) {
  kit_init(kit);
  so_vault *vault = kit_open(kit);
  cr_assert_eq(so_vault_begin(vault, SOTTO_ACT_ANSWERED), SOTTO_OK);
  return vault;
}

Test(report_rows, answers_of_the_last_52_epochs_count_for_the_quota) {
  vault_kit kit;
  int answered = -1;
  uint32_t year = 0;
  so_answer_row row = {{1}, {2}, 0, 1000000};
  so_vault *vault = begun(&kit);
  for (row.epoch = 100; row.epoch < 160; row.epoch += 10)
    cr_assert_eq(so_answer_rows_append(vault, &row), SOTTO_OK);
  row.epoch = 152;
  cr_assert_eq(so_answer_rows_count(vault, &row, &answered, &year), SOTTO_OK);
  cr_assert_eq(answered, 0);
  cr_assert_eq(year, 5, "100 is 52 epochs ago, 110 to 150 are not");
  row.epoch = 150;
  cr_assert_eq(so_answer_rows_count(vault, &row, &answered, &year), SOTTO_OK);
  cr_assert_eq(answered, 1);
  cr_assert_eq(year, 6);
  row = (so_answer_row){{1}, {2}, 151, 0};
  cr_assert_eq(so_answer_rows_append(vault, &row), SOTTO_OK);
  cr_assert_eq(so_answer_rows_count(vault, &row, &answered, &year), SOTTO_OK);
  cr_assert_eq(answered, 1);
  cr_assert_eq(year, 6, "a constant none is an answer but no quota counts it");
  row.content[31] = 1;
  cr_assert_eq(so_answer_rows_count(vault, &row, &answered, &year), SOTTO_OK);
  cr_assert_eq(answered, 0, "another question");
  cr_assert_eq(year, 6, "about the same trait");
  row.trait[31] = 1;
  cr_assert_eq(so_answer_rows_count(vault, &row, &answered, &year), SOTTO_OK);
  cr_assert_eq(year, 0, "another trait");
  so_vault_close(vault);
  kit_end(&kit);
}

static sotto_status check(void *context, const so_report_row *row) {
  uint32_t *count = context;
  ++*count;
  cr_assert_eq(row->question[15], 7);
  cr_assert_eq(row->epoch, 2960);
  cr_assert_eq(row->attempts, row->id == 1 ? 1 : 0);
  cr_assert_eq(row->send_after_ms, 11);
  cr_assert_eq(row->expires_ms, 22);
  cr_assert_eq(row->cost_micro, 1000000);
  cr_assert_eq(row->body.size, 5);
  cr_assert_arr_eq(row->body.data, "body!", 5);
  return SOTTO_OK;
}

Test(report_rows, wait_until_they_are_removed) {
  vault_kit kit;
  uint32_t count = 0;
  size_t rows = 0;
  const so_report_row row = {.question = {[15] = 7},
                             .epoch = 2960,
                             .send_after_ms = 11,
                             .expires_ms = 22,
                             .cost_micro = 1000000,
                             .body = {(const uint8_t *)"body!", 5}};
  so_vault *vault = begun(&kit);
  cr_assert_eq(so_report_rows_append(vault, &row), SOTTO_OK);
  cr_assert_eq(so_report_rows_append(vault, &row), SOTTO_OK);
  cr_assert_eq(so_report_rows_retry(vault, 1), SOTTO_OK);
  cr_assert_eq(so_report_rows_retry(vault, 9), SOTTO_E_MISSING);
  cr_assert_eq(so_report_rows_each(vault, check, &count), SOTTO_OK);
  cr_assert_eq(count, 2);
  cr_assert_eq(so_report_rows_remove(vault, 1), SOTTO_OK);
  cr_assert_eq(so_report_rows_remove(vault, 1), SOTTO_E_MISSING);
  cr_assert_eq(so_report_rows_clear(vault, &rows), SOTTO_OK);
  cr_assert_eq(rows, 1);
  so_vault_close(vault);
  kit_end(&kit);
}

#ifdef SOTTO_WITH_SPLIT
static sotto_status note_kept(void *context, const so_report_row *row) {
  char *told = context;
  snprintf(told + strlen(told), 64 - strlen(told), "%d:%.*s/%.*s ", (int)row->id,
           (int)row->body.size, (const char *)row->body.data, (int)row->kept.size,
           (const char *)row->kept.data);
  return SOTTO_OK;
}

/* What stands under an id made negative, 1 to 3. */
static int count_kept(so_vault *vault) {
  int count = 0;
  for (int64_t id = 1; id <= 3; id++) {
    so_query query =
        so_query_of(&vault->database, "SELECT id FROM setting WHERE id=-?", (int64_t[]){id});
    while (so_query_row(&query)) count++;
    cr_assert_eq(so_query_end(&query), SOTTO_OK);
  }
  return count;
}

Test(report_rows, what_is_kept_of_a_split_report_goes_with_it) {
  vault_kit kit;
  char told[64] = "";
  const sotto_bytes body = {(const uint8_t *)"b", 1}, none = {NULL, 0};
  so_report_row row = {.epoch = 1, .body = body, .kept = {(const uint8_t *)"one", 3}};
  so_vault *vault = begun(&kit);
  cr_assert_eq(so_report_rows_append(vault, &row), SOTTO_OK);
  row.kept = none;
  cr_assert_eq(so_report_rows_append(vault, &row), SOTTO_OK);
  row.kept = (sotto_bytes){(const uint8_t *)"three", 5};
  cr_assert_eq(so_report_rows_append(vault, &row), SOTTO_OK);
  const so_kept_row anew = {1, {(const uint8_t *)"B", 1}, {(const uint8_t *)"ONE", 3}};
  cr_assert_eq(so_kept_rows_reseal(vault, &anew), SOTTO_OK);
  cr_assert_eq(so_report_rows_each(vault, note_kept, told), SOTTO_OK);
  cr_assert_str_eq(told, "1:B/ONE 2:b/ 3:b/three ");
  cr_assert_eq(count_kept(vault), 2);
  cr_assert_eq(so_report_rows_remove(vault, 2), SOTTO_OK);
  cr_assert_eq(count_kept(vault), 2);
  cr_assert_eq(so_report_rows_remove(vault, 1), SOTTO_OK);
  cr_assert_eq(count_kept(vault), 1);
  cr_assert_eq(so_report_rows_clear(vault, NULL), SOTTO_OK);
  cr_assert_eq(count_kept(vault), 0);
  so_vault_close(vault);
  kit_end(&kit);
}
#endif
