/*
 * What a slot's arms are believed to bring before a device has shown any: from noised rates of arm
 * x mindset to one Beta per cell.
 *
 * A normal model of two layers (Efron and Morris 1975): a cell's rate is that of its arm plus what
 * the mindset changes, an arm's rate is that of all plus what the arm changes. Both variances are
 * moments of the estimates less their stated noise (Paule and Mandel 1982), so a table of noise
 * alone has none and every cell ends as the rate of all. Each cell is shrunk to its arm and each
 * arm to all, by its own noise.
 *
 * How sure a Beta is comes from what is left after shrinking, with variances 1.6 of their standard
 * errors above the likeliest: where noise hides whether arms differ the Beta weighs little, and a
 * device believes what it sees.
 *
 * Pure: no allocation, no I/O, no text.
 */
#ifndef SO_BRAND_ARM_PRIOR_H
#define SO_BRAND_ARM_PRIOR_H

#include "model/arm_format.h"

/** Imagined showings of the least sure belief (also that of no statistics) and of the surest. */
#define SO_ARM_TRIALS_LEAST 10.0
#define SO_ARM_TRIALS_MOST 2000.0

/** The noised rate of one arm in one mindset; a negative error: nothing is known of the cell. */
typedef struct so_arm_rate {
  double value;
  double error;
} so_arm_rate;

/** Beta(won, lost). */
typedef struct so_arm_belief {
  double won;
  double lost;
} so_arm_belief;

/**
 * Gives the beliefs of the arms of one slot; both arrays are [arms][SO_ARM_MINDSETS]. Without a
 * known cell each is Beta(1, 9).
 */
void so_arm_prior_fit(const so_arm_rate *rates, uint32_t arms, so_arm_belief *ret_beliefs);

#endif
