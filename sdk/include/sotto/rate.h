/**
 * @file rate.h
 * How often it ended in a purchase: rates from questions that ask "which, and did it buy".
 *
 * In libsotto_brand. The buckets of such a question are "none" and then, per cell (an arm in a
 * mindset, a page, a cohort of the hold-out …), one without and one with the outcome. A rate is the
 * ratio of two estimated shares; its error holds both chances: the devices' noise, and that the
 * same shop would have sold more or less to as many other devices.
 */
#ifndef SOTTO_RATE_H
#define SOTTO_RATE_H

#include <sotto/estimate.h>

SOTTO_BEGIN

/** How often one cell had the outcome. */
typedef struct sotto_rate {
  double rate;         /**< Share of the cell's reports that have the outcome; may leave 0 … 1. */
  double error;        /**< Standard error (delta method). */
  double low;          /**< Lower end of its 95 % interval; not cut at 0. */
  double high;         /**< Upper end; not cut at 1. */
  double share;        /**< Share of all reports that are of this cell. */
  uint32_t suppressed; /**< 1: that share is within three standard errors of 0; say nothing. */
} sotto_rate;

/**
 * Gives the rate of every cell, (buckets - 1) / 2 of them, in the order of their buckets. The noise
 * is exact for subset selection and split answers (sampling without replacement); for projective
 * geometry the two shares of a cell count as independent. Of a suppressed cell only `share` and
 * `suppressed` mean anything. #SOTTO_E_ARGUMENT where the buckets are not "none" and pairs; other
 * errors as sotto_estimate_shares(). Cost: memory; heavy where the mechanism is projective.
 */
SOTTO_API SOTTO_CHECKED sotto_status sotto_estimate_rates(const sotto_mechanism *mechanism,
                                                          const sotto_tally *tally,
                                                          sotto_rate *ret_rates);

/** What choosing brings, measured against a cohort that sees the plain shop. */
typedef struct sotto_lift {
  uint32_t struct_size;   /**< Set by the call. */
  uint32_t suppressed;    /**< 1: one of the cohorts is too small to say anything. */
  sotto_rate chosen;      /**< Those who see what was chosen for them. */
  sotto_rate plain;       /**< The hold-out: popular items, default arms. */
  double difference;      /**< Rate of the chosen less rate of the plain. */
  double difference_low;  /**< Lower end of its 95 % interval. */
  double difference_high; /**< Upper end. */
  double ratio;           /**< Relative lift: 0.05 is 5 % more. */
  double ratio_low;       /**< Lower end of its 95 % interval (Fieller 1954). */
  double ratio_high;      /**< Upper end. */
  uint32_t unbounded;     /**< 1: the plain rate cannot be told from 0, so neither ratio means. */
  uint64_t needed;        /**< Reports from which a lift of 5 % shows; 0: cannot be said yet. */
} sotto_lift;

/**
 * Gives the lift from a question of the kind #SOTTO_ASKS_HOLDOUT: which cohort, and whether it
 * bought. `needed` is the number of reports, of the same split into cohorts, at which the 95 %
 * interval of a relative lift has a half width of 5 %. #SOTTO_E_ARGUMENT unless there are 5
 * buckets; other errors as sotto_estimate_shares(). Cost: memory.
 */
SOTTO_API SOTTO_CHECKED sotto_status sotto_estimate_lift(const sotto_mechanism *mechanism,
                                                         const sotto_tally *tally,
                                                         sotto_lift *ret_lift);

SOTTO_END

#endif
