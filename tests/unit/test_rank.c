/* What each promise of rank.h means; random packs and people are in test_rank_worlds. */
#include "model/rank.h"

#include <criterion/criterion.h>
#include <sotto/event.h>

#include "base/epoch.h"
#include "model/rank_work.h"
#include "unit/made_pack.h"

#define NOW ((int64_t)1700000000000)

static so_mind mind;

/** A pack, its scratch and a request. */
typedef struct shop {
  made_pack *made;
  void *scratch;
  so_rank rank;
  so_rank_request request;
  so_rank_pick picks[SO_RANK_LIMIT_MAX];
  size_t count;
} shop;

static void prepare(shop *with) {
  free(with->scratch);
  const so_pack *pack = &with->made->pack;
  size_t bytes = so_rank_scratch_bytes(pack->item_count, pack->value_count);
  with->scratch = aligned_alloc(64, (bytes + 63) / 64 * 64);
  so_rank_prepare(pack, with->scratch, &with->rank);
}

static void open_shop(shop *with, const made_size *size) {
  memset(with, 0, sizeof *with);
  with->made = made_new(size);
  so_rank_request_init(&with->request);
  with->request.now_ms = NOW;
  so_mind_clear(&mind);
  prepare(with);
}

static void close_shop(shop *with) {
  free(with->scratch);
  made_free(with->made);
}

static void run(shop *with) {
  with->count = so_rank_picks(&with->rank, &mind, &with->request, with->picks);
}

static void happen(const shop *with, uint32_t type, uint32_t item) {
  so_occurrence what = {.type = type,
                        .item = item,
                        .item_hash = made_hash(item),
                        .time_ms = with->request.now_ms - 1000000 + mind.session.events * 1000,
                        .price_minor = -1};
  so_mind_learn(&mind, &with->made->pack, &what, (so_mind_use){SO_AFFINITY_ALL_CATEGORIES, 1});
}

static int has(const shop *with, uint32_t item) {
  for (size_t n = 0; n < with->count; n++) {
    if (with->picks[n].item == item) return 1;
  }
  return 0;
}

static void check_sums(const shop *with) {
  for (size_t n = 0; n < with->count; n++) {
    const so_rank_pick *pick = &with->picks[n];
    int64_t sum = 0;
    cr_assert_gt(pick->reason_count, 0);
    for (uint32_t m = 0; m < pick->reason_count; m++) {
      sum += pick->reasons[m].micro;
      if (m) cr_assert_geq(pick->reasons[m - 1].micro, pick->reasons[m].micro);
    }
    cr_assert_eq(sum, pick->score_micro);
  }
}

Test(rank, a_cold_person_gets_the_popular) {
  shop with;
  open_shop(&with, &(made_size){200, 3, 10, 5, 1});
  with.request.diversity = 0;
  run(&with);
  cr_assert_eq(with.count, 10);
  for (uint32_t n = 0; n < 4; n++) cr_assert_eq(with.picks[n].item, n);
  for (size_t n = 0; n < with.count; n++) { /* the rest popular too, or something new */
    uint32_t strategy = with.picks[n].reasons[0].strategy;
    cr_assert(with.picks[n].item < 10 || strategy == SO_STRATEGY_EXPLORE);
  }
  close_shop(&with);
}

Test(rank, one_event_changes_the_shelf) {
  shop with;
  open_shop(&with, &(made_size){200, 3, 10, 5, 1});
  happen(&with, SOTTO_EVENT_VIEW_ITEM, 150);
  run(&with);
  uint32_t neighbour = with.made->edges[150 * 5].item_weight & 0xffffffu;
  cr_assert(has(&with, neighbour));
  for (size_t n = 0; n < with.count; n++) {
    if (with.picks[n].item != neighbour) continue;
    cr_assert_eq(with.picks[n].reasons[0].strategy, SO_STRATEGY_NEIGHBOUR);
    cr_assert_eq(with.picks[n].reasons[0].because_item, 150);
  }
  close_shop(&with);
}

