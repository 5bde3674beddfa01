/* The budget ledger: never more than its caps, whatever the clock and the files do. */
#include <criterion/criterion.h>
#include <string.h>

#include "base/epoch.h"
#include "crypto/random.h"
#include "privacy/ledger.h"

#define START ((int64_t)2900 * SO_WEEK_MS + SO_DAY_MS)

static const so_cost one = {1000000, 0, 0};
static so_caps caps;

static void setup(void) {
  so_ledger_default_caps(&caps);
}

TestSuite(ledger, .init = setup);

/* A ledger that met `weeks` weeks, one by one. */
static so_ledger aged(uint32_t weeks) {
  so_ledger ledger;
  so_ledger_start(&ledger, START);
  for (uint32_t i = 1; i <= weeks; i++) so_ledger_advance(&ledger, &caps, START + i * SO_WEEK_MS);
  return ledger;
}

Test(ledger, starts_empty) {
  so_ledger ledger = aged(0);
  cr_assert_eq(ledger.balance.epsilon_micro, 0);
  cr_assert_eq(so_ledger_pay(&ledger, &one, 2900), SOTTO_E_BUDGET);
}

Test(ledger, a_week_adds_the_yearly_cap_less_the_depth_over_52_rounded_down) {
  so_ledger ledger = aged(1);
  cr_assert_eq(ledger.balance.epsilon_micro, 22000000 / 52);
  cr_assert_eq(ledger.balance.delta_2p60, UINT64_C(103762935414) / 52);
  cr_assert_eq(ledger.balance.epsilon0_micro, 54000000 / 52);
}

Test(ledger, a_year_that_the_depth_already_fills_adds_nothing) {
  so_caps tight = caps;
  tight.year.epsilon_micro = 1000000;
  cr_assert_eq(so_ledger_weekly(&tight).epsilon_micro, 0);
}

Test(ledger, never_saves_more_than_its_depth) {
  so_ledger ledger = aged(40);
  cr_assert_eq(memcmp(&ledger.balance, &caps.depth, sizeof caps.depth), 0);
}

Test(ledger, advancing_twice_to_one_moment_adds_once) {
  so_ledger ledger = aged(2), before = ledger;
  so_ledger_advance(&ledger, &caps, START + 2 * SO_WEEK_MS);
  cr_assert_eq(memcmp(&ledger, &before, sizeof ledger), 0);
}

Test(ledger, paying_moves_balance_to_spent) {
  so_ledger ledger = aged(5);
  cr_assert_eq(so_ledger_pay(&ledger, &one, 2905), SOTTO_OK);
  cr_assert_eq(ledger.balance.epsilon_micro, 1000000);
  cr_assert_eq(ledger.spent.epsilon_micro, 1000000);
  cr_assert_eq(ledger.answered_epoch, 2905);
}

Test(ledger, pays_in_every_column) {
  const so_cost cost = {300000, 1000000007, 70000};
  so_ledger ledger = aged(5), before = ledger;
  cr_assert_eq(so_ledger_pay(&ledger, &cost, 2905), SOTTO_OK);
  cr_assert_eq(ledger.balance.epsilon_micro, before.balance.epsilon_micro - cost.epsilon_micro);
  cr_assert_eq(ledger.balance.delta_2p60, before.balance.delta_2p60 - cost.delta_2p60);
  cr_assert_eq(ledger.balance.epsilon0_micro, before.balance.epsilon0_micro - cost.epsilon0_micro);
  cr_assert_eq(memcmp(&ledger.spent, &cost, sizeof cost), 0);
}

Test(ledger, refuses_what_it_cannot_pay_and_stays_as_it_was) {
  so_ledger ledger = aged(5);
  const so_cost much[] = {{2000001, 0, 0}, {0, UINT64_C(11529215047), 0}, {0, 0, 10000001}};
  so_ledger before = ledger;
  for (int i = 0; i < 3; i++) cr_assert_eq(so_ledger_pay(&ledger, &much[i], 2905), SOTTO_E_BUDGET);
  cr_assert_eq(memcmp(&ledger, &before, sizeof ledger), 0);
}

