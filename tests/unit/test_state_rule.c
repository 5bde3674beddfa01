/* The six states. */
#include "model/state_rule.h"

#include <criterion/criterion.h>
#include <sotto/event.h>

#include "base/epoch.h"
#include "model/score_model.h"
#include "unit/made_pack.h"

#define NOW ((int64_t)1700000000000)

static so_state_facts facts;
static int64_t clock_ms;

static uint32_t happen(uint32_t type, float score, uint32_t cart) {
  so_occurrence occurrence = {.type = type, .time_ms = clock_ms};
  so_state_learn(&facts, NULL, &(so_state_input){&occurrence, 1, cart, score});
  clock_ms += 10000;
  return facts.state;
}

static void begin(void) {
  so_state_clear(&facts);
  clock_ms = NOW;
}

Test(state_rule, begins_curious_and_says_that_nothing_is_known) {
  begin();
  cr_assert_eq(facts.state, SOTTO_MINDSET_CURIOUS);
  cr_assert_eq(facts.decided, SO_FACT_NEW);
}

Test(state_rule, the_score_makes_interested) {
  begin();
  for (int n = 0; n < 4; n++) happen(SOTTO_EVENT_VIEW_ITEM, 0.5f, 0);
  cr_assert_eq(facts.state, SOTTO_MINDSET_INTERESTED);
  cr_assert_eq(facts.decided, SO_FACT_SCORE_HIGH);
}

Test(state_rule, a_cart_focuses_at_once) {
  begin();
  cr_assert_eq(happen(SOTTO_EVENT_ADD_TO_CART, 0, 1), SOTTO_MINDSET_FOCUSED);
  cr_assert_eq(facts.decided, SO_FACT_CART);
}

Test(state_rule, reviews_then_a_cart_is_a_fact_of_its_own) {
  begin();
  happen(SOTTO_EVENT_REVIEW_READ, 0, 0);
  happen(SOTTO_EVENT_ADD_TO_CART, 0, 1);
  cr_assert(facts.decided & SO_FACT_REVIEWS_CART);
}

Test(state_rule, a_wish_a_checkout_and_a_second_view_focus) {
  begin();
  happen(SOTTO_EVENT_ADD_TO_WISHLIST, 0, 0);
  cr_assert_eq(facts.decided, SO_FACT_WISHLIST);
  begin();
  happen(SOTTO_EVENT_BEGIN_CHECKOUT, 0, 0);
  cr_assert_eq(facts.decided, SO_FACT_CHECKOUT);
  begin();
  so_occurrence again = {.type = SOTTO_EVENT_VIEW_ITEM, .time_ms = NOW};
  so_state_learn(&facts, NULL, &(so_state_input){&again, 2, 0, 0});
  cr_assert_eq(facts.decided, SO_FACT_SECOND_VIEW);
  cr_assert_eq(facts.state, SOTTO_MINDSET_FOCUSED);
}

Test(state_rule, buying_satisfies_and_buying_again_makes_loyal) {
  begin();
  happen(SOTTO_EVENT_ADD_TO_CART, 0.9f, 1);
  cr_assert_eq(happen(SOTTO_EVENT_PURCHASE, 1, 0), SOTTO_MINDSET_SATISFIED);
  clock_ms += 10 * SO_DAY_MS;
  cr_assert_eq(happen(SOTTO_EVENT_PURCHASE, 1, 0), SOTTO_MINDSET_SATISFIED);
  clock_ms += 10 * SO_DAY_MS;
  cr_assert_eq(happen(SOTTO_EVENT_PURCHASE, 1, 0), SOTTO_MINDSET_LOYAL);
  cr_assert_eq(facts.decided, SO_FACT_REPEAT);
}

