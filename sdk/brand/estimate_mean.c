/*
 * Weighted means of the shares, with the exact covariance of the shares given the devices' own
 * buckets: for subset selection from sampling without replacement, for projective geometry from
 * sums over all reports (brand/incidence).
 */
#include <sotto/estimate.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "brand/chances.h"
#include "brand/incidence.h"
#include "brand/report_variance.h"

#define Z95 1.959963984540054
#define MINDSET_BUCKETS 7u
#define MEAN_FLOOR_Z 3.0

/* Sums over the points of a projective geometry. */
typedef struct plane_sums {
  double *weights;   /* of the points: a, and 0 past the last bucket */
  double *named;     /* per report: the sum of a over the buckets it counts for */
  double *squared;   /* the square of that */
  double *means;     /* per bucket: the sum of `named` over the orthogonal reports */
  double *variances; /* the same of `squared` */
} plane_sums;

static sotto_status sum_planes(const sotto_mechanism *mechanism, plane_sums *sums) {
  const so_incidence plane = {mechanism->prime, mechanism->dimension};
  sotto_status status = so_incidence_sum(plane, sums->weights, sums->named);
  if (status == SOTTO_OK) status = so_incidence_sum(plane, sums->named, sums->means);
  for (uint32_t i = 0; status == SOTTO_OK && i < mechanism->cells; i++)
    sums->squared[i] = sums->named[i] * sums->named[i];
  return status == SOTTO_OK ? so_incidence_sum(plane, sums->squared, sums->variances) : status;
}

static double sum_of(const double *values, uint32_t count) {
  double sum = 0;
  for (uint32_t i = 0; i < count; i++) sum += values[i];
  return sum;
}

/* As subset_variance(), by the distribution of all reports: inside uniform over the c orthogonal to
   the device's own bucket, outside over the others. */
static double plane_variance(const sotto_mechanism *mechanism, const plane_sums *sums,
                             const sotto_share *shares) {
  double p = so_chances_of(mechanism).p, c = so_chances_orthogonal(mechanism), variance = 0;
  double inside = p / c, outside = (1 - p) / (mechanism->cells - c);
  double named = sum_of(sums->named, mechanism->cells);
  double squared = sum_of(sums->squared, mechanism->cells);
  for (uint32_t i = 0; i < mechanism->buckets; i++) {
    double mean = inside * sums->means[i] + outside * (named - sums->means[i]);
    double square = inside * sums->variances[i] + outside * (squared - sums->variances[i]);
    if (shares[i].share > 0) variance += shares[i].share * (square - mean * mean);
  }
  return variance;
}

static sotto_status find_plane_variance(const sotto_mechanism *mechanism, const sotto_share *shares,
                                        const double *a, double *ret_variance) {
  size_t cells = mechanism->cells;
  double *room = calloc(5 * cells, sizeof *room);
  if (!room) return SOTTO_E_MEMORY;
  plane_sums sums = {room, room + cells, room + 2 * cells, room + 3 * cells, room + 4 * cells};
  memcpy(sums.weights, a, mechanism->buckets * sizeof *a);
  sotto_status status = sum_planes(mechanism, &sums);
  if (status == SOTTO_OK) *ret_variance = plane_variance(mechanism, &sums, shares);
  free(room);
  return status;
}

static double subset_variance(const sotto_mechanism *mechanism, const sotto_share *shares,
                              const double *a) {
  so_coefficients all = {0, 0};
  double variance = 0;
  for (uint32_t i = 0; i < mechanism->buckets; i++) {
    all.sum += a[i];
    all.squares += a[i] * a[i];
  }
  for (uint32_t i = 0; i < mechanism->buckets; i++)
    if (shares[i].share > 0) variance += shares[i].share * so_report_variance(mechanism, all, a[i]);
  return variance;
}

/* Standard deviation of one report's contribution to the sum of a[i] * share[i]. */
static sotto_status find_combined_error(const sotto_mechanism *mechanism, const sotto_share *shares,
                                        const double *a, double *ret_error) {
  so_chances c = so_chances_of(mechanism);
  double variance = 0;
  sotto_status status = SOTTO_OK;
  if (mechanism->kind != SOTTO_MECHANISM_PROJECTIVE)
    variance = subset_variance(mechanism, shares, a);
  else
    status = find_plane_variance(mechanism, shares, a, &variance);
  if (status == SOTTO_OK) *ret_error = sqrt(fmax(variance, 0)) / (c.p - c.q);
  return status;
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
  if (status == SOTTO_OK)
    status = find_combined_error(mechanism, shares, coefficients, &mean->error);
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
