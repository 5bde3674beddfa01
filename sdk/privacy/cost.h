/*
 * Privacy cost by integers only: e^epsilon from micro-epsilon with a proven error bound, thresholds
 * T = floor(p * 2^64) rounded towards privacy, the exact rational e^epsilon a threshold really
 * gives, and that rational's logarithm rounded up to micro-units. No float, no libm.
 */
#ifndef SO_PRIVACY_COST_H
#define SO_PRIVACY_COST_H

#include "base/wide.h"

#define SO_EPSILON_MAX_MICRO 8000000u

/** A cost or a balance, by column of the ledger. */
typedef struct so_cost {
  uint64_t epsilon_micro;
  uint64_t delta_2p60;
  uint64_t epsilon0_micro;
} so_cost;

/** A rational number; always numerator >= denominator > 0 here. */
typedef struct so_ratio {
  uint64_t numerator;
  uint64_t denominator;
} so_ratio;

/** Lower bound of e^epsilon in 2^-116 fixed point: below the truth by less than 2^-97. */
so_wide so_cost_exp_q116(uint32_t epsilon_micro);
/** Lower bound of e^epsilon in 2^-48 fixed point: below the truth by less than 2^-47. */
uint64_t so_cost_exp_q48(uint32_t epsilon_micro);
/** 1 when e^epsilon is surely at least `ratio` (by the lower bound). */
int so_cost_covers(so_ratio ratio, uint32_t epsilon_micro);
/**
 * Smallest micro-epsilon that covers `ratio`: the cost, rounded up. UINT32_MAX above the maximum.
 */
uint32_t so_cost_of_ratio(so_ratio ratio);
/** Smallest u64 / u64 found at or above numerator / denominator (>= 1), exact where it fits. */
so_ratio so_cost_ratio_above(const so_wide *numerator, const so_wide *denominator);

#endif
