/*
 * Facts first, score last; see state_rule.h for the order and the reasons.
 */
#include "model/state_rule.h"

#include <string.h>

#include <sotto/event.h>

#include "base/epoch.h"

#define CART_MS SO_WEEK_MS             /* an untouched cart says nothing after a week */
#define PAUSE_MS ((int64_t)30 * 60000) /* silence after which time alone may change the state */

const so_pack_state so_state_defaults = {.interested_score = 0.15f,
                                         .hysteresis = 0.02f,
                                         .satisfied_days = 14,
                                         .loyal_purchases = 3,
                                         .loyal_days = 180,
                                         .fading_days = 60,
                                         .focused_reviews = 1,
                                         .focused_views = 2};

void so_state_clear(so_state_facts *ret_facts) {
  memset(ret_facts, 0, sizeof *ret_facts);
  ret_facts->state = SOTTO_MINDSET_CURIOUS;
  ret_facts->decided = SO_FACT_NEW;
}

/** A state and the facts for it. */
typedef struct verdict {
  uint32_t state;
  uint32_t decided;
} verdict;

static uint32_t focusing_facts(const so_state_facts *facts, int64_t now_ms) {
  uint32_t found = 0;
  if (facts->last_cart_ms && now_ms - facts->last_cart_ms <= CART_MS) found |= SO_FACT_CART;
  if (facts->checkout) found |= SO_FACT_CHECKOUT;
  if (facts->wished) found |= SO_FACT_WISHLIST;
  if (facts->reviews_cart && found) found |= SO_FACT_REVIEWS_CART;
  if (facts->second_view) found |= SO_FACT_SECOND_VIEW;
  return found;
}

/** Distinct purchase days within so many days before `now_ms`, as far as remembered. */
static uint32_t days_bought(const so_state_facts *facts, uint32_t days, int64_t now_ms) {
  uint32_t known = facts->purchase_day_count;
  if (known > SO_STATE_DAYS) known = SO_STATE_DAYS;
  uint32_t count = 0;
  for (uint32_t n = 0; n < known; n++)
    count += so_epoch_day_of(now_ms) - facts->purchase_days[n] <= (int64_t)days;
  return count;
}

static verdict by_record(const so_state_facts *facts, const so_pack_state *rule, int64_t now_ms) {
  if (!facts->last_purchase_ms) return (verdict){0, 0};
  int quiet = now_ms - facts->last_event_ms >= (int64_t)rule->fading_days * SO_DAY_MS;
  if (quiet || facts->quiet_before) return (verdict){SOTTO_MINDSET_FADING, SO_FACT_QUIET};
  if (days_bought(facts, rule->loyal_days, now_ms) >= rule->loyal_purchases)
    return (verdict){SOTTO_MINDSET_LOYAL, SO_FACT_REPEAT};
  if (now_ms - facts->last_purchase_ms <= (int64_t)rule->satisfied_days * SO_DAY_MS)
    return (verdict){SOTTO_MINDSET_SATISFIED, SO_FACT_BOUGHT};
  return (verdict){0, 0};
}

static verdict by_score(const so_state_facts *facts, const so_pack_state *rule) {
  if (!facts->last_event_ms) return (verdict){SOTTO_MINDSET_CURIOUS, SO_FACT_NEW};
  float bar = rule->interested_score;
  if (facts->state == SOTTO_MINDSET_INTERESTED) bar -= rule->hysteresis;
  if (facts->state == SOTTO_MINDSET_CURIOUS) bar += rule->hysteresis;
  if (facts->score >= bar) return (verdict){SOTTO_MINDSET_INTERESTED, SO_FACT_SCORE_HIGH};
  return (verdict){SOTTO_MINDSET_CURIOUS, SO_FACT_SCORE_LOW};
}

static verdict decide(const so_state_facts *facts, const so_pack_state *rule, int64_t now_ms) {
  uint32_t focusing = focusing_facts(facts, now_ms);
  if (focusing) return (verdict){SOTTO_MINDSET_FOCUSED, focusing};
  verdict record = by_record(facts, rule, now_ms);
  return record.decided ? record : by_score(facts, rule);
}

static int is_weak(uint32_t state) {
  return state == SOTTO_MINDSET_CURIOUS || state == SOTTO_MINDSET_INTERESTED;
}

