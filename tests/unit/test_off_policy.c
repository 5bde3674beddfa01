/*
 * Off-policy estimates against figures worked out by hand, and on logged decisions of an even
 * policy.
 */
#include <criterion/criterion.h>
#include <math.h>
#include <sotto/choose.h>

static sotto_policy_estimate_result result;

static uint64_t state;

static double uniform(void) {
  state = state * 6364136223846793005u + 1442695040888963407u;
  return (double)(state >> 11) / 9007199254740992.0;
}

Test(off_policy, figures_of_four_rows_are_those_by_hand) {
  const sotto_logged rows[] = {{0.5, 1, 1}, {0.5, 0.5, 0}, {0.25, 0.5, 1}, {0.5, 0, 1}};
  /* weights 2 1 2 0 */
  cr_assert_eq(sotto_policy_estimate(rows, 4, &result), SOTTO_OK);
  cr_expect_eq(result.decisions, 4);
  cr_expect_float_eq(result.logged, 0.75, 1e-12);
  cr_expect_float_eq(result.ips, 1, 1e-12);
  cr_expect_float_eq(result.snips, 0.8, 1e-12);
  cr_expect_float_eq(result.effective_size, 25.0 / 9, 1e-12);
  /* sum of w^2 (r - .8)^2 = 4 .04 + .64 + 4 .04 = .96; / 25; 1.96 of its root */
  cr_expect_float_eq(result.snips_low, 0.8 - 1.959963985 * sqrt(0.0384), 1e-9);
  cr_expect_float_eq(result.snips_high, 1, 1e-12);
}

Test(off_policy, log_itself_gives_its_own_mean) {
  sotto_logged rows[100];
  for (int n = 0; n < 100; n++) rows[n] = (sotto_logged){0.2, 0.2, n % 10 == 0};
  cr_assert_eq(sotto_policy_estimate(rows, 100, &result), SOTTO_OK);
  cr_expect_float_eq(result.ips, result.logged, 1e-12);
  cr_expect_float_eq(result.snips, result.logged, 1e-12);
  cr_expect_float_eq(result.effective_size, 100, 1e-9);
}

Test(off_policy, no_reward_at_all_still_leaves_room_above_zero) {
  sotto_logged rows[50];
  for (int n = 0; n < 50; n++) rows[n] = (sotto_logged){0.5, 0.5, 0};
  cr_assert_eq(sotto_policy_estimate(rows, 50, &result), SOTTO_OK);
  cr_expect_float_eq(result.snips, 0, 1e-12);
  cr_expect_gt(result.snips_high, 0.05);
  cr_expect_float_eq(result.snips_low, 0, 1e-12);
}

/* 400 worlds of 2,000 rows, 5 arms of which the policy prefers one: the 95 % interval of SNIPS must
   hold the truth in at least 91.5 % (380 expected, standard error 4.4: below 366 has chance 1e-3,
   and the seed is fixed). */
Test(off_policy, intervals_hold_the_truth_as_often_as_they_say) {
  static sotto_logged rows[2000];
  int held = 0;
  state = 3;
  for (int world = 0; world < 400; world++) {
    double rates[5], truth = 0;
    for (int arm = 0; arm < 5; arm++) {
      rates[arm] = 0.05 + 0.2 * uniform();
      truth += rates[arm] * (arm == 2 ? 0.6 : 0.1);
    }
    for (int n = 0; n < 2000; n++) {
      int arm = (int)(uniform() * 5);
      rows[n] = (sotto_logged){0.2, arm == 2 ? 0.6 : 0.1, uniform() < rates[arm]};
    }
    cr_assert_eq(sotto_policy_estimate(rows, 2000, &result), SOTTO_OK);
    held += result.snips_low <= truth && truth <= result.snips_high;
  }
  cr_expect_geq(held, 366, "%d of 400", held);
}

Test(off_policy, numbers_out_of_range_are_refused_and_nothing_is_given) {
  const sotto_logged bad[] = {{0, 0.5, 0},   {-0.1, 0.5, 0},  {1.1, 0.5, 0}, {NAN, 0.5, 0},
                              {0.5, -1, 0},  {0.5, 2, 0},     {0.5, NAN, 0}, {0.5, 0.5, -1},
                              {0.5, 0.5, 2}, {0.5, 0.5, NAN}, {1e-300, 1, 1}};
  result.decisions = 77;
  for (size_t n = 0; n < sizeof bad / sizeof *bad; n++)
    cr_expect_eq(sotto_policy_estimate(&bad[n], 1, &result), SOTTO_E_ARGUMENT, "%zu", n);
  cr_expect_eq(sotto_policy_estimate(NULL, 3, &result), SOTTO_E_ARGUMENT);
  cr_expect_eq(sotto_policy_estimate(bad, 1, NULL), SOTTO_E_ARGUMENT);
  cr_expect_eq(result.decisions, 77);
}

Test(off_policy, no_weight_is_missing) {
  const sotto_logged rows[] = {{0.5, 0, 1}};
  cr_expect_eq(sotto_policy_estimate(rows, 1, &result), SOTTO_E_MISSING);
  cr_expect_eq(sotto_policy_estimate(NULL, 0, &result), SOTTO_E_MISSING);
}
