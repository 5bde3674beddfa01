/*
 * Subset selection, the optimal local randomizer at small domains (Ye and Barg 2018, arXiv
 * 1702.00610; optimal integer size: Pan 2026, arXiv 2603.11523). The report is a set of d of k
 * buckets; the true bucket is inside with probability p = e^eps d / (e^eps d + k - d), the rest are
 * uniform. d = 1 is k-ary randomized response (Warner 1965; Kairouz 2016).
 *
 * Wire form: a k-bit map, little-endian bit order, ceil(k/8) bytes, k <= 128; or for larger k with
 * d * ceil(log2 k) <= 128, d ascending indices of ceil(log2 k) bits packed little-endian.
 * A uniform draw on either side of the coin; both do the same work.
 */
#ifndef SO_PRIVACY_SUBSET_H
#define SO_PRIVACY_SUBSET_H

#include "base/bits.h"
#include "privacy/threshold.h"

#define SO_SUBSET_BITS_MAX 128u

/** k and d. */
typedef struct so_subset {
  uint32_t buckets;
  uint32_t size;
} so_subset;

/** The integer d in 1..k-1 with the least variance. */
uint32_t so_subset_best_size(uint32_t buckets, uint32_t epsilon_micro);
/** Bits of the wire form; above #SO_SUBSET_BITS_MAX there is none. */
uint32_t so_subset_bits(const so_subset *subset);
/** Draws the report of a toss; its work depends on `subset` and the bits drawn alone. */
void so_subset_draw(uint8_t *ret_report, const so_subset *subset, so_toss toss,
                    const so_bits *bits);
/**
 * Reads a report of the right size into d ascending bucket numbers. #SOTTO_E_CORRUPT unless exactly
 * canonical.
 */
SOTTO_CHECKED sotto_status so_subset_read(uint32_t *ret_buckets, const so_subset *subset,
                                          sotto_bytes report);

#endif
