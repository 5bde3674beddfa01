/*
 * An audit of a sampler from the outside: reports of one bucket, drawn one by one from seeds, are
 * held against the distribution the mechanism states. Each look gives one p-value; a run of many
 * looks alarms where the least of them is below 1e-6 divided by their number (Bonferroni), so that
 * a sound sampler raises a false alarm in at most one run of a million.
 *
 * Looks: the coin (is the true bucket named), and on either side of it the uniformity of what else
 * is named. Cells of one subset exclude each other, so their counts are compared by the variance of
 * simple random sampling: sum (c - mean)^2 / (reports (m/M)(1 - m/M) M/(M - 1)) is chi-square with
 * M - 1 degrees. Points of a geometry are pooled into bins of known size. Orthogonality is worked
 * out here again, from the numbering that privacy/projective.h documents.
 */
#ifndef TESTS_PRIVACY_SAMPLER_AUDIT_H
#define TESTS_PRIVACY_SAMPLER_AUDIT_H

#include "privacy/oracle.h"

#define AUDIT_LOOKS_MAX 1024

/** A sampler under audit: report number `number` of `bucket`. */
typedef void (*audit_draw_fn)(uint8_t *ret_report, const so_oracle *oracle, uint32_t bucket,
                              uint64_t number);

/** What was looked at. */
typedef struct audit {
  uint32_t looks;
  double least;        /* the least p-value */
  double coins;        /* sum of the coins' standardized excesses … */
  uint32_t coin_looks; /* … of so many */
} audit;

/** The shipped sampler on the shipped noise stream, each report from a seed of its own. */
void audit_shipped(uint8_t *ret_report, const so_oracle *oracle, uint32_t bucket, uint64_t number);
/** Draws `reports` reports of `bucket` and adds what they show. A report that is none: p = 0. */
void audit_look(audit *inout_audit, const so_oracle *oracle, uint32_t bucket, uint32_t reports,
                audit_draw_fn draw);
/** 1 when the looks, or their pooled coins, cannot come from the stated distribution. */
int audit_alarms(const audit *looked);
/** Upper tail of the chi-square distribution. */
double audit_chi_square_tail(double statistic, double degrees);
/** Lower end of the one-sided Clopper-Pearson interval of a share at confidence 1 - alpha. */
double audit_share_at_least(uint64_t hits, uint64_t trials, double alpha);

#endif
