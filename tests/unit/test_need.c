/* The eight needs. */
#include "model/need.h"

#include <criterion/criterion.h>
#include <sotto/event.h>
#include <string.h>

#include "model/curve.h"
#include "unit/made_pack.h"

static so_session session;
static so_need_track track;
static so_need_input input;
static so_occurrence what;
static float facts[SO_NEED_FACTS];

static void set_up(void) {
  memset(&track, 0, sizeof track);
  so_session_clear(&session);
  what = (so_occurrence){.result_count = 1, .time_ms = 1700000000000};
  input = (so_need_input){.occurrence = &what, .type = 1, .price_minor = 100, .familiar = -1};
}

TestSuite(need, .init = set_up);

static void happen(uint32_t type, uint32_t times) {
  for (uint32_t n = 0; n < times; n++) {
    what.type = type;
    what.time_ms += 20000;
    so_session_learn(&session, &what);
    so_need_learn(&track, &input);
  }
}

/** The need with the largest score. */
static uint32_t first(void) {
  uint32_t best = 0;
  so_need_facts(&track, &session, facts);
  for (uint32_t need = 1; need < SOTTO_NEED_COUNT; need++)
    if (so_need_score(need, facts) > so_need_score(best, facts)) best = need;
  return best;
}

Test(need, nothing_seen_is_no_need) {
  so_need_facts(&track, &session, facts);
  for (uint32_t fact = 0; fact < SO_NEED_FACTS; fact++) cr_assert_eq(facts[fact], 0);
  for (uint32_t need = 0; need < SOTTO_NEED_COUNT; need++)
    cr_assert_lt(so_need_score(need, facts), .5f);
}

Test(need, searching_in_vain_needs_help) {
  what.result_count = 0;
  happen(SOTTO_EVENT_SEARCH, 4);
  cr_assert_eq(first(), SOTTO_NEED_HELP);
}

Test(need, offers_and_filters_need_a_price) {
  happen(SOTTO_EVENT_VIEW_PROMOTION, 3);
  happen(SOTTO_EVENT_FILTER, 1);
  cr_assert_eq(first(), SOTTO_NEED_PRICE);
}

Test(need, what_was_bought_before_is_to_be_replenished) {
  input.bought = 1;
  happen(SOTTO_EVENT_VIEW_ITEM, 2);
  cr_assert_eq(first(), SOTTO_NEED_REPLENISH);
}

Test(need, wandering_through_lists_needs_inspiration) {
  for (uint32_t n = 0; n < 6; n++) {
    input.type = n;
    happen(SOTTO_EVENT_VIEW_ITEM_LIST, 1);
    happen(SOTTO_EVENT_VIEW_ITEM, 1);
  }
  cr_assert_eq(first(), SOTTO_NEED_INSPIRATION);
}

Test(need, going_back_and_reading_needs_comparison) {
  what.item_hash = 7;
  happen(SOTTO_EVENT_VIEW_ITEM, 4);
  happen(SOTTO_EVENT_REVIEW_READ, 2);
  happen(SOTTO_EVENT_FILTER, 2);
  cr_assert_eq(first(), SOTTO_NEED_COMPARISON);
}

Test(need, reviews_and_terms_need_reassurance) {
  happen(SOTTO_EVENT_VIEW_ITEM, 1);
  happen(SOTTO_EVENT_REVIEW_READ, 2);
  what.page = SOTTO_PAGE_INFO;
  happen(SOTTO_EVENT_SCREEN, 2);
  cr_assert_eq(first(), SOTTO_NEED_REASSURANCE);
}

Test(need, other_kinds_after_a_choice_complete_it) {
  happen(SOTTO_EVENT_VIEW_ITEM, 1);
  happen(SOTTO_EVENT_ADD_TO_CART, 1);
  input.carted = 1;
  input.type = 2;
  happen(SOTTO_EVENT_VIEW_ITEM, 1);
  cr_assert_eq(first(), SOTTO_NEED_COMPLETE);
}

Test(need, what_is_unlike_the_usual_is_a_gift) {
  input.familiar = .5f;
  happen(SOTTO_EVENT_VIEW_ITEM, 40);
  so_session_end(&session);
  so_need_end_session(&track);
  input.familiar = 0;
  happen(SOTTO_EVENT_VIEW_ITEM, 3);
  cr_assert_eq(first(), SOTTO_NEED_GIFT);
}

Test(need, a_session_leaves_nothing_but_the_usual) {
  happen(SOTTO_EVENT_VIEW_PROMOTION, 3);
  input.familiar = .25f;
  happen(SOTTO_EVENT_VIEW_ITEM, 3);
  so_need_end_session(&track);
  cr_assert_eq(track.offers + track.views + track.turns, 0);
  cr_assert_eq(track.usual_views, 3);
  cr_assert_float_eq(track.usual, .25f, 1e-6);
}

Test(need, every_score_is_a_share_whatever_happens_and_its_parts_sum_to_it) {
  uint64_t state = 5;
  for (uint32_t n = 0; n < 200000; n++) {
    input.type = made_below(&state, 4);
    input.price_minor = (int64_t)made_below(&state, 1000) - 1;
    input.bought = made_below(&state, 8) == 0;
    input.carted = made_below(&state, 2);
    input.familiar = (float)made_below(&state, 100) / 99;
    what.item_hash = made_below(&state, 20);
    what.result_count = made_below(&state, 2);
    happen(1 + made_below(&state, SOTTO_EVENT_TYPE_COUNT - 1), 1);
    if (made_below(&state, 12) == 0) {
      so_session_end(&session);
      so_need_end_session(&track);
    }
    so_need_facts(&track, &session, facts);
    for (uint32_t fact = 0; fact < SO_NEED_FACTS; fact++)
      cr_assert(facts[fact] >= 0 && facts[fact] <= 1, "fact %u: %g", fact, (double)facts[fact]);
    uint32_t need = made_below(&state, SOTTO_NEED_COUNT);
    double odds = 0, score = (double)so_need_score(need, facts);
    for (uint32_t fact = 0; fact <= SO_NEED_FACTS; fact++)
      odds += (double)so_need_part(need, fact, facts);
    cr_assert(score > 0 && score < 1);
    cr_assert_float_eq(score, so_curve_logistic(odds), 1e-5);
  }
}