Test(ledger, a_clock_going_back_never_refills_and_allows_no_answer) {
  so_ledger ledger = aged(5);
  cr_assert_eq(so_ledger_pay(&ledger, &one, 2905), SOTTO_OK);
  so_ledger_advance(&ledger, &caps, START);
  cr_assert_eq(ledger.balance.epsilon_micro, 1000000);
  cr_assert_not(so_ledger_can(&ledger, &one, 2900));
  so_ledger_advance(&ledger, &caps, START + 5 * SO_WEEK_MS);
  cr_assert_eq(ledger.balance.epsilon_micro, 1000000, "the same weeks do not count twice");
}

Test(ledger, a_far_jump_adds_nothing_until_it_stood_for_a_day) {
  so_ledger ledger = aged(1);
  uint64_t before = ledger.balance.epsilon_micro;
  int64_t far = START + 30 * SO_WEEK_MS;
  so_ledger_advance(&ledger, &caps, far);
  cr_assert_eq(ledger.balance.epsilon_micro, before);
  so_ledger_advance(&ledger, &caps, far + SO_DAY_MS - 1);
  cr_assert_eq(ledger.balance.epsilon_micro, before);
  so_ledger_advance(&ledger, &caps, far + SO_DAY_MS);
  cr_assert_eq(ledger.balance.epsilon_micro, 3 * (22000000 / 52), "then two weeks, not 29");
  cr_assert_eq(ledger.epoch, so_epoch_of(far + SO_DAY_MS));
}

Test(ledger, a_far_jump_that_did_not_stand_is_forgotten) {
  so_ledger ledger = aged(1);
  uint64_t before = ledger.balance.epsilon_micro;
  so_ledger_advance(&ledger, &caps, START + 500 * SO_WEEK_MS);
  so_ledger_advance(&ledger, &caps, START + SO_WEEK_MS + SO_DAY_MS);
  cr_assert_eq(ledger.suspect_ms, 0);
  so_ledger_advance(&ledger, &caps, START + 500 * SO_WEEK_MS + SO_DAY_MS);
  cr_assert_eq(ledger.balance.epsilon_micro, before, "the first look counts anew");
}

Test(ledger, someone_who_comes_once_a_month_accrues_two_weeks_at_every_second_visit) {
  so_ledger ledger;
  so_ledger_start(&ledger, START);
  for (int month = 1; month <= 24; month++) {
    int64_t now = START + month * 30 * SO_DAY_MS;
    so_ledger_advance(&ledger, &caps, now);
    while (so_ledger_pay(&ledger, &one, so_epoch_of(now)) == SOTTO_OK) {}
  }
  cr_assert_eq(ledger.spent.epsilon_micro + ledger.balance.epsilon_micro, 12 * 2 * (22000000 / 52));
  cr_assert_eq(ledger.spent.epsilon_micro, 10000000);
}

Test(ledger, nothing_is_charged_while_a_far_jump_is_in_doubt) {
  so_ledger ledger = aged(10);
  int64_t far = START + 40 * SO_WEEK_MS;
  so_ledger_advance(&ledger, &caps, far);
  cr_assert(so_ledger_doubts(&ledger));
  cr_assert_eq(so_ledger_pay(&ledger, &one, so_epoch_of(far)), SOTTO_E_BUDGET);
  so_ledger_advance(&ledger, &caps, far + SO_DAY_MS);
  cr_assert_not(so_ledger_doubts(&ledger));
  cr_assert_eq(so_ledger_pay(&ledger, &one, so_epoch_of(far + SO_DAY_MS)), SOTTO_OK);
}

Test(ledger, made_again_with_the_clock_set_back_it_gets_two_weeks_at_most) {
  so_ledger ledger;
  so_ledger_start(&ledger, START - 60 * SO_WEEK_MS);
  so_ledger_advance(&ledger, &caps, START);
  so_ledger_advance(&ledger, &caps, START + SO_DAY_MS);
  cr_assert_eq(ledger.balance.epsilon_micro, 2 * (22000000 / 52));
}

