/*
 * Features, the default prior and the calibrated logistic; see score_model.h for the layout.
 */
#include "model/score_model.h"

#include <assert.h>
#include <string.h>

#include "model/curve.h"

#define TREES 3u
#define INTERCEPT 4u
#define WEIGHTS 5u
#define MEANS (WEIGHTS + SO_SCORE_FEATURES)
#define PLATT (MEANS + SO_SCORE_FEATURES)
#define LIMIT 30.0f /* of the log-odds */
#define BASE_RATE 0.1
#define BASE_SESSIONS 5.0 /* sessions' worth of the base rate in the personal intercept */

_Static_assert(PLATT + 2u * SO_SCORE_BUCKETS == SO_SCORE_FLOATS, "score layout");

#define WEIGHT(feature, weight, mean) [WEIGHTS + (feature)] = (weight), [MEANS + (feature)] = (mean)
#define PAIRS 1.0f, 0, 1.0f, 0, 1.0f, 0, 1.0f, 0

/* A prior set by hand: carts, checkout, an account, looking again and reading reviews speak for a
 * purchase; idle paging, help pages and empty searches against. Fitted to no data. */
static const float prior[SO_SCORE_FLOATS] = {
    SO_SCORE_LAYOUT,
    SO_SCORE_FEATURES,
    SO_SCORE_BUCKETS,
    [INTERCEPT] = -2.2f,
    WEIGHT(SO_FEATURE_COUNT + SO_PAGE_HOME, -0.2f, 0.5f),
    WEIGHT(SO_FEATURE_COUNT + SO_PAGE_INFO, -0.15f, 0.2f),
    WEIGHT(SO_FEATURE_COUNT + SO_PAGE_LIST, -0.1f, 0.8f),
    WEIGHT(SO_FEATURE_COUNT + SO_PAGE_PRODUCT, 0.15f, 1.0f),
    WEIGHT(SO_FEATURE_COUNT + SO_PAGE_DETAIL, 0.1f, 0.2f),
    WEIGHT(SO_FEATURE_COUNT + SO_PAGE_ADDCART, 1.0f, 0.1f),
    WEIGHT(SO_FEATURE_COUNT + SO_PAGE_CART, 0.4f, 0.1f),
    WEIGHT(SO_FEATURE_COUNT + SO_PAGE_ACCOUNT, 0.5f, 0.1f),
    WEIGHT(SO_FEATURE_COUNT + SO_PAGE_CHECKOUT, 1.2f, 0.05f),
    WEIGHT(SO_FEATURE_LAST + SO_PAGE_ADDCART, 0.5f, 0.05f),
    WEIGHT(SO_FEATURE_LAST + SO_PAGE_CHECKOUT, 0.8f, 0.02f),
    WEIGHT(SO_FEATURE_LAST + SO_PAGE_HOME, -0.2f, 0.2f),
    WEIGHT(SO_FEATURE_GAP_MEAN, 0.1f, 2.5f),
    WEIGHT(SO_FEATURE_REPEATS, 0.3f, 0.1f),
    WEIGHT(SO_FEATURE_RETURNS, -0.1f, 0.3f),
    WEIGHT(SO_FEATURE_REVIEWS, 0.3f, 0.1f),
    WEIGHT(SO_FEATURE_WISHES, 0.4f, 0.05f),
    WEIGHT(SO_FEATURE_REMOVALS, -0.2f, 0.05f),
    WEIGHT(SO_FEATURE_EMPTY, -0.4f, 0.05f),
    WEIGHT(SO_FEATURE_DWELL, 0.03f, 2.0f),
    WEIGHT(SO_FEATURE_RECENCY, 0.4f, 0.1f),
    WEIGHT(SO_FEATURE_FOCUS, 0.4f, 0.2f),
    WEIGHT(SO_FEATURE_PERSON, 1.0f, 0.0f),
    WEIGHT(SO_FEATURE_FUNNEL, 0.6f, 0.1f),
    [PLATT] = PAIRS,
    PAIRS};