Test(state_rule, a_buyer_gone_quiet_fades_without_any_event) {
  begin();
  happen(SOTTO_EVENT_PURCHASE, 1, 0);
  so_state_facts later;
  so_state_at(&facts, NULL, clock_ms + 61 * SO_DAY_MS, &later);
  cr_assert_eq(later.state, SOTTO_MINDSET_FADING);
  cr_assert_eq(later.decided, SO_FACT_QUIET);
  so_state_at(&facts, NULL, clock_ms + 20 * SO_DAY_MS, &later);
  cr_assert_neq(later.state, SOTTO_MINDSET_SATISFIED);
}

Test(state_rule, a_visitor_who_never_bought_does_not_fade) {
  begin();
  happen(SOTTO_EVENT_VIEW_ITEM, 0, 0);
  so_state_facts later;
  so_state_at(&facts, NULL, clock_ms + 400 * SO_DAY_MS, &later);
  cr_assert_eq(later.state, SOTTO_MINDSET_CURIOUS);
}

Test(state_rule, coming_back_stays_fading_until_something_focuses) {
  begin();
  happen(SOTTO_EVENT_PURCHASE, 1, 0);
  so_state_end_session(&facts);
  clock_ms += 100 * SO_DAY_MS;
  cr_assert_eq(happen(SOTTO_EVENT_VIEW_ITEM, 0, 0), SOTTO_MINDSET_FADING);
  cr_assert_eq(happen(SOTTO_EVENT_ADD_TO_CART, 0, 1), SOTTO_MINDSET_FOCUSED);
}

Test(state_rule, an_old_cart_no_longer_focuses) {
  begin();
  happen(SOTTO_EVENT_ADD_TO_CART, 0, 1);
  so_state_end_session(&facts);
  clock_ms += 8 * SO_DAY_MS;
  cr_assert_eq(happen(SOTTO_EVENT_VIEW_ITEM, 0, 1), SOTTO_MINDSET_CURIOUS);
}

Test(state_rule, exactly_one_state_on_a_million_random_events) {
  begin();
  uint64_t state = 11;
  uint32_t seen[SOTTO_MINDSET_COUNT] = {0};
  for (uint32_t n = 0; n < 1000000; n++) {
    uint32_t type = 1 + made_below(&state, SOTTO_EVENT_TYPE_COUNT - 1);
    if (type == SOTTO_EVENT_PURCHASE && made_below(&state, 4)) type = SOTTO_EVENT_VIEW_ITEM;
    uint32_t now = happen(type, (float)made_below(&state, 100) / 100, made_below(&state, 3));
    cr_assert_lt(now, SOTTO_MINDSET_COUNT);
    cr_assert_neq(facts.decided, 0);
    seen[now]++;
    if (made_below(&state, 20) == 0) so_state_end_session(&facts);
    if (made_below(&state, 40) == 0) clock_ms += SO_DAY_MS * made_below(&state, 120);
    if (made_below(&state, 5000) == 0) so_state_clear(&facts);
  }
  for (uint32_t n = 0; n < SOTTO_MINDSET_COUNT; n++) cr_assert_gt(seen[n], 0, "state %u", n);
}

/* One session from nothing, with the score the device itself would give it. */
static uint32_t happen_sequence(uint64_t *state) {
  so_session session;
  so_score_model model = so_score_model_of(NULL, 0);
  uint32_t cart = 0, before = SOTTO_MINDSET_CURIOUS, switches = 0, events = 0;
  begin();
  so_session_clear(&session);
  while (events < 11 && made_below(state, 6)) {
    so_occurrence what = {.type = 1 + made_below(state, SOTTO_EVENT_TYPE_COUNT - 1),
                          .time_ms = clock_ms,
                          .result_count = made_below(state, 2)};
    if (what.type == SOTTO_EVENT_ADD_TO_CART) cart++;
    if (what.type == SOTTO_EVENT_PURCHASE || what.type == SOTTO_EVENT_REMOVE_FROM_CART) cart = 0;
    so_session_learn(&session, &what);
    uint32_t now = happen(what.type, so_score_of(&model, &session), cart);
    cr_assert(now < SOTTO_MINDSET_COUNT && facts.decided);
    switches += now != before;
    before = now;
    events++;
    if (made_below(state, 9) == 0) clock_ms += SO_DAY_MS * made_below(state, 90);
  }
  cr_assert_leq(switches, events);
  return before;
}

