/* Bins by quantiles; one histogram pass for the root of a tree, one for both its children. */
#include "brand/boost.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define FEATURES SO_SCORE_FEATURES
#define BINS 32u
#define SAMPLE 20000u     /* values looked at to cut a feature */
#define ROWS_SEEN 100000u /* by one tree at most */
#define SHARE 0.7         /* of the rows a tree sees */
#define RATE 0.1          /* of what a leaf would correct */
#define RIDGE 10.0
#define WEIGHT_LEAST 5.0 /* curvature a leaf must have: about 40 rows */

/** Gradient, curvature and their like of some rows. */
typedef struct amount {
  double gradient;
  double curve;
} amount;

/** What a tree is grown on. */
typedef struct growth {
  const so_boost_run *run;
  uint32_t number; /* of the tree */
  uint32_t keep;   /* rows whose hash is below this are seen */
  so_score_tree tree;
  uint8_t bin[3]; /* of each question: rows in higher bins go right */
  amount sums[2][FEATURES][BINS];
} growth;

double so_boost_loss(double odds, uint8_t outcome) {
  double against = outcome ? -odds : odds;
  return against > 0 ? against + log1p(exp(-against)) : log1p(exp(against));
}

static int by_value(const void *a, const void *b) {
  float x = *(const float *)a, y = *(const float *)b;
  return (x > y) - (x < y);
}

/** Cuts one feature half-way between neighbours among its values, at about equal counts. */
static void cut_feature(so_boost_bins *bins, uint32_t feature, float *values, size_t count) {
  float *cuts = bins->cuts[feature];
  uint32_t made = 0;
  qsort(values, count, sizeof *values, by_value);
  for (uint32_t n = 1; n < BINS; n++) {
    size_t at = count * n / BINS;
    while (at > 0 && at < count && values[at] == values[at - 1]) at++;
    if (at == 0 || at >= count) continue;
    float cut = (values[at - 1] + values[at]) / 2;
    if (cut >= values[at]) cut = values[at - 1]; /* neighbours among floats */
    if (made == 0 || cut > cuts[made - 1]) cuts[made++] = cut;
  }
  bins->counts[feature] = (uint8_t)(made + 1);
}

sotto_status so_boost_cut(const so_logistic_rows *rows, so_boost_bins *ret_bins) {
  size_t step = 1 + rows->count / SAMPLE;
  float *some = malloc((rows->count / step + 1) * sizeof *some);
  uint8_t *bins = malloc(rows->count * FEATURES);
  ret_bins->bins = bins;
  for (uint32_t n = 0; n < FEATURES && some && bins; n++) {
    size_t count = 0;
    for (size_t row = 0; row < rows->count; row += step)
      some[count++] = rows->values[row * FEATURES + n];
    cut_feature(ret_bins, n, some, count);
    for (size_t row = 0; row < rows->count; row++) {
      uint8_t bin = 0;
      float value = rows->values[row * FEATURES + n];
      while (bin + 1 < ret_bins->counts[n] && value > ret_bins->cuts[n][bin]) bin++;
      bins[row * FEATURES + n] = bin;
    }
  }
  free(some);
  if (some && bins) return SOTTO_OK;
  so_boost_free(ret_bins);
  return SOTTO_E_MEMORY;
}

void so_boost_free(so_boost_bins *bins) {
  free(bins->bins);
  bins->bins = NULL;
}

static int is_seen(const growth *at, size_t row) {
  const uint8_t *skip = at->run->rows->skip;
  uint32_t mixed = ((uint32_t)row + 1) * UINT32_C(2654435761) ^ at->number * UINT32_C(2246822519);
  mixed = (mixed ^ mixed >> 15) * UINT32_C(2246822519);
  return !(skip && skip[row]) && (mixed ^ mixed >> 13) <= at->keep;
}

static uint32_t is_right(const growth *at, uint32_t question, size_t row) {
  return at->run->bins->bins[row * FEATURES + at->tree.feature[question]] > at->bin[question];
}

