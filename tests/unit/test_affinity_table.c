/* Affinities: decay, lift, statements, eviction. */
#include "model/affinity_table.h"

#include <criterion/criterion.h>
#include <math.h>
#include <sotto/event.h>
#include <string.h>

#include "base/epoch.h"
#include "unit/made_pack.h"

#define NOW ((int64_t)1700000000000)
#define ALL SO_AFFINITY_ALL_CATEGORIES

static so_affinity_table table;

static made_pack *begin(uint32_t items, uint32_t values) {
  memset(&table, 0, sizeof table);
  return made_new(&(made_size){items, 2, values, 0, 7});
}

static void learn(const made_pack *made, uint32_t item, float weight, int64_t time_ms) {
  (void)so_affinity_learn(&table, &made->pack, &(so_affinity_event){time_ms, item, ALL, weight});
}

static so_affinity_view view_of(const made_pack *made, uint32_t value, int64_t now_ms) {
  static so_affinity_view views[SO_AFFINITY_CAPACITY];
  so_affinity_query query = {now_ms, SO_PACK_NONE, ALL};
  size_t count =
      so_affinity_top(&table, &made->pack, &query, (so_affinity_list){views, SO_AFFINITY_CAPACITY});
  for (size_t n = 0; n < count; n++) {
    if (views[n].value == value) return views[n];
  }
  return (so_affinity_view){.value = SO_PACK_NONE};
}

static uint32_t value_of(const made_pack *made, uint32_t item) {
  return made->item_values[item * 2];
}

Test(affinity_table, purchases_outweigh_carts_wishes_reviews_views_and_lists) {
  const uint32_t falling[] = {SOTTO_EVENT_PURCHASE,        SOTTO_EVENT_ADD_TO_CART,
                              SOTTO_EVENT_ADD_TO_WISHLIST, SOTTO_EVENT_REVIEW_READ,
                              SOTTO_EVENT_VIEW_ITEM,       SOTTO_EVENT_VIEW_ITEM_LIST};
  for (size_t n = 1; n < sizeof falling / sizeof falling[0]; n++) {
    so_occurrence more = {.type = falling[n - 1]}, less = {.type = falling[n]};
    cr_assert_gt(so_affinity_weight(&more), so_affinity_weight(&less));
  }
  cr_assert_lt(so_affinity_weight(&(so_occurrence){.type = SOTTO_EVENT_DISMISS}), 0);
  cr_assert_lt(so_affinity_weight(&(so_occurrence){.type = SOTTO_EVENT_REMOVE_FROM_CART}), 0);
}

Test(affinity_table, long_evidence_halves_in_thirty_days) {
  made_pack *made = begin(20, 5);
  learn(made, 3, 8, NOW);
  float now = view_of(made, value_of(made, 3), NOW + SO_DAY_MS).evidence;
  float then = view_of(made, value_of(made, 3), NOW + 31 * SO_DAY_MS).evidence;
  /* the short evidence loses at most one half-life to a pause, equally at both moments */
  float near = 4;
  cr_assert_float_eq((then - near) / (now - near), 0.5f, 1e-4);
  made_free(made);
}

Test(affinity_table, short_evidence_halves_in_thirty_active_minutes) {
  made_pack *made = begin(20, 5);
  learn(made, 3, 8, NOW);
  float then = view_of(made, value_of(made, 3), NOW + 30 * 60000).evidence;
  cr_assert_float_eq(then, 8 + 4, 0.02f);
  made_free(made);
}

/* Decay is lazy: time is paid for by the values an event touches, never by the others. */
Test(affinity_table, an_event_writes_only_the_values_of_its_item) {
  made_pack *made = begin(200, 50);
  for (uint32_t item = 0; item < 200; item++) learn(made, item, 1, NOW + item);
  static so_affinity_table before;
  before = table;
  learn(made, 3, 1, NOW + 90 * SO_DAY_MS);
  uint32_t changed = 0;
  for (size_t n = 0; n < sizeof table.entries / sizeof *table.entries; n++)
    changed += memcmp(&table.entries[n], &before.entries[n], sizeof *table.entries) != 0;
  cr_assert_eq(changed, made->items[3].values_count);
  made_free(made);
}

Test(affinity_table, lift_rises_with_evidence_and_starts_at_one) {
  made_pack *made = begin(50, 5);
  float before = 1;
  for (int n = 0; n < 20; n++) {
    learn(made, 3, 1, NOW + n);
    float lift = view_of(made, value_of(made, 3), NOW + n).lift;
    cr_assert_gt(lift, before);
    before = lift;
  }
  cr_assert_gt(before, 2);
  made_free(made);
}

Test(affinity_table, a_baseline_all_noise_is_as_none) {
  made_pack *made = begin(50, 5);
  uint32_t value = value_of(made, 3);
  made->values[value].baseline_error = made->values[value].baseline * 100;
  for (int n = 0; n < 20; n++) learn(made, 3, 1, NOW);
  float noisy = view_of(made, value, NOW).lift;
  made->values[value].baseline = made->values[value].baseline_error = 0;
  cr_assert_float_eq(noisy, view_of(made, value, NOW).lift, 0.01);
  made_free(made);
}