Test(ledger, held_back_it_is_empty_and_says_none_until_the_next_epoch) {
  so_ledger ledger = aged(10);
  so_ledger_hold_back(&ledger, 2910);
  cr_assert_eq(ledger.balance.epsilon_micro, 0);
  cr_assert(so_ledger_behind(&ledger, 2910));
  so_ledger_advance(&ledger, &caps, START + 11 * SO_WEEK_MS);
  cr_assert_not(so_ledger_behind(&ledger, 2911));
  cr_assert_eq(ledger.balance.epsilon_micro, 22000000 / 52);
}

Test(ledger, epochs_of_answers_never_go_back) {
  so_ledger ledger = aged(10);
  int64_t later = START + 12 * SO_WEEK_MS;
  so_ledger_advance(&ledger, &caps, later);
  cr_assert_eq(so_ledger_pay(&ledger, &one, so_epoch_of(later)), SOTTO_OK);
  so_ledger_advance(&ledger, &caps, START + 10 * SO_WEEK_MS);
  cr_assert_eq(so_ledger_pay(&ledger, &one, 2910), SOTTO_E_BUDGET);
}

Test(ledger, behind_its_anchor_it_takes_the_totals_and_says_none_this_epoch) {
  so_ledger now = aged(10), old = aged(10);
  cr_assert_eq(so_ledger_pay(&now, &one, 2910), SOTTO_OK);
  sotto_anchor anchor = {.epoch = now.answered_epoch, .epsilon_micro = now.spent.epsilon_micro};
  so_ledger_meet(&old, &anchor);
  cr_assert_eq(old.spent.epsilon_micro, 1000000);
  cr_assert_eq(old.balance.epsilon_micro, 0);
  cr_assert(so_ledger_behind(&old, 2910));
  cr_assert_not(so_ledger_behind(&old, 2911));
}

Test(ledger, at_or_past_its_anchor_it_stays_as_it_is) {
  so_ledger ledger = aged(10);
  cr_assert_eq(so_ledger_pay(&ledger, &one, 2910), SOTTO_OK);
  so_ledger before = ledger;
  sotto_anchor anchor = {.epoch = 2910, .epsilon_micro = 1000000};
  so_ledger_meet(&ledger, &anchor);
  cr_assert_eq(memcmp(&ledger, &before, sizeof ledger), 0);
  anchor = (sotto_anchor){.epoch = 2905, .epsilon_micro = 0};
  so_ledger_meet(&ledger, &anchor);
  cr_assert_eq(memcmp(&ledger, &before, sizeof ledger), 0);
}

Test(ledger, tighter_caps_take_hold_at_once) {
  so_ledger ledger = aged(20);
  so_caps tight = caps;
  tight.depth.epsilon_micro = 500000;
  so_ledger_advance(&ledger, &tight, START + 20 * SO_WEEK_MS);
  cr_assert_eq(ledger.balance.epsilon_micro, 500000);
}

/*
 * Random histories: the world holds one profile, its anchor, copies of it taken at any moment, and
 * a clock that somebody plays with. Every charge is noted with the epoch it was made in.
 */
enum { COPIES = 6, CHARGES = 512, STEPS = 160 };

typedef struct world {
  so_ledger ledger, copies[COPIES];
  uint32_t copied;
  sotto_anchor anchor;
  int64_t now_ms;
  struct {
    uint32_t epoch;
    so_cost cost;
  } charges[CHARGES];
  uint32_t charged;
} world;

/* A profile is opened: time passes over the ledger, and it meets the anchor. */
static void open_profile(world *w) {
  so_ledger_meet(&w->ledger, &w->anchor);
  so_ledger_advance(&w->ledger, &caps, w->now_ms);
}

static void answer(world *w, const so_bits *bits, int crash) {
  static const so_cost costs[] = {{1000000, 0, 0}, {250000, 0, 0}, {1000000, 1152921504, 6300000}};
  const so_cost *cost = &costs[so_bits_below(bits, 3)];
  uint32_t epoch = so_epoch_of(w->now_ms);
  so_ledger after = w->ledger;
  if (so_ledger_pay(&after, cost, epoch) != SOTTO_OK || w->charged == CHARGES) return;
  w->anchor = (sotto_anchor){.epoch = after.answered_epoch,
                             .epsilon_micro = after.spent.epsilon_micro,
                             .delta_2p60 = after.spent.delta_2p60,
                             .epsilon0_micro = after.spent.epsilon0_micro};
  w->charges[w->charged].epoch = epoch; /* noted even when the crash loses the answer */
  w->charges[w->charged++].cost = *cost;
  if (!crash) w->ledger = after;
}

