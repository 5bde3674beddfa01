/* What the audit log holds and how it is visited. */
#include "vault/audit_rows.h"

#include "base/epoch.h"
#include "unit/vault_kit.h"

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

Test(audit_rows, events_are_one_row_a_day_with_a_count_only) {
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

Test(audit_rows, a_day_without_events_has_no_row) {
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

Test(audit_rows, are_visited_after_a_sequence_and_the_visitor_may_stop) {
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

Test(audit_rows, a_detail_over_its_limit_is_refused) {
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
