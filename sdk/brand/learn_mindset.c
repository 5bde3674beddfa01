/*
 * Rows are prefixes; folds are by session, so that what chooses and calibrates sees only sessions
 * its numbers were not fitted to.
 */
#include "brand/learn_mindset.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "brand/boost.h"
#include "brand/logistic.h"
#include "brand/session_log.h"
#include "brand/step_tables.h"
#include "model/score_model.h"

#define FEATURES SO_SCORE_FEATURES
#define FOLDS 5u
/** Strength of the penalty: 1 / .05, the setting measured on shop sessions. */
#define PENALTY 20.0
#define SESSIONS_MAX 40000u
#define SESSIONS_LEAST 50u
#define RATE_LEAST 10u /* sessions of each outcome that say how common the rarer one is */
#define TREES 64u
#define CUTS 100u /* thresholds of the state that are tried */

typedef struct learning {
  so_array values;   /* float, FEATURES per prefix */
  so_array outcomes; /* u8 */
  so_array folds;    /* u8 */
  so_array buckets;  /* u8 */
  uint64_t sessions;
  uint64_t buyers;
  const so_findings *findings;
  so_boost_bins bins;
  so_score_tree trees[FOLDS][TREES];
  double losses[FOLDS][1 + TREES]; /* on each held-out fold, after so many trees */
  double *scores;                  /* per prefix: log-odds by what was fitted without its fold */
  double *odds;                    /* per prefix: work */
  uint8_t *skip;                   /* per prefix: work */
  uint32_t kept;                   /* trees that help */
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

/** Means and scales of the features, and the values in them; scale 0 for one that never varies. */
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
    ret_scales[n] = scale > 1e-6 ? (float)scale : 0.0f;
    for (size_t row = 0; row < count; row++) {
      float *value = &values[row * FEATURES + n];
      *value = scale > 1e-6 ? (*value - ret_means[n]) / ret_scales[n] : 0;
    }
  }
}

static so_logistic_rows rows_of(const learning *run, const uint8_t *skip) {
  return (so_logistic_rows){run->values.data, run->outcomes.data, skip, run->outcomes.count,
                            FEATURES};
}

/** Fits the weights to the rows not skipped, and trees on top of them. */
static sotto_status fit_rows(const learning *run, const so_boost_run *boost,
                             so_logistic *ret_model) {
  sotto_status status = so_logistic_fit(boost->rows, PENALTY, ret_model);
  for (size_t n = 0; n < boost->rows->count; n++)
    run->odds[n] = so_logistic_score(ret_model, boost->rows->values + n * FEATURES, FEATURES);
  return status ? status : so_boost_fit(boost);
}

/** Scores each prefix by what was fitted without its session's fold. */
static sotto_status score_out_of_fold(learning *run) {
  const uint8_t *folds = run->folds.data;
  so_logistic_rows rows = rows_of(run, run->skip);
  for (uint32_t fold = 0; fold < FOLDS; fold++) {
    so_logistic model;
    double *losses = run->losses[fold];
    so_boost_run boost = {&rows, &run->bins, run->odds, losses + 1, run->trees[fold], TREES};
    for (size_t n = 0; n < rows.count; n++) run->skip[n] = folds[n] == fold;
    sotto_status status = fit_rows(run, &boost, &model);
    if (status) return status;
    so_find_progress(run->findings, "learning the mindset", fold + 2, FOLDS + 1);
    for (size_t n = 0; n < rows.count; n++) {
      if (!run->skip[n]) continue;
      run->scores[n] = so_logistic_score(&model, rows.values + n * FEATURES, FEATURES);
      losses[0] += so_boost_loss(run->scores[n], rows.outcomes[n]);
    }
  }
  return SOTTO_OK;
}

/** So many trees as lower the held-out loss most; none where the gain is within its own error. */
static uint32_t choose_trees(const learning *run) {
  uint32_t best = 0;
  double best_gain = 0;
  for (uint32_t count = 1; count <= TREES; count++) {
    double sum = 0, squares = 0;
    for (uint32_t fold = 0; fold < FOLDS; fold++) {
      double gain = run->losses[fold][0] - run->losses[fold][count];
      sum += gain;
      squares += gain * gain;
    }
    double mean = sum / FOLDS, error = sqrt(fmax(0, squares / FOLDS - mean * mean) / (FOLDS - 1));
    if (mean <= error || mean <= best_gain) continue;
    best_gain = mean;
    best = count;
  }
  return best;
}

