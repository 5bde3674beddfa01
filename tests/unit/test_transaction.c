/* No write without an act, no commit without the act's audit row; the noise key's ratchet. */
#include <criterion/criterion.h>
#include <string.h>

#include "unit/vault_kit.h"
#include "vault/setting_rows.h"

static const sotto_audit_row stated = {
    .time_ms = KIT_NOW, .act = SOTTO_ACT_STATED, .detail = {"{}", 2}};
static const sotto_audit_row packed = {
    .time_ms = KIT_NOW, .act = SOTTO_ACT_PACK, .detail = {"{}", 2}};

Test(transaction, a_commit_without_its_audit_row_is_refused_and_rolled_back) {
  vault_kit kit;
  kit_init(&kit);
  so_vault *vault = kit_open(&kit);
  const so_event_row row = kit_event("boots");
  cr_assert_eq(so_vault_begin(vault, SOTTO_ACT_EVENTS), SOTTO_OK);
  cr_assert_eq(so_event_rows_append(vault, &row), SOTTO_OK);
  cr_assert_eq(so_vault_commit(vault), SOTTO_E_INTERNAL);
  cr_assert_eq(kit_count(vault), 0);
  so_vault_close(vault);
  kit_end(&kit);
}

Test(transaction, another_acts_audit_row_does_not_count) {
  vault_kit kit;
  kit_init(&kit);
  so_vault *vault = kit_open(&kit);
  cr_assert_eq(so_vault_begin(vault, SOTTO_ACT_STATED), SOTTO_OK);
  cr_assert_eq(so_vault_audit(vault, &packed), SOTTO_OK);
  cr_assert_eq(so_vault_audit_count(vault, KIT_NOW, 1), SOTTO_OK);
  cr_assert_eq(so_vault_commit(vault), SOTTO_E_INTERNAL);
  cr_assert_eq(so_vault_begin(vault, SOTTO_ACT_STATED), SOTTO_OK);
  cr_assert_eq(so_vault_audit(vault, &stated), SOTTO_OK);
  cr_assert_eq(so_vault_commit(vault), SOTTO_OK);
  uint64_t rows;
  cr_assert_eq(so_vault_audit_verify(vault, &rows), SOTTO_OK);
  cr_assert_eq(rows, 2);
  so_vault_close(vault);
  kit_end(&kit);
}

Test(transaction, nothing_is_written_outside_one) {
  vault_kit kit;
  kit_init(&kit);
  so_vault *vault = kit_open(&kit);
  const so_event_row row = kit_event("boots");
  size_t rows = 77;
  cr_assert_eq(so_event_rows_append(vault, &row), SOTTO_E_INTERNAL);
  cr_assert_eq(so_vault_forget(vault, &kit_all, &rows), SOTTO_E_INTERNAL);
  cr_assert_eq(so_setting_rows_put(vault, 1, (sotto_bytes){(const uint8_t *)"x", 1}),
               SOTTO_E_INTERNAL);
  cr_assert_eq(so_vault_audit(vault, &stated), SOTTO_E_INTERNAL);
  cr_assert_eq(so_vault_commit(vault), SOTTO_E_INTERNAL);
  cr_assert_eq(rows, 77);
  so_vault_close(vault);
  kit_end(&kit);
}

Test(transaction, one_at_a_time) {
  vault_kit kit;
  kit_init(&kit);
  so_vault *vault = kit_open(&kit);
  cr_assert_eq(so_vault_begin(vault, SOTTO_ACT_STATED), SOTTO_OK);
  cr_assert_eq(so_vault_begin(vault, SOTTO_ACT_STATED), SOTTO_E_INTERNAL);
  so_vault_rollback(vault);
  kit_stated(vault);
  so_vault_close(vault);
  kit_end(&kit);
}

Test(transaction, a_rollback_takes_the_audit_row_back) {
  vault_kit kit;
  kit_init(&kit);
  so_vault *vault = kit_open(&kit);
  cr_assert_eq(so_vault_begin(vault, SOTTO_ACT_STATED), SOTTO_OK);
  cr_assert_eq(so_vault_audit(vault, &stated), SOTTO_OK);
  so_vault_rollback(vault);
  kit_stated(vault);
  uint64_t rows;
  cr_assert_eq(so_vault_audit_verify(vault, &rows), SOTTO_OK);
  cr_assert_eq(rows, 2);
  so_vault_close(vault);
  kit_end(&kit);
}

static void noise(so_vault *vault, uint32_t epoch, uint8_t ret_output[32]) {
  const so_noise_ask ask = {epoch, "test", {(const uint8_t *)"question", 8}};
  cr_assert_eq(so_vault_noise(vault, &ask, ret_output), SOTTO_OK);
}

Test(transaction, noise_repeats_itself_within_an_epoch_and_after_a_restart) {
  vault_kit kit;
  uint8_t first[32], again[32];
  kit_init(&kit);
  so_vault *vault = kit_open(&kit);
  noise(vault, 3000, first);
  so_vault_close(vault);
  vault = kit_open(&kit);
  noise(vault, 3000, again);
  cr_assert_arr_eq(first, again, sizeof first);
  noise(vault, 3001, again);
  cr_assert_arr_neq(first, again, sizeof first);
  so_vault_close(vault);
  kit_end(&kit);
}

Test(transaction, noise_does_not_depend_on_the_steps_of_the_ratchet) {
  vault_kit kit;
  vault_copy before;
  uint8_t stepped[32], leapt[32];
  kit_init(&kit);
  so_vault_close(kit_open(&kit));
  kit_snapshot(&kit, &before);
  so_vault *vault = kit_open(&kit);
  for (uint32_t epoch = 2970; epoch <= 3000; epoch++) noise(vault, epoch, stepped);
  so_vault_close(vault);
  kit_restore(&kit, &before);
  kit_forget(&before);
  vault = kit_open(&kit);
  noise(vault, 3000, leapt);
  cr_assert_arr_eq(stepped, leapt, sizeof leapt);
  so_vault_close(vault);
  kit_end(&kit);
}

Test(transaction, a_past_epochs_noise_is_gone_even_after_a_restart) {
  vault_kit kit;
  uint8_t output[32];
  kit_init(&kit);
  so_vault *vault = kit_open(&kit);
  noise(vault, 3000, output);
  so_vault_close(vault);
  vault = kit_open(&kit);
  const so_noise_ask past = {2999, "test", {NULL, 0}};
  cr_assert_eq(so_vault_noise(vault, &past, output), SOTTO_E_EXPIRED);
  const so_noise_ask absurd = {3000 + 5201, "test", {NULL, 0}};
  cr_assert_eq(so_vault_noise(vault, &absurd, output), SOTTO_E_LIMIT);
  noise(vault, 3000, output);
  so_vault_close(vault);
  kit_end(&kit);
}

Test(transaction, noise_survives_rotation) {
  vault_kit kit;
  uint8_t before[32], after[32];
  kit_init(&kit);
  so_vault *vault = kit_open(&kit);
  noise(vault, 3000, before);
  cr_assert_eq(so_vault_rotate(vault, KIT_NOW), SOTTO_OK);
  noise(vault, 3000, after);
  cr_assert_arr_eq(before, after, sizeof before);
  so_vault_close(vault);
  kit_end(&kit);
}
