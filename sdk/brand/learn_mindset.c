/*
 * Rows are prefixes; folds are by session, so that the calibration sees only sessions its weights
 * were not fitted to.
 */
#include "brand/learn_mindset.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "brand/logistic.h"
#include "brand/session_log.h"
#include "model/score_model.h"

#define FEATURES SO_SCORE_FEATURES
#define FOLDS 5u
/** Strength of the penalty: 1 / .05, the setting measured on shop sessions. */
#define PENALTY 20.0
#define SESSIONS_MAX 40000u
#define SESSIONS_LEAST 50u

typedef struct learning {
  so_array values;   /* float, FEATURES per prefix */
  so_array outcomes; /* u8 */
  so_array folds;    /* u8 */
  so_array buckets;  /* u8 */
  uint64_t sessions;
  uint64_t buyers;
  const so_findings *findings;
} learning;

/** Folds mix the order of the log, which may have a rhythm of its own. */
static uint8_t fold_of(uint64_t session) {
  return (uint8_t)(((uint32_t)session * UINT32_C(2654435761) >> 16) % FOLDS);
}

static int take(void *context, const so_labelled *labelled) {
  learning *run = context;
  float features[FEATURES];
  so_session session;
  so_session_clear(&session);
  uint8_t outcome = (uint8_t)labelled->outcome, fold = fold_of(run->sessions);
  for (uint32_t n = 0; n < labelled->count; n++) {
    so_session_learn(&session, &labelled->pages[n]);
    if (session.pages == 0) continue;
    uint8_t bucket = (uint8_t)so_score_bucket(session.pages);
    so_score_features(&session, features);
    so_array_append(&run->values, features, FEATURES);
    so_array_push(&run->outcomes, &outcome);
    so_array_push(&run->folds, &fold);
    so_array_push(&run->buckets, &bucket);
  }
  run->sessions++;
  run->buyers += outcome;
  return run->sessions == SESSIONS_MAX;
}

/** Means and scales of the features; a feature that never varies keeps scale 1. */
static void standardize(learning *run, float *ret_means, float *ret_scales) {
  float *values = run->values.data;
  size_t count = run->outcomes.count;
  for (uint32_t n = 0; n < FEATURES; n++) {
    double sum = 0, squares = 0;
    for (size_t row = 0; row < count; row++) sum += (double)values[row * FEATURES + n];
    double mean = sum / (double)count;
    for (size_t row = 0; row < count; row++) {
      double off = (double)values[row * FEATURES + n] - mean;
      squares += off * off;
    }
    double scale = sqrt(squares / (double)count);
    ret_means[n] = (float)mean;
    ret_scales[n] = scale > 1e-6 ? (float)scale : 1.0f;
    for (size_t row = 0; row < count; row++) {
      float *value = &values[row * FEATURES + n];
      *value = scale > 1e-6 ? (*value - ret_means[n]) / ret_scales[n] : 0;
    }
  }
}

static so_logistic_rows rows_of(const learning *run) {
  return (so_logistic_rows){run->values.data, run->outcomes.data, NULL, run->outcomes.count,
                            FEATURES};
}

/** Scores each prefix by weights that were fitted without its session's fold. */
static sotto_status score_out_of_fold(const learning *run, double *ret_scores, uint8_t *skip) {
  const uint8_t *folds = run->folds.data;
  so_logistic_rows rows = rows_of(run);
  rows.skip = skip;
  for (uint32_t fold = 0; fold < FOLDS; fold++) {
    so_logistic model;
    for (size_t n = 0; n < rows.count; n++) skip[n] = folds[n] == fold;
    sotto_status status = so_logistic_fit(&rows, PENALTY, &model);
    if (status) return status;
    so_find_progress(run->findings, "learning the mindset", fold + 2, FOLDS + 1);
    for (size_t n = 0; n < rows.count; n++) {
      if (skip[n]) ret_scores[n] = so_logistic_score(&model, rows.values + n * FEATURES, FEATURES);
    }
  }
  return SOTTO_OK;
}

