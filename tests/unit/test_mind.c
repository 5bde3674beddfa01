/* The whole of what the models remember. */
#include "model/mind.h"

#include <criterion/criterion.h>
#include <sotto/event.h>
#include <sotto/mindset.h>

#include "base/epoch.h"
#include "unit/made_pack.h"

#define NOW ((int64_t)1700000000000)

static so_mind mind, other;
static const so_mind_use all = {SO_AFFINITY_ALL_CATEGORIES, 1};

static so_occurrence occurrence_of(uint32_t type, uint32_t item, uint32_t session) {
  return (so_occurrence){.type = type,
                         .item = item,
                         .item_hash = made_hash(item),
                         .time_ms = NOW + session * SO_DAY_MS,
                         .quantity = 1,
                         .price_minor = 100,
                         .session = session};
}

static void visit(so_mind *who, const made_pack *made, uint64_t seed, uint32_t events) {
  uint64_t state = seed;
  for (uint32_t n = 0; n < events; n++) {
    so_occurrence what = occurrence_of(1 + made_below(&state, SOTTO_EVENT_TYPE_COUNT - 1),
                                       made_below(&state, made->pack.item_count), n / 20);
    what.time_ms += n * 1000;
    so_mind_learn(who, &made->pack, &what, all);
  }
}

Test(mind, the_same_occurrences_make_the_same_bytes) {
  made_pack *made = made_new(&(made_size){300, 3, 20, 0, 3});
  memset(&mind, 0x55, sizeof mind);
  memset(&other, 0xaa, sizeof other);
  so_mind_clear(&mind);
  so_mind_clear(&other);
  visit(&mind, made, 5, 2000);
  visit(&other, made, 5, 2000);
  cr_assert_eq(memcmp(&mind, &other, sizeof mind), 0);
  made_free(made);
}

Test(mind, a_stored_copy_goes_on_exactly) {
  made_pack *made = made_new(&(made_size){300, 3, 20, 0, 3});
  so_mind_clear(&mind);
  visit(&mind, made, 5, 500);
  memcpy(&other, &mind, sizeof mind);
  visit(&mind, made, 6, 500);
  visit(&other, made, 6, 500);
  cr_assert_eq(memcmp(&mind, &other, sizeof mind), 0);
  made_free(made);
}

Test(mind, pausing_leaves_nothing_beyond_the_session) {
  made_pack *made = made_new(&(made_size){50, 2, 5, 0, 3});
  so_mind_clear(&mind);
  so_mind_clear(&other);
  so_occurrence gift = occurrence_of(SOTTO_EVENT_PURCHASE, 3, 1);
  gift.flags = 1;
  so_mind_learn(&mind, &made->pack, &gift, all);
  cr_assert_eq(memcmp(&mind.affinity, &other.affinity, sizeof mind.affinity), 0);
  cr_assert_eq(memcmp(&mind.shelf, &other.shelf, sizeof mind.shelf), 0);
  cr_assert_eq(memcmp(&mind.facts, &other.facts, sizeof mind.facts), 0);
  cr_assert_eq(mind.session.events, 1);
  made_free(made);
}

Test(mind, without_history_only_affinities_learn) {
  made_pack *made = made_new(&(made_size){50, 2, 5, 0, 3});
  so_mind_clear(&mind);
  so_occurrence view = occurrence_of(SOTTO_EVENT_VIEW_ITEM, 3, 1);
  so_mind_learn(&mind, &made->pack, &view, (so_mind_use){SO_AFFINITY_ALL_CATEGORIES, 0});
  cr_assert_eq(mind.affinity.count, 2);
  cr_assert_eq(mind.shelf.count, 0);
  cr_assert_eq(mind.session.events, 0);
  so_mind_clear(&mind);
  so_mind_learn(&mind, &made->pack, &view, (so_mind_use){0, 1});
  cr_assert_eq(mind.affinity.count, 0);
  cr_assert_eq(mind.shelf.count, 1);
  made_free(made);
}

Test(mind, another_session_number_ends_the_session) {
  so_mind_clear(&mind);
  so_occurrence first = occurrence_of(SOTTO_EVENT_VIEW_ITEM, 3, 1);
  so_occurrence second = occurrence_of(SOTTO_EVENT_VIEW_ITEM, 3, 2);
  so_mind_learn(&mind, NULL, &first, all);
  so_mind_learn(&mind, NULL, &second, all);
  cr_assert_eq(mind.session.sessions_before, 1);
  cr_assert_eq(mind.session.events, 1);
}

