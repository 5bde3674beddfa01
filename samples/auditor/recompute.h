/*
 * Arithmetic of this program's own, sharing nothing with the library: what a threshold really
 * costs, and the id a question must have. Exact integers; the one logarithm is compared with a
 * margin far below the micro-unit that costs are rounded up to.
 *
 * A mechanism draws one of `domain` equally large groups of reports, the true one's group of
 * `chosen` with probability T / 2^64. Any report is then at most
 *   e^epsilon = T (domain - chosen) / ((2^64 - T) chosen)
 * times likelier under one answer than under another. Subset selection (Ye and Barg 2018) has k
 * buckets for a domain and a report's size for chosen; projective geometry (Feldman et al. 2022,
 * arXiv 2203.00194) the (q^t - 1)/(q - 1) points and the (q^(t-1) - 1)/(q - 1) that are orthogonal.
 */
#ifndef AUDITOR_RECOMPUTE_H
#define AUDITOR_RECOMPUTE_H

#include <sotto/estimate.h>
#include <stddef.h>
#include <stdint.h>

/** A mechanism as the audit log states it. */
typedef struct stated_mechanism {
  uint64_t domain;
  uint64_t chosen;
  uint64_t threshold;
  uint64_t odds_numerator;
  uint64_t odds_denominator;
  uint64_t epsilon_micro;
} stated_mechanism;

/** Domain and chosen of a projective geometry; 0 where q is no prime or it holds fewer buckets. */
int recompute_geometry(stated_mechanism *inout_stated, uint64_t prime, uint64_t dimension);
/** A public mechanism in these terms; a domain of 0 where it is none that is known. */
stated_mechanism recompute_stated(const sotto_mechanism *plan);
/** 1 where the threshold's exact odds are within the stated ones, and those within epsilon. */
int recompute_holds(const stated_mechanism *stated);
/** The 16-byte id of a question in an epoch, from the 32-byte digest of its content. */
void recompute_question_id(uint8_t ret_id[16], const uint8_t content[32], uint32_t epoch);

#endif
