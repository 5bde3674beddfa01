/*
 * Unbiased shares from counts of a subset-selection mechanism, their score intervals, weighted
 * means with the exact covariance of the shares, the projection onto the simplex and the bound on
 * what made-up reports can do. Arithmetic on counts only: knows neither reports nor storage.
 */
#include <sotto/estimate.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define Z95 1.959963984540054
#define MINDSET_BUCKETS 7u
#define MEAN_FLOOR_Z 3.0

/* p: the true bucket is named; q: a given other one is. */
typedef struct chances {
  double p;
  double q;
} chances;

static chances chances_of(const sotto_mechanism *mechanism) {
  double p = ldexp((double)mechanism->threshold, -64);
  double d = mechanism->size, k = mechanism->buckets;
  return (chances){.p = p, .q = (p * (d - 1) + (1 - p) * d) / (k - 1)};
}

static int usable(const sotto_mechanism *mechanism) {
  return mechanism->buckets >= 2 && mechanism->size >= 1 && mechanism->size < mechanism->buckets &&
         chances_of(mechanism).p > chances_of(mechanism).q;
}

static sotto_status check(const sotto_mechanism *mechanism, const sotto_tally *tally) {
  if (!usable(mechanism)) return SOTTO_E_ARGUMENT;
  if (tally->reports == 0) return SOTTO_E_STATE;
  uint64_t sum = 0;
  for (uint32_t i = 0; i < mechanism->buckets; i++) {
    if (tally->counts[i] > tally->reports) return SOTTO_E_CORRUPT;
    sum += tally->counts[i];
  }
  return sum == tally->reports * mechanism->size ? SOTTO_OK : SOTTO_E_CORRUPT;
}

void sotto_estimate_options_init(sotto_estimate_options *ret_options) {
  *ret_options = (sotto_estimate_options){
      .struct_size = sizeof *ret_options, .interval_z = Z95, .suppress_z = Z95};
}

/* Variance of one report's indicator at share f, the devices' own buckets held fixed. */
static double variance_at(chances c, double f) {
  double v = c.q * (1 - c.q) + f * (c.p - c.q) * (1 - c.p - c.q);
  double least = fmin(c.p * (1 - c.p), c.q * (1 - c.q));
  return v > least ? v : least;
}

/* The shares f with (x - q - f(p-q))^2 <= z^2/n (A + B f): the roots of a quadratic in f. */
static void score_interval(sotto_share *share, chances c, double n, double z) {
  double gain = c.p - c.q, a = c.q * (1 - c.q), b = gain * (1 - c.p - c.q), w = z * z / n;
  double offset = share->share * gain;
  double centre = 2 * gain * offset + w * b;
  double spread = 4 * gain * w * b * offset + w * w * b * b + 4 * gain * gain * w * a;
  double root = sqrt(spread > 0 ? spread : 0);
  share->low = (centre - root) / (2 * gain * gain);
  share->high = (centre + root) / (2 * gain * gain);
}

sotto_status sotto_estimate_shares(const sotto_mechanism *mechanism, const sotto_tally *tally,
                                   const sotto_estimate_options *options, sotto_share *ret_shares) {
  sotto_status status = check(mechanism, tally);
  if (status != SOTTO_OK) return status;
  sotto_estimate_options with;
  sotto_estimate_options_init(&with);
  if (options) with = *options;
  chances c = chances_of(mechanism);
  double n = (double)tally->reports, gain = c.p - c.q;
  double floor_share = with.suppress_z * sqrt(variance_at(c, 0) / n) / gain;
  for (uint32_t i = 0; i < mechanism->buckets; i++) {
    sotto_share share = {.share = ((double)tally->counts[i] / n - c.q) / gain};
    share.error = sqrt(variance_at(c, fmin(fmax(share.share, 0), 1)) / n) / gain;
    score_interval(&share, c, n, with.interval_z);
    share.suppressed = share.share < floor_share;
    ret_shares[i] = share;
  }
  return SOTTO_OK;
}

static int descending(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x < y) - (x > y);
}

sotto_status sotto_estimate_project(sotto_share *inout_shares, uint32_t count) {
  double *sorted = malloc((count ? count : 1) * sizeof *sorted);
  if (!sorted) return SOTTO_E_MEMORY;
  for (uint32_t i = 0; i < count; i++) sorted[i] = inout_shares[i].share;
  qsort(sorted, count, sizeof *sorted, descending);
  double sum = 0, shift = 0;
  for (uint32_t i = 0; i < count; i++) {
    sum += sorted[i];
    double candidate = (sum - 1) / (i + 1);
    if (sorted[i] > candidate) shift = candidate;
  }
  for (uint32_t i = 0; i < count; i++) {
    inout_shares[i].share = fmax(inout_shares[i].share - shift, 0);
    inout_shares[i].biased = 1;
  }
  free(sorted);
  return SOTTO_OK;
}

