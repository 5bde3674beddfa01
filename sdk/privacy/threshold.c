/*
 * A report that holds the true bucket is T outside / ((2^64 - T) inside) times likelier than under
 * a bucket it does not hold; T is the largest integer for which this stays at or below the lower
 * bound of E = e^epsilon.
 */
#include "privacy/threshold.h"

/* Numbers of reports, inside and outside. */
typedef struct sides {
  uint32_t inside;
  uint32_t outside;
} sides;

/* Largest T with T outside <= E (2^64 - T) inside. */
static uint64_t largest(sides of, uint32_t epsilon_micro) {
  so_wide exp = so_cost_exp_q116(epsilon_micro), rest;
  so_wide inside = so_wide_times(&exp, of.inside);
  so_wide outside = so_wide_of(of.outside);
  outside = so_wide_shift(&outside, 116);
  so_wide whole = so_wide_plus(&inside, &outside);
  inside = so_wide_shift(&inside, 64);
  so_wide quotient = so_wide_divide(&inside, &whole, &rest);
  return so_wide_u64(&quotient);
}

static so_ratio odds_of(sides of, uint64_t threshold) {
  so_wide inside = so_wide_of(threshold);
  so_wide outside = so_wide_of(0 - threshold); /* 2^64 - T, as T > 0 */
  inside = so_wide_times(&inside, of.outside);
  outside = so_wide_times(&outside, of.inside);
  return so_cost_ratio_above(&inside, &outside);
}

/* The odds as 64-bit integers are above the exact ones by a hair; should that hair ever pass the
   asked cost, the threshold gives way. */
so_threshold so_threshold_settle(uint32_t inside, uint32_t outside, uint32_t epsilon_micro) {
  const sides of = {inside, outside};
  so_threshold settled = {.inside = largest(of, epsilon_micro)};
  settled.odds = odds_of(of, settled.inside);
  while (!so_cost_covers(settled.odds, epsilon_micro)) settled.odds = odds_of(of, --settled.inside);
  int whole = !so_cost_covers(settled.odds, epsilon_micro - 1);
  settled.epsilon_micro = whole ? epsilon_micro : so_cost_of_ratio(settled.odds);
  return settled;
}