Test(state_rule, exactly_one_state_on_a_million_random_sequences) {
  uint64_t state = 12;
  uint32_t seen[SOTTO_MINDSET_COUNT] = {0};
  for (uint32_t sequence = 0; sequence < 1000000; sequence++) seen[happen_sequence(&state)]++;
  for (uint32_t n = 0; n < SOTTO_MINDSET_COUNT; n++) cr_assert_gt(seen[n], 0, "state %u", n);
}

Test(state_rule, alternating_scores_switch_at_most_once_in_three_events) {
  begin();
  uint32_t switches = 0, before = facts.state, events = 3000;
  for (uint32_t n = 0; n < events; n++) {
    uint32_t now = happen(SOTTO_EVENT_VIEW_ITEM, n % 2 ? 0.9f : 0.01f, 0);
    switches += now != before;
    before = now;
  }
  cr_assert_gt(switches, 0);
  cr_assert_leq(switches, events / SO_STATE_HOLD);
}

Test(state_rule, noise_within_the_margin_never_switches) {
  begin();
  float bar = so_state_defaults.interested_score, margin = so_state_defaults.hysteresis * 0.9f;
  for (uint32_t n = 0; n < 1000; n++) {
    uint32_t now = happen(SOTTO_EVENT_VIEW_ITEM, bar + (n % 2 ? margin : -margin), 0);
    cr_assert_eq(now, SOTTO_MINDSET_CURIOUS);
  }
}

Test(state_rule, a_cart_filled_and_emptied_does_not_flicker) {
  begin();
  uint32_t switches = 0, before = facts.state;
  for (uint32_t n = 0; n < 1000; n++) {
    uint32_t now =
        n % 2 ? happen(SOTTO_EVENT_REMOVE_FROM_CART, 0, 0) : happen(SOTTO_EVENT_ADD_TO_CART, 0, 1);
    switches += now != before;
    before = now;
  }
  cr_assert_eq(switches, 1);
}

Test(state_rule, only_purchases_of_the_last_loyal_days_make_loyal) {
  so_pack_state rule = so_state_defaults;
  rule.loyal_days = 30;
  begin();
  for (uint32_t n = 0; n < rule.loyal_purchases; n++) {
    so_occurrence bought = {.type = SOTTO_EVENT_PURCHASE, .time_ms = NOW + n * 20 * SO_DAY_MS};
    so_state_learn(&facts, &rule, &(so_state_input){&bought, 1, 0, 1});
  }
  cr_assert_eq(facts.state, SOTTO_MINDSET_SATISFIED, "2 within 30 days, 3 within 40");
}

Test(state_rule, an_emptied_cart_no_longer_focuses) {
  begin();
  happen(SOTTO_EVENT_ADD_TO_CART, 0, 1);
  happen(SOTTO_EVENT_REMOVE_FROM_CART, 0, 0);
  for (uint32_t n = 0; n <= SO_STATE_HOLD; n++) happen(SOTTO_EVENT_VIEW_ITEM, 0, 0);
  cr_assert_eq(facts.state, SOTTO_MINDSET_CURIOUS);
}

Test(state_rule, noise_within_the_margin_does_not_end_interest_either) {
  begin();
  float bar = so_state_defaults.interested_score, margin = so_state_defaults.hysteresis * 0.9f;
  for (uint32_t n = 0; n < 4; n++) happen(SOTTO_EVENT_VIEW_ITEM, 0.5f, 0);
  for (uint32_t n = 0; n < 1000; n++) {
    uint32_t now = happen(SOTTO_EVENT_VIEW_ITEM, bar + (n % 2 ? margin : -margin), 0);
    cr_assert_eq(now, SOTTO_MINDSET_INTERESTED);
  }
}
