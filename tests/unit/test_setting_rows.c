/* Settings and statements. */
#include "vault/setting_rows.h"

#include "unit/vault_kit.h"

static so_vault *begun(vault_kit *kit) {
  kit_init(kit);
  so_vault *vault = kit_open(kit);
  cr_assert_eq(so_vault_begin(vault, SOTTO_ACT_STATED), SOTTO_OK);
  return vault;
}

static void finish(vault_kit *kit, so_vault *vault) {
  so_vault_close(vault);
  kit_end(kit);
}

Test(setting_rows, an_unset_one_is_missing_and_a_small_buffer_is_told_the_size) {
  vault_kit kit;
  uint8_t value[8] = {0};
  size_t size = sizeof value;
  so_vault *vault = begun(&kit);
  cr_assert_eq(so_setting_rows_get(vault, 9, value, &size), SOTTO_E_MISSING);
  cr_assert_eq(size, sizeof value);
  cr_assert_eq(so_setting_rows_put(vault, 9, (sotto_bytes){(const uint8_t *)"abc", 3}), SOTTO_OK);
  size = 2;
  cr_assert_eq(so_setting_rows_get(vault, 9, value, &size), SOTTO_E_SPACE);
  cr_assert_eq(size, 3);
  cr_assert_eq(so_setting_rows_get(vault, 9, value, &size), SOTTO_OK);
  cr_assert_arr_eq(value, "abc", 3);
  finish(&kit, vault);
}

Test(setting_rows, the_last_put_counts_and_may_be_empty) {
  vault_kit kit;
  uint8_t value[8];
  size_t size = sizeof value;
  so_vault *vault = begun(&kit);
  cr_assert_eq(so_setting_rows_put(vault, 9, (sotto_bytes){(const uint8_t *)"abc", 3}), SOTTO_OK);
  cr_assert_eq(so_setting_rows_put(vault, 9, (sotto_bytes){NULL, 0}), SOTTO_OK);
  cr_assert_eq(so_setting_rows_get(vault, 9, value, &size), SOTTO_OK);
  cr_assert_eq(size, 0);
  finish(&kit, vault);
}

static so_statement_row said(const char *attribute, const char *value, int32_t strength) {
  return (so_statement_row){.attribute = {attribute, strlen(attribute)},
                            .value = {value, strlen(value)},
                            .category = SOTTO_CATEGORY_INTERNAL,
                            .strength = strength,
                            .time_ms = 1000 + strength};
}

static void put(so_vault *vault, const char *attribute, const char *value, int32_t strength) {
  const so_statement_row row = said(attribute, value, strength);
  cr_assert_eq(so_statement_rows_put(vault, &row), SOTTO_OK);
}

static sotto_status collect(void *context, const so_statement_row *row) {
  char *text = context;
  snprintf(text + strlen(text), 128 - strlen(text), "%.*s=%.*s:%d ", (int)row->attribute.size,
           row->attribute.data, (int)row->value.size, row->value.data, (int)row->strength);
  return SOTTO_OK;
}

Test(setting_rows, a_statement_is_replaced_and_strength_zero_removes_it) {
  vault_kit kit;
  char text[128] = "";
  so_vault *vault = begun(&kit);
  put(vault, "color", "green", 50);
  put(vault, "color", "red", -100);
  put(vault, "color", "green", 80);
  put(vault, "size", "m", 1);
  put(vault, "size", "m", 0);
  cr_assert_eq(so_statement_rows_each(vault, collect, text), SOTTO_OK);
  cr_assert_str_eq(text, "color=green:80 color=red:-100 ");
  finish(&kit, vault);
}

static size_t forget(so_vault *vault, sotto_scope scope) {
  size_t rows = 99;
  cr_assert_eq(so_vault_forget(vault, &scope, &rows), SOTTO_OK);
  return rows;
}

Test(setting_rows, statements_are_deleted_by_value_category_period_and_all) {
  vault_kit kit;
  so_vault *vault = begun(&kit);
  for (int32_t i = 1; i <= 9; i++) put(vault, "k", &"123456789"[i - 1], i);
  cr_assert_eq(
      forget(vault,
             (sotto_scope){.kind = SOTTO_FORGET_VALUE, .attribute = {"k", 1}, .value = {"9", 1}}),
      1);
  cr_assert_eq(
      forget(vault, (sotto_scope){.kind = SOTTO_FORGET_PERIOD, .from_ms = 1002, .to_ms = 1004}), 2);
  cr_assert_eq(forget(vault, (sotto_scope){.kind = SOTTO_FORGET_ITEM, .item = {"k", 1}}), 0);
  sotto_scope scope = {.kind = SOTTO_FORGET_CATEGORY, .category = SOTTO_CATEGORY_SOCIAL};
  cr_assert_eq(forget(vault, scope), 0);
  scope.category = SOTTO_CATEGORY_INTERNAL;
  cr_assert_eq(forget(vault, scope), 6);
  put(vault, "k", "x", 4);
  cr_assert_eq(forget(vault, kit_all), 1);
  finish(&kit, vault);
}
