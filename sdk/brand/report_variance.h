/*
 * How far one report can move a weighted sum of buckets, given the device's own bucket: exact for
 * subset selection, from sampling without replacement. Split answers are subset selection of one.
 */
#ifndef SO_BRAND_REPORT_VARIANCE_H
#define SO_BRAND_REPORT_VARIANCE_H

#include <sotto/estimate.h>

/** The coefficients of a sum over all buckets, as far as they matter: their sums. */
typedef struct so_coefficients {
  double sum;
  double squares;
} so_coefficients;

/**
 * Variance of the sum of the coefficients of the buckets one report names, where the device's own
 * bucket has coefficient `own`. Subset selection only.
 */
double so_report_variance(const sotto_mechanism *mechanism, so_coefficients all, double own);

#endif
