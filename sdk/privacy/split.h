/*
 * A split answer's noise: k-ary randomized response (Warner 1965; Kairouz, Bonawitz, Ramage 2016,
 * arXiv 1602.07387) whose share of random answers comes from the compiled-in table, so that the sum
 * of all reports, which is all that two non-colluding aggregators reveal, is (epsilon, delta)-DP.
 * Of the pack's question only domain, minimum batch and epsilon are taken; the domain is rounded up
 * and the batch down to the table's, which can only cost the brand (brand/split_plan.h says why).
 * Anything outside the table is refused. Sharing is prio/'s; this knows no field.
 */
#ifndef SO_PRIVACY_SPLIT_H
#define SO_PRIVACY_SPLIT_H

#include "base/bits.h"
#include "privacy/cost.h"

#ifdef SOTTO_WITH_SPLIT
# define SO_SPLIT_BUILT 1
#else
# define SO_SPLIT_BUILT 0 /* such questions are refused, and the link drops the rest */
#endif

/** A fixed mechanism and what an answer costs. */
typedef struct so_split {
  uint32_t buckets;
  uint32_t random_q32; /* P(random answer) = this / 2^32 */
  /* epsilon and delta are the sum's, if one aggregator is honest and half the batch are; epsilon0
     is the answer's alone, if both collude: rounded up */
  so_cost cost;
  so_ratio odds; /* the exact e^epsilon of the answer alone */
} so_split;

/** What a question of the pack asks for. */
typedef struct so_split_ask {
  uint32_t buckets;
  uint32_t minimum_batch;
  uint32_t epsilon_micro;
} so_split_ask;

/** Looks the mechanism up. #SOTTO_E_LIMIT outside the table. */
SOTTO_CHECKED sotto_status so_split_plan(so_split *ret_split, const so_split_ask *ask);
/** Gives the answer to share, from `bucket` (< buckets, which is the caller's to know: no branch
 * depends on it, not even one that checks). */
uint32_t so_split_randomize(const so_split *split, uint32_t bucket, const so_bits *bits);

#endif
