/*
 * The colour of what was found: see picture.h. A histogram over lightness and two axes of colour,
 * finer near grey, each pixel shared out among the bins around it; then means and spreads.
 */
#include <math.h>
#include <string.h>

#include "model/picture.h"

#define HUES ((int)SO_PICTURE_HUES)
#define BINS (SO_PICTURE_LIGHTS * SO_PICTURE_HUES * SO_PICTURE_HUES)
#define KNEE 0.08f /* colour at which half of an axis is used up */

/* A place on an axis of bins: the lower of two, and the share of the upper. */
typedef struct place {
  int bin;
  float upper;
} place;

static place place_of(float at, int bins) {
  float clipped = at < 0 ? 0 : at > (float)bins - 1.001f ? (float)bins - 1.001f : at;
  int bin = (int)clipped;
  return (place){bin, clipped - (float)bin};
}

static place place_of_axis(float value) {
  float far = value < 0 ? -value : value;
  float bent = value / (far + KNEE) * 1.35f; /* the most vivid colours end near 1 */
  return place_of((bent + 1) / 2 * (float)(HUES - 1), HUES);
}

static void add(float *bins, const place places[3], float mass) {
  for (int k = 0; k < 8; k++) {
    float part = mass;
    int at = 0;
    for (int axis = 0; axis < 3; axis++) {
      int upper = k >> axis & 1;
      part *= upper ? places[axis].upper : 1 - places[axis].upper;
      at = at * HUES + places[axis].bin + upper;
    }
    bins[at] += part;
  }
}

void so_picture_colour(so_picture_work *work) {
  float *bins = work->look.colour, *means = bins + BINS, *spreads = means + 3, all = 1e-6f;
  memset(bins, 0, sizeof work->look.colour);
  for (uint32_t n = 0; n < work->canvas.width * work->canvas.height; n++) {
    float mass = work->mask[n] * work->mask[n];
    const place places[3] = {place_of(work->lab[0][n] * (SO_PICTURE_LIGHTS - 1), SO_PICTURE_LIGHTS),
                             place_of_axis(work->lab[1][n]), place_of_axis(work->lab[2][n])};
    add(bins, places, mass);
    all += mass;
    for (int plane = 0; plane < 3; plane++) {
      means[plane] += mass * work->lab[plane][n];
      spreads[plane] += mass * work->lab[plane][n] * work->lab[plane][n];
    }
  }
  for (uint32_t n = 0; n < BINS; n++) bins[n] = sqrtf(bins[n] / all);
  for (int plane = 0; plane < 3; plane++) {
    means[plane] /= all;
    float square = spreads[plane] / all - means[plane] * means[plane];
    spreads[plane] = sqrtf(square > 0 ? square : 0);
  }
}
