/*
 * Where the thing is: see picture.h. Each pixel's barrier distance from the edge of the canvas, by
 * a few raster passes, made into a soft mask that trusts the middle a little more than the rim.
 */
#include <math.h>
#include <string.h>

#include "model/picture.h"

#define PASSES 4
#define SMOOTHINGS 2
#define LEAST_BARRIER 0.02f /* in Oklab: less is no change of colour */
#define FAR 1e9f

/* Cube root of 0 … 1 by Halley's method from a guess. */
static float cube_root(float x) {
  uint32_t bits;
  float root;
  if (x < 1e-6f) return 0;
  memcpy(&bits, &x, sizeof bits);
  bits = bits / 3 + 0x2a514067u;
  memcpy(&root, &bits, sizeof root);
  for (int n = 0; n < 2; n++) {
    float cube = root * root * root;
    root *= (cube + 2 * x) / (2 * cube + x);
  }
  return root;
}

/* Oklab; a square stands for the curve of sRGB. */
static void set_lab(so_picture_work *work, uint32_t at) {
  float light[3];
  for (int c = 0; c < 3; c++) {
    float value = (float)work->canvas.rgb[3 * at + (uint32_t)c] / 255;
    light[c] = value * value;
  }
  float r = light[0], g = light[1], b = light[2];
  float l = cube_root(0.41222f * r + 0.53633f * g + 0.05145f * b);
  float m = cube_root(0.21190f * r + 0.68070f * g + 0.10740f * b);
  float s = cube_root(0.08830f * r + 0.28172f * g + 0.62998f * b);
  work->lab[0][at] = 0.21045f * l + 0.79362f * m - 0.00407f * s;
  work->lab[1][at] = 1.97800f * l - 2.42859f * m + 0.45059f * s;
  work->lab[2][at] = 0.02590f * l + 0.78277f * m - 0.80868f * s;
}

/* Means of each with the two beside it, so many steps apart; at the rim of what there is. */
static void smooth_along(const float *from, float *to, int count, int step) {
  to[0] = (from[0] + from[step]) / 2;
  for (int n = 1; n < count - 1; n++)
    to[n * step] = (from[(n - 1) * step] + from[n * step] + from[(n + 1) * step]) / 3;
  int last = (count - 1) * step;
  to[last] = (from[last] + from[last - step]) / 2;
}

/* Noise is no barrier. */
static void smooth(const so_picture_canvas *canvas, const float *from, float *to) {
  float half[SO_PICTURE_AREA];
  int wide = (int)canvas->width, high = (int)canvas->height;
  for (int turn = 0; turn < SMOOTHINGS; turn++, from = to) {
    for (int y = 0; y < high; y++) smooth_along(from + y * wide, half + y * wide, wide, 1);
    for (int x = 0; x < wide; x++) smooth_along(half + x, to + x, high, wide);
  }
}

/* Reaches a pixel from its neighbour, where that is the lower way. */
static void reach(so_picture_work *work, const float *values, int to, int from) {
  float most = values[to] > work->most[from] ? values[to] : work->most[from];
  float least = values[to] < work->least[from] ? values[to] : work->least[from];
  if (most - least >= work->barrier[to]) return;
  work->barrier[to] = most - least;
  work->most[to] = most;
  work->least[to] = least;
}

/* Everything but the edge is far. */
static void start(so_picture_work *work, const float *values) {
  int wide = (int)work->canvas.width, high = (int)work->canvas.height;
  for (int n = 0; n < wide * high; n++) {
    work->barrier[n] = FAR;
    work->most[n] = work->least[n] = values[n];
  }
  for (int x = 0; x < wide; x++) work->barrier[x] = work->barrier[(high - 1) * wide + x] = 0;
  for (int y = 0; y < high; y++) work->barrier[y * wide] = work->barrier[(y + 1) * wide - 1] = 0;
}

/* One pass over what lies inside the edge: down and to the right, or up and to the left. */
static void sweep(so_picture_work *work, const float *values, int back) {
  int wide = (int)work->canvas.width, high = (int)work->canvas.height, side = back ? 1 : -1;
  for (int row = 1; row < high - 1; row++) {
    int y = back ? high - 1 - row : row;
    for (int column = 1; column < wide - 1; column++) {
      int at = y * wide + (back ? wide - 1 - column : column);
      reach(work, values, at, at + side);
      reach(work, values, at, at + side * wide);
    }
  }
}

/* Adds the barrier distances of one plane to the mask. */
static void add_barriers(so_picture_work *work, const float *values) {
  start(work, values);
  for (int pass = 0; pass < PASSES; pass++) sweep(work, values, pass % 2);
  for (uint32_t n = 0; n < work->canvas.width * work->canvas.height; n++)
    work->mask[n] += work->barrier[n];
}

/* The rim is less likely to be the thing. */
static float middle(const so_picture_canvas *canvas, uint32_t n) {
  float x = ((float)(n % canvas->width) + 0.5f) / (float)canvas->width - 0.5f;
  float y = ((float)(n / canvas->width) + 0.5f) / (float)canvas->height - 0.5f;
  float far = 4 * (x * x + y * y);
  return 1 / (1 + far * far);
}

/* Distances to a soft mask: what is as far as the far half counts in full. */
static int soften(so_picture_work *work) {
  uint32_t count = work->canvas.width * work->canvas.height;
  float mean = 0, above = 0, there = 0;
  for (uint32_t n = 0; n < count; n++) mean += work->mask[n] / (float)count;
  for (uint32_t n = 0; n < count; n++) {
    if (work->mask[n] <= mean) continue;
    above += work->mask[n];
    there++;
  }
  if (there < 1 || above / there < LEAST_BARRIER) return 0;
  float full = 0.75f * above / there;
  for (uint32_t n = 0; n < count; n++) {
    float share = work->mask[n] < full ? work->mask[n] / full : 1;
    work->mask[n] = share * share * (3 - 2 * share) * middle(&work->canvas, n);
  }
  return 1;
}

static int set_box(so_picture_work *work) {
  const so_picture_canvas *canvas = &work->canvas;
  double sums[6] = {0};
  for (uint32_t n = 0; n < canvas->width * canvas->height; n++) {
    double x = n % canvas->width, y = n / canvas->width, mass = (double)work->mask[n];
    double terms[6] = {1, x, y, x * x, y * y, x * y};
    for (int k = 0; k < 6; k++) sums[k] += mass * terms[k];
  }
  if (sums[0] < 4) return 0;
  double x = sums[1] / sums[0], y = sums[2] / sums[0];
  double wide = sqrt(fmax(sums[3] / sums[0] - x * x, 0)) + 0.3;
  double high = sqrt(fmax(sums[4] / sums[0] - y * y, 0)) + 0.3;
  double slant = (sums[5] / sums[0] - x * y) / (wide * high);
  double mass = sums[0] / ((double)canvas->width * canvas->height);
  work->box =
      (so_picture_box){(float)x, (float)y, (float)wide, (float)high, (float)slant, (float)mass};
  return 1;
}

int so_picture_find(so_picture_work *work) {
  const so_picture_canvas *canvas = &work->canvas;
  uint32_t count = canvas->width * canvas->height;
  if (canvas->width < SO_PICTURE_LEAST || canvas->height < SO_PICTURE_LEAST) return 0;
  for (uint32_t n = 0; n < count; n++) set_lab(work, n);
  memset(work->mask, 0, count * sizeof *work->mask);
  for (int plane = 0; plane < 3; plane++) {
    float values[SO_PICTURE_AREA];
    smooth(canvas, work->lab[plane], values);
    add_barriers(work, values);
  }
  return soften(work) && set_box(work);
}
