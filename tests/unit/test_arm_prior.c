/*
 * Beliefs about arms: exact rates come back, noise is shrunk from the cell to its arm to all, and
 * a belief is as sure as its noise lets it be. Worlds are drawn from seeds, so nothing here fails
 * by chance; the bounds of the drawn ones leave five standard errors.
 */
#include "brand/arm_prior.h"

#include <criterion/criterion.h>
#include <math.h>

#define ARMS 5u
#define CELLS (ARMS * SO_ARM_MINDSETS)

static uint64_t state;

/** Uniform in 0 … 1 (splitmix64). */
static double uniform(void) {
  uint64_t z = state += UINT64_C(0x9e3779b97f4a7c15);
  z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
  z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
  return ldexp((double)((z ^ z >> 31) >> 11) + .5, -53);
}

static double normal(void) {
  return sqrt(-2 * log(uniform())) * cos(6.283185307179586 * uniform());
}

static double mean_of(so_arm_belief belief) {
  return belief.won / (belief.won + belief.lost);
}

static double trials_of(so_arm_belief belief) {
  return belief.won + belief.lost;
}

static double error_of(so_arm_belief belief) {
  double mean = mean_of(belief);
  return sqrt(mean * (1 - mean) / (trials_of(belief) + 1));
}

/** Rates log-uniform in .01 … .10, and what is seen of them. */
static void draw(double truth[CELLS], so_arm_rate seen[CELLS], double error) {
  for (uint32_t n = 0; n < CELLS; n++) {
    truth[n] = .01 * pow(10, uniform());
    seen[n] = (so_arm_rate){truth[n] + error * normal(), error};
  }
}

Test(arm_prior, exact_rates_come_back) {
  double truth[CELLS];
  so_arm_rate seen[CELLS];
  so_arm_belief found[CELLS];
  state = 1;
  draw(truth, seen, 0);
  so_arm_prior_fit(seen, ARMS, found);
  for (uint32_t n = 0; n < CELLS; n++) {
    cr_assert_float_eq(mean_of(found[n]), truth[n], 1e-9);
    cr_assert_float_eq(trials_of(found[n]), SO_ARM_TRIALS_MOST, 1e-6);
  }
}

Test(arm_prior, a_table_of_noise_ends_as_the_rate_of_all_with_small_weight) {
  for (uint32_t run = 0; run < 200; run++) {
    so_arm_rate seen[CELLS];
    so_arm_belief found[CELLS];
    double least = 1, most = 0, sum = 0;
    state = run;
    for (uint32_t n = 0; n < CELLS; n++) {
      seen[n] = (so_arm_rate){.1 + .05 * normal(), .05};
      sum += seen[n].value / CELLS;
    }
    so_arm_prior_fit(seen, ARMS, found);
    for (uint32_t n = 0; n < CELLS; n++) {
      least = fmin(least, mean_of(found[n]));
      most = fmax(most, mean_of(found[n]));
      cr_assert_lt(trials_of(found[n]), 400, "run %u: sure of what noise hides", run);
    }
    cr_assert(least <= sum + 1e-9 && most >= sum - 1e-9);
    /* half of the tables show by chance a little more spread than their noise: the mean of all
       cells' distances is what must stay small beside the noise */
    cr_assert_lt(most - least, .15, "run %u", run);
  }
}

Test(arm_prior, noise_that_drowns_all_weighs_as_little_as_no_statistics) {
  so_arm_rate seen[CELLS];
  so_arm_belief found[CELLS];
  state = 3;
  for (uint32_t n = 0; n < CELLS; n++) seen[n] = (so_arm_rate){.04 + .4 * normal(), .4};
  so_arm_prior_fit(seen, ARMS, found);
  for (uint32_t n = 0; n < CELLS; n++) {
    cr_assert_float_eq(trials_of(found[n]), SO_ARM_TRIALS_LEAST, 1e-6);
    cr_assert(mean_of(found[n]) > .005 && mean_of(found[n]) < .5);
  }
}

Test(arm_prior, shrinking_beats_the_raw_rates) {
  static const double noises[] = {.004, .01, .03};
  for (size_t level = 0; level < 3; level++) {
    double raw = 0, shrunk = 0;
    for (uint32_t run = 0; run < 200; run++) {
      double truth[CELLS];
      so_arm_rate seen[CELLS];
      so_arm_belief found[CELLS];
      state = run;
      draw(truth, seen, noises[level]);
      so_arm_prior_fit(seen, ARMS, found);
      for (uint32_t n = 0; n < CELLS; n++) {
        raw += pow(seen[n].value - truth[n], 2);
        shrunk += pow(mean_of(found[n]) - truth[n], 2);
      }
    }
    cr_assert_lt(shrunk, raw * (noises[level] < .02 ? 1 : .8), "noise %g", noises[level]);
  }
}

