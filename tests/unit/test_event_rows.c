/* Rows of events: order, deletion by scope, eviction of the oldest. */
#include "unit/vault_kit.h"

typedef struct seen {
  size_t count;
  int64_t ids[16];
  char items[16][16];
  so_event_row last;
} seen;

static sotto_status see(void *context, const so_event_row *row) {
  seen *list = context;
  cr_assert_lt(list->count, 16);
  list->ids[list->count] = row->id;
  snprintf(list->items[list->count++], 16, "%.*s", (int)row->item.size, row->item.data);
  list->last = *row;
  return list->count == 3 && row->session == 99 ? SOTTO_E_STATE : SOTTO_OK;
}

static so_vault *filled(vault_kit *kit, size_t rows, uint32_t session) {
  kit_init(kit);
  so_vault *vault = kit_open(kit);
  cr_assert_eq(so_vault_begin(vault, SOTTO_ACT_EVENTS), SOTTO_OK);
  for (size_t i = 0; i < rows; i++) {
    char item[16];
    snprintf(item, sizeof item, "item%zu", i % 4);
    so_event_row row = kit_event(item);
    row.time_ms = (int64_t)(1000 * i);
    row.category = i % 3 == 0 ? SOTTO_CATEGORY_INTERNAL : SOTTO_CATEGORY_HISTORY;
    row.session = session;
    cr_assert_eq(so_event_rows_append(vault, &row), SOTTO_OK);
    cr_assert_eq(kit_number(vault, "SELECT max(id) FROM event"), (int64_t)i + 1);
  }
  cr_assert_eq(so_vault_audit_count(vault, KIT_NOW, (uint32_t)rows), SOTTO_OK);
  return vault;
}

static void finish(vault_kit *kit, so_vault *vault) {
  cr_assert_eq(so_vault_commit(vault), SOTTO_OK);
  so_vault_close(vault);
  kit_end(kit);
}

Test(event_rows, every_field_comes_back) {
  vault_kit kit;
  kit_init(&kit);
  so_vault *vault = kit_open(&kit);
  const so_event_row row = {.time_ms = -5,
                            .category = 6,
                            .type = 18,
                            .page = 5,
                            .quantity = 1000000,
                            .dwell_ms = 86400000,
                            .result_count = UINT32_MAX,
                            .session = UINT32_MAX,
                            .price_minor = INT64_MIN,
                            .item = {"\xc3\xa1 x", 4}};
  seen list = {0};
  cr_assert_eq(so_vault_begin(vault, SOTTO_ACT_EVENTS), SOTTO_OK);
  cr_assert_eq(so_event_rows_append(vault, &row), SOTTO_OK);
  cr_assert_eq(so_vault_audit_count(vault, KIT_NOW, 1), SOTTO_OK);
  cr_assert_eq(so_event_rows_each(vault, 0, see, &list), SOTTO_OK);
  cr_assert_eq(list.last.time_ms, row.time_ms);
  cr_assert_eq(list.last.category, row.category);
  cr_assert_eq(list.last.type, row.type);
  cr_assert_eq(list.last.page, row.page);
  cr_assert_eq(list.last.quantity, row.quantity);
  cr_assert_eq(list.last.dwell_ms, row.dwell_ms);
  cr_assert_eq(list.last.result_count, row.result_count);
  cr_assert_eq(list.last.session, row.session);
  cr_assert_eq(list.last.price_minor, row.price_minor);
  cr_assert_str_eq(list.items[0], "\xc3\xa1 x");
  finish(&kit, vault);
}

Test(event_rows, are_visited_in_order_after_an_id) {
  vault_kit kit;
  seen list = {0};
  so_vault *vault = filled(&kit, 10, 1);
  cr_assert_eq(so_event_rows_each(vault, 7, see, &list), SOTTO_OK);
  cr_assert_eq(list.count, 3);
  for (size_t i = 0; i < 3; i++) cr_assert_eq(list.ids[i], 8 + (int64_t)i);
  finish(&kit, vault);
}

