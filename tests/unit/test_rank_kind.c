/* What a person has falls back, and comes back: by numbers and deeds, never by a name. */
#include "model/rank_work.h"

#include <criterion/criterion.h>
#include <sotto/event.h>

#include "base/epoch.h"
#include "model/rank.h"
#include "unit/made_pack.h"

#define NOW ((int64_t)1700000000000)
#define TYPES 10u

static so_mind mind;
static made_pack *made;
static void *scratch;
static so_rank rank;
static so_rank_request request;
static so_rank_pick picks[SO_RANK_LIMIT_MAX];
static so_pack_repeat repeats[TYPES];

/* 200 items of ten product types; neighbours at random. */
static void begin(void) {
  made = made_new(&(made_size){200, 1, TYPES, 30, 11});
  for (uint32_t n = 0; n < 200; n++) made->items[n].type_value = made->item_values[n];
  size_t bytes = so_rank_scratch_bytes(200, TYPES);
  scratch = aligned_alloc(64, (bytes + 63) / 64 * 64);
  so_rank_prepare(&made->pack, scratch, &rank);
  so_rank_request_init(&request);
  request.now_ms = NOW;
  request.limit = 20;
  so_mind_clear(&mind);
}

static void end(void) {
  free(scratch);
  made_free(made);
}

TestSuite(rank_kind, .init = begin, .fini = end);

static void happen(uint32_t type, uint32_t item, int64_t ago_ms) {
  so_occurrence what = {.type = type,
                        .item = item,
                        .item_hash = made_hash(item),
                        .time_ms = NOW - ago_ms,
                        .price_minor = -1};
  so_mind_learn(&mind, &made->pack, &what, (so_mind_use){SO_AFFINITY_ALL_CATEGORIES, 1});
}

static uint32_t count_of_type(uint32_t type) {
  size_t count = so_rank_picks(&rank, &mind, &request, picks);
  uint32_t found = 0;
  for (size_t n = 0; n < count; n++) found += made->items[picks[n].item].type_value == type;
  return found;
}

static uint32_t type_of(uint32_t item) {
  return made->items[item].type_value;
}

/* Looks at three of item 100's kind, then buys it. */
static void look_and_buy(void) {
  uint32_t looked = 0;
  for (uint32_t item = 101; item < 200 && looked < 3; item++) {
    if (type_of(item) != type_of(100)) continue;
    happen(SOTTO_EVENT_VIEW_ITEM, item, 2 * SO_DAY_MS - looked++);
  }
  happen(SOTTO_EVENT_VIEW_ITEM, 100, SO_DAY_MS + 1000);
}

Test(rank_kind, what_was_bought_falls_back_with_its_like) {
  look_and_buy();
  cr_assert_geq(count_of_type(type_of(100)), 3);
  happen(SOTTO_EVENT_PURCHASE, 100, SO_DAY_MS);
  cr_assert_eq(count_of_type(type_of(100)), 0);
}

Test(rank_kind, what_people_buy_again_stays) {
  look_and_buy();
  happen(SOTTO_EVENT_PURCHASE, 100, SO_DAY_MS);
  for (uint32_t n = 0; n < TYPES; n++) repeats[n] = (so_pack_repeat){0.5f, 0};
  made->pack.repeats = repeats;
  cr_assert_geq(count_of_type(type_of(100)), 3);
  for (uint32_t n = 0; n < TYPES; n++) repeats[n] = (so_pack_repeat){0.01f, 0};
  cr_assert_eq(count_of_type(type_of(100)), 0);
  for (uint32_t n = 0; n < TYPES; n++) repeats[n] = (so_pack_repeat){0.01f, 1};
  cr_assert_geq(count_of_type(type_of(100)), 3, "a number that is all noise holds nothing back");
}

Test(rank_kind, who_bought_it_on_two_days_sees_it_again) {
  look_and_buy();
  happen(SOTTO_EVENT_PURCHASE, 100, 40 * SO_DAY_MS);
  happen(SOTTO_EVENT_PURCHASE, 100, SO_DAY_MS);
  cr_assert_geq(count_of_type(type_of(100)), 3);
}

Test(rank_kind, one_more_look_brings_the_kind_back) {
  look_and_buy();
  happen(SOTTO_EVENT_PURCHASE, 100, SO_DAY_MS);
  cr_assert_eq(count_of_type(type_of(100)), 0);
  uint32_t other = 101;
  while (type_of(other) != type_of(100)) other++;
  happen(SOTTO_EVENT_VIEW_ITEM, other, 1000);
  cr_assert_geq(count_of_type(type_of(100)), 3);
}

Test(rank_kind, the_page_of_a_kind_shows_its_kind) {
  look_and_buy();
  happen(SOTTO_EVENT_PURCHASE, 100, SO_DAY_MS);
  uint32_t page = 199;
  while (type_of(page) != type_of(100)) page--;
  request.context_item = page;
  cr_assert_geq(count_of_type(type_of(100)), 2);
}

Test(rank_kind, a_years_old_purchase_holds_nothing_back) {
  happen(SOTTO_EVENT_PURCHASE, 100, 500 * SO_DAY_MS);
  look_and_buy();
  cr_assert_geq(count_of_type(type_of(100)), 3);
}

Test(rank_kind, without_personal_use_the_cart_holds_nothing_back) {
  happen(SOTTO_EVENT_ADD_TO_CART, 100, 1000);
  request.personal = 0;
  (void)count_of_type(0);
  cr_assert_eq(rank.work->kind_count, 0);
}

Test(rank_kind, the_reason_counts_against_and_names_what_is_owned) {
  look_and_buy();
  happen(SOTTO_EVENT_PURCHASE, 100, SO_DAY_MS);
  request.category_value = type_of(100); /* nothing else may stand there */
  size_t count = so_rank_picks(&rank, &mind, &request, picks);
  uint32_t told = 0;
  for (size_t n = 0; n < count; n++) {
    int64_t sum = 0;
    for (uint32_t m = 0; m < picks[n].reason_count; m++) {
      const so_rank_reason *reason = &picks[n].reasons[m];
      sum += reason->micro;
      if (reason->strategy != SO_REASON_OWNED) continue;
      cr_assert_lt(reason->micro, 0);
      cr_assert_eq(reason->because_item, 100);
      cr_assert_eq(type_of(picks[n].item), type_of(100));
      told++;
    }
    cr_assert_eq(sum, picks[n].score_micro);
  }
  cr_assert_gt(told, 0);
}

Test(rank_kind, completing_a_cart_gives_one_of_a_kind_and_none_it_has) {
  happen(SOTTO_EVENT_ADD_TO_CART, 100, 2000);
  happen(SOTTO_EVENT_ADD_TO_CART, 50, 1000);
  request.complete = 1;
  size_t count = so_rank_picks(&rank, &mind, &request, picks);
  uint32_t kinds = type_of(100) == type_of(50) ? TYPES - 1 : TYPES - 2;
  cr_assert_eq(count, kinds, "as many as there are other kinds");
  for (size_t n = 0; n < count; n++) {
    cr_assert_neq(type_of(picks[n].item), type_of(100));
    cr_assert_neq(type_of(picks[n].item), type_of(50));
    for (size_t m = 0; m < n; m++) cr_assert_neq(type_of(picks[n].item), type_of(picks[m].item));
  }
}
