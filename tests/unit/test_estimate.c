/*
 * Estimates from counts: unbiased, with errors and intervals that hold, also near a share of 0.
 * Simulated tests draw from the shipped randomizer under fixed seeds; the rates of false alarm they
 * state are those of a fresh seed.
 */
#include <criterion/criterion.h>
#include <math.h>
#include <sotto/estimate.h>
#include <string.h>

#include "crypto/random.h"
#include "privacy/oracle.h"

#define K_MAX 128u

typedef struct world {
  so_oracle oracle;
  sotto_mechanism mechanism;
  so_stream stream;
  so_bits bits;
  uint64_t counts[K_MAX];
  sotto_share shares[K_MAX];
} world;

static void start(world *w, uint32_t buckets, uint32_t epsilon_micro, uint8_t seed) {
  uint8_t key[SO_STREAM_KEY_SIZE] = {seed};
  memset(w, 0, sizeof *w);
  cr_assert_eq(so_random_start(), SOTTO_OK);
  so_stream_init(&w->stream, key);
  w->bits = so_stream_bits(&w->stream);
  cr_assert_eq(so_oracle_plan(&w->oracle, buckets, epsilon_micro), SOTTO_OK);
  cr_assert_eq(sotto_mechanism_plan(buckets, epsilon_micro, &w->mechanism), SOTTO_OK);
}

/* Draws one report per device; `devices[b]` of them are in bucket b. */
static uint64_t draw(world *w, const uint32_t *devices) {
  uint64_t reports = 0;
  memset(w->counts, 0, sizeof w->counts);
  for (uint32_t bucket = 0; bucket < w->oracle.buckets; bucket++)
    for (uint32_t i = 0; i < devices[bucket]; i++, reports++) {
      uint8_t report[SO_ORACLE_BYTES_MAX];
      uint32_t named[K_MAX];
      so_oracle_randomize(report, &w->oracle, bucket, &w->bits);
      cr_assert_eq(so_oracle_read(named, &w->oracle, (sotto_bytes){report, w->oracle.bytes}),
                   SOTTO_OK);
      for (uint32_t j = 0; j < w->oracle.size; j++) w->counts[named[j]]++;
    }
  return reports;
}

static void estimate(world *w, uint64_t reports) {
  sotto_tally tally = {.counts = w->counts, .reports = reports};
  cr_assert_eq(sotto_estimate_shares(&w->mechanism, &tally, NULL, w->shares), SOTTO_OK);
}

/* Counts that add up, with `count` of them on bucket 0. */
static void fill_counts(world *w, uint64_t reports, uint64_t count) {
  uint32_t others = w->mechanism.buckets - 1;
  uint64_t rest = reports * w->mechanism.size - count;
  w->counts[0] = count;
  for (uint32_t i = 0; i < others; i++) w->counts[1 + i] = rest / others + (i < rest % others);
}

static const uint32_t skewed[7] = {900, 50, 30, 20, 0, 0, 0};

/* 300 runs: a mean off by 5 of its standard errors in any of 7 buckets: below 4e-6. */
Test(estimate, is_unbiased) {
  world w;
  start(&w, 7, 1000000, 1);
  double sum[7] = {0};
  for (int run = 0; run < 300; run++) {
    estimate(&w, draw(&w, skewed));
    for (int b = 0; b < 7; b++) sum[b] += w.shares[b].share;
  }
  for (int b = 0; b < 7; b++)
    cr_assert_lt(fabs(sum[b] / 300 - skewed[b] / 1000.0), 5 * w.shares[b].error / sqrt(300));
}

/* 600 runs: a variance is within 25 % (4.3 of its standard errors) but for 2e-5 per bucket. */
Test(estimate, standard_error_is_the_spread_of_estimates) {
  world w;
  start(&w, 7, 1000000, 2);
  double squares[7] = {0};
  for (int run = 0; run < 600; run++) {
    estimate(&w, draw(&w, skewed));
    for (int b = 0; b < 7; b++) squares[b] += pow(w.shares[b].share - skewed[b] / 1000.0, 2);
  }
  for (int b = 0; b < 7; b++) {
    double ratio = squares[b] / 600 / pow(w.shares[b].error, 2);
    cr_assert(ratio > 0.75 && ratio < 1.33, "bucket %d: %.3f", b, ratio);
  }
}

/* 2,000 runs of 7 intervals: even were they one, 2 points are 4.1 standard errors: below 5e-5. */
Test(estimate, intervals_cover_95_percent_of_skewed_truths) {
  world w;
  start(&w, 7, 1000000, 3);
  uint32_t covered = 0;
  for (int run = 0; run < 2000; run++) {
    estimate(&w, draw(&w, skewed));
    for (int b = 0; b < 7; b++)
      covered += w.shares[b].low <= skewed[b] / 1000.0 && skewed[b] / 1000.0 <= w.shares[b].high;
  }
  double coverage = covered / 14000.0;
  cr_assert(fabs(coverage - 0.95) < 0.02, "coverage %.4f", coverage);
}

static double log_choose(double n, double k) {
  return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1);
}

/* Chance of `count` successes in n draws of probability p. */
static double binomial(double n, double count, double p) {
  return exp(log_choose(n, count) + count * log(p) + (n - count) * log1p(-p));
}

/* Exact chance that the interval of an empty bucket holds 0, summed over every count. */
static double coverage_of_zero(world *w, uint64_t reports) {
  double p = ldexp((double)w->mechanism.threshold, -64);
  double q = (w->mechanism.size - p) / (w->mechanism.buckets - 1), covered = 0;
  for (uint64_t count = 0; count <= reports; count++) {
    double chance = binomial((double)reports, (double)count, q);
    if (chance < 1e-12) continue;
    fill_counts(w, reports, count);
    estimate(w, reports);
    if (w->shares[0].low <= 0 && w->shares[0].high >= 0) covered += chance;
  }
  return covered;
}

