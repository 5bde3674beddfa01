/*
 * The one biased coin of an oracle: a threshold T of 2^64, rounded towards privacy, with the exact
 * odds it gives and their cost. Does not know what is drawn inside or outside.
 */
#ifndef SO_PRIVACY_THRESHOLD_H
#define SO_PRIVACY_THRESHOLD_H

#include "privacy/cost.h"

/** A coin and its cost. */
typedef struct so_threshold {
  uint64_t inside;        /* P(the report holds the true bucket) = inside / 2^64 */
  uint32_t epsilon_micro; /* what it really costs, rounded up: <= what was asked */
  so_ratio odds;          /* the exact e^epsilon, rounded up to a rational of 64-bit integers */
} so_threshold;

/** What one answer is to be: the true bucket, and how the coin fell. Secret. */
typedef struct so_toss {
  uint32_t bucket;
  uint32_t inside; /* 1: the report is to hold the bucket; 0: not */
} so_toss;

/**
 * The largest threshold within `epsilon_micro` where the reports that hold the true bucket and
 * those that do not stand in number as `inside` to `outside` (both below 2^22), uniform each.
 */
so_threshold so_threshold_settle(uint32_t inside, uint32_t outside, uint32_t epsilon_micro);

/** a where `choose` is 1, b where it is 0, without a branch. */
static inline uint32_t so_threshold_either(uint32_t choose, uint32_t a, uint32_t b) {
  return b ^ ((a ^ b) & (0 - choose));
}

#endif
