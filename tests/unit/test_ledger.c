/* The budget ledger, rule by rule; privacy/test_ledger_model drives it through random worlds. */
#include <criterion/criterion.h>
#include <string.h>

#include "base/epoch.h"
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
  const so_cost cost = {300000, 1000000007, 8000001};
  so_ledger ledger = aged(20), before = ledger;
  cr_assert_eq(so_ledger_pay(&ledger, &cost, 2920), SOTTO_OK);
  cr_assert_eq(ledger.balance.epsilon_micro, before.balance.epsilon_micro - cost.epsilon_micro);
  cr_assert_eq(ledger.balance.delta_2p60, before.balance.delta_2p60 - cost.delta_2p60);
  cr_assert_eq(ledger.balance.epsilon0_micro, before.balance.epsilon0_micro - cost.epsilon0_micro);
  cr_assert_eq(memcmp(&ledger.spent, &cost, sizeof cost), 0);
}

Test(ledger, a_split_answer_takes_an_eighth_of_the_year_and_is_told_as_it_is) {
  const so_cost cost = {300000, 1000000007, 70000};
  so_ledger ledger = aged(20);
  cr_assert_eq(so_ledger_pay(&ledger, &cost, 2920), SOTTO_OK);
  cr_assert_eq(ledger.balance.epsilon0_micro, caps.depth.epsilon0_micro - 8000000);
  cr_assert_eq(ledger.spent.epsilon0_micro, 70000);
  cr_assert_eq(so_ledger_pay(&ledger, &cost, 2920), SOTTO_E_BUDGET);
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
