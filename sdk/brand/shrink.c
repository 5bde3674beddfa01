/* Values, noise and truths live on one grid, half a robust standard error of the controls wide. */
#include "brand/shrink.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define CONTROLS_LEAST 100
#define PER_ERROR 2.0  /* cells of the grid a standard error */
#define NOISE_REACH 24 /* cells of noise on either side */
#define CELLS_MAX 4096 /* of values; what lies beyond counts as at the end */
#define TRUTHS 40      /* points the truth may have: 0, and growing steps */
#define FIRST_STEP 0.1 /* of a cell */
#define GROWTH 1.25
#define STEPS 40            /* of expectation maximization */
#define FLOOR 1e-5          /* of a cell of noise no control fell into, at the centre */
#define ZERO_FIRST 0.9      /* weight of 0 before anything was seen */
#define MAD_TO_SIGMA 1.4826 /* of a normal distribution */

typedef struct grid {
  double width;
  double noise[2 * NOISE_REACH + 1];
  double truths[TRUTHS]; /* in cells */
  uint32_t cells;        /* values from -NOISE_REACH on */
  double *counts;        /* [bins][cells] */
  double *believed;      /* [bins][cells] */
} grid;

static int by_size(const void *left, const void *right) {
  float a = *(const float *)left, b = *(const float *)right;
  return (a > b) - (a < b);
}

/* Standard error of the controls about 0 by the median of their sizes; 0: cannot be told. */
static double spread_of(const so_shrink_seen *seen) {
  float *sizes = malloc((seen->control_count + 1) * sizeof *sizes);
  double spread = 0;
  if (!sizes) return -1;
  for (size_t n = 0; n < seen->control_count; n++) sizes[n] = fabsf(seen->controls[n]);
  qsort(sizes, seen->control_count, sizeof *sizes, by_size);
  if (seen->control_count >= CONTROLS_LEAST)
    spread = MAD_TO_SIGMA * (double)sizes[seen->control_count / 2];
  free(sizes);
  return spread;
}

static double cells_from_zero(const grid *of, float value) {
  return floor((double)value / of->width + .5);
}

static uint32_t cell_of(const grid *of, float value) {
  double at = cells_from_zero(of, value) + NOISE_REACH;
  return at < 0 ? 0 : at >= of->cells ? of->cells - 1 : (uint32_t)at;
}

static void fill_noise(grid *of, const so_shrink_seen *seen) {
  double sum = 0, counts[2 * NOISE_REACH + 1] = {0};
  for (size_t n = 0; n < seen->control_count; n++) {
    double at = fmin(fmax(cells_from_zero(of, seen->controls[n]), -NOISE_REACH), NOISE_REACH);
    counts[(int)at + NOISE_REACH] += 1.0 / (double)seen->control_count;
  }
  for (int n = 0; n <= 2 * NOISE_REACH; n++) {
    double left = counts[n ? n - 1 : n], right = counts[n < 2 * NOISE_REACH ? n + 1 : n];
    of->noise[n] = .25 * left + .5 * counts[n] + .25 * right +
                   FLOOR * exp(-abs(n - NOISE_REACH) / (2 * PER_ERROR));
    sum += of->noise[n];
  }
  for (int n = 0; n <= 2 * NOISE_REACH; n++) of->noise[n] /= sum;
}

static void fill_truths(grid *of) {
  double step = FIRST_STEP, at = FIRST_STEP;
  for (uint32_t n = 1; n < TRUTHS; n++, at += step, step *= GROWTH) of->truths[n] = at;
}

static double noise_at(const grid *of, int cell) {
  return cell < 0 || cell > 2 * NOISE_REACH ? 0 : of->noise[cell];
}

/* The likelihood of a value in a cell where the truth is one of the points. */
static double likely(const grid *of, uint32_t cell, uint32_t truth) {
  double off = (double)cell - fmin(of->truths[truth], of->cells - 1.0 - NOISE_REACH);
  int below = (int)floor(off);
  double part = off - below;
  return (1 - part) * noise_at(of, below) + part * noise_at(of, below + 1);
}

/* One step: the weights that explain the counts better; gives the truth believed per cell. */
static void step(const grid *of, uint32_t bin, double weights[TRUTHS]) {
  double next[TRUTHS] = {0}, total = 0;
  for (uint32_t cell = 0; cell < of->cells; cell++) {
    double count = of->counts[(size_t)bin * of->cells + cell], sum = 0, mean = 0, part[TRUTHS];
    for (uint32_t n = 0; n < TRUTHS; n++) sum += part[n] = weights[n] * likely(of, cell, n);
    if (sum <= 0) continue;
    for (uint32_t n = 0; n < TRUTHS; n++) {
      next[n] += count * part[n] / sum;
      mean += of->truths[n] * part[n] / sum;
    }
    of->believed[(size_t)bin * of->cells + cell] = mean;
    total += count;
  }
  for (uint32_t n = 0; total > 0 && n < TRUTHS; n++) weights[n] = next[n] / total;
}

/* Nothing is known of a bin but what its own values say. */
static void fit(const grid *of, uint32_t bin) {
  double weights[TRUTHS];
  for (uint32_t n = 0; n < TRUTHS; n++) weights[n] = (1 - ZERO_FIRST) / (TRUTHS - 1);
  weights[0] = ZERO_FIRST;
  for (uint32_t n = 0; n < STEPS; n++) step(of, bin, weights);
}

static void believe(const grid *of, const so_shrink_seen *seen, float *ret_believed,
                    double ret_errors[SO_SHRINK_BINS]) {
  for (size_t n = 0; n < seen->count; n++) {
    uint32_t cell = cell_of(of, seen->values[n]);
    ret_believed[n] = (float)(of->believed[(size_t)seen->bins[n] * of->cells + cell] * of->width);
  }
  for (uint32_t bin = 0; bin < SO_SHRINK_BINS; bin++) {
    double squares = 0;
    for (size_t n = 0; n < seen->control_count; n++) {
      uint32_t cell = cell_of(of, seen->controls[n]);
      double believed = of->believed[(size_t)bin * of->cells + cell] * of->width;
      squares += believed * believed;
    }
    ret_errors[bin] = sqrt(squares / (double)seen->control_count);
  }
}

sotto_status so_shrink(const so_shrink_seen *seen, float *ret_believed,
                       double ret_errors[SO_SHRINK_BINS]) {
  grid of = {.cells = CELLS_MAX};
  double spread = spread_of(seen);
  if (spread < 0) return SOTTO_E_MEMORY;
  memset(ret_believed, 0, seen->count * sizeof *ret_believed);
  memset(ret_errors, 0, SO_SHRINK_BINS * sizeof *ret_errors);
  if (spread == 0) return SOTTO_OK;
  of.width = spread / PER_ERROR;
  of.counts = calloc((size_t)2 * SO_SHRINK_BINS * of.cells, sizeof *of.counts);
  if (!of.counts) return SOTTO_E_MEMORY;
  of.believed = of.counts + (size_t)SO_SHRINK_BINS * of.cells;
  fill_noise(&of, seen);
  fill_truths(&of);
  for (size_t n = 0; n < seen->count; n++)
    of.counts[(size_t)seen->bins[n] * of.cells + cell_of(&of, seen->values[n])]++;
  for (uint32_t bin = 0; bin < SO_SHRINK_BINS; bin++) fit(&of, bin);
  believe(&of, seen, ret_believed, ret_errors);
  free(of.counts);
  return SOTTO_OK;
}