Test(event_rows, a_visitor_may_stop) {
  vault_kit kit;
  seen list = {0};
  so_vault *vault = filled(&kit, 10, 99);
  cr_assert_eq(so_event_rows_each(vault, 0, see, &list), SOTTO_E_STATE);
  cr_assert_eq(list.count, 3);
  list.count = 4;
  cr_assert_eq(so_event_rows_each(vault, 0, see, &list), SOTTO_OK, "the statement was given back");
  finish(&kit, vault);
}

static size_t forget(so_vault *vault, sotto_scope scope) {
  size_t rows = 99;
  cr_assert_eq(so_vault_forget(vault, &scope, &rows), SOTTO_OK);
  return rows;
}

Test(event_rows, are_deleted_by_item_period_and_category) {
  vault_kit kit;
  so_vault *vault = filled(&kit, 12, 1);
  cr_assert_eq(forget(vault, (sotto_scope){.kind = SOTTO_FORGET_ITEM, .item = {"item1", 5}}), 3);
  cr_assert_eq(
      forget(vault, (sotto_scope){.kind = SOTTO_FORGET_PERIOD, .from_ms = 2000, .to_ms = 4000}), 2,
      "from is inside, to is not");
  cr_assert_eq(forget(vault, (sotto_scope){.kind = SOTTO_FORGET_CATEGORY,
                                           .category = SOTTO_CATEGORY_INTERNAL}),
               2, "0 and 6 are left of 0 3 6 9");
  cr_assert_eq(kit_count(vault), 5);
  cr_assert_eq(forget(vault, (sotto_scope){.kind = SOTTO_FORGET_VALUE,
                                           .item = {"item0", 5},
                                           .attribute = {"k", 1},
                                           .value = {"v", 1}}),
               0, "an event has no value of its own");
  cr_assert_eq(forget(vault, (sotto_scope){0}), 0, "no kind, no row");
  cr_assert_eq(forget(vault, kit_all), 5);
  finish(&kit, vault);
}

Test(event_rows, an_id_is_never_given_twice) {
  vault_kit kit;
  size_t rows;
  const so_event_row row = kit_event("x");
  so_vault *vault = filled(&kit, 5, 1);
  cr_assert_eq(so_vault_forget(vault, &kit_all, &rows), SOTTO_OK);
  cr_assert_eq(so_vault_commit(vault), SOTTO_OK);
  cr_assert_eq(so_vault_rotate(vault, KIT_NOW), SOTTO_OK);
  cr_assert_eq(so_vault_begin(vault, SOTTO_ACT_EVENTS), SOTTO_OK);
  cr_assert_eq(so_event_rows_append(vault, &row), SOTTO_OK);
  cr_assert_eq(kit_number(vault, "SELECT max(id) FROM event"), 6);
  cr_assert_eq(so_vault_audit_count(vault, KIT_NOW, 1), SOTTO_OK);
  finish(&kit, vault);
}

Test(event_rows, eviction_takes_the_oldest_and_only_what_it_must) {
  vault_kit kit;
  size_t rows;
  seen list = {0};
  so_vault *vault = filled(&kit, 12, 1);
  cr_assert_eq(so_event_rows_evict(vault, 3000, 0, &rows), SOTTO_OK);
  cr_assert_eq(rows, 3);
  cr_assert_eq(kit_count(vault), 9);
  const uint64_t bytes = 9 * (40 + 5);
  cr_assert_eq(so_event_rows_evict(vault, 0, bytes, &rows), SOTTO_OK);
  cr_assert_eq(rows, 0);
  cr_assert_eq(so_event_rows_evict(vault, 0, bytes - 1, &rows), SOTTO_OK);
  cr_assert_eq(rows, 1);
  cr_assert_eq(so_event_rows_each(vault, 0, see, &list), SOTTO_OK);
  cr_assert_eq(list.ids[0], 5);
  cr_assert_eq(so_event_rows_evict(vault, 0, 1, &rows), SOTTO_OK);
  cr_assert_eq(rows, 8);
  finish(&kit, vault);
}
