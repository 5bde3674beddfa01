/* The shelf against what happened. */
#include "model/shelf.h"

#include <criterion/criterion.h>
#include <sotto/event.h>
#include <string.h>

#include "base/epoch.h"
#include "unit/made_pack.h"

#define NOW ((int64_t)1700000000000)

static so_shelf shelf;

static uint32_t happen(uint32_t type, uint32_t item, int64_t time_ms) {
  so_occurrence occurrence = {
      .type = type, .item = item, .item_hash = made_hash(item), .time_ms = time_ms};
  return so_shelf_learn(&shelf, &occurrence);
}

Test(shelf, counts_distinct_purchase_days) {
  memset(&shelf, 0, sizeof shelf);
  int64_t morning = NOW / SO_DAY_MS * SO_DAY_MS;
  happen(SOTTO_EVENT_PURCHASE, 1, morning);
  happen(SOTTO_EVENT_PURCHASE, 1, morning + 3600000);
  uint32_t entry = happen(SOTTO_EVENT_PURCHASE, 1, morning + SO_DAY_MS);
  cr_assert_eq(shelf.entries[entry].purchases, 3);
  cr_assert_eq(shelf.entries[entry].purchase_days, 2);
}

Test(shelf, buying_empties_the_cart_and_removing_does) {
  memset(&shelf, 0, sizeof shelf);
  happen(SOTTO_EVENT_ADD_TO_CART, 1, NOW);
  happen(SOTTO_EVENT_ADD_TO_CART, 2, NOW);
  cr_assert_eq(shelf.cart_count, 2);
  happen(SOTTO_EVENT_REMOVE_FROM_CART, 1, NOW);
  happen(SOTTO_EVENT_PURCHASE, 2, NOW);
  cr_assert_eq(shelf.cart_count, 0);
}

Test(shelf, a_refund_takes_the_purchase_back) {
  memset(&shelf, 0, sizeof shelf);
  happen(SOTTO_EVENT_PURCHASE, 1, NOW);
  uint32_t entry = happen(SOTTO_EVENT_REFUND, 1, NOW + 1);
  cr_assert_eq(shelf.entries[entry].purchase_days, 0);
  cr_assert_not(shelf.flags[entry] & SO_SHELF_BOUGHT);
}

Test(shelf, a_second_view_counts_within_a_week_but_not_a_reload) {
  memset(&shelf, 0, sizeof shelf);
  uint32_t entry = happen(SOTTO_EVENT_VIEW_ITEM, 1, NOW);
  happen(SOTTO_EVENT_VIEW_ITEM, 1, NOW + 5000);
  cr_assert_eq(shelf.entries[entry].week_views, 1);
  happen(SOTTO_EVENT_VIEW_ITEM, 1, NOW + 3 * SO_DAY_MS);
  cr_assert_eq(shelf.entries[entry].week_views, 2);
  happen(SOTTO_EVENT_VIEW_ITEM, 1, NOW + 30 * SO_DAY_MS);
  cr_assert_eq(shelf.entries[entry].week_views, 1);
}

Test(shelf, steps_come_newest_first_and_end) {
  memset(&shelf, 0, sizeof shelf);
  for (uint32_t n = 0; n < 1000; n++) happen(SOTTO_EVENT_VIEW_ITEM, n, NOW + n);
  for (uint32_t back = 0; back < SO_SHELF_RING; back++)
    cr_assert_eq(so_shelf_step_back(&shelf, back)->item, 999 - back);
  cr_assert_null(so_shelf_step_back(&shelf, SO_SHELF_RING));
}

Test(shelf, lists_and_dismissals_are_no_steps) {
  memset(&shelf, 0, sizeof shelf);
  happen(SOTTO_EVENT_VIEW_ITEM_LIST, 1, NOW);
  happen(SOTTO_EVENT_DISMISS, 1, NOW);
  cr_assert_null(so_shelf_step_back(&shelf, 0));
}

Test(shelf, when_full_carts_and_dismissals_stay) {
  memset(&shelf, 0, sizeof shelf);
  happen(SOTTO_EVENT_ADD_TO_CART, 1, NOW);
  happen(SOTTO_EVENT_DISMISS, 2, NOW);
  for (uint32_t n = 10; n < 10 + 3 * SO_SHELF_CAPACITY; n++)
    happen(SOTTO_EVENT_VIEW_ITEM, n, NOW + n);
  cr_assert_eq(shelf.count, SO_SHELF_CAPACITY);
  cr_assert_neq(so_shelf_find(&shelf, made_hash(1)), SO_PACK_NONE);
  cr_assert_neq(so_shelf_find(&shelf, made_hash(2)), SO_PACK_NONE);
}

Test(shelf, what_is_found_is_right_and_mostly_recent) {
  memset(&shelf, 0, sizeof shelf);
  uint32_t last = 4 * SO_SHELF_CAPACITY, found = 0, recent = 0;
  for (uint32_t n = 0; n < last; n++) happen(SOTTO_EVENT_VIEW_ITEM, n, NOW + n);
  for (uint32_t n = 0; n < last; n++) {
    uint32_t entry = so_shelf_find(&shelf, made_hash(n));
    if (entry == SO_PACK_NONE) continue;
    cr_assert_eq(shelf.entries[entry].item, n);
    found++;
    recent += n >= last - SO_SHELF_CAPACITY;
  }
  cr_assert_eq(found, SO_SHELF_CAPACITY);
  cr_assert_gt(recent, SO_SHELF_CAPACITY * 9 / 10);
}

Test(shelf, a_new_pack_gives_new_numbers) {
  memset(&shelf, 0, sizeof shelf);
  made_pack *made = made_new(&(made_size){20, 1, 3, 0, 1});
  uint32_t entry = happen(SOTTO_EVENT_VIEW_ITEM, 7, NOW);
  for (uint32_t n = 0; n < 20; n++) made->lookup[n].item = 19 - made->lookup[n].item;
  so_shelf_rebind(&shelf, &made->pack);
  cr_assert_eq(shelf.entries[entry].item, 12);
  cr_assert_eq(so_shelf_step_back(&shelf, 0)->item, 12);
  so_shelf_rebind(&shelf, NULL);
  cr_assert_eq(shelf.entries[entry].item, SO_PACK_NONE);
  made_free(made);
}

Test(shelf, a_habit_fades_by_half_in_180_days_and_a_day_counts_once) {
  memset(&shelf, 0, sizeof shelf);
  happen(SOTTO_EVENT_PURCHASE, 1, NOW);
  happen(SOTTO_EVENT_PURCHASE, 1, NOW + 1);
  uint32_t entry = happen(SOTTO_EVENT_PURCHASE, 1, NOW + SO_SHELF_HABIT_MS);
  cr_assert_float_eq(shelf.entries[entry].habit, 1.5f, 1e-4);
  cr_assert_float_eq(so_shelf_habit(&shelf.entries[entry], NOW + 2 * SO_SHELF_HABIT_MS), .75f,
                     1e-4);
  happen(SOTTO_EVENT_REFUND, 1, NOW + SO_SHELF_HABIT_MS);
  happen(SOTTO_EVENT_REFUND, 1, NOW + SO_SHELF_HABIT_MS);
  cr_assert_float_eq(shelf.entries[entry].habit, 1, 1e-6, "one purchase is left");
}