/** Adds what the kept trees of its fold say to each held-out score. */
static void add_trees(learning *run) {
  const uint8_t *folds = run->folds.data;
  const float *values = run->values.data;
  for (size_t row = 0; row < run->outcomes.count; row++) {
    for (uint32_t n = 0; n < run->kept; n++) {
      const so_score_tree *tree = &run->trees[folds[row]][n];
      run->scores[row] += (double)tree->leaf[so_score_leaf(tree, values + row * FEATURES)];
    }
  }
}

/** Calibration per bucket, by the held-out scores of its prefixes, which it then turns them into.
 */
static void calibrate(learning *run, float *ret_platt) {
  const uint8_t *buckets = run->buckets.data, *outcomes = run->outcomes.data;
  size_t count = run->outcomes.count;
  so_platt last = {1, 0};
  for (uint32_t bucket = 0; bucket < SO_SCORE_BUCKETS; bucket++) {
    size_t kept = 0;
    for (size_t n = 0; n < count; n++) {
      if (buckets[n] != bucket) continue;
      run->skip[kept] = outcomes[n];
      run->odds[kept++] = run->scores[n];
    }
    /* Longer sessions than were looked at take the calibration of the longest that were. */
    if (kept) last = so_platt_fit(run->odds, run->skip, kept);
    ret_platt[2 * bucket] = (float)last.slope;
    ret_platt[2 * bucket + 1] = (float)last.offset;
  }
  for (size_t n = 0; n < count; n++) {
    const float *platt = ret_platt + (size_t)2 * buckets[n];
    run->scores[n] = 1 / (1 + exp(-((double)platt[0] * run->scores[n] + (double)platt[1])));
  }
}

/** The cut that tells most buyers from most others among the held-out chances (Youden 1950). */
static float learn_cut(const learning *run) {
  const uint8_t *outcomes = run->outcomes.data;
  double above[2][CUTS + 1] = {{0}}, totals[2] = {0, 0}, best = -1;
  uint32_t cut = 1;
  for (size_t n = 0; n < run->outcomes.count; n++) {
    totals[outcomes[n]]++;
    above[outcomes[n]][(uint32_t)(run->scores[n] * CUTS)]++;
  }
  double seen[2] = {above[0][CUTS], above[1][CUTS]};
  for (uint32_t n = CUTS; n-- > 1;) {
    for (int k = 0; k < 2; k++) seen[k] += above[k][n];
    double told = seen[1] / totals[1] - seen[0] / totals[0];
    if (told <= best) continue;
    best = told;
    cut = n;
  }
  return (float)cut / CUTS;
}

/** Half the step from page to page that half of all stay in, within .01 … .1. */
static float learn_margin(const learning *run) {
  const uint8_t *folds = run->folds.data;
  uint32_t counts[CUTS + 1] = {0}, seen = 0, n = 0;
  size_t count = run->outcomes.count;
  for (size_t row = 1; row < count; row++)
    counts[folds[row] == folds[row - 1]
               ? (uint32_t)(fabs(run->scores[row] - run->scores[row - 1]) * CUTS)
               : 0]++;
  while (n < CUTS && (seen += counts[n]) < count / 2) n++;
  return fmaxf(.01f, fminf(.1f, ((float)n + .5f) / CUTS / 2));
}

/** Trees as the device asks them: in the features' own units, the mean leaf in the intercept. */
static double settle_tree(const learning *run, so_score_tree *tree, const float *means,
                          const float *scales) {
  double sum = 0;
  const float *values = run->values.data;
  for (size_t row = 0; row < run->outcomes.count; row++)
    sum += (double)tree->leaf[so_score_leaf(tree, values + row * FEATURES)];
  float mean = (float)(sum / (double)run->outcomes.count);
  for (uint32_t n = 0; n < 4; n++) tree->leaf[n] -= mean;
  for (uint32_t n = 0; n < 2; n++) tree->middle[n] -= mean;
  for (uint32_t n = 0; n < 3; n++) {
    uint32_t feature = tree->feature[n];
    tree->threshold[n] = tree->threshold[n] * scales[feature] + means[feature];
  }
  return (double)mean;
}

