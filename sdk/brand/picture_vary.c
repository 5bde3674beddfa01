/*
 * Variations by one draw of numbers each: see picture_vary.h.
 */
#include "brand/picture_vary.h"

#include <math.h>

#define TURN_MOST 0.35 /* radians */

/* How one variation is taken. */
typedef struct taking {
  uint64_t state;
  double across[2]; /* canvas x and y of a step to the right */
  double down[2];
  double shift[2];
  double gain[3];
  double slope[2];     /* of the light */
  double backdrop[6];  /* colour, and how it changes downwards */
  double backdrop_mix; /* how much of it is seen behind the thing */
  double grain;
  int blur;
} taking;

/* 0 … 1, SplitMix64 (Steele, Lea, Flood 2014). */
static double draw(taking *take) {
  uint64_t z = take->state += UINT64_C(0x9e3779b97f4a7c15);
  z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
  z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
  return (double)((z ^ (z >> 31)) >> 11) / 9007199254740992.0;
}

static double draw_in(taking *take, double from, double to) {
  return from + (to - from) * draw(take);
}

static void set_light(taking *take) {
  double bright = draw_in(take, 0.65, 1.25);
  for (int c = 0; c < 3; c++) take->gain[c] = bright * draw_in(take, 0.92, 1.08);
  take->slope[0] = draw_in(take, -0.3, 0.3);
  take->slope[1] = draw_in(take, -0.3, 0.3);
  take->grain = draw_in(take, 0, 24);
  take->blur = (int)draw_in(take, 0, 3);
}

static void set_backdrop(taking *take) {
  take->backdrop_mix = draw(take) < 0.3 ? 0 : 1;
  for (int c = 0; c < 3; c++) {
    take->backdrop[c] = draw_in(take, 20, 245);
    take->backdrop[3 + c] = draw_in(take, -60, 60);
  }
}

static taking taking_of(uint64_t number) {
  taking take = {.state = number * UINT64_C(0xd1342543de82ef95) + 1};
  double turn = draw_in(&take, -TURN_MOST, TURN_MOST), size = draw_in(&take, 0.75, 1.3);
  double squeeze = draw_in(&take, 0.85, 1.18), mirror = draw(&take) < 0.5 ? -1 : 1;
  /* Polynomials of the turn: exact to a thousandth, the same on every machine. */
  double sine = turn - turn * turn * turn / 6, cosine = 1 - turn * turn / 2;
  take.across[0] = mirror * cosine * size * squeeze;
  take.across[1] = mirror * sine * size * squeeze;
  take.down[0] = -sine * size;
  take.down[1] = cosine * size;
  take.shift[0] = draw_in(&take, -0.08, 0.08);
  take.shift[1] = draw_in(&take, -0.08, 0.08);
  set_light(&take);
  set_backdrop(&take);
  return take;
}

/* Where the variation looks at, kept on the canvas. */
static uint32_t place_of(const so_picture_canvas *canvas, const taking *take, double x, double y) {
  double u = canvas->width / 2.0 + take->across[0] * x + take->down[0] * y;
  double v = canvas->height / 2.0 + take->across[1] * x + take->down[1] * y;
  u += take->shift[0] * canvas->width;
  v += take->shift[1] * canvas->height;
  u = fmin(fmax(u, 0), canvas->width - 1.0);
  v = fmin(fmax(v, 0), canvas->height - 1.0);
  return (uint32_t)v * canvas->width + (uint32_t)u;
}

static void paint(const so_picture_work *from, taking *take, uint32_t n, uint8_t *ret_rgb) {
  const so_picture_canvas *canvas = &from->canvas;
  double x = n % canvas->width - canvas->width / 2.0, y = n / canvas->width - canvas->height / 2.0;
  uint32_t at = place_of(canvas, take, x, y);
  double behind = take->backdrop_mix * fmin(fmax(1 - 2.5 * (double)from->mask[at], 0), 1);
  double light = 1 + take->slope[0] * x / canvas->width + take->slope[1] * y / canvas->height;
  double grain = take->grain * (draw(take) + draw(take) - 1);
  for (int c = 0; c < 3; c++) {
    double far = take->backdrop[c] + take->backdrop[3 + c] * y / canvas->height;
    double value = canvas->rgb[3 * at + (uint32_t)c] * (1 - behind) + far * behind;
    value = value * take->gain[c] * light + grain;
    ret_rgb[c] = (uint8_t)(fmin(fmax(value, 0), 255) + 0.5);
  }
}

/* Means of neighbours, in place: each pixel with the one to its right and the one below. */
static void blur(so_picture_canvas *canvas) {
  uint32_t wide = canvas->width, high = canvas->height;
  for (uint32_t n = 0; n < wide * high; n++) {
    uint32_t right = n % wide + 1 < wide ? n + 1 : n, low = n / wide + 1 < high ? n + wide : n;
    for (uint32_t c = 0; c < 3; c++)
      canvas->rgb[3 * n + c] = (uint8_t)((2 * canvas->rgb[3 * n + c] + canvas->rgb[3 * right + c] +
                                          canvas->rgb[3 * low + c] + 2) /
                                         4);
  }
}

void so_picture_vary(const so_picture_work *from, uint64_t number, so_picture_canvas *ret_canvas) {
  taking take = taking_of(number);
  ret_canvas->width = from->canvas.width;
  ret_canvas->height = from->canvas.height;
  for (uint32_t n = 0; n < from->canvas.width * from->canvas.height; n++)
    paint(from, &take, n, ret_canvas->rgb + 3 * (size_t)n);
  for (int n = 0; n < take.blur; n++) blur(ret_canvas);
}
