/*
 * Projective geometry response, a local randomizer for large domains (Feldman, Nelson, Nguyen and
 * Talwar 2022, arXiv 2203.00194): within a few percent of the optimum in two or three bytes.
 *
 * Buckets are points of the projective space of dimension t - 1 over the field of q elements, q
 * prime. The report is one point u; those orthogonal to the bucket's point x, <u,x> = 0, are about
 * 1/q of all, the best share being 1/(e^eps + 1). Of the K = (q^t - 1)/(q - 1) points,
 * c = (q^(t-1) - 1)/(q - 1) are orthogonal to any one and q^(t-1) are not.
 *
 * Numbering. A point is written with its last digit that is not 0 made 1:
 * (u_0, …, u_(m-1), 1, 0, …). Its number is the sum of (u_i + 1) q^i over i < m: 0 … K-1 without a
 * gap, so that points with the same m stand together, in the order of their digits. Bucket b is
 * point b. The wire form is the number, little-endian, in as many bytes as K - 1 takes.
 */
#ifndef SO_PRIVACY_PROJECTIVE_H
#define SO_PRIVACY_PROJECTIVE_H

#include "base/bits.h"
#include "privacy/threshold.h"

#define SO_PROJECTIVE_PRIME_MAX 2039u
#define SO_PROJECTIVE_SPREAD_MAX 30u /* points per bucket at most */
#define SO_PROJECTIVE_DIMENSION_MAX 22u

/** q and t. */
typedef struct so_projective {
  uint32_t prime;
  uint32_t dimension;
} so_projective;

/** The geometry with the least variance among those of at most 30 k points; prime 0: none. */
so_projective so_projective_best(uint32_t buckets, uint32_t epsilon_micro);
/** Points of `dimension` coordinates over the field of `prime` elements; 1 for one coordinate. */
uint32_t so_projective_points(uint32_t prime, uint32_t dimension);
/** Draws the point of a toss; its work depends on `plane` and the bits drawn alone. */
uint32_t so_projective_draw(const so_projective *plane, so_toss toss, const so_bits *bits);

#endif