Test(rank, without_personal_use_the_person_changes_nothing) {
  shop with, cold;
  open_shop(&with, &(made_size){200, 3, 10, 5, 1});
  with.request.personal = 0;
  run(&with);
  cold = with;
  for (uint32_t n = 0; n < 60; n++) happen(&with, n % 2 ? SOTTO_EVENT_PURCHASE : 1, 100 + n);
  run(&with);
  cr_assert_eq(memcmp(cold.picks, with.picks, with.count * sizeof *with.picks), 0);
  close_shop(&with);
}

Test(rank, the_same_seed_gives_the_same_picks) {
  shop with, first;
  open_shop(&with, &(made_size){500, 3, 10, 20, 1});
  for (uint32_t n = 0; n < 30; n++) happen(&with, SOTTO_EVENT_VIEW_ITEM, n * 7);
  with.request.seed = 99;
  run(&with);
  first = with;
  for (int n = 0; n < 3; n++) run(&with); /* and the scratch is left as it was */
  cr_assert_eq(memcmp(first.picks, with.picks, with.count * sizeof *with.picks), 0);
  close_shop(&with);
}

Test(rank, what_is_dismissed_excluded_in_the_cart_or_on_the_page_is_not_picked) {
  shop with;
  open_shop(&with, &(made_size){40, 2, 4, 5, 1});
  happen(&with, SOTTO_EVENT_DISMISS, 0);
  happen(&with, SOTTO_EVENT_ADD_TO_CART, 1);
  uint32_t excluded[] = {2, 3};
  with.request.excluded = excluded;
  with.request.excluded_count = 2;
  with.request.context_item = 4;
  with.request.limit = 40;
  run(&with);
  cr_assert_eq(with.count, 35);
  for (uint32_t item = 0; item < 5; item++) cr_assert_not(has(&with, item));
  close_shop(&with);
}

Test(rank, repeat_purchases_come_first) {
  shop with;
  open_shop(&with, &(made_size){300, 3, 10, 0, 1});
  for (uint32_t day = 0; day < 6; day++) {
    with.request.now_ms += SO_DAY_MS;
    happen(&with, SOTTO_EVENT_PURCHASE, 200);
    if (day < 3) happen(&with, SOTTO_EVENT_PURCHASE, 250);
  }
  with.request.diversity = 0;
  run(&with);
  cr_assert_eq(with.picks[0].item, 200);
  cr_assert_eq(with.picks[0].reasons[0].strategy, SO_STRATEGY_REPURCHASE);
  cr_assert_eq(with.picks[0].reasons[0].because_item, 200);
  cr_assert_eq(with.picks[1].item, 250);
  close_shop(&with);
}

Test(rank, stated_dislike_pushes_a_value_down_and_liking_up) {
  shop with;
  open_shop(&with, &(made_size){300, 1, 3, 0, 1});
  so_affinity_state(&mind.affinity, &with.made->pack, 1, 100);
  so_affinity_state(&mind.affinity, &with.made->pack, 2, -100);
  with.request.diversity = 0;
  run(&with);
  for (size_t n = 0; n < with.count; n++)
    cr_assert_neq(with.made->item_values[with.picks[n].item], 2);
  cr_assert_eq(with.made->item_values[with.picks[0].item], 1);
  cr_assert_eq(with.picks[0].reasons[0].because_value, 1);
  check_sums(&with);
  close_shop(&with);
}

Test(rank, a_category_that_may_not_personalize_does_not) {
  shop with;
  open_shop(&with, &(made_size){300, 1, 3, 0, 1});
  so_affinity_state(&mind.affinity, &with.made->pack, 1, 100);
  with.request.categories = SO_AFFINITY_ALL_CATEGORIES & ~(1u << with.made->keys[0].category);
  run(&with);
  for (size_t n = 0; n < with.count; n++) {
    for (uint32_t m = 0; m < with.picks[n].reason_count; m++)
      cr_assert_neq(with.picks[n].reasons[m].strategy, SO_STRATEGY_AFFINITY);
  }
  close_shop(&with);
}