Test(affinity_table, a_baseline_next_to_nothing_still_gives_numbers) {
  made_pack *made = begin(50, 5);
  uint32_t value = value_of(made, 3);
  made->values[value].baseline = 1e-30f;
  for (int n = 0; n < 20; n++) learn(made, 3, 1, NOW);
  cr_assert(isfinite(view_of(made, value, NOW).lift));
  cr_assert(isfinite(view_of(made, value, NOW).strength));
  made_free(made);
}

Test(affinity_table, a_statement_is_never_overwritten) {
  made_pack *made = begin(50, 5);
  uint32_t value = value_of(made, 3);
  so_affinity_state(&table, &made->pack, value, -100);
  for (int n = 0; n < 100; n++) learn(made, 3, 0.05f, NOW);
  cr_assert_eq(view_of(made, value, NOW).stated, -100);
  cr_assert_lt(view_of(made, value, NOW).strength, 0);
  so_affinity_state(&table, &made->pack, value, 0);
  cr_assert_gt(view_of(made, value, NOW).strength, 0);
  made_free(made);
}

Test(affinity_table, dismissing_makes_strength_negative) {
  made_pack *made = begin(50, 5);
  learn(made, 3, -6, NOW);
  cr_assert_lt(view_of(made, value_of(made, 3), NOW).strength, 0);
  made_free(made);
}

Test(affinity_table, a_denied_category_is_not_learnt) {
  made_pack *made = begin(50, 5);
  made->keys[0].category = SOTTO_CATEGORY_EXTERNAL;
  so_affinity_event event = {NOW, 3, ALL & ~(1u << SOTTO_CATEGORY_EXTERNAL), 8};
  (void)so_affinity_learn(&table, &made->pack, &event);
  cr_assert_eq(table.count, 1);
  cr_assert_eq(view_of(made, value_of(made, 3), NOW).value, SO_PACK_NONE);
  made_free(made);
}

Test(affinity_table, when_full_weak_values_go_and_statements_stay) {
  made_pack *made = begin(4000, 2000);
  uint32_t loved = value_of(made, 0), stated = value_of(made, 1);
  so_affinity_state(&table, &made->pack, stated, 1);
  for (int n = 0; n < 50; n++) learn(made, 0, 8, NOW);
  for (uint32_t item = 2; item < 4000; item++) {
    learn(made, item, 1, NOW + item);
    cr_assert_leq(table.count, SO_AFFINITY_CAPACITY);
  }
  cr_assert_eq(table.count, SO_AFFINITY_CAPACITY);
  cr_assert_eq(view_of(made, stated, NOW + 4000).stated, 1);
  cr_assert_gt(view_of(made, loved, NOW + 4000).evidence, 100);
  made_free(made);
}

Test(affinity_table, dropping_leaves_every_other_value_findable) {
  made_pack *made = begin(600, 300);
  for (uint32_t item = 0; item < 600; item++) learn(made, item, 1, NOW);
  uint32_t before = table.count;
  for (uint32_t value = 0; value < 600; value += 2)
    so_affinity_drop(&table, so_affinity_hash(&made->pack, value));
  uint32_t left = 0;
  for (uint32_t value = 0; value < 600; value++) {
    int found = view_of(made, value, NOW).value == value;
    cr_assert(!(found && value % 2 == 0));
    left += (uint32_t)found;
  }
  cr_assert_eq(left, table.count);
  cr_assert_lt(left, before);
  made_free(made);
}

Test(affinity_table, a_new_pack_finds_values_by_name) {
  made_pack *made = begin(50, 5);
  for (int n = 0; n < 5; n++) learn(made, 3, 1, NOW);
  uint32_t value = value_of(made, 3), other = value == 0 ? 1 : 0;
  uint32_t name = made->values[value].name_text;
  made->values[value].name_text = made->values[other].name_text;
  made->values[other].name_text = name; /* the two changed places */
  so_affinity_rebind(&table, &made->pack);
  cr_assert_eq(view_of(made, value, NOW).value, SO_PACK_NONE);
  cr_assert_float_eq(view_of(made, other, NOW).evidence, 10, 1e-4);
  so_affinity_rebind(&table, NULL);
  cr_assert_eq(view_of(made, other, NOW).value, SO_PACK_NONE);
  made_free(made);
}

Test(affinity_table, the_strongest_come_first) {
  made_pack *made = begin(500, 40);
  uint64_t state = 5;
  for (int n = 0; n < 300; n++) learn(made, made_below(&state, 500), 1, NOW + n);
  so_affinity_view views[30];
  so_affinity_query query = {NOW + 300, SO_PACK_NONE, ALL};
  size_t count = so_affinity_top(&table, &made->pack, &query, (so_affinity_list){views, 30});
  cr_assert_eq(count, 30);
  for (size_t n = 1; n < count; n++)
    cr_assert_geq(fabsf(views[n - 1].strength), fabsf(views[n].strength));
  made_free(made);
}