/* Sum and sum of squares of the coefficients of all buckets but one. */
typedef struct others {
  double count;
  double sum;
  double squares;
} others;

/* Mean and variance of the sum of m coefficients drawn from the others without replacement. */
static double drawn_mean(const others *o, double m) {
  return m * o->sum / o->count;
}

static double drawn_variance(const others *o, double m) {
  if (o->count < 2) return 0;
  double spread = o->squares - o->sum * o->sum / o->count;
  return m * (o->count - m) / (o->count * (o->count - 1)) * fmax(spread, 0);
}

/* Variance of sum of a[i] over the buckets one report names, given the device's own bucket. */
static double report_variance(const sotto_mechanism *mechanism, const double *a, uint32_t own) {
  others o = {.count = mechanism->buckets - 1.0};
  for (uint32_t i = 0; i < mechanism->buckets; i++)
    if (i != own) {
      o.sum += a[i];
      o.squares += a[i] * a[i];
    }
  double p = chances_of(mechanism).p, d = mechanism->size;
  double apart = a[own] + drawn_mean(&o, d - 1) - drawn_mean(&o, d);
  return p * drawn_variance(&o, d - 1) + (1 - p) * drawn_variance(&o, d) +
         p * (1 - p) * apart * apart;
}

/* Standard deviation of one report's contribution to the sum of a[i] * share[i]. */
static double combined_error(const sotto_mechanism *mechanism, const sotto_share *shares,
                             const double *a) {
  double variance = 0;
  for (uint32_t i = 0; i < mechanism->buckets; i++)
    if (shares[i].share > 0) variance += shares[i].share * report_variance(mechanism, a, i);
  chances c = chances_of(mechanism);
  return sqrt(variance) / (c.p - c.q);
}

/* The ratio of two sums over the buckets with an answer, from raw shares. */
static sotto_mean ratio_of(const sotto_mechanism *mechanism, const double *weights,
                           const sotto_share *shares, double *ret_answered) {
  double sum = 0, answered = 0;
  for (uint32_t i = 1; i < mechanism->buckets; i++) {
    sum += weights[i] * shares[i].share;
    answered += shares[i].share;
  }
  *ret_answered = answered;
  return (sotto_mean){.mean = sum / answered,
                      .suppressed = answered < MEAN_FLOOR_Z * shares[0].error};
}

/* Gives the mean its error: that of the sum of (weight - mean) x share, over the share answered.
   Projects the shares, since variances need a distribution; overwrites the coefficients. */
static sotto_status bound_mean(const sotto_mechanism *mechanism, sotto_share *shares,
                               double *coefficients, sotto_mean *mean) {
  coefficients[0] = 0;
  for (uint32_t i = 1; i < mechanism->buckets; i++) coefficients[i] -= mean->mean;
  sotto_status status = sotto_estimate_project(shares, mechanism->buckets);
  if (status == SOTTO_OK) mean->error = combined_error(mechanism, shares, coefficients);
  return status;
}

sotto_status sotto_estimate_mean(const sotto_mechanism *mechanism, const sotto_tally *tally,
                                 const double *weights, sotto_mean *ret_mean) {
  uint32_t k = mechanism->buckets;
  sotto_share *shares = calloc(k ? k : 1, sizeof *shares);
  double *coefficients = calloc(k ? k : 1, sizeof *coefficients);
  sotto_status status = shares && coefficients ? SOTTO_OK : SOTTO_E_MEMORY;
  if (status == SOTTO_OK) status = sotto_estimate_shares(mechanism, tally, NULL, shares);
  if (status == SOTTO_OK) {
    double answered;
    sotto_mean mean = ratio_of(mechanism, weights, shares, &answered);
    memcpy(coefficients, weights, k * sizeof *coefficients);
    status = bound_mean(mechanism, shares, coefficients, &mean);
    mean.error /= fabs(answered) * sqrt((double)tally->reports);
    mean.low = mean.mean - Z95 * mean.error;
    mean.high = mean.mean + Z95 * mean.error;
    if (status == SOTTO_OK) *ret_mean = mean;
  }
  free(shares);
  free(coefficients);
  return status;
}

sotto_status sotto_estimate_empathy(const sotto_mechanism *mechanism, const sotto_tally *tally,
                                    sotto_mean *ret_score) {
  static const double states[] = SOTTO_EMPATHY_WEIGHTS;
  double weights[MINDSET_BUCKETS] = {0};
  if (mechanism->buckets != MINDSET_BUCKETS) return SOTTO_E_ARGUMENT;
  memcpy(weights + 1, states, sizeof states);
  return sotto_estimate_mean(mechanism, tally, weights, ret_score);
}

double sotto_estimate_poisoning(const sotto_mechanism *mechanism, double fraction) {
  chances c = chances_of(mechanism);
  return fraction * (1 - c.q) / (c.p - c.q);
}