Test(rank, a_table_that_is_all_noise_is_ignored) {
  shop with, exact;
  open_shop(&with, &(made_size){300, 3, 10, 20, 1});
  happen(&with, SOTTO_EVENT_VIEW_ITEM, 150);
  for (uint32_t n = 0; n < 300; n++) with.made->rows[n].error = 2; /* weights are below 1.27 */
  run(&with);
  for (size_t n = 0; n < with.count; n++) {
    for (uint32_t m = 0; m < with.picks[n].reason_count; m++)
      cr_assert_neq(with.picks[n].reasons[m].strategy, SO_STRATEGY_NEIGHBOUR);
  }
  for (uint32_t n = 0; n < 300; n++) with.made->rows[n].error = 1e-9f;
  run(&with);
  exact = with;
  for (uint32_t n = 0; n < 300; n++) with.made->rows[n].error = 0;
  run(&with);
  for (size_t n = 0; n < with.count; n++) cr_assert_eq(with.picks[n].item, exact.picks[n].item);
  close_shop(&with);
}

Test(rank, popularity_that_is_all_noise_is_ignored) {
  shop with;
  open_shop(&with, &(made_size){300, 1, 3, 0, 1});
  for (uint32_t n = 0; n < 300; n++) with.made->items[n].popularity_error = 1;
  prepare(&with);
  run(&with);
  cr_assert_eq(with.count, 10);
  for (size_t n = 0; n < with.count; n++) cr_assert_leq(with.picks[n].score_micro, 40000);
  close_shop(&with);
}

Test(rank, pins_stand_at_their_places_with_the_rule_as_reason) {
  shop with;
  open_shop(&with, &(made_size){300, 1, 3, 0, 1});
  so_pack_rule rules[] = {{.kind = SO_RULE_PIN_ITEM, .target = 77, .number = 0},
                          {.kind = SO_RULE_PIN_ITEM, .target = 2, .number = 3},
                          {.kind = SO_RULE_PIN_ITEM, .target = 5, .number = 4},
                          {.kind = SO_RULE_EXCLUDE_ITEM, .target = 5}};
  so_pack_slot slot = {.rules_count = 4};
  with.made->pack.rules = rules;
  with.made->pack.slots = &slot;
  with.made->pack.slot_count = 1;
  with.request.slot = 0;
  run(&with);
  cr_assert_eq(with.picks[0].item, 77);
  cr_assert_eq(with.picks[3].item, 2);
  cr_assert_eq(with.picks[0].reasons[0].strategy, SO_REASON_RULE);
  cr_assert_not(has(&with, 5));
  check_sums(&with);
  close_shop(&with);
}

Test(rank, exploring_depends_on_the_seed_alone) {
  shop with;
  open_shop(&with, &(made_size){2000, 1, 3, 0, 1});
  float blend[6][SO_STRATEGY_COUNT] = {{0}};
  for (uint32_t n = 0; n < 6; n++) blend[n][SO_STRATEGY_EXPLORE] = 1;
  with.made->pack.blend = &blend[0][0];
  with.request.limit = 5;
  run(&with);
  uint32_t first = with.picks[0].item;
  cr_assert_eq(with.picks[0].reasons[0].strategy, SO_STRATEGY_EXPLORE);
  with.request.seed = 1;
  run(&with);
  cr_assert_neq(with.picks[0].item, first);
  close_shop(&with);
}

/** Places of 2,000 showings of ten that say that they explore. */
static uint32_t explored(shop *with) {
  uint32_t count = 0;
  for (uint64_t seed = 0; seed < 2000; seed++) {
    with->request.seed = seed * 7919;
    run(with);
    cr_assert_eq(with->count, 10);
    for (size_t n = 0; n < with->count; n++)
      count += with->picks[n].reasons[0].strategy == SO_STRATEGY_EXPLORE &&
               with->picks[n].reasons[0].micro >= 1000000;
    if (seed == 5) check_sums(with);
  }
  return count;
}