/** Writes the floats in the layout of model/score_model. */
static sotto_status fit_all(learning *run, so_array *model, const float *means,
                            const float *scales) {
  float floats[SO_SCORE_FLOATS] = {SO_SCORE_LAYOUT, FEATURES, SO_SCORE_BUCKETS, (float)run->kept};
  float *weights = floats + 5;
  so_score_model built_in = so_score_model_of(NULL, 0);
  so_logistic fitted;
  so_logistic_rows rows = rows_of(run, NULL);
  so_boost_run boost = {&rows, &run->bins, run->odds, NULL, run->trees[0], run->kept};
  calibrate(run, weights + 2 * (size_t)FEATURES);
  sotto_status status = fit_rows(run, &boost, &fitted);
  if (status) return status;
  for (uint32_t n = 0; n < run->kept; n++)
    fitted.intercept += settle_tree(run, &run->trees[0][n], means, scales);
  floats[4] = (float)fitted.intercept;
  for (uint32_t n = 0; n < FEATURES; n++)
    weights[n] = scales[n] > 0 ? (float)fitted.weights[n] / scales[n] : built_in.weights[n];
  memcpy(weights + FEATURES, means, FEATURES * sizeof *means);
  so_array_append(model, floats, SO_SCORE_FLOATS);
  so_array_append(model, run->trees[0], (size_t)run->kept * SO_SCORE_TREE_FLOATS);
  return model->failed ? SOTTO_E_MEMORY : SOTTO_OK;
}

static sotto_status fit(learning *run, so_learnt_mindset *learnt) {
  float means[FEATURES], scales[FEATURES];
  size_t count = run->outcomes.count;
  run->scores = calloc(count, sizeof *run->scores);
  run->odds = calloc(count, sizeof *run->odds);
  run->skip = calloc(count, 1);
  sotto_status status = run->scores && run->odds && run->skip ? SOTTO_OK : SOTTO_E_MEMORY;
  so_logistic_rows rows = rows_of(run, NULL);
  if (!status) standardize(run, means, scales);
  if (!status) status = so_boost_cut(&rows, &run->bins);
  if (!status) status = score_out_of_fold(run);
  if (!status) {
    run->kept = learnt->trees = choose_trees(run);
    add_trees(run);
    status = fit_all(run, learnt->model, means, scales);
    learnt->interested_score = learn_cut(run);
    learnt->hysteresis = learn_margin(run);
  }
  so_boost_free(&run->bins);
  free(run->scores);
  free(run->odds);
  free(run->skip);
  return status;
}

/** Whether there are so many sessions of either outcome. */
static int has_each(const learning *run, uint64_t least) {
  return run->buyers >= least && run->sessions - run->buyers >= least;
}

/** The log-odds of the built-in score, per prefix. */
static float *built_in_odds(const learning *run) {
  so_score_model model = so_score_model_of(NULL, 0);
  const float *values = run->values.data;
  float *odds = calloc(run->outcomes.count, sizeof *odds);
  for (size_t row = 0; odds && row < run->outcomes.count; row++) {
    odds[row] = *model.intercept;
    for (size_t n = 0; n < FEATURES; n++)
      odds[row] += model.weights[n] * (values[row * FEATURES + n] - model.means[n]);
  }
  return odds;
}

/** Writes the built-in score under another calibration, and the thresholds of what it then says. */
static sotto_status write_scaled(learning *run, so_platt platt, const float *odds,
                                 so_learnt_mindset *learnt) {
  so_score_model built_in = so_score_model_of(NULL, 0);
  float floats[SO_SCORE_FLOATS] = {SO_SCORE_LAYOUT, FEATURES, SO_SCORE_BUCKETS, 0};
  memcpy(floats + 4, built_in.intercept, (SO_SCORE_FLOATS - 4) * sizeof *floats);
  for (uint32_t bucket = 0; bucket < SO_SCORE_BUCKETS; bucket++) {
    floats[5 + 2 * (FEATURES + bucket)] = (float)platt.slope;
    floats[6 + 2 * (FEATURES + bucket)] = (float)platt.offset;
  }
  run->scores = calloc(run->outcomes.count, sizeof *run->scores);
  if (!run->scores) return SOTTO_E_MEMORY;
  for (size_t n = 0; n < run->outcomes.count; n++)
    run->scores[n] = 1 / (1 + exp(-(platt.slope * (double)odds[n] + platt.offset)));
  learnt->interested_score = learn_cut(run);
  learnt->hysteresis = learn_margin(run);
  free(run->scores);
  so_array_append(learnt->model, floats, SO_SCORE_FLOATS);
  return learnt->model->failed ? SOTTO_E_MEMORY : SOTTO_OK;
}

