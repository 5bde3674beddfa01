/*
 * Sums to rows: standardise, shrink, Cholesky, then the classes' means in that space decomposed by
 * Jacobi rotations (there are fewer classes than numbers). See picture_learn.h.
 */
#include "brand/picture_learn.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define SWEEPS 30
#define FLOOR_SHARE 0.02 /* of the mean variance, added to each: what hardly varies is no signal */
#define LEAST_SHRINK 0.03
#define LEAST_VALUE 1e-3 /* of the largest eigenvalue */

/* Everything finishing needs. */
typedef struct finishing {
  const so_picture_learner *from;
  uint32_t classes; /* that have samples */
  double samples;
  double *mean;   /* count */
  double *scale;  /* count */
  double *within; /* count x count: scatter, then its Cholesky factor */
  double *means;  /* classes x count: in the whitened space */
  double *gram;   /* classes x classes */
  double *turned; /* classes x classes: eigenvectors in columns */
} finishing;

sotto_status so_picture_learner_start(so_picture_learner *ret_learner, uint32_t count,
                                      uint32_t classes) {
  *ret_learner = (so_picture_learner){.count = count, .classes = classes};
  ret_learner->products = calloc((size_t)count * count, sizeof(double));
  ret_learner->sums = calloc((size_t)classes * count + 1, sizeof(double));
  ret_learner->held = calloc((size_t)classes + 1, sizeof(double));
  int good = ret_learner->products && ret_learner->sums && ret_learner->held;
  return good ? SOTTO_OK : SOTTO_E_MEMORY;
}

void so_picture_learner_free(so_picture_learner *learner) {
  free(learner->products);
  free(learner->sums);
  free(learner->held);
  memset(learner, 0, sizeof *learner);
}

void so_picture_learner_add(so_picture_learner *learner, const float *numbers,
                            uint32_t class_index) {
  double *sums = learner->sums + (size_t)class_index * learner->count;
  learner->held[class_index]++;
  for (uint32_t n = 0; n < learner->count; n++) {
    double *row = learner->products + (size_t)n * learner->count, value = (double)numbers[n];
    sums[n] += value;
    if (value == 0) continue;
    for (uint32_t k = 0; k <= n; k++) row[k] += value * (double)numbers[k];
  }
}

static void set_means(finishing *run) {
  const so_picture_learner *from = run->from;
  for (uint32_t c = 0; c < from->classes; c++) {
    if (from->held[c] < 1) continue;
    run->classes++;
    run->samples += from->held[c];
    for (uint32_t n = 0; n < from->count; n++)
      run->mean[n] += from->sums[(size_t)c * from->count + n];
  }
  for (uint32_t n = 0; n < from->count; n++) run->mean[n] /= run->samples;
}

static void set_scale(finishing *run) {
  uint32_t count = run->from->count;
  double all = 0;
  for (uint32_t n = 0; n < count; n++) {
    double square = run->from->products[(size_t)n * count + n] / run->samples;
    run->scale[n] = square - run->mean[n] * run->mean[n];
    all += run->scale[n] / count;
  }
  for (uint32_t n = 0; n < count; n++)
    run->scale[n] = 1 / sqrt(fmax(run->scale[n], 0) + FLOOR_SHARE * all + 1e-12);
}

/* Scatter within classes in standardised numbers, shrunk. */
static void set_within(finishing *run) {
  const so_picture_learner *from = run->from;
  uint32_t count = from->count;
  double trace = 0, free_samples = fmax(run->samples - run->classes, 1);
  for (uint32_t n = 0; n < count; n++) {
    for (uint32_t k = 0; k <= n; k++) {
      double sum = from->products[(size_t)n * count + k];
      for (uint32_t c = 0; c < from->classes; c++) {
        const double *sums = from->sums + (size_t)c * count;
        if (from->held[c] >= 1) sum -= sums[n] * sums[k] / from->held[c];
      }
      run->within[(size_t)n * count + k] = sum / free_samples * run->scale[n] * run->scale[k];
    }
    trace += run->within[(size_t)n * count + n];
  }
  double shrink = fmax(count / (count + run->samples), LEAST_SHRINK);
  for (uint32_t n = 0; n < count; n++) {
    double *row = run->within + (size_t)n * count;
    for (uint32_t k = 0; k <= n; k++) row[k] *= 1 - shrink;
    row[n] += shrink * trace / count + 1e-9;
  }
}

