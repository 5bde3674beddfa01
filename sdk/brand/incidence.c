/*
 * By induction on the coordinates. Points with their last 1 in coordinate m are vectors v of m
 * digits, values f(v); those before them are the space of m coordinates, whose sums L are known. A
 * point x of that space gains the sum of f over <v,x> = 0. A new point (y, 1) has L at y, plus the
 * sum of f over <v,y> = -1; (0, 1) has the sum of all values before.
 *
 * Sums of f over <v,x> = s, for every x and s, come from the Fourier transform of f, one coordinate
 * at a time (for q = 2 the fast Walsh-Hadamard transform), and a transform back along each line
 * through 0: y = a x has <v,y> = -1 where <v,x> = -1/a.
 */
#include "brand/incidence.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct complex_array {
  double *re;
  double *im;
} complex_array;

typedef struct work {
  uint32_t q;
  complex_array at, next;
  complex_array root; /* the q-th roots of 1 */
  double *sums;       /* so far */
  size_t *line;       /* the q multiples of a vector */
  size_t *opposite;   /* opposite[s] s = -1 */
  double *numbers;    /* what the arrays stand in */
  size_t *places;
} work;

static void free_work(work *w) {
  free(w->numbers);
  free(w->places);
}

static sotto_status make_work(work *w, size_t vectors) {
  w->numbers = calloc(4 * vectors + 2 * (size_t)w->q, sizeof *w->numbers);
  w->places = calloc(2 * (size_t)w->q, sizeof *w->places);
  if (!w->numbers || !w->places) return SOTTO_E_MEMORY;
  w->at = (complex_array){w->numbers, w->numbers + vectors};
  w->next = (complex_array){w->numbers + 2 * vectors, w->numbers + 3 * vectors};
  w->root = (complex_array){w->numbers + 4 * vectors, w->numbers + 4 * vectors + w->q};
  w->line = w->places;
  w->opposite = w->places + w->q;
  for (uint32_t a = 0; a < w->q; a++) {
    w->root.re[a] = cos(2 * acos(-1) * a / w->q);
    w->root.im[a] = sin(2 * acos(-1) * a / w->q);
    for (uint32_t s = 1; s < w->q; s++)
      if ((a * s + 1) % w->q == 0) w->opposite[s] = a;
  }
  return SOTTO_OK;
}

/* Adds entries of `at`, turned by root `power`, to entries of `next`. */
typedef struct turn {
  size_t to;
  size_t from;
  size_t count;
  size_t power;
} turn;

static void add_turned(const work *w, const turn *by) {
  const double c = w->root.re[by->power], s = w->root.im[by->power];
  const double *re = w->at.re + by->from, *im = w->at.im + by->from;
  double *restrict to_re = w->next.re + by->to, *restrict to_im = w->next.im + by->to;
  for (size_t i = 0; i < by->count; i++) {
    to_re[i] += re[i] * c - im[i] * s;
    to_im[i] += re[i] * s + im[i] * c;
  }
}

/* Transforms along the coordinate of a stride, over the first `size` vectors. */
static void transform_coordinate(work *w, size_t size, size_t stride) {
  memset(w->next.re, 0, size * sizeof(double));
  memset(w->next.im, 0, size * sizeof(double));
  for (size_t base = 0; base < size; base += stride * w->q)
    for (size_t a = 0; a < w->q; a++)
      for (size_t b = 0; b < w->q; b++) {
        const turn by = {base + a * stride, base + b * stride, stride, a * b % w->q};
        add_turned(w, &by);
      }
  complex_array done = w->next;
  w->next = w->at;
  w->at = done;
}

/* The q multiples of a vector, each by its place. */
static void find_line(work *w, size_t vector) {
  for (size_t a = 0; a < w->q; a++) {
    size_t place = 0, stride = 1;
    for (size_t rest = vector; rest; rest /= w->q, stride *= w->q)
      place += a * (rest % w->q) % w->q * stride;
    w->line[a] = place;
  }
}

/* Sum of f over <v,x> = s, x being the vector whose line was found. */
static double sum_at(const work *w, size_t s) {
  double sum = 0;
  for (size_t a = 0; a < w->q; a++) {
    size_t power = a * s % w->q, place = w->line[a];
    sum += w->at.re[place] * w->root.re[power] + w->at.im[place] * w->root.im[power];
  }
  return sum / w->q;
}

/* Meets the points of block m: `vectors` = q^m of them after the `before` points before. */
static void meet_block(work *w, const double *values, size_t vectors, size_t before) {
  memcpy(w->at.re, values + before, vectors * sizeof(double));
  memset(w->at.im, 0, vectors * sizeof(double));
  for (size_t stride = 1; stride < vectors; stride *= w->q)
    transform_coordinate(w, vectors, stride);
  w->sums[before] = 0;
  for (size_t i = 0; i < before; i++) w->sums[before] += values[i];
  size_t point = 0;
  for (size_t start = 1; start < vectors; start *= w->q)
    for (size_t vector = start; vector < 2 * start; vector++, point++) {
      find_line(w, vector);
      for (size_t s = 1; s < w->q; s++)
        w->sums[before + w->line[w->opposite[s]]] = w->sums[point] + sum_at(w, s);
      w->sums[point] += sum_at(w, 0);
    }
}

sotto_status so_incidence_sum(so_incidence plane, const double *values, double *ret_sums) {
  work w = {.q = plane.prime, .sums = ret_sums};
  size_t vectors = 1, before = 0;
  for (uint32_t i = 1; i < plane.dimension; i++) vectors *= plane.prime;
  sotto_status status = make_work(&w, vectors);
  vectors = 1;
  for (uint32_t m = 0; status == SOTTO_OK && m < plane.dimension; m++) {
    meet_block(&w, values, vectors, before);
    before += vectors;
    vectors *= plane.prime;
  }
  free_work(&w);
  return status;
}
