/*
 * Estimates from projective geometry, and weighted means of both mechanisms: unbiased, with the
 * errors they state. Fleets are drawn with the shipped randomizer through the public interface.
 */
#include <criterion/criterion.h>
#include <math.h>
#include <sotto/estimate.h>
#include <stdlib.h>
#include <string.h>

#define K_MAX 200u
#define CELLS_MAX 6000u
#define RUNS 600u

/* A fleet whose answers are known, and what is drawn of it. */
typedef struct fleet {
  sotto_mechanism mechanism;
  uint64_t devices[K_MAX], reports;
  uint64_t counts[CELLS_MAX];
  sotto_share shares[K_MAX];
} fleet;

/* Bucket i has about 1/(i+1) of the devices, bucket 3 none. */
static void begin(fleet *ret_fleet, uint32_t buckets, uint64_t epsilon_micro) {
  memset(ret_fleet, 0, sizeof *ret_fleet);
  cr_assert_eq(sotto_mechanism_plan(buckets, epsilon_micro, &ret_fleet->mechanism), SOTTO_OK);
  cr_assert_leq(ret_fleet->mechanism.cells, CELLS_MAX);
  for (uint32_t i = 0; i < buckets; i++) {
    ret_fleet->devices[i] = i == 3 ? 0 : 900 / (i + 1);
    ret_fleet->reports += ret_fleet->devices[i];
  }
}

static void draw(fleet *of, uint64_t seed) {
  const sotto_tally tally = {of->counts, of->reports};
  cr_assert_eq(sotto_rehearse_counts(&of->mechanism, of->devices, seed, of->counts), SOTTO_OK);
  cr_assert_eq(sotto_estimate_shares(&of->mechanism, &tally, NULL, of->shares), SOTTO_OK);
}

static double truth(const fleet *of, uint32_t bucket) {
  return (double)of->devices[bucket] / (double)of->reports;
}

/* What many fleets show: sums over the runs, for every bucket. */
typedef struct tested {
  double apart[K_MAX], squares[K_MAX], error[K_MAX];
  uint32_t covered;
} tested;

static void run(fleet *of, tested *ret_found) {
  memset(ret_found, 0, sizeof *ret_found);
  for (uint32_t i = 0; i < RUNS; i++) {
    draw(of, i);
    for (uint32_t b = 0; b < of->mechanism.buckets; b++) {
      double apart = of->shares[b].share - truth(of, b);
      ret_found->apart[b] += apart / RUNS;
      ret_found->squares[b] += apart * apart / RUNS;
      ret_found->error[b] += of->shares[b].error / RUNS;
      ret_found->covered += of->shares[b].low <= truth(of, b) && truth(of, b) <= of->shares[b].high;
    }
  }
}

/* 2 x 200 means beyond 5 of their standard errors: below 3e-4. 2 x 200 variances of 600 runs 30 %
   off (5.2 standard errors): below 1e-4. 120,000 intervals, even if only as good as 10,000
   independent ones, 1 point off: 4.6 standard errors, below 1e-5. The seeds are fixed. */
static void check_shares(uint32_t buckets, uint64_t epsilon_micro) {
  static fleet of;
  static tested found;
  begin(&of, buckets, epsilon_micro);
  cr_assert_eq(of.mechanism.kind, SOTTO_MECHANISM_PROJECTIVE);
  run(&of, &found);
  for (uint32_t b = 0; b < buckets; b++) {
    double variance = found.squares[b] / (found.error[b] * found.error[b]);
    cr_assert_lt(fabs(found.apart[b]), 5 * found.error[b] / sqrt(RUNS), "bucket %u", b);
    cr_assert(variance > 0.7 && variance < 1.3, "bucket %u: %.3f", b, variance);
  }
  double coverage = found.covered / (double)(RUNS * buckets);
  cr_assert(fabs(coverage - 0.95) < 0.01, "coverage %.4f", coverage);
}

Test(estimate_mean, shares_of_a_geometry_are_unbiased_with_their_stated_errors) {
  check_shares(K_MAX, 500000);
  check_shares(K_MAX, 1000000);
}

/* Counted for the wrong buckets, the shares are no longer those of the devices. */
Test(estimate_mean, counts_of_shifted_points_are_seen_by_the_same_comparison) {
  static fleet of;
  begin(&of, K_MAX, 1000000);
  draw(&of, 1);
  const sotto_tally tally = {of.counts, of.reports};
  memmove(of.counts + 1, of.counts, (of.mechanism.cells - 1) * sizeof *of.counts);
  of.counts[0] = of.reports;
  for (uint32_t i = 1; i < of.mechanism.cells; i++) of.counts[0] -= of.counts[i];
  cr_assert_eq(sotto_estimate_shares(&of.mechanism, &tally, NULL, of.shares), SOTTO_OK);
  cr_assert_gt(fabs(of.shares[0].share - truth(&of, 0)), 5 * of.shares[0].error);
}

static double true_mean(const fleet *of, const double *weights) {
  double sum = 0, answered = 0;
  for (uint32_t i = 1; i < of->mechanism.buckets; i++) {
    sum += weights[i] * (double)of->devices[i];
    answered += (double)of->devices[i];
  }
  return sum / answered;
}

/* The error if shares had no covariance: what a wrong estimator would state. */
static double independent_error(const fleet *of, const double *weights, double mean) {
  double variance = 0, answered = 0;
  for (uint32_t i = 1; i < of->mechanism.buckets; i++) {
    variance += pow((weights[i] - mean) * of->shares[i].error, 2);
    answered += truth(of, i);
  }
  return sqrt(variance) / answered;
}

/* A variance of 600 runs is 25 % off (4.3 standard errors) less than twice in 10^5 seeds. */
static int is_spread(double squares, double error) {
  double ratio = squares / RUNS / (error * error);
  return ratio > 0.75 && ratio < 1.25;
}

/* The weights fall in steps with the bucket, so that what covaries does not cancel. */
static void check_mean(uint32_t buckets, uint64_t epsilon_micro) {
  static fleet of;
  double weights[K_MAX], squares = 0, error = 0, apart = 0;
  begin(&of, buckets, epsilon_micro);
  for (uint32_t i = 0; i < buckets; i++) weights[i] = i < buckets / 2 ? 100 : 20;
  double wanted = true_mean(&of, weights);
  for (uint32_t i = 0; i < RUNS; i++) {
    sotto_mean mean;
    const sotto_tally tally = {of.counts, of.reports};
    draw(&of, i);
    cr_assert_eq(sotto_estimate_mean(&of.mechanism, &tally, weights, &mean), SOTTO_OK);
    apart += (mean.mean - wanted) / RUNS;
    squares += pow(mean.mean - wanted, 2);
    error += mean.error / RUNS;
  }
  cr_assert(is_spread(squares, error), "k %u: %.3f", buckets, squares / RUNS / error / error);
  cr_assert_lt(fabs(apart), 5 * error / sqrt(RUNS) + 0.02 * error, "ratio bias is small");
  double naive = independent_error(&of, weights, wanted);
  cr_assert_not(is_spread(squares, naive), "k %u: %.3f", buckets, squares / RUNS / naive / naive);
}

Test(estimate_mean, the_stated_error_is_the_spread_for_both_mechanisms) {
  check_mean(128, 1000000);
  check_mean(K_MAX, 4000000);
}