static float log_count(uint32_t count) {
  return count ? (float)so_curve_log(1 + (double)count) : 0;
}

static void set_kind(float *features, uint32_t group, uint32_t kind) {
  if (kind != SO_PAGE_NONE) features[group + kind] = 1;
}

static void fill_shares(const so_session *session, float *ret_features) {
  double pages = session->pages ? session->pages : 1;
  double entropy = so_curve_log(pages) - session->spread / pages;
  uint32_t distinct = 0;
  memcpy(ret_features + SO_FEATURE_COUNT, session->logs, sizeof session->logs);
  for (uint32_t kind = 0; kind < SO_PAGE_KINDS; kind++) distinct += session->counts[kind] > 0;
  uint32_t carts = session->counts[SO_PAGE_ADDCART] + session->counts[SO_PAGE_CART] +
                   session->counts[SO_PAGE_CHECKOUT];
  ret_features[SO_FEATURE_ENTROPY] = entropy > 1e-6 ? (float)entropy : 0;
  ret_features[SO_FEATURE_DISTINCT] = (float)distinct;
  ret_features[SO_FEATURE_FUNNEL] = carts > 0;
  ret_features[SO_FEATURE_CART_SHARE] = (float)(carts / pages);
}

static void fill_pace(const so_session *session, float *ret_features) {
  int64_t elapsed = session->last_ms - session->started_ms;
  if (elapsed > 0)
    ret_features[SO_FEATURE_ELAPSED] = (float)so_curve_log(1 + (double)elapsed / 1000);
  if (session->pages > 1)
    ret_features[SO_FEATURE_GAP_MEAN] = session->gap_sum / (float)(session->pages - 1);
  ret_features[SO_FEATURE_GAP_MAX] = session->gap_max;
  ret_features[SO_FEATURE_GAP_LAST] = session->gap_last;
}

static void fill_person(const so_session *session, float *ret_features) {
  double rate = (session->bought_before + BASE_SESSIONS * BASE_RATE) /
                (session->sessions_before + BASE_SESSIONS);
  double odds = rate / (1 - rate), base = BASE_RATE / (1 - BASE_RATE);
  if (session->sessions_before) ret_features[SO_FEATURE_PERSON] = (float)so_curve_log(odds / base);
  if (session->ended_before_ms && session->pages) {
    double days = (double)(session->started_ms - session->ended_before_ms) / 86400000.0;
    ret_features[SO_FEATURE_RECENCY] = (float)(1 / (1 + (days > 0 ? days : 0)));
  }
}

void so_score_features(const so_session *session, float *ret_features) {
  memset(ret_features, 0, SO_SCORE_FEATURES * sizeof *ret_features);
  fill_shares(session, ret_features);
  fill_pace(session, ret_features);
  fill_person(session, ret_features);
  set_kind(ret_features, SO_FEATURE_LAST, session->last);
  set_kind(ret_features, SO_FEATURE_PREVIOUS, session->previous);
  set_kind(ret_features, SO_FEATURE_FIRST, session->first);
  ret_features[SO_FEATURE_PAGES] = (float)session->pages;
  ret_features[SO_FEATURE_REPEATS] = log_count(session->repeats);
  ret_features[SO_FEATURE_RETURNS] = log_count(session->returns);
  ret_features[SO_FEATURE_REVIEWS] = log_count(session->reviews);
  ret_features[SO_FEATURE_WISHES] = log_count(session->wishes);
  ret_features[SO_FEATURE_REMOVALS] = log_count(session->removals);
  ret_features[SO_FEATURE_FILTERS] = log_count(session->filters);
  ret_features[SO_FEATURE_EMPTY] = log_count(session->empty_searches);
  ret_features[SO_FEATURE_DWELL] = session->dwell_sum;
  ret_features[SO_FEATURE_FOCUS] = session->concentration;
}

