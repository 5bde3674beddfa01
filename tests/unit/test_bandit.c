/*
 * The chance of every arm: what it sums to, what Thompson's own draws give, and that what is drawn
 * is what was said.
 */
#include <criterion/criterion.h>
#include <math.h>

#include "model/bandit.h"

/* Seeded (splitmix64), so that a statistical test gives the same answer every time. */
static uint64_t state;

static uint64_t word(void) {
  uint64_t x = state += 0x9e3779b97f4a7c15;
  x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9;
  x = (x ^ x >> 27) * 0x94d049bb133111eb;
  return x ^ x >> 31;
}

static double uniform(void) {
  return ((double)(word() >> 11) + 0.5) / 9007199254740992.0;
}

static double normal(void) {
  return sqrt(-2 * log(uniform())) * cos(6.283185307179586 * uniform());
}

/* Marsaglia and Tsang 2000; below 1 by the usual boost. */
static double gamma_drawn(double shape) {
  if (shape < 1) return gamma_drawn(shape + 1) * pow(uniform(), 1 / shape);
  double d = shape - 1.0 / 3, c = 1 / sqrt(9 * d);
  for (;;) {
    double x = normal(), v = 1 + c * x;
    if (v <= 0) continue;
    v = v * v * v;
    if (log(uniform()) < 0.5 * x * x + d - d * v + d * log(v)) return d * v;
  }
}

/* log-odds of a Beta draw: never rounds to 0 or 1. */
static double beta_drawn(const so_bandit_beta *beta) {
  return log(gamma_drawn(beta->won)) - log(gamma_drawn(beta->lost));
}

static const struct {
  uint32_t count;
  so_bandit_beta arms[5];
} worlds[] = {{2, {{1, 9}, {1, 9}}},
              {3, {{1, 9}, {3, 7}, {1, 30}}},
              {4, {{0.25, 0.25}, {1, 1}, {5, 5}, {50, 50}}},
              {5, {{40, 900}, {50, 900}, {45, 880}, {1, 9}, {0.3, 20}}},
              {3, {{1000, 1000}, {1010, 990}, {1, 1}}},
              {2, {{2, 1998}, {100, 1900}}}};

/* 200,000 draws: standard error at most .0011; five of them are .0056: false alarm 6e-7 for each of
   the 19 arms, and the grid itself is off by at most .003. The seed is fixed. */
Test(bandit, quadrature_agrees_with_thompsons_own_draws) {
  const int draws = 200000;
  for (size_t w = 0; w < sizeof worlds / sizeof *worlds; w++) {
    double shares[5], counts[5] = {0};
    so_bandit_best(worlds[w].arms, worlds[w].count, shares);
    for (int n = 0; n < draws; n++) {
      uint32_t best = 0;
      double most = 0;
      for (uint32_t arm = 0; arm < worlds[w].count; arm++) {
        double drawn = beta_drawn(&worlds[w].arms[arm]);
        if (arm == 0 || drawn > most) best = arm;
        if (arm == 0 || drawn > most) most = drawn;
      }
      counts[best]++;
    }
    for (uint32_t arm = 0; arm < worlds[w].count; arm++)
      cr_expect_float_eq(shares[arm], counts[arm] / draws, 0.0086, "world %zu arm %u: %f, drawn %f",
                         w, arm, shares[arm], counts[arm] / draws);
  }
}

Test(bandit, two_arms_agree_with_the_exact_sum) {
  /* P(Beta(2, 3) > Beta(1, 4)) = 1 - integral of (1-x)^4 12 x (1-x)^2 = 1 - 12 B(2, 7) = 11/14 */
  const so_bandit_beta arms[] = {{2, 3}, {1, 4}};
  double shares[2];
  so_bandit_best(arms, 2, shares);
  cr_expect_float_eq(shares[0], 11.0 / 14, 1e-4, "%.8f", shares[0]);
}

Test(bandit, shares_sum_to_one_and_equal_arms_have_equal_shares) {
  so_bandit_beta arms[SO_BANDIT_ARMS_MAX];
  double shares[SO_BANDIT_ARMS_MAX], sum = 0;
  for (uint32_t n = 0; n < SO_BANDIT_ARMS_MAX; n++) arms[n] = (so_bandit_beta){3, 11};
  so_bandit_best(arms, SO_BANDIT_ARMS_MAX, shares);
  for (uint32_t n = 0; n < SO_BANDIT_ARMS_MAX; n++) {
    sum += shares[n];
    cr_expect_float_eq(shares[n], 1.0 / SO_BANDIT_ARMS_MAX, 1e-9);
  }
  cr_expect_float_eq(sum, 1, 1e-12);
}

