/* Newton steps on the normal equations, solved by Cholesky. */
#include "brand/logistic.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define STEPS_MAX 25
#define SIZE (SO_LOGISTIC_FEATURES_MAX + 1)
#define FEW 20u

/** The equations of one step: matrix (lower half), right side, both with the intercept last. */
typedef struct equations {
  double matrix[SIZE][SIZE];
  double side[SIZE];
  uint32_t size;
} equations;

static double chance(double odds) {
  return 1 / (1 + exp(-odds));
}

double so_logistic_score(const so_logistic *model, const float *values, uint32_t features) {
  double sum = model->intercept;
  for (uint32_t n = 0; n < features; n++) sum += model->weights[n] * (double)values[n];
  return sum;
}

/** Adds one row's gradient and curvature. */
static void add_row(equations *to, const float *values, double residual, double curve) {
  uint32_t features = to->size - 1;
  for (uint32_t a = 0; a < features; a++) {
    double value = (double)values[a];
    if (value == 0) continue;
    to->side[a] += residual * value;
    for (uint32_t b = 0; b <= a; b++) to->matrix[a][b] += curve * value * (double)values[b];
    to->matrix[features][a] += curve * value;
  }
  to->side[features] += residual;
  to->matrix[features][features] += curve;
}

static void gather(const so_logistic_rows *rows, const so_logistic *model, double penalty,
                   equations *ret_equations) {
  memset(ret_equations, 0, sizeof *ret_equations);
  ret_equations->size = rows->features + 1;
  for (size_t n = 0; n < rows->count; n++) {
    if (rows->skip && rows->skip[n]) continue;
    const float *values = rows->values + n * rows->features;
    double p = chance(so_logistic_score(model, values, rows->features));
    add_row(ret_equations, values, rows->outcomes[n] - p, fmax(p * (1 - p), 1e-9));
  }
  for (uint32_t n = 0; n < rows->features; n++) {
    ret_equations->side[n] -= penalty * model->weights[n];
    ret_equations->matrix[n][n] += penalty;
  }
  ret_equations->matrix[rows->features][rows->features] += 1e-9;
}

/** Cholesky in place, then two triangular solves into `side`. */
static void solve(equations *to) {
  for (uint32_t a = 0; a < to->size; a++) {
    for (uint32_t b = 0; b <= a; b++) {
      double sum = to->matrix[a][b];
      for (uint32_t n = 0; n < b; n++) sum -= to->matrix[a][n] * to->matrix[b][n];
      to->matrix[a][b] = a == b ? sqrt(fmax(sum, 1e-12)) : sum / to->matrix[b][b];
    }
  }
  for (uint32_t a = 0; a < to->size; a++) {
    for (uint32_t n = 0; n < a; n++) to->side[a] -= to->matrix[a][n] * to->side[n];
    to->side[a] /= to->matrix[a][a];
  }
  for (uint32_t a = to->size; a-- > 0;) {
    for (uint32_t n = a + 1; n < to->size; n++) to->side[a] -= to->matrix[n][a] * to->side[n];
    to->side[a] /= to->matrix[a][a];
  }
}

sotto_status so_logistic_fit(const so_logistic_rows *rows, double penalty, so_logistic *ret_model) {
  so_logistic model = {0, {0}};
  equations *step = malloc(sizeof *step);
  if (!step) return SOTTO_E_MEMORY;
  for (int n = 0; n < STEPS_MAX; n++) {
    double largest = 0;
    gather(rows, &model, penalty, step);
    solve(step);
    for (uint32_t a = 0; a < step->size; a++) {
      double change = fmax(-4, fmin(4, step->side[a]));
      largest = fmax(largest, fabs(change));
      if (a == rows->features)
        model.intercept += change;
      else
        model.weights[a] += change;
    }
    if (largest < 1e-6) break;
  }
  free(step);
  *ret_model = model;
  return SOTTO_OK;
}

/** One Newton step of the calibration; gives how far it went. */
static double platt_step(so_platt *platt, const double *scores, const double *targets,
                         size_t count) {
  double side[2] = {0, 0}, curve[3] = {1e-9, 0, 1e-9};
  for (size_t n = 0; n < count; n++) {
    double p = chance(platt->slope * scores[n] + platt->offset);
    double residual = targets[n] - p, weight = p * (1 - p);
    side[0] += residual * scores[n];
    side[1] += residual;
    curve[0] += weight * scores[n] * scores[n];
    curve[1] += weight * scores[n];
    curve[2] += weight;
  }
  double scale = curve[0] * curve[2] - curve[1] * curve[1];
  if (!(scale > 1e-12)) return 0;
  double slope = (side[0] * curve[2] - side[1] * curve[1]) / scale;
  double offset = (side[1] * curve[0] - side[0] * curve[1]) / scale;
  platt->slope += fmax(-1, fmin(1, slope));
  platt->offset += fmax(-1, fmin(1, offset));
  return fabs(slope) + fabs(offset);
}

static void fit_targets(so_platt *platt, const double *scores, const double *targets,
                        size_t count) {
  so_platt start = *platt;
  for (int n = 0; n < 50 && platt_step(platt, scores, targets, count) > 1e-8; n++) {}
  int good = platt->slope > 0 && isfinite(platt->slope) && isfinite(platt->offset);
  if (!good) *platt = start;
}

so_platt so_platt_fit(const double *scores, const uint8_t *outcomes, size_t count) {
  so_platt platt = {1, 0};
  size_t ones = 0;
  for (size_t n = 0; n < count; n++) ones += outcomes[n];
  if (ones < FEW || count - ones < FEW) return platt;
  double *targets = malloc(count * sizeof *targets);
  if (!targets) return platt;
  double high = (double)(ones + 1) / (double)(ones + 2), low = 1 / (double)(count - ones + 2);
  for (size_t n = 0; n < count; n++) targets[n] = outcomes[n] ? high : low;
  fit_targets(&platt, scores, targets, count);
  free(targets);
  return platt;
}
