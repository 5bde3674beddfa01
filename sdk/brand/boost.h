/*
 * Gradient boosting of small trees on the log-odds (Friedman 2001, with the Newton leaves of Chen
 * and Guestrin 2016): each tree of three questions corrects what the model before it left over.
 * Features are cut into at most 32 bins, so that a tree costs two passes over the rows. The rows a
 * tree sees are drawn by a hash of their number: the same rows give the same trees.
 */
#ifndef SO_BRAND_BOOST_H
#define SO_BRAND_BOOST_H

#include "brand/logistic.h"
#include "model/score_model.h"

/** Features cut into bins; make once, fit many times. */
typedef struct so_boost_bins {
  uint8_t *bins; /* per row, SO_SCORE_FEATURES side by side */
  float cuts[SO_SCORE_FEATURES][32];
  uint8_t counts[SO_SCORE_FEATURES]; /* bins of a feature; 1: it never varies */
} so_boost_bins;

/** Cuts the rows' features (SO_SCORE_FEATURES of them). #SOTTO_E_MEMORY. */
SOTTO_CHECKED sotto_status so_boost_cut(const so_logistic_rows *rows, so_boost_bins *ret_bins);
void so_boost_free(so_boost_bins *bins);
/**
 * What to fit: `count` trees to the rows not skipped, on top of the log-odds in `odds` (per row),
 * which are corrected for every row, skipped ones too. `ret_losses` gets, after each tree, the log
 * loss summed over the skipped rows; NULL: not wanted.
 */
typedef struct so_boost_run {
  const so_logistic_rows *rows;
  const so_boost_bins *bins;
  double *odds;
  double *ret_losses;
  so_score_tree *ret_trees;
  uint32_t count;
} so_boost_run;
/** Fits the trees. #SOTTO_E_MEMORY. */
SOTTO_CHECKED sotto_status so_boost_fit(const so_boost_run *run);
/** Log loss of some log-odds. */
double so_boost_loss(double odds, uint8_t outcome);

#endif