static void draw_world(uint32_t *ret_parts, uint32_t *ret_count, uint32_t *ret_explore) {
  so_bandit_beta arms[SO_BANDIT_ARMS_MAX];
  double shares[SO_BANDIT_ARMS_MAX];
  *ret_count = 1 + (uint32_t)(word() % SO_BANDIT_ARMS_MAX);
  *ret_explore = (uint32_t)(word() % 1001);
  for (uint32_t n = 0; n < *ret_count; n++)
    arms[n] = (so_bandit_beta){0.25 + 500 * pow(uniform(), 6), 0.25 + 1500 * pow(uniform(), 4)};
  so_bandit_best(arms, *ret_count, shares);
  so_bandit_mix(shares, *ret_count, *ret_explore, ret_parts);
}

Test(bandit, parts_sum_exactly_and_none_is_below_its_even_share) {
  uint32_t parts[SO_BANDIT_ARMS_MAX], count, explore;
  state = 7;
  for (int turn = 0; turn < 200; turn++) {
    uint64_t sum = 0;
    draw_world(parts, &count, &explore);
    for (uint32_t n = 0; n < count; n++) {
      sum += parts[n];
      cr_assert_geq(parts[n], (uint64_t)SO_BANDIT_WHOLE * explore / 1000 / count);
    }
    cr_assert_eq(sum, SO_BANDIT_WHOLE);
  }
}

/* Chi-square with 3 degrees of freedom above 30.66 has chance 1e-6; the seed is fixed. */
Test(bandit, draws_come_with_exactly_the_parts) {
  const so_bandit_beta arms[] = {{1, 9}, {2, 9}, {1, 30}, {3, 20}};
  const int draws = 400000;
  double shares[4], counts[4] = {0}, explored = 0, square = 0;
  uint32_t parts[4];
  state = 11;
  so_bandit_best(arms, 4, shares);
  so_bandit_mix(shares, 4, 100, parts);
  for (int n = 0; n < draws; n++) {
    so_bandit_drawn drawn = so_bandit_draw(parts, 4, 100, (uint32_t)(word() >> 34));
    counts[drawn.arm]++;
    explored += drawn.explored;
  }
  for (int n = 0; n < 4; n++) {
    double expected = (double)parts[n] / SO_BANDIT_WHOLE * draws;
    square += (counts[n] - expected) * (counts[n] - expected) / expected;
  }
  cr_expect_lt(square, 30.66, "chi-square %.2f", square);
  cr_expect_float_eq(explored / draws, 0.1, 5 * sqrt(0.09 / draws)); /* false alarm 6e-7 */
}

Test(bandit, every_number_falls_on_one_arm_at_the_ends) {
  const uint32_t parts[] = {0, SO_BANDIT_WHOLE - 5, 5};
  cr_expect_eq(so_bandit_draw(parts, 3, 0, 0).arm, 1);
  cr_expect_eq(so_bandit_draw(parts, 3, 0, SO_BANDIT_WHOLE - 6).arm, 1);
  cr_expect_eq(so_bandit_draw(parts, 3, 0, SO_BANDIT_WHOLE - 5).arm, 2);
  cr_expect_eq(so_bandit_draw(parts, 3, 0, SO_BANDIT_WHOLE - 1).arm, 2);
  cr_expect_eq(so_bandit_draw(parts, 3, 0, 7).explored, 0);
}

Test(bandit, caring_raises_and_disliking_lowers_and_own_evidence_is_added) {
  so_bandit_cell cell = {1, 9, 0, 0, 0};
  so_bandit_beta plain = so_bandit_posterior(&cell);
  cr_expect_float_eq(plain.won, 1, 1e-6);
  cr_expect_float_eq(plain.lost, 9, 1e-6);
  cell.affinity = 1;
  so_bandit_beta cared = so_bandit_posterior(&cell);
  cr_expect_float_eq(cared.won / cared.lost, 4.0 / 9, 1e-6);
  cr_expect_float_eq(cared.won + cared.lost, 20, 1e-6);
  cell.affinity = -1;
  so_bandit_beta disliked = so_bandit_posterior(&cell);
  cr_expect_float_eq(disliked.won / disliked.lost, 1.0 / 36, 1e-6);
  cell.affinity = 0;
  cell.own_won = 2;
  cell.own_lost = 3;
  cr_expect_float_eq(so_bandit_posterior(&cell).won, 3, 1e-6);
  cr_expect_float_eq(so_bandit_posterior(&cell).lost, 12, 1e-6);
}

Test(bandit, sure_prior_leaves_room_for_the_device) {
  const so_bandit_cell cell = {50000, 950000, 0, 0, 0};
  so_bandit_beta beta = so_bandit_posterior(&cell);
  cr_expect_float_eq(beta.won + beta.lost, 2000, 1e-3);
  cr_expect_float_eq(beta.won, 100, 1e-3);
}

Test(bandit, evidence_halves_in_sixty_days) {
  cr_expect_float_eq(so_bandit_decay(60 * INT64_C(86400000)), 0.5, 1e-8);
  cr_expect_float_eq(so_bandit_decay(-5), 1, 1e-8);
}