Test(mind, an_unknown_item_becomes_useful_with_a_pack) {
  made_pack *made = made_new(&(made_size){50, 2, 5, 0, 3});
  so_mind_clear(&mind);
  so_occurrence view = occurrence_of(SOTTO_EVENT_VIEW_ITEM, 3, 1);
  view.item = SO_PACK_NONE;
  so_mind_learn(&mind, NULL, &view, all);
  so_mind_rebind(&mind, &made->pack);
  cr_assert_eq(so_shelf_step_back(&mind.shelf, 0)->item, 3);
  made_free(made);
}

Test(mind, traits_say_mindset_recency_and_top_values) {
  made_pack *made = made_new(&(made_size){50, 2, 5, 0, 3});
  so_mind_clear(&mind);
  so_traits traits;
  so_mind_traits(&mind, &made->pack, NOW, &traits);
  cr_assert_eq(traits.mindset, SO_NONE);
  cr_assert_eq(traits.numbers[SO_NUMBER_SPEND_DAYS], SO_NONE);
  cr_assert_eq(traits.top_value[0], SO_NONE);
  so_occurrence bought = occurrence_of(SOTTO_EVENT_PURCHASE, 3, 0);
  so_mind_learn(&mind, &made->pack, &bought, all);
  so_mind_traits(&mind, &made->pack, NOW + 3 * SO_DAY_MS, &traits);
  cr_assert_eq(traits.mindset, SOTTO_MINDSET_SATISFIED);
  cr_assert_eq(traits.numbers[SO_NUMBER_SPEND_DAYS], 3);
  cr_assert_eq(traits.top_value[0], made->item_values[3 * 2]);
  cr_assert_eq(traits.top_value[1], made->item_values[3 * 2 + 1]);
  cr_assert_eq(traits.top_value[2], SO_NONE);
  made_free(made);
}

Test(mind, traits_say_the_latest_items_oldest_first_and_none_twice_in_a_row) {
  static const uint32_t met[] = {3, 4, 4, 3, 7};
  made_pack *made = made_new(&(made_size){50, 2, 5, 0, 3});
  so_mind_clear(&mind);
  so_traits traits;
  for (size_t n = 0; n < 5; n++) {
    so_occurrence view = occurrence_of(SOTTO_EVENT_VIEW_ITEM, met[n], 1);
    so_mind_learn(&mind, &made->pack, &view, all);
  }
  so_mind_traits(&mind, &made->pack, NOW, &traits);
  cr_assert_eq(traits.item_count, 4);
  cr_assert_eq(traits.items[0], so_shelf_step_back(&mind.shelf, 4)->hash);
  cr_assert_eq(traits.items[3], so_shelf_step_back(&mind.shelf, 0)->hash);
  for (uint32_t n = 0; n < 200; n++) {
    so_occurrence view = occurrence_of(SOTTO_EVENT_VIEW_ITEM, n % 2, 0);
    so_mind_learn(&mind, &made->pack, &view, all);
  }
  so_mind_traits(&mind, &made->pack, NOW, &traits);
  cr_assert_eq(traits.item_count, SO_TRAIT_ITEMS_MAX);
  cr_assert_eq(traits.items[SO_TRAIT_ITEMS_MAX - 1], so_shelf_step_back(&mind.shelf, 0)->hash);
  so_mind_traits(&mind, NULL, NOW, &traits);
  cr_assert_eq(traits.item_count, 0, "no pack, no items that could be told");
  made_free(made);
}

Test(mind, traits_leave_out_discreet_items) {
  made_pack *made = made_new(&(made_size){50, 2, 5, 0, 3});
  so_mind_clear(&mind);
  so_traits traits;
  for (uint32_t item = 3; item < 6; item++) {
    so_occurrence view = occurrence_of(SOTTO_EVENT_VIEW_ITEM, item, 1);
    so_mind_learn(&mind, &made->pack, &view, all);
  }
  made->items[4].flags |= SO_ITEM_DISCREET;
  so_mind_traits(&mind, &made->pack, NOW, &traits);
  cr_assert_eq(traits.item_count, 2);
  made_free(made);
}

Test(mind, looking_says_state_score_and_events) {
  so_mind_clear(&mind);
  so_mind_view view;
  so_mind_look(&mind, NULL, NOW, &view);
  cr_assert_eq(view.state, SOTTO_MINDSET_CURIOUS);
  cr_assert_eq(view.decided, SO_FACT_NEW);
  so_occurrence cart = occurrence_of(SOTTO_EVENT_ADD_TO_CART, 3, 0);
  so_mind_learn(&mind, NULL, &cart, all);
  so_mind_look(&mind, NULL, NOW, &view);
  cr_assert_eq(view.state, SOTTO_MINDSET_FOCUSED);
  cr_assert_eq(view.events, 1);
  cr_assert_gt(view.score, 0.1f);
}
