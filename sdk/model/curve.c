/*
 * Range reduction to a small interval, then a short series: Taylor for the power, atanh for the
 * logarithm (Abramowitz and Stegun 4.2.1 and 4.1.27).
 */
#include "model/curve.h"

#include <assert.h>
#include <stdint.h>
#include <string.h>

#define LN2 0.693147180559945309417

static double power_of_two(int exponent) {
  uint64_t bits = (uint64_t)(exponent + 1023) << 52;
  double value;
  memcpy(&value, &bits, sizeof value);
  return value;
}

double so_curve_half(double x) {
  assert(x >= 0);
  if (x > 1000) return 0;
  int whole = (int)(x + 0.5);
  double y = ((double)whole - x) * LN2; /* -0.35 … 0.35 */
  /* 1 + y + y²/2! + … + y⁷/7!, in pairs so that the processor need not wait (Estrin's scheme) */
  double square = y * y, fourth = square * square;
  double low = (1 + y) + square * (1.0 / 2 + y * (1.0 / 6));
  double high = (1.0 / 24 + y * (1.0 / 120)) + square * (1.0 / 720 + y * (1.0 / 5040));
  double series = low + fourth * high;
  return series * power_of_two(-whole);
}

double so_curve_log(double x) {
  assert(x > 0);
  uint64_t bits;
  memcpy(&bits, &x, sizeof bits);
  int exponent = (int)(bits >> 52) - 1023;
  bits = (bits & 0xfffffffffffffu) | (1023ull << 52);
  double mantissa;
  memcpy(&mantissa, &bits, sizeof mantissa);
  if (mantissa > 1.4142135623730951) {
    mantissa *= 0.5;
    exponent++;
  }
  double t = (mantissa - 1) / (mantissa + 1), square = t * t; /* t within -0.172 … 0.172 */
  double series = 1.0 / 11;
  series = 1.0 / 9 + square * series;
  series = 1.0 / 7 + square * series;
  series = 1.0 / 5 + square * series;
  series = 1.0 / 3 + square * series;
  return 2 * t * (1 + square * series) + exponent * LN2;
}

double so_curve_logistic(double x) {
  double size = (x < 0 ? -x : x) / LN2;
  double small = so_curve_half(size); /* exp(-|x|) */
  return x < 0 ? small / (1 + small) : 1 / (1 + small);
}