static void factor(double *matrix, uint32_t count) {
  for (uint32_t n = 0; n < count; n++) {
    double *row = matrix + (size_t)n * count;
    for (uint32_t k = 0; k <= n; k++) {
      const double *other = matrix + (size_t)k * count;
      double sum = row[k];
      for (uint32_t m = 0; m < k; m++) sum -= row[m] * other[m];
      row[k] = k == n ? sqrt(fmax(sum, 1e-12)) : sum / other[k];
    }
  }
}

/* The classes' means, standardised and whitened. */
static void whiten(finishing *run) {
  const so_picture_learner *from = run->from;
  uint32_t count = from->count, at = 0;
  for (uint32_t c = 0; c < from->classes; c++) {
    double *to = run->means + (size_t)at * count;
    if (from->held[c] < 1) continue;
    at++;
    for (uint32_t n = 0; n < count; n++) {
      double mean = from->sums[(size_t)c * count + n] / from->held[c] - run->mean[n];
      double sum = mean * run->scale[n] / sqrt(run->classes);
      for (uint32_t k = 0; k < n; k++) sum -= run->within[(size_t)n * count + k] * to[k];
      to[n] = sum / run->within[(size_t)n * count + n];
    }
  }
}

static void set_gram(finishing *run) {
  uint32_t count = run->from->count, classes = run->classes;
  for (uint32_t a = 0; a < classes; a++) {
    for (uint32_t b = 0; b <= a; b++) {
      double sum = 0;
      for (uint32_t n = 0; n < count; n++)
        sum += run->means[(size_t)a * count + n] * run->means[(size_t)b * count + n];
      run->gram[a * classes + b] = run->gram[b * classes + a] = sum;
    }
    run->turned[a * classes + a] = 1;
  }
}

static void rotate(double *matrix, uint32_t size, const uint32_t at[4], const double by[2]) {
  double x = matrix[at[0] * size + at[1]], y = matrix[at[2] * size + at[3]];
  matrix[at[0] * size + at[1]] = by[0] * x - by[1] * y;
  matrix[at[2] * size + at[3]] = by[1] * x + by[0] * y;
}

/* One rotation that makes gram[p][q] zero. */
static void clear_pair(finishing *run, uint32_t p, uint32_t q) {
  uint32_t size = run->classes;
  double *gram = run->gram, off = gram[p * size + q];
  if (fabs(off) < 1e-14 * (fabs(gram[p * size + p]) + fabs(gram[q * size + q]) + 1e-300)) return;
  double theta = (gram[q * size + q] - gram[p * size + p]) / (2 * off);
  double tangent = (theta < 0 ? -1 : 1) / (fabs(theta) + sqrt(theta * theta + 1));
  double by[2] = {1 / sqrt(tangent * tangent + 1), 0};
  by[1] = tangent * by[0];
  for (uint32_t n = 0; n < size; n++) rotate(gram, size, (const uint32_t[4]){n, p, n, q}, by);
  for (uint32_t n = 0; n < size; n++) rotate(gram, size, (const uint32_t[4]){p, n, q, n}, by);
  for (uint32_t n = 0; n < size; n++)
    rotate(run->turned, size, (const uint32_t[4]){n, p, n, q}, by);
}

static void decompose(finishing *run) {
  for (int sweep = 0; sweep < SWEEPS; sweep++) {
    double off = 0, all = 0;
    for (uint32_t p = 0; p < run->classes; p++) {
      all += run->gram[p * run->classes + p] * run->gram[p * run->classes + p];
      for (uint32_t q = p + 1; q < run->classes; q++) {
        off += run->gram[p * run->classes + q] * run->gram[p * run->classes + q];
        clear_pair(run, p, q);
      }
    }
    if (off <= 1e-20 * all) return;
  }
}