/** 1 when the state of now should outlive this verdict a little. */
static int holds(const so_state_facts *facts, uint32_t next) {
  if (facts->bought_now) return 0;
  if (facts->state == SOTTO_MINDSET_FOCUSED) return facts->unfocused_events < SO_STATE_HOLD;
  return is_weak(facts->state) && is_weak(next) && facts->events_since < SO_STATE_HOLD;
}

static void settle(so_state_facts *facts, verdict next, int64_t now_ms) {
  facts->events_since++;
  if (next.state != facts->state && holds(facts, next.state)) {
    facts->decided = SO_FACT_HELD;
    return;
  }
  facts->decided = next.decided;
  if (next.state == facts->state && facts->since_ms) return;
  facts->events_since = next.state == facts->state ? facts->events_since : 0;
  facts->state = next.state;
  facts->since_ms = now_ms;
}

static void forget_session(so_state_facts *facts) {
  facts->checkout = facts->wished = facts->reviews_cart = facts->second_view = 0;
  facts->quiet_before = 0;
  facts->session_reviews = 0;
}

static void take_purchase(so_state_facts *facts, int64_t time_ms) {
  int32_t day = (int32_t)so_epoch_day_of(time_ms);
  uint32_t count = facts->purchase_day_count;
  if (count == 0 || facts->purchase_days[(count - 1) % SO_STATE_DAYS] != day)
    facts->purchase_days[facts->purchase_day_count++ % SO_STATE_DAYS] = day;
  facts->last_purchase_ms = time_ms;
  facts->last_cart_ms = 0;
  facts->bought_now = 1;
  forget_session(facts);
}

static void take_facts(so_state_facts *facts, const so_pack_state *rule,
                       const so_state_input *input) {
  int64_t time_ms = input->occurrence->time_ms;
  facts->bought_now = 0;
  switch (input->occurrence->type) {
  case SOTTO_EVENT_PURCHASE: take_purchase(facts, time_ms); return;
  case SOTTO_EVENT_REVIEW_READ: facts->session_reviews++; break;
  case SOTTO_EVENT_BEGIN_CHECKOUT: facts->checkout = 1; break;
  case SOTTO_EVENT_ADD_TO_WISHLIST: facts->wished = 1; break;
  case SOTTO_EVENT_VIEW_ITEM: facts->second_view |= input->week_views >= rule->focused_views; break;
  case SOTTO_EVENT_VIEW_CART: facts->last_cart_ms = time_ms; break;
  case SOTTO_EVENT_ADD_TO_CART:
    facts->last_cart_ms = time_ms;
    facts->reviews_cart |= facts->session_reviews >= rule->focused_reviews;
    break;
  default: break;
  }
  if (input->cart_count == 0) facts->last_cart_ms = 0;
}

void so_state_learn(so_state_facts *facts, const so_pack_state *rule, const so_state_input *input) {
  int64_t now_ms = input->occurrence->time_ms;
  if (!rule) rule = &so_state_defaults;
  if (facts->last_event_ms && facts->last_purchase_ms &&
      now_ms - facts->last_event_ms >= (int64_t)rule->fading_days * SO_DAY_MS)
    facts->quiet_before = 1;
  if (now_ms > facts->last_event_ms) facts->last_event_ms = now_ms;
  facts->score = input->score;
  take_facts(facts, rule, input);
  facts->unfocused_events = focusing_facts(facts, now_ms) ? 0 : facts->unfocused_events + 1;
  settle(facts, decide(facts, rule, now_ms), now_ms);
}

void so_state_end_session(so_state_facts *facts) {
  forget_session(facts);
  facts->unfocused_events = SO_STATE_HOLD;
}

void so_state_at(const so_state_facts *facts, const so_pack_state *rule, int64_t now_ms,
                 so_state_facts *ret_facts) {
  *ret_facts = *facts;
  if (!facts->last_event_ms || now_ms - facts->last_event_ms < PAUSE_MS) return;
  so_state_end_session(ret_facts);
  verdict next = decide(ret_facts, rule ? rule : &so_state_defaults, now_ms);
  if (next.state != facts->state) ret_facts->since_ms = now_ms;
  ret_facts->state = next.state;
  ret_facts->decided = next.decided;
}