/** Share of cells whose truth is within 1.645 errors of the belief, its trials times `sureness`. */
static double coverage(double error, double sureness) {
  double inside = 0, all = 0;
  for (uint32_t run = 0; run < 300; run++) {
    double truth[CELLS];
    so_arm_rate seen[CELLS];
    so_arm_belief found[CELLS];
    state = run;
    draw(truth, seen, error);
    so_arm_prior_fit(seen, ARMS, found);
    for (uint32_t n = 0; n < CELLS; n++, all++)
      inside += fabs(truth[n] - mean_of(found[n])) <= 1.645 * error_of(found[n]) / sqrt(sureness);
  }
  return inside / all;
}

#define HONEST(error, sureness) (coverage(error, sureness) >= .85)

Test(arm_prior, a_belief_is_no_surer_than_its_noise_lets_it_be) {
  static const double noises[] = {.004, .01, .03, .1};
  for (size_t n = 0; n < 4; n++) cr_assert(HONEST(noises[n], 1), "noise %g", noises[n]);
}

Test(arm_prior, planted_over_confidence_fails_the_same_check) {
  static const double noises[] = {.004, .01, .03};
  for (size_t n = 0; n < 3; n++) cr_assert_not(HONEST(noises[n], 9), "noise %g", noises[n]);
}

/** Two arms far apart, known well but for one cell. */
static void two_arms(so_arm_rate seen[2 * SO_ARM_MINDSETS]) {
  for (uint32_t n = 0; n < SO_ARM_MINDSETS; n++) {
    seen[n] = (so_arm_rate){.02 + .001 * n, .002};
    seen[SO_ARM_MINDSETS + n] = (so_arm_rate){.08 + .001 * n, .002};
  }
}

Test(arm_prior, a_cell_without_a_signal_takes_that_of_its_arm) {
  so_arm_rate seen[2 * SO_ARM_MINDSETS];
  so_arm_belief found[2 * SO_ARM_MINDSETS];
  two_arms(seen);
  seen[0] = (so_arm_rate){.3, .5};
  so_arm_prior_fit(seen, 2, found);
  cr_assert(mean_of(found[0]) > .015 && mean_of(found[0]) < .035, "%g", mean_of(found[0]));
  seen[0] = (so_arm_rate){0, -1};
  so_arm_prior_fit(seen, 2, found);
  cr_assert(mean_of(found[0]) > .015 && mean_of(found[0]) < .035, "%g", mean_of(found[0]));
  cr_assert_leq(trials_of(found[0]), trials_of(found[1]), "what was seen is surer");
}

Test(arm_prior, an_arm_without_a_signal_takes_the_rate_of_all) {
  so_arm_rate seen[3 * SO_ARM_MINDSETS];
  so_arm_belief found[3 * SO_ARM_MINDSETS];
  two_arms(seen);
  for (uint32_t n = 0; n < SO_ARM_MINDSETS; n++)
    seen[2 * SO_ARM_MINDSETS + n] = (so_arm_rate){0, -1};
  so_arm_prior_fit(seen, 3, found);
  double mean = mean_of(found[2 * SO_ARM_MINDSETS]);
  cr_assert(mean > .04 && mean < .075, "%g", mean);
}

Test(arm_prior, nothing_known_is_one_of_ten) {
  so_arm_rate seen[CELLS];
  so_arm_belief found[CELLS];
  for (uint32_t n = 0; n < CELLS; n++) seen[n] = (so_arm_rate){0, -1};
  so_arm_prior_fit(seen, ARMS, found);
  for (uint32_t n = 0; n < CELLS; n++) {
    cr_assert_float_eq(found[n].won, 1, 0);
    cr_assert_float_eq(found[n].lost, 9, 0);
  }
}

Test(arm_prior, one_cell_alone_gives_finite_beliefs) {
  so_arm_rate seen[CELLS];
  so_arm_belief found[CELLS];
  for (uint32_t n = 0; n < CELLS; n++) seen[n] = (so_arm_rate){0, -1};
  seen[7] = (so_arm_rate){-.9, .2};
  so_arm_prior_fit(seen, ARMS, found);
  for (uint32_t n = 0; n < CELLS; n++)
    cr_assert(isfinite(found[n].won) && found[n].won > 0 && found[n].lost > 0);
}