/* The place of the largest eigenvalue left, which is then gone; or classes. */
static uint32_t take_largest(finishing *run, double least, double *ret_value) {
  uint32_t best = run->classes;
  *ret_value = least;
  for (uint32_t n = 0; n < run->classes; n++) {
    double value = run->gram[n * run->classes + n];
    if (value <= *ret_value) continue;
    *ret_value = value;
    best = n;
  }
  if (best < run->classes) run->gram[best * run->classes + best] = 0;
  return best;
}

/* Direction `column` of the whitened space as factors of the standardised numbers. */
static void turn_back(const finishing *run, uint32_t column, double *row) {
  uint32_t count = run->from->count;
  for (uint32_t n = 0; n < count; n++)
    for (uint32_t c = 0; c < run->classes; c++)
      row[n] += run->turned[c * run->classes + column] * run->means[(size_t)c * count + n];
  for (uint32_t n = count; n-- > 0;) {
    for (uint32_t k = n + 1; k < count; k++) row[n] -= run->within[(size_t)k * count + n] * row[k];
    row[n] /= run->within[(size_t)n * count + n];
  }
}

/* A direction counts by how much of what is seen along it tells classes apart. */
static void push_row(const finishing *run, uint32_t column, double value, so_array *rows) {
  uint32_t count = run->from->count;
  size_t at = rows->count;
  double *row = calloc(count, sizeof *row), constant = 0;
  so_array_resize(rows, at + count + 1);
  rows->failed |= !row;
  if (rows->failed) {
    free(row);
    return;
  }
  float *to = (float *)rows->data + at;
  turn_back(run, column, row);
  double weight = sqrt(1 / (1 + value)); /* unit length, times the square root of that share */
  for (uint32_t n = 0; n < count; n++) {
    row[n] *= weight * run->scale[n];
    constant -= row[n] * run->mean[n];
    to[n + 1] = (float)row[n];
  }
  to[0] = (float)constant;
  free(row);
}

static uint32_t push_rows(finishing *run, uint32_t most, so_array *rows) {
  double value, largest = 0;
  uint32_t width = 0;
  for (; width < most; width++) {
    uint32_t column = take_largest(run, LEAST_VALUE * largest + 1e-9, &value);
    if (column == run->classes) break;
    if (width == 0) largest = value;
    push_row(run, column, value, rows);
  }
  uint32_t filled = (width + 3) / 4 * 4;
  so_array_resize(rows, rows->count + (size_t)(filled - width) * (run->from->count + 1));
  return filled;
}

static sotto_status lend(finishing *run) {
  size_t count = run->from->count, classes = (size_t)run->from->classes + 1;
  run->mean = calloc(count, sizeof(double));
  run->scale = calloc(count, sizeof(double));
  run->within = calloc(count * count, sizeof(double));
  run->means = calloc(classes * count, sizeof(double));
  run->gram = calloc(classes * classes, sizeof(double));
  run->turned = calloc(classes * classes, sizeof(double));
  int good = run->mean && run->scale && run->within && run->means && run->gram && run->turned;
  return good ? SOTTO_OK : SOTTO_E_MEMORY;
}

static void clean(finishing *run) {
  free(run->mean);
  free(run->scale);
  free(run->within);
  free(run->means);
  free(run->gram);
  free(run->turned);
}

sotto_status so_picture_learner_finish(const so_picture_learner *learner, uint32_t most,
                                       so_array *rows, uint32_t *ret_width) {
  finishing run = {.from = learner};
  uint32_t width = 0;
  sotto_status status = lend(&run);
  if (!status) set_means(&run);
  if (!status && run.classes > 1) {
    set_scale(&run);
    set_within(&run);
    factor(run.within, learner->count);
    whiten(&run);
    set_gram(&run);
    decompose(&run);
    width = push_rows(&run, most, rows);
  }
  clean(&run);
  if (!status && rows->failed) status = SOTTO_E_MEMORY;
  if (!status) *ret_width = width;
  return status;
}
