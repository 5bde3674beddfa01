/* Rows of derived state. */
#include "vault/derived_rows.h"

#include "unit/vault_kit.h"

typedef struct tally {
  size_t rows, bytes;
  so_derived_row last;
} tally;

static sotto_status add(void *context, const so_derived_row *row) {
  tally *sum = context;
  sum->rows++;
  sum->bytes += row->body.size;
  sum->last = *row;
  return SOTTO_OK;
}

static sotto_status put(so_vault *vault, uint32_t kind, uint64_t key, size_t size) {
  static const uint8_t body[65537];
  const so_derived_row row = {kind, key, SOTTO_CATEGORY_INTERNAL, SOTTO_PURPOSE_KEEP, {body, size}};
  return so_derived_rows_put(vault, &row);
}

Test(derived_rows, are_replaced_by_kind_and_key_and_cleared) {
  vault_kit kit;
  tally sum = {0};
  kit_init(&kit);
  so_vault *vault = kit_open(&kit);
  cr_assert_eq(so_vault_begin(vault, SOTTO_ACT_EVENTS), SOTTO_OK);
  cr_assert_eq(put(vault, 1, UINT64_MAX, 10), SOTTO_OK);
  cr_assert_eq(put(vault, 1, UINT64_MAX, 20), SOTTO_OK);
  cr_assert_eq(so_derived_rows_each(vault, add, &sum), SOTTO_OK);
  cr_assert_eq(sum.rows, 1);
  cr_assert_eq(sum.bytes, 20);
  cr_assert_eq(sum.last.key, UINT64_MAX);
  cr_assert_eq(sum.last.category, SOTTO_CATEGORY_INTERNAL);
  cr_assert_eq(put(vault, 2, 0, 65536), SOTTO_OK);
  cr_assert_eq(put(vault, 2, 1, 65537), SOTTO_E_LIMIT);
  cr_assert_eq(so_derived_rows_clear_kind(vault, 1), SOTTO_OK);
  sum = (tally){0};
  cr_assert_eq(so_derived_rows_each(vault, add, &sum), SOTTO_OK);
  cr_assert_eq(sum.bytes, 65536);
  cr_assert_eq(so_derived_rows_clear(vault), SOTTO_OK);
  sum = (tally){0};
  cr_assert_eq(so_derived_rows_each(vault, add, &sum), SOTTO_OK);
  cr_assert_eq(sum.rows, 0);
  so_vault_close(vault);
  kit_end(&kit);
}