static void move_clock(world *w, const so_bits *bits) {
  uint32_t kind = so_bits_below(bits, 10);
  int64_t days = so_bits_below(bits, 10);
  if (kind < 7)
    w->now_ms += days * SO_DAY_MS;
  else if (kind == 7)
    w->now_ms += 10 * days * SO_DAY_MS;
  else if (kind == 8)
    w->now_ms -= 7 * days * SO_DAY_MS;
  else
    w->now_ms += (so_bits_below(bits, 2) ? 1 : -1) * 100 * days * SO_DAY_MS;
  if (w->now_ms < 0) w->now_ms = 0;
}

static void step(world *w, const so_bits *bits) {
  uint32_t kind = so_bits_below(bits, 100);
  if (kind < 45) {
    move_clock(w, bits);
  } else if (kind < 88) {
    answer(w, bits, kind == 45);
  } else if (kind < 92) {
    so_ledger_start(&w->ledger, w->now_ms); /* erased, or installed again */
  } else if (kind < 96) {
    w->copies[w->copied++ % COPIES] = w->ledger;
  } else if (w->copied) {
    uint32_t have = w->copied < COPIES ? w->copied : COPIES;
    w->ledger = w->copies[so_bits_below(bits, have)];
  }
  open_profile(w);
}

/* What `epochs` in a row may hold at most: a full depth and what the later ones accrue. */
static so_cost most(uint32_t epochs) {
  so_cost week = so_ledger_weekly(&caps), sum = caps.depth;
  sum.epsilon_micro += (epochs - 1) * week.epsilon_micro;
  sum.delta_2p60 += (epochs - 1) * week.delta_2p60;
  sum.epsilon0_micro += (epochs - 1) * week.epsilon0_micro;
  return sum;
}

/* 1 when some run of epochs, of whatever length, holds more than it may. */
static int exceeds(const world *w) {
  for (uint32_t i = 0; i < w->charged; i++) {
    so_cost sum = {0};
    for (uint32_t j = i; j < w->charged; j++) {
      if (j > i && w->charges[j].epoch < w->charges[j - 1].epoch) return 1;
      sum.epsilon_micro += w->charges[j].cost.epsilon_micro;
      sum.delta_2p60 += w->charges[j].cost.delta_2p60;
      sum.epsilon0_micro += w->charges[j].cost.epsilon0_micro;
      so_cost cap = most(w->charges[j].epoch - w->charges[i].epoch + 1);
      if (sum.epsilon_micro > cap.epsilon_micro || sum.delta_2p60 > cap.delta_2p60 ||
          sum.epsilon0_micro > cap.epsilon0_micro)
        return 1;
    }
  }
  return 0;
}

Test(ledger, no_52_epochs_exceed_the_caps_over_20000_random_histories) {
  static world w;
  uint64_t charges = 0;
  so_cost year = most(52);
  cr_assert(year.epsilon_micro <= caps.year.epsilon_micro &&
            year.delta_2p60 <= caps.year.delta_2p60 &&
            year.epsilon0_micro <= caps.year.epsilon0_micro);
  for (uint32_t history = 0; history < 20000; history++) {
    uint8_t seed[32] = "history";
    memcpy(seed + 8, &history, sizeof history);
    so_stream stream;
    so_stream_init(&stream, seed);
    so_bits bits = so_stream_bits(&stream);
    w = (world){.now_ms = START};
    so_ledger_start(&w.ledger, START);
    for (int i = 0; i < STEPS; i++) {
      step(&w, &bits);
      const so_cost *balance = &w.ledger.balance;
      cr_assert(balance->epsilon_micro <= caps.depth.epsilon_micro &&
                    balance->delta_2p60 <= caps.depth.delta_2p60 &&
                    balance->epsilon0_micro <= caps.depth.epsilon0_micro,
                "history %u", history);
    }
    cr_assert_not(exceeds(&w), "history %u", history);
    charges += w.charged;
  }
  cr_assert_gt(charges, 20000, "the histories do answer: %llu", (unsigned long long)charges);
}
