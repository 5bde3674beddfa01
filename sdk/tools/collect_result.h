/*
 * What a store's counts mean: the estimates of every question, with truth beside them where a
 * simulation gave it. Read once, shown by the terminal, JSON and dashboard alike.
 */
#ifndef SO_TOOLS_COLLECT_RESULT_H
#define SO_TOOLS_COLLECT_RESULT_H

#include <sotto/rate.h>

#include "tools/collect.h"
#include "tools/collect_truth.h"
#include "tools/store.h"

/** The empathy score of one epoch. */
typedef struct so_week {
  uint32_t epoch;
  uint64_t reports;
  sotto_mean score;
} so_week;

/**
 * One question's estimates. Arrays hold one entry per bucket, counts per cell; shares is NULL
 * without a report.
 */
typedef struct so_result {
  so_store_question question;
  so_store_extent extent;
  sotto_plan plan; /* for as many devices as there are reports */
  sotto_bucket_label *labels;
  uint64_t *counts;
  sotto_share *shares;
  double *truths;                 /* NaN: not known */
  double weights[SOTTO_MINDSETS]; /* of the empathy score, by mindset */
  int scored;                     /* 1: score holds the empathy score */
  sotto_mean score;
  double true_score; /* NaN: not known */
  sotto_rate *rates; /* per cell of a question of arms, audiences or the hold-out; else NULL */
  int lifted;        /* 1: lift holds that over the hold-out */
  sotto_lift lift;
  int meant; /* 1: mean holds that of a bounded number */
  sotto_mean mean;
  double true_mean; /* NaN: not known */
  so_week *weeks;   /* of a scored question, oldest first; epochs without reports left out */
  uint32_t week_count;
} so_result;

typedef struct so_results {
  char brand[SOTTO_LABEL_SIZE];
  so_result *list;
  uint32_t count;
  uint64_t reports;
  uint32_t first_epoch;
  uint32_t last_epoch;
  int has_truth;
} so_results;

/** Reads and estimates as the options say; complains on stderr. Gives an exit code. */
int so_results_read(so_results *ret_results, const so_collect_options *options);
void so_results_free(so_results *results);
/** How many of a result's intervals hold the truth; `*ret_known` is how many truths there are. */
uint32_t so_results_covered(const so_result *result, uint32_t *ret_known);
/** Writes the first day of an epoch as "2026-11-19". */
void so_results_day(uint32_t epoch, char ret_day[16]);

#endif
