/*
 * Privacy cost by integers only: e^epsilon from micro-epsilon with a proven error bound, thresholds
 * T = floor(p * 2^64) rounded towards privacy, the exact rational e^epsilon a threshold really
 * gives, and that rational's logarithm rounded up to micro-units. No float, no libm.
 */
#ifndef SO_PRIVACY_COST_H
#define SO_PRIVACY_COST_H

#include <sotto/base.h>

#define SO_EPSILON_MAX_MICRO 8000000u

/** A rational number; always numerator >= denominator > 0 here. */
typedef struct so_ratio {
  uint64_t numerator;
  uint64_t denominator;
} so_ratio;

/** Lower bound of e^epsilon in 2^-48 fixed point (relative error < 2^-40, never above the truth). */
uint64_t so_cost_exp_q48(uint32_t epsilon_micro);
/** Smallest micro-epsilon whose exponential is at least `ratio`: the cost, rounded up. */
uint32_t so_cost_of_ratio(so_ratio ratio);

#endif
