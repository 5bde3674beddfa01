/*
 * What the dashboard says of audiences: sizes and the empathy score by a brand's own weights, with
 * intervals that cover through the shipped randomizer. Seeds are fixed.
 */
#include <criterion/criterion.h>
#include <sotto/rate.h>
#include <stdlib.h>

#include "unit/made_pack.h"

#define RUNS 1000
#define DEVICES 4000u
#define AUDIENCES 3u

static uint64_t state;
static uint64_t counts[64];

static sotto_tally draw(const sotto_mechanism *mechanism, const uint64_t *devices) {
  sotto_tally tally = {.counts = counts};
  cr_assert_eq(sotto_rehearse_counts(mechanism, devices, made_random(&state), counts), SOTTO_OK);
  for (uint32_t n = 0; n < mechanism->buckets; n++) tally.reports += devices[n];
  return tally;
}

/* Each device tells of one audience, drawn by lot; one in ten tells none. */
static void tell(const uint32_t *in_permille, uint64_t *ret_devices) {
  memset(ret_devices, 0, (1 + 2 * AUDIENCES) * sizeof *ret_devices);
  for (uint32_t n = 0; n < DEVICES; n++) {
    uint32_t place = made_below(&state, AUDIENCES);
    uint32_t inside = made_below(&state, 1000) < in_permille[place];
    ret_devices[made_below(&state, 10) ? 1 + 2 * place + inside : 0]++;
  }
}

/* 3,000 intervals: 2 points are 5 standard errors of the coverage, below 1e-6. */
Test(audience_size, intervals_cover_the_true_size) {
  static const uint32_t in_permille[AUDIENCES] = {150, 400, 700};
  sotto_mechanism mechanism;
  uint64_t devices[1 + 2 * AUDIENCES];
  int covered = 0, told = 0;
  cr_assert_eq(sotto_mechanism_plan(1 + 2 * AUDIENCES, 1000000, &mechanism), SOTTO_OK);
  state = 3;
  for (int run = 0; run < RUNS; run++) {
    sotto_rate rates[AUDIENCES];
    tell(in_permille, devices);
    sotto_tally tally = draw(&mechanism, devices);
    cr_assert_eq(sotto_estimate_rates(&mechanism, &tally, rates), SOTTO_OK);
    for (uint32_t a = 0; a < AUDIENCES; a++) {
      double truth = in_permille[a] / 1000.0;
      told += !rates[a].suppressed;
      covered += !rates[a].suppressed && rates[a].low <= truth && truth <= rates[a].high;
    }
  }
  cr_assert_gt(told, 2900);
  cr_assert(abs(covered * 1000 / told - 950) <= 20, "covered %d of %d", covered, told);
}

/* 1,000 runs: 2 points are 2.9 standard errors of the coverage: below 4e-3; the seed is fixed. */
Test(audience_size, empathy_by_a_brands_own_weights_covers_the_truth) {
  static const double weights[] = {0, 10, 35, 90, 70, 100, 5};
  static const uint64_t devices[] = {400, 1300, 1000, 500, 400, 300, 100};
  sotto_mechanism mechanism;
  double sum = 0, answered = 0;
  int covered = 0;
  cr_assert_eq(sotto_mechanism_plan(7, 1000000, &mechanism), SOTTO_OK);
  state = 8;
  for (uint32_t n = 1; n < 7; n++) {
    sum += weights[n] * (double)devices[n];
    answered += (double)devices[n];
  }
  for (int run = 0; run < RUNS; run++) {
    sotto_mean score;
    sotto_tally tally = draw(&mechanism, devices);
    cr_assert_eq(sotto_estimate_mean(&mechanism, &tally, weights, &score), SOTTO_OK);
    covered += score.low <= sum / answered && sum / answered <= score.high;
  }
  cr_assert(abs(covered - 950) <= 20, "covered %d of 1000", covered);
}