/** Sums by node (one root, or two children of it), feature and bin. */
static void gather(growth *at, int children) {
  memset(at->sums, 0, sizeof at->sums);
  for (size_t row = 0; row < at->run->rows->count; row++) {
    if (!is_seen(at, row)) continue;
    const uint8_t *bins = at->run->bins->bins + row * FEATURES;
    double p = 1 / (1 + exp(-at->run->odds[row]));
    double gradient = at->run->rows->outcomes[row] - p, curve = p * (1 - p);
    uint32_t node = children ? is_right(at, 0, row) : 0;
    for (uint32_t n = 0; n < FEATURES; n++) {
      if (at->run->bins->counts[n] < 2) continue;
      amount *to = &at->sums[node][n][bins[n]];
      to->gradient += gradient;
      to->curve += curve;
    }
  }
}

static double worth(amount of) {
  return of.gradient * of.gradient / (of.curve + RIDGE);
}

static double leaf_of(amount of) {
  return RATE * of.gradient / (of.curve + RIDGE);
}

/** A question's two answers. */
typedef struct split {
  double gain;
  amount side[2];
} split;

/** The best question of a node; without one, everything goes left to the node's own answer. */
static split ask(growth *at, uint32_t node, uint32_t question) {
  split best = {0, {{0, 0}, {0, 0}}};
  for (uint32_t n = 0; n < FEATURES; n++) {
    amount all = {0, 0}, left = {0, 0};
    uint32_t count = at->run->bins->counts[n];
    if (count < 2) continue;
    for (uint32_t bin = 0; bin < count; bin++) {
      all.gradient += at->sums[node][n][bin].gradient;
      all.curve += at->sums[node][n][bin].curve;
    }
    if (best.gain == 0 && best.side[0].curve == 0) best.side[0] = best.side[1] = all;
    for (uint32_t bin = 0; bin + 1 < count; bin++) {
      left.gradient += at->sums[node][n][bin].gradient;
      left.curve += at->sums[node][n][bin].curve;
      amount right = {all.gradient - left.gradient, all.curve - left.curve};
      double gain = worth(left) + worth(right) - worth(all);
      if (left.curve < WEIGHT_LEAST || right.curve < WEIGHT_LEAST || gain <= best.gain) continue;
      best = (split){gain, {left, right}};
      at->tree.feature[question] = (uint8_t)n;
      at->tree.threshold[question] = at->run->bins->cuts[n][bin];
      at->bin[question] = (uint8_t)bin;
    }
  }
  return best;
}

static void grow(growth *at) {
  memset(&at->tree, 0, sizeof at->tree);
  memset(at->bin, 0, sizeof at->bin);
  gather(at, 0);
  (void)ask(at, 0, 0);
  gather(at, 1);
  for (uint32_t node = 0; node < 2; node++) {
    split children = ask(at, node, 1 + node);
    amount left = children.side[0], right = children.side[1];
    double low = leaf_of(left), high = leaf_of(right), curve = left.curve + right.curve;
    at->tree.leaf[2 * node] = (float)low;
    at->tree.leaf[2 * node + 1] = (float)high;
    if (curve > 0) at->tree.middle[node] = (float)((low * left.curve + high * right.curve) / curve);
  }
}

/** Corrects every row by the new tree; gives the log loss of the skipped ones. */
static double correct(const growth *at) {
  const so_logistic_rows *rows = at->run->rows;
  double loss = 0;
  for (size_t row = 0; row < rows->count; row++) {
    uint32_t right = is_right(at, 0, row);
    double *odds = &at->run->odds[row];
    *odds += (double)at->tree.leaf[2 * right + is_right(at, 1 + right, row)];
    if (rows->skip && rows->skip[row]) loss += so_boost_loss(*odds, rows->outcomes[row]);
  }
  return loss;
}

sotto_status so_boost_fit(const so_boost_run *run) {
  growth *at = malloc(sizeof *at);
  if (!at) return SOTTO_E_MEMORY;
  double share = fmin(SHARE, (double)ROWS_SEEN / (double)(run->rows->count + 1));
  at->run = run;
  at->keep = (uint32_t)(share * 4294967295.0);
  for (at->number = 0; at->number < run->count; at->number++) {
    grow(at);
    double loss = correct(at);
    run->ret_trees[at->number] = at->tree;
    if (run->ret_losses) run->ret_losses[at->number] = loss;
  }
  free(at);
  return SOTTO_OK;
}
