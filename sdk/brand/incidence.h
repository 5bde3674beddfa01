/*
 * Sums over the points orthogonal to each point of a projective space: how counts of points become
 * counts of buckets, in time near-linear in the number of points instead of quadratic. Points are
 * numbered as in privacy/projective.
 */
#ifndef SO_BRAND_INCIDENCE_H
#define SO_BRAND_INCIDENCE_H

#include <sotto/base.h>

/** A projective space of `dimension` coordinates over the field of `prime` elements. */
typedef struct so_incidence {
  uint32_t prime;
  uint32_t dimension;
} so_incidence;

/**
 * Gives for every point the sum of `values` over the points orthogonal to it; both hold one entry
 * per point and may not overlap. Work: about dimension x prime^dimension. #SOTTO_E_MEMORY.
 */
SOTTO_CHECKED sotto_status so_incidence_sum(so_incidence plane, const double *values,
                                            double *ret_sums);

#endif
