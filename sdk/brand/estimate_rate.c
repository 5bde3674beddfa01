/*
 * Ratios of pairs of shares, and the lift of one cohort over the other.
 *
 * A rate y / (n + y) moves with its shares by (1 - rate) / (n + y) and -rate / (n + y): a sum of
 * shares with two coefficients, whose noise is that of one report's contribution. The difference of
 * two rates has four.
 */
#include <sotto/rate.h>

#include <assert.h>
#include <math.h>
#include <stdlib.h>

#include "brand/chances.h"
#include "brand/report_variance.h"

#define Z95 1.959963984540054
#define FLOOR_Z 3.0
#define COHORT_BUCKETS 5u
#define WANTED_LIFT 0.05
#define LARGEST 1e15

/** Shares that are weighed against each other. */
typedef struct contrast {
  uint32_t count;
  uint32_t buckets[4];
  double coefficients[4];
} contrast;

/* A question, what was counted and the shares estimated. */
typedef struct rating {
  const sotto_mechanism *mechanism;
  double reports;
  sotto_share *shares;
} rating;

static double within(double share) {
  return fmin(fmax(share, 0), 1);
}

/* Variance of the weighted sum of the shares, by the devices' noise alone. */
static double noise_of(const rating *run, const contrast *of) {
  so_chances chances = so_chances_of(run->mechanism);
  so_coefficients all = {0, 0};
  double variance = 0, left = 1;
  for (uint32_t i = 0; i < of->count; i++) {
    double c = of->coefficients[i], error = run->shares[of->buckets[i]].error;
    all.sum += c;
    all.squares += c * c;
    variance += c * c * error * error;
  }
  if (run->mechanism->kind == SOTTO_MECHANISM_PROJECTIVE) return variance;
  variance = 0;
  for (uint32_t i = 0; i < of->count; i++) {
    double share = within(run->shares[of->buckets[i]].share);
    left -= share;
    variance += share * so_report_variance(run->mechanism, all, of->coefficients[i]);
  }
  if (left > 0) variance += left * so_report_variance(run->mechanism, all, 0);
  double gain = chances.p - chances.q;
  return variance / (gain * gain * run->reports);
}

static void add(contrast *to, uint32_t cell, const sotto_rate *rate, double sign) {
  const double coefficients[] = {-sign * rate->rate / rate->share,
                                 sign * (1 - rate->rate) / rate->share};
  for (uint32_t i = 0; i < 2; i++, to->count++) {
    to->buckets[to->count] = 1 + 2 * cell + i;
    to->coefficients[to->count] = coefficients[i];
  }
}

/* Variance of the rate of as many other devices; a little off 0 (Agresti and Coull 1998). */
static double sampling_of(const rating *run, const sotto_rate *rate) {
  double devices = fmax(run->reports * rate->share, 1);
  double near = (within(rate->rate) * devices + 2) / (devices + 4);
  return near * (1 - near) / devices;
}

static sotto_rate rate_of(const rating *run, uint32_t cell) {
  const sotto_share *no = &run->shares[1 + 2 * cell], *yes = no + 1;
  sotto_rate rate = {.share = no->share + yes->share};
  double error = sqrt(no->error * no->error + yes->error * yes->error);
  rate.suppressed = !(rate.share >= FLOOR_Z * error);
  if (rate.suppressed) return rate;
  rate.rate = yes->share / rate.share;
  contrast of = {0};
  add(&of, cell, &rate, 1);
  rate.error = sqrt(noise_of(run, &of) + sampling_of(run, &rate));
  rate.low = rate.rate - Z95 * rate.error;
  rate.high = rate.rate + Z95 * rate.error;
  return rate;
}

static sotto_status begin(rating *ret_run, const sotto_mechanism *mechanism,
                          const sotto_tally *tally) {
  rating run = {mechanism, (double)tally->reports, NULL};
  if (mechanism->buckets < 3 || mechanism->buckets % 2 == 0) return SOTTO_E_ARGUMENT;
  run.shares = calloc(mechanism->buckets, sizeof *run.shares);
  if (!run.shares) return SOTTO_E_MEMORY;
  sotto_status status = sotto_estimate_shares(mechanism, tally, NULL, run.shares);
  if (status == SOTTO_OK)
    *ret_run = run;
  else
    free(run.shares);
  return status;
}

sotto_status sotto_estimate_rates(const sotto_mechanism *mechanism, const sotto_tally *tally,
                                  sotto_rate *ret_rates) {
  rating run;
  sotto_status status = begin(&run, mechanism, tally);
  if (status != SOTTO_OK) return status;
  for (uint32_t cell = 0; cell < mechanism->buckets / 2; cell++)
    ret_rates[cell] = rate_of(&run, cell);
  free(run.shares);
  return SOTTO_OK;
}

/* The ratios r with (a - r b)^2 <= z^2 (Va - 2 r C + r^2 Vb), less one. */
static void ratio_interval(sotto_lift *lift, double covariance) {
  double a = lift->chosen.rate, b = lift->plain.rate, z2 = Z95 * Z95;
  double va = lift->chosen.error * lift->chosen.error, vb = lift->plain.error * lift->plain.error;
  double square = b * b - z2 * vb, middle = a * b - z2 * covariance, rest = a * a - z2 * va;
  double root = middle * middle - square * rest;
  lift->unbounded = !(b > 0 && square > 0 && root >= 0);
  if (lift->unbounded) return;
  lift->ratio = a / b - 1;
  lift->ratio_low = (middle - sqrt(root)) / square - 1;
  lift->ratio_high = (middle + sqrt(root)) / square - 1;
}

static uint64_t needed_of(const rating *run, const sotto_lift *lift, double variance) {
  double half = Z95 * sqrt(variance) / lift->plain.rate;
  double devices = ceil(run->reports * half * half / (WANTED_LIFT * WANTED_LIFT));
  return lift->plain.rate > 0 && devices < LARGEST ? (uint64_t)devices : 0;
}

static void compare(const rating *run, sotto_lift *lift) {
  contrast of = {0};
  add(&of, 0, &lift->chosen, 1);
  add(&of, 1, &lift->plain, -1);
  double variance =
      noise_of(run, &of) + sampling_of(run, &lift->chosen) + sampling_of(run, &lift->plain);
  double va = lift->chosen.error * lift->chosen.error, vb = lift->plain.error * lift->plain.error;
  lift->difference = lift->chosen.rate - lift->plain.rate;
  lift->difference_low = lift->difference - Z95 * sqrt(variance);
  lift->difference_high = lift->difference + Z95 * sqrt(variance);
  ratio_interval(lift, (va + vb - variance) / 2);
  lift->needed = needed_of(run, lift, variance);
}

sotto_status sotto_estimate_lift(const sotto_mechanism *mechanism, const sotto_tally *tally,
                                 sotto_lift *ret_lift) {
  rating run;
  if (mechanism->buckets != COHORT_BUCKETS) return SOTTO_E_ARGUMENT;
  sotto_status status = begin(&run, mechanism, tally);
  if (status != SOTTO_OK) return status;
  sotto_lift lift = {.struct_size = sizeof lift};
  lift.chosen = rate_of(&run, 0);
  lift.plain = rate_of(&run, 1);
  lift.suppressed = lift.chosen.suppressed || lift.plain.suppressed;
  if (!lift.suppressed) compare(&run, &lift);
  free(run.shares);
  *ret_lift = lift;
  return SOTTO_OK;
}