/* 20,000 places, each explored with chance .1: six standard errors are 255, false alarm 2e-9. */
Test(rank, a_slot_explores_the_share_of_places_it_declares_and_says_so) {
  shop with;
  open_shop(&with, &(made_size){2000, 1, 3, 20, 1});
  so_pack_slot slot = {.explore_permille = 100};
  with.made->pack.slots = &slot;
  with.made->pack.slot_count = 1;
  with.request.slot = 0;
  happen(&with, SOTTO_EVENT_VIEW_ITEM, 150);
  uint32_t count = explored(&with);
  cr_assert(count > 1745 && count < 2255, "%u", count);
  slot.explore_permille = 0;
  cr_assert_eq(explored(&with), 0);
  close_shop(&with);
}

Test(rank, exploring_and_refilling_stay_within_the_category) {
  shop with;
  open_shop(&with, &(made_size){200, 2, 5, 20, 3});
  so_pack_slot slot = {.explore_permille = 500};
  with.made->pack.slots = &slot;
  with.made->pack.slot_count = 1;
  with.request.slot = 0;
  with.request.category_value = 3;
  with.request.limit = 100;
  for (with.request.seed = 0; with.request.seed < 50; with.request.seed++) {
    run(&with);
    cr_assert_eq(with.count, with.made->values[3].items_count);
    for (size_t n = 0; n < with.count; n++)
      cr_assert(so_pack_item_has(&with.made->pack, with.picks[n].item, 3));
  }
  close_shop(&with);
}

Test(rank, more_diversity_makes_the_picks_less_alike) {
  shop with;
  open_shop(&with, &(made_size){400, 2, 8, 40, 3});
  happen(&with, SOTTO_EVENT_VIEW_ITEM, 150);
  so_affinity_state(&mind.affinity, &with.made->pack, 2, 100);
  float alike[2] = {0};
  for (int most = 0; most < 2; most++) {
    with.request.diversity = most ? 0.9f : 0;
    run(&with);
    for (size_t n = 0; n < with.count; n++)
      for (size_t m = 0; m < n; m++)
        alike[most] += so_diversity_similarity(&with.rank, with.picks[n].item, with.picks[m].item);
  }
  cr_assert_lt(alike[1], alike[0]);
  close_shop(&with);
}

Test(rank, the_page_brings_what_goes_with_it) {
  shop with;
  open_shop(&with, &(made_size){200, 3, 10, 5, 1});
  with.request.context_item = 120;
  run(&with);
  uint32_t found = 0;
  for (uint32_t n = 0; n < 5; n++)
    found += (uint32_t)has(&with, with.made->edges[120 * 5 + n].item_weight & 0xffffffu);
  cr_assert_geq(found, 3);
  cr_assert_not(has(&with, 120));
  close_shop(&with);
}

/* Of two moments one lifts a type by much, the other within its noise. */
Test(rank, a_moment_lifts_what_is_met_at_such_moments) {
  shop with;
  open_shop(&with, &(made_size){60, 1, 20, 0, 1});
  uint32_t type = with.made->item_values[with.made->items[20].values_start];
  const so_pack_moment rows[] = {{SO_PACK_MOMENT(SO_MOMENT_SEASON, 2), type, 3, 0.1f},
                                 {SO_PACK_MOMENT(SO_MOMENT_WEATHER, 1), type, 3, 1}};
  with.made->pack.moments = rows;
  with.made->pack.moment_count = 2;
  with.request.limit = 60;
  with.request.diversity = 0;
  run(&with);
  shop cold = with;
  with.request.moments[SO_MOMENT_SEASON] = 1;
  with.request.moments[SO_MOMENT_WEATHER] = 1;
  run(&with);
  cr_assert_eq(memcmp(cold.picks, with.picks, with.count * sizeof *with.picks), 0);
  with.request.moments[SO_MOMENT_SEASON] = 2;
  run(&with);
  uint32_t lifted = 0;
  for (size_t n = 0; n < with.count; n++)
    for (uint32_t m = 0; m < with.picks[n].reason_count; m++)
      if (with.picks[n].reasons[m].strategy == SO_REASON_MOMENT) {
        cr_assert(so_pack_item_has(&with.made->pack, with.picks[n].item, type));
        lifted++;
      }
  cr_assert_eq(lifted, with.made->values[type].items_count);
  check_sums(&with);
  close_shop(&with);
}
