/*
 * Logistic regression with an L2 penalty by Newton's method (iteratively reweighted least squares;
 * Hastie, Tibshirani, Friedman 2009, section 4.4), for a few dozen features and up to some hundred
 * thousand rows; and Platt's two-parameter calibration (Platt 1999, with his regularized targets).
 */
#ifndef SO_BRAND_LOGISTIC_H
#define SO_BRAND_LOGISTIC_H

#include <sotto/base.h>

#define SO_LOGISTIC_FEATURES_MAX 64

/** Rows to learn from: `features` floats each, side by side, and their outcomes 0 or 1. */
typedef struct so_logistic_rows {
  const float *values;
  const uint8_t *outcomes;
  const uint8_t *skip; /* per row: 1 leaves it out; NULL: none */
  size_t count;
  uint32_t features;
} so_logistic_rows;

/** A fitted model: log-odds = intercept + sum of weight x value. */
typedef struct so_logistic {
  double intercept;
  double weights[SO_LOGISTIC_FEATURES_MAX];
} so_logistic;

/** Minimizes log loss + penalty / 2 x |weights|^2 (the intercept is free). #SOTTO_E_MEMORY. */
SOTTO_CHECKED sotto_status so_logistic_fit(const so_logistic_rows *rows, double penalty,
                                           so_logistic *ret_model);
double so_logistic_score(const so_logistic *model, const float *values, uint32_t features);

/** Calibration: log-odds = slope x score + offset. */
typedef struct so_platt {
  double slope;
  double offset;
} so_platt;

/**
 * Fits it to scores and outcomes; slope 1 and offset 0 where there are fewer than 20 of either
 * outcome, since then there is nothing to calibrate by.
 */
so_platt so_platt_fit(const double *scores, const uint8_t *outcomes, size_t count);

#endif