uint32_t so_score_bucket(uint32_t pages) {
  static const uint32_t ends[SO_SCORE_BUCKETS - 1] = {1, 2, 3, 5, 8, 12, 20};
  uint32_t bucket = 0;
  while (bucket < SO_SCORE_BUCKETS - 1 && pages > ends[bucket]) bucket++;
  return bucket;
}

static size_t size_with(float trees) {
  int known = trees >= 0 && trees <= (float)SO_SCORE_TREES_MAX;
  return known ? SO_SCORE_FLOATS + SO_SCORE_TREE_FLOATS * (size_t)trees : 0;
}

static int is_known(const float *floats, size_t count) {
  return floats && count >= SO_SCORE_FLOATS && floats[0] == SO_SCORE_LAYOUT &&
         floats[1] == SO_SCORE_FEATURES && floats[2] == SO_SCORE_BUCKETS;
}

so_score_model so_score_model_of(const float *floats, size_t count) {
  int known = is_known(floats, count) && count == size_with(floats[TREES]);
  const float *from = known ? floats : prior;
  return (so_score_model){from + INTERCEPT,
                          from + WEIGHTS,
                          from + MEANS,
                          from + PLATT,
                          (const so_score_tree *)(const void *)(from + SO_SCORE_FLOATS),
                          known ? (uint32_t)floats[TREES] : 0};
}

/** Above the threshold; the mask keeps a changed file's feature among the features. */
static inline uint32_t is_above(const so_score_tree *tree, uint32_t question,
                                const float *features) {
  return features[tree->feature[question] % SO_SCORE_FEATURES] > tree->threshold[question];
}

static inline uint32_t leaf_of(const so_score_tree *tree, const float *features) {
  uint32_t right = is_above(tree, 0, features);
  return 2 * right + is_above(tree, 1 + right, features);
}

uint32_t so_score_leaf(const so_score_tree *tree, const float *features) {
  return leaf_of(tree, features);
}

float so_score_parts(const so_score_model *model, const so_session *session, float *ret_parts) {
  float features[SO_SCORE_FEATURES];
  const float *platt = &model->platt[2 * so_score_bucket(session->pages)];
  so_score_features(session, features);
  for (size_t n = 0; n < SO_SCORE_FEATURES; n++)
    ret_parts[n] = platt[0] * model->weights[n] * (features[n] - model->means[n]);
  for (size_t n = 0; n < model->tree_count; n++) {
    const so_score_tree *tree = &model->trees[n];
    uint32_t leaf = so_score_leaf(tree, features);
    float first = tree->middle[leaf / 2];
    ret_parts[tree->feature[0] % SO_SCORE_FEATURES] += platt[0] * first;
    ret_parts[tree->feature[1 + leaf / 2] % SO_SCORE_FEATURES] +=
        platt[0] * (tree->leaf[leaf] - first);
  }
  return platt[0] * *model->intercept + platt[1];
}

float so_score_of(const so_score_model *model, const so_session *session) {
  if (session->bought) return 1;
  float features[SO_SCORE_FEATURES], sums[4] = {*model->intercept, 0, 0, 0};
  const float *platt = &model->platt[2 * so_score_bucket(session->pages)];
  so_score_features(session, features);
  for (size_t n = 0; n < SO_SCORE_FEATURES; n += 4) /* four sums need not wait for each other */
    for (size_t k = 0; k < 4; k++)
      sums[k] += model->weights[n + k] * (features[n + k] - model->means[n + k]);
  for (size_t n = 0; n < model->tree_count; n++)
    sums[n % 4] += model->trees[n].leaf[leaf_of(&model->trees[n], features)];
  float odds = platt[0] * (sums[0] + sums[1] + (sums[2] + sums[3])) + platt[1];
  if (!(odds > -LIMIT)) odds = -LIMIT; /* also where a pack's numbers are not numbers */
  return (float)so_curve_logistic((double)(odds < LIMIT ? odds : LIMIT));
}
