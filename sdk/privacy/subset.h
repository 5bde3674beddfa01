/*
 * Subset selection, the optimal local randomizer at small domains (Ye and Barg 2018, arXiv
 * 1702.00610; optimal integer size: Pan 2026, arXiv 2603.11523). The report is a set of d of k
 * buckets; the true bucket is inside with probability p = e^eps d / (e^eps d + k - d), the rest are
 * uniform. d = 1 is k-ary randomized response (Warner 1965; Kairouz 2016).
 *
 * Wire form: a k-bit map, little-endian bit order, ceil(k/8) bytes, k <= 128; or for larger k with
 * d * ceil(log2 k) <= 128, d ascending indices of ceil(log2 k) bits packed little-endian.
 * One Bernoulli against the threshold, then a uniform draw; both branches do the same work.
 */
#ifndef SO_PRIVACY_SUBSET_H
#define SO_PRIVACY_SUBSET_H

#include "base/bits.h"
#include "privacy/cost.h"

#define SO_SUBSET_BYTES_MAX 16
#define SO_SUBSET_DOMAIN_MAX 100000u

/** A fixed mechanism: everything the device, the auditor and the collector must agree on. */
typedef struct so_subset {
  uint32_t buckets;       /* k */
  uint32_t size;          /* d */
  uint64_t threshold;     /* P(true bucket inside) = threshold / 2^64 */
  uint32_t bytes;         /* of the wire form */
  uint32_t epsilon_micro; /* what it really costs, rounded up: <= what was asked */
  so_ratio odds;          /* the exact e^epsilon, rounded up to a rational of 64-bit integers */
} so_subset;

/** Plans the mechanism for k buckets within `epsilon_micro`. #SOTTO_E_LIMIT where it cannot fit. */
SOTTO_CHECKED sotto_status so_subset_plan(so_subset *ret_subset, uint32_t buckets,
                                          uint32_t epsilon_micro);
/**
 * Randomizes `bucket` (< k) into `ret_report` (`bytes` long). Work is independent of the bucket.
 */
void so_subset_randomize(uint8_t *ret_report, const so_subset *subset, uint32_t bucket,
                         const so_bits *bits);
/** Reads a report into d ascending bucket numbers. #SOTTO_E_CORRUPT unless exactly canonical. */
SOTTO_CHECKED sotto_status so_subset_read(uint32_t *ret_buckets, const so_subset *subset,
                                          sotto_bytes report);

#endif
