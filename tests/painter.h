/*
 * Pictures for tests: a few outlines in a colour before a plain ground, painted at any size and
 * place.
 */
#ifndef TESTS_PAINTER_H
#define TESTS_PAINTER_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

enum { PAINTED_TRIANGLE, PAINTED_DISC, PAINTED_BAR, PAINTED_BOOT, PAINTED_KINDS };

typedef struct painting {
  uint32_t side; /* pixels, square */
  uint32_t kind;
  uint8_t paint[3];
  uint8_t ground[3];
  double x; /* middle of the thing, 0 … 1 */
  double y;
  double size; /* half of its width */
} painting;

static inline int painted_within(double from, double value, double to) {
  return value > from && value < to;
}

/* 1 where a point of the thing's own square, -1 … 1, is inside its outline. */
static inline int painted_inside(uint32_t kind, double u, double v) {
  double half = (v + 0.9) / 2;
  int shaft = painted_within(-0.5, u, 0.1) && painted_within(-0.9, v, 0.8);
  int toe = painted_within(-0.5, u, 0.9) && painted_within(0.2, v, 0.8);
  switch (kind) {
  case PAINTED_TRIANGLE: return painted_within(-0.9, v, 0.9) && painted_within(-half, u, half);
  case PAINTED_DISC: return u * u + v * v < 0.8;
  case PAINTED_BAR: return painted_within(-0.95, u, 0.95) && painted_within(-0.25, v, 0.25);
  default: return shaft || toe;
  }
}

/* Rows of RGB, `side` * 3 bytes each; free it. */
static inline uint8_t *painted(const painting *what) {
  uint8_t *pixels = malloc((size_t)what->side * what->side * 3);
  for (uint32_t n = 0; pixels && n < what->side * what->side; n++) {
    double u = ((n % what->side + 0.5) / what->side - what->x) / what->size;
    double v = ((n / what->side + 0.5) / what->side - what->y) / what->size;
    const uint8_t *from = painted_inside(what->kind, u, v) ? what->paint : what->ground;
    for (int c = 0; c < 3; c++) pixels[3 * n + (uint32_t)c] = from[c];
  }
  return pixels;
}

/* Writes it as a PPM file; 1 where that went well. */
static inline int painted_file(const painting *what, const char *path) {
  uint8_t *pixels = painted(what);
  FILE *file = fopen(path, "wb");
  size_t size = (size_t)what->side * what->side * 3;
  int good = pixels && file && fprintf(file, "P6 %u %u 255\n", what->side, what->side) > 0 &&
             fwrite(pixels, 1, size, file) == size;
  if (file) good = fclose(file) == 0 && good;
  free(pixels);
  return good;
}

#endif