/**
 * What few sessions can say, where it is not nothing: how many buy here, and how far the built-in
 * score can be trusted; its slope is shrunk to 0, where every visit is given the same chance.
 */
static sotto_status fit_rate(learning *run, so_learnt_mindset *learnt) {
  if (!has_each(run, RATE_LEAST)) return SOTTO_OK;
  learnt->sessions = run->sessions;
  so_logistic fitted = {0};
  float *odds = built_in_odds(run);
  so_logistic_rows rows = {odds, run->outcomes.data, NULL, run->outcomes.count, 1};
  sotto_status status = odds ? so_logistic_fit(&rows, PENALTY, &fitted) : SOTTO_E_MEMORY;
  so_platt platt = {fitted.weights[0], fitted.intercept};
  if (!status && platt.slope < 0) platt.slope = 0;
  if (!status && platt.slope == 0) {
    double ones = 0;
    for (size_t n = 0; n < rows.count; n++) ones += rows.outcomes[n];
    platt.offset = log(ones / ((double)rows.count - ones));
  }
  if (!status) status = write_scaled(run, platt, odds, learnt);
  free(odds);
  return status;
}

static void tell_few(const char *path, const learning *run, so_findings *findings) {
  so_place place = {path, 0, {NULL, 0}};
  so_find(findings, (so_found){SO_FIND_WARNING(SOTTO_FINDING_SESSIONS), place},
          "%llu sessions, %llu of them with a purchase, are too few to learn from (50 of each); "
          "the built-in score is used%s",
          (unsigned long long)run->sessions, (unsigned long long)run->buyers,
          has_each(run, RATE_LEAST) ? ", scaled to how many buy here" : "");
}

static sotto_status tell_one(const char *path, const learning *run, so_findings *findings) {
  so_place place = {path, 0, {NULL, 0}};
  so_find(findings, (so_found){SO_FIND_ERROR(SOTTO_FINDING_SESSIONS), place},
          "%llu sessions, %s of them with a purchase: nothing tells the two apart",
          (unsigned long long)run->sessions, run->buyers ? "all" : "none");
  return SOTTO_E_STATE;
}

static sotto_status learn_from(learning *run, const char *path, so_findings *findings,
                               so_learnt_mindset *learnt) {
  so_session_log log = {path, take, run};
  sotto_status status = so_step_tables_are(path) ? so_step_tables_read(&log, findings)
                                                 : so_session_log_read(&log, findings);
  int failed = run->values.failed | run->outcomes.failed | run->folds.failed | run->buckets.failed;
  if (!status && failed) status = SOTTO_E_MEMORY;
  if (status) return status;
  if (run->sessions && (run->buyers == 0 || run->buyers == run->sessions))
    return tell_one(path, run, findings);
  if (!has_each(run, SESSIONS_LEAST)) {
    tell_few(path, run, findings);
    return fit_rate(run, learnt);
  }
  so_find_progress(findings, "learning the mindset", 0, FOLDS + 1);
  learnt->sessions = run->sessions;
  return fit(run, learnt);
}

sotto_status so_learn_mindset(so_learnt_mindset *learnt, const char *path, so_findings *findings) {
  learning *run = calloc(1, sizeof *run);
  if (!run) return SOTTO_E_MEMORY;
  run->values = so_array_of(sizeof(float));
  run->outcomes = run->folds = run->buckets = so_array_of(1);
  run->findings = findings;
  learnt->sessions = 0;
  sotto_status status = learn_from(run, path, findings, learnt);
  so_array_free(&run->values);
  so_array_free(&run->outcomes);
  so_array_free(&run->folds);
  so_array_free(&run->buckets);
  free(run);
  return status;
}