/* No chance involved: every outcome is enumerated. */
Test(estimate, intervals_cover_95_percent_of_empty_buckets_exactly) {
  static const uint32_t buckets[] = {2, 4, 7, 16, 100}, epsilon[] = {500000, 1000000, 4000000};
  static const uint64_t reports[] = {300, 1000, 3000};
  for (size_t k = 0; k < 5; k++)
    for (size_t e = 0; e < 3; e++)
      for (size_t n = 0; n < 3; n++) {
        world w;
        start(&w, buckets[k], epsilon[e], 0);
        double coverage = coverage_of_zero(&w, reports[n]);
        cr_expect(fabs(coverage - 0.95) < 0.02, "k %u epsilon %u n %u: %.4f", buckets[k],
                  epsilon[e], (unsigned)reports[n], coverage);
      }
}

Test(estimate, suppresses_what_cannot_be_told_from_zero) {
  world w;
  start(&w, 7, 1000000, 0);
  double p = ldexp((double)w.mechanism.threshold, -64), q = (w.mechanism.size - p) / 6;
  double floor_count = 10000 * q + 1.959964 * sqrt(10000 * q * (1 - q));
  fill_counts(&w, 10000, (uint64_t)floor(floor_count));
  estimate(&w, 10000);
  cr_assert_eq(w.shares[0].suppressed, 1);
  fill_counts(&w, 10000, (uint64_t)ceil(floor_count) + 1);
  estimate(&w, 10000);
  cr_assert_eq(w.shares[0].suppressed, 0);
}

Test(estimate, refuses_counts_that_cannot_be) {
  world w;
  start(&w, 7, 1000000, 0);
  sotto_tally tally = {.counts = w.counts, .reports = 0};
  cr_assert_eq(sotto_estimate_shares(&w.mechanism, &tally, NULL, w.shares), SOTTO_E_STATE);
  tally.reports = 10;
  cr_assert_eq(sotto_estimate_shares(&w.mechanism, &tally, NULL, w.shares), SOTTO_E_CORRUPT);
  fill_counts(&w, 10, 11);
  cr_assert_eq(sotto_estimate_shares(&w.mechanism, &tally, NULL, w.shares), SOTTO_E_CORRUPT);
}

Test(estimate, shares_sum_to_one) {
  world w;
  start(&w, 100, 1000000, 4);
  uint32_t devices[100] = {[3] = 500, [50] = 500};
  estimate(&w, draw(&w, devices));
  double sum = 0;
  for (int b = 0; b < 100; b++) sum += w.shares[b].share;
  cr_assert_float_eq(sum, 1.0, 1e-9);
}

Test(estimate, projection_is_the_nearest_distribution_and_says_so) {
  sotto_share shares[4] = {{.share = 0.7}, {.share = 0.5}, {.share = -0.3}, {.share = 0.1}};
  cr_assert_eq(sotto_estimate_project(shares, 4), SOTTO_OK);
  cr_assert_float_eq(shares[0].share, 0.6, 1e-12);
  cr_assert_float_eq(shares[1].share, 0.4, 1e-12);
  cr_assert_float_eq(shares[2].share, 0.0, 1e-12);
  cr_assert_float_eq(shares[3].share, 0.0, 1e-12);
  cr_assert_eq(shares[3].biased, 1);
}

static const uint32_t minds[7] = {400, 900, 700, 500, 300, 150, 50};

static double true_score(void) {
  static const double weights[] = SOTTO_EMPATHY_WEIGHTS;
  double sum = 0, answered = 0;
  for (int b = 1; b < 7; b++) {
    sum += weights[b - 1] * minds[b];
    answered += minds[b];
  }
  return sum / answered;
}

/* 1,000 runs: 2 points are 2.9 standard errors of the coverage: below 4e-3; the seed is fixed. */
Test(estimate, empathy_score_covers_the_truth) {
  world w;
  start(&w, 7, 1000000, 5);
  int covered = 0;
  double sum = 0, error = 0;
  for (int run = 0; run < 1000; run++) {
    sotto_tally tally = {.counts = w.counts, .reports = draw(&w, minds)};
    sotto_mean score;
    cr_assert_eq(sotto_estimate_empathy(&w.mechanism, &tally, &score), SOTTO_OK);
    covered += score.low <= true_score() && true_score() <= score.high;
    sum += score.mean;
    error = score.error;
  }
  cr_assert(abs(covered - 950) < 20, "covered %d of 1000", covered);
  cr_assert_lt(fabs(sum / 1000 - true_score()), 5 * error / sqrt(1000));
}

Test(estimate, empathy_score_needs_the_mindset_question) {
  world w;
  start(&w, 6, 1000000, 0);
  sotto_tally tally = {.counts = w.counts, .reports = 1};
  sotto_mean score;
  cr_assert_eq(sotto_estimate_empathy(&w.mechanism, &tally, &score), SOTTO_E_ARGUMENT);
}

/* Without noise of their own: 99 honest in 100 exactly at their expectation, 1 made up. */
Test(estimate, poisoning_bound_is_what_an_attacker_reaches) {
  world w;
  start(&w, 100, 1000000, 0);
  double p = ldexp((double)w.mechanism.threshold, -64), q = (w.mechanism.size - p) / 99;
  uint64_t reports = 1000000, count = (uint64_t)(990000 * q + 10000);
  fill_counts(&w, reports, count);
  estimate(&w, reports);
  cr_assert_float_eq(w.shares[0].share, sotto_estimate_poisoning(&w.mechanism, 0.01), 1e-5);
}
