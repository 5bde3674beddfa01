/*
 * Unbiased shares from counts of cells, their score intervals, the projection onto the simplex and
 * the bound on what made-up reports can do. Arithmetic on counts only: knows neither reports nor
 * storage. Weighted means are in brand/estimate_mean.
 */
#include <sotto/estimate.h>

#include <math.h>
#include <stdlib.h>

#include "brand/chances.h"
#include "brand/incidence.h"

#define Z95 1.959963984540054

static sotto_status check(const sotto_mechanism *mechanism, const sotto_tally *tally) {
  if (!so_chances_usable(mechanism)) return SOTTO_E_ARGUMENT;
  if (tally->reports == 0) return SOTTO_E_STATE;
  uint64_t sum = 0;
  for (uint32_t i = 0; i < mechanism->cells; i++) {
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
static double variance_at(so_chances c, double f) {
  double v = c.q * (1 - c.q) + f * (c.p - c.q) * (1 - c.p - c.q);
  double least = fmin(c.p * (1 - c.p), c.q * (1 - c.q));
  return v > least ? v : least;
}

/* The shares f with (x - q - f(p-q))^2 <= z^2/n (A + B f): the roots of a quadratic in f. */
static void score_interval(sotto_share *share, so_chances c, double n, double z) {
  double gain = c.p - c.q, a = c.q * (1 - c.q), b = gain * (1 - c.p - c.q), w = z * z / n;
  double offset = share->share * gain;
  double centre = 2 * gain * offset + w * b;
  double spread = 4 * gain * w * b * offset + w * w * b * b + 4 * gain * gain * w * a;
  double root = sqrt(spread > 0 ? spread : 0);
  share->low = (centre - root) / (2 * gain * gain);
  share->high = (centre + root) / (2 * gain * gain);
}

/* One share from the number of reports that count for its bucket. */
static sotto_share share_of(double count, double n, so_chances c,
                            const sotto_estimate_options *with) {
  double gain = c.p - c.q;
  sotto_share share = {.share = (count / n - c.q) / gain};
  share.error = sqrt(variance_at(c, fmin(fmax(share.share, 0), 1)) / n) / gain;
  score_interval(&share, c, n, with->interval_z);
  share.suppressed = share.share < with->suppress_z * sqrt(variance_at(c, 0) / n) / gain;
  return share;
}

/* From reports per point to reports per bucket: those orthogonal to its point. */
static sotto_status estimate_plane(const sotto_mechanism *mechanism, const sotto_tally *tally,
                                   const sotto_estimate_options *with, sotto_share *ret_shares) {
  double *cells = calloc(mechanism->cells, sizeof *cells);
  double *sums = calloc(mechanism->cells, sizeof *sums);
  sotto_status status = cells && sums ? SOTTO_OK : SOTTO_E_MEMORY;
  for (uint32_t i = 0; status == SOTTO_OK && i < mechanism->cells; i++)
    cells[i] = (double)tally->counts[i];
  if (status == SOTTO_OK)
    status = so_incidence_sum((so_incidence){mechanism->prime, mechanism->dimension}, cells, sums);
  for (uint32_t i = 0; status == SOTTO_OK && i < mechanism->buckets; i++)
    ret_shares[i] = share_of(rint(sums[i]), (double)tally->reports, so_chances_of(mechanism), with);
  free(cells);
  free(sums);
  return status;
}

sotto_status sotto_estimate_shares(const sotto_mechanism *mechanism, const sotto_tally *tally,
                                   const sotto_estimate_options *options, sotto_share *ret_shares) {
  sotto_status status = check(mechanism, tally);
  if (status != SOTTO_OK) return status;
  sotto_estimate_options with;
  sotto_estimate_options_init(&with);
  if (options) with = *options;
  if (mechanism->kind == SOTTO_MECHANISM_PROJECTIVE)
    return estimate_plane(mechanism, tally, &with, ret_shares);
  for (uint32_t i = 0; i < mechanism->buckets; i++)
    ret_shares[i] =
        share_of((double)tally->counts[i], (double)tally->reports, so_chances_of(mechanism), &with);
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

double sotto_estimate_poisoning(const sotto_mechanism *mechanism, double fraction) {
  so_chances c = so_chances_of(mechanism);
  return fraction * (1 - c.q) / (c.p - c.q);
}