/** Calibration per bucket, by the out-of-fold scores of its prefixes. */
static sotto_status calibrate(const learning *run, float *ret_platt) {
  size_t count = run->outcomes.count;
  const uint8_t *buckets = run->buckets.data, *outcomes = run->outcomes.data;
  double *scores = malloc(count * sizeof *scores), *some = malloc(count * sizeof *some);
  uint8_t *skip = malloc(count);
  sotto_status status = scores && some && skip ? SOTTO_OK : SOTTO_E_MEMORY;
  if (!status) status = score_out_of_fold(run, scores, skip);
  so_platt last = {1, 0};
  for (uint32_t bucket = 0; bucket < SO_SCORE_BUCKETS && !status; bucket++) {
    size_t kept = 0;
    for (size_t n = 0; n < count; n++) {
      if (buckets[n] != bucket) continue;
      skip[kept] = outcomes[n];
      some[kept++] = scores[n];
    }
    /* Longer sessions than were looked at take the calibration of the longest that were. */
    if (kept) last = so_platt_fit(some, skip, kept);
    ret_platt[2 * bucket] = (float)last.slope;
    ret_platt[2 * bucket + 1] = (float)last.offset;
  }
  free(scores);
  free(some);
  free(skip);
  return status;
}

/** Writes the floats in the layout of model/score_model. */
static sotto_status fit(learning *run, so_array *model) {
  float floats[SO_SCORE_FLOATS] = {SO_SCORE_LAYOUT, (float)FEATURES, (float)SO_SCORE_BUCKETS};
  float *weights = floats + 4, *means = weights + FEATURES, *scales = means + FEATURES;
  so_logistic fitted;
  standardize(run, means, scales);
  so_logistic_rows rows = rows_of(run);
  sotto_status status = so_logistic_fit(&rows, PENALTY, &fitted);
  if (!status) status = calibrate(run, scales + FEATURES);
  if (status) return status;
  floats[3] = (float)fitted.intercept;
  for (uint32_t n = 0; n < FEATURES; n++) weights[n] = (float)fitted.weights[n];
  so_array_append(model, floats, SO_SCORE_FLOATS);
  return model->failed ? SOTTO_E_MEMORY : SOTTO_OK;
}

static void tell_few(const char *path, const learning *run, so_findings *findings) {
  so_place place = {path, 0, {NULL, 0}};
  so_find(findings, (so_found){SO_FIND_WARNING(SOTTO_FINDING_SESSIONS), place},
          "%llu sessions, %llu of them with a purchase, are too few to learn from (50 of each); "
          "the built-in score is used",
          (unsigned long long)run->sessions, (unsigned long long)run->buyers);
}

sotto_status so_learn_mindset(so_array *model, const char *path, so_findings *findings,
                              uint64_t *ret_sessions) {
  learning run = {
      so_array_of(sizeof(float)), so_array_of(1), so_array_of(1), so_array_of(1), 0, 0, findings};
  so_session_log log = {path, take, &run};
  sotto_status status = so_session_log_read(&log, findings);
  int failed = run.values.failed | run.outcomes.failed | run.folds.failed | run.buckets.failed;
  if (!status && failed) status = SOTTO_E_MEMORY;
  int few = run.buyers < SESSIONS_LEAST || run.sessions - run.buyers < SESSIONS_LEAST;
  if (!status && few) tell_few(path, &run, findings);
  if (!status && !few) {
    so_find_progress(findings, "learning the mindset", 0, FOLDS + 1);
    status = fit(&run, model);
  }
  if (!status) *ret_sessions = few ? 0 : run.sessions;
  so_array_free(&run.values);
  so_array_free(&run.outcomes);
  so_array_free(&run.folds);
  so_array_free(&run.buckets);
  return status;
}
