/*
 * Sums over orthogonal points: the fast transform against the sum spelt out, and the estimates made
 * of it.
 */
#include <criterion/criterion.h>
#include <math.h>
#include <sotto/estimate.h>
#include <stdlib.h>

#include "brand/incidence.h"
#include "crypto/random.h"
#include "privacy/projective.h"

#define POINTS_MAX 4000u
#define DIGITS_MAX 12u

/* Digits of every point, in the order the numbering is told: blocks by the place of the last 1. */
static uint32_t list_points(uint32_t (*ret_points)[DIGITS_MAX], so_incidence plane) {
  uint32_t count = 0;
  for (uint32_t last = 0, size = 1; last < plane.dimension; last++, size *= plane.prime)
    for (uint32_t v = 0; v < size; v++, count++) {
      for (uint32_t i = 0; i < DIGITS_MAX; i++) ret_points[count][i] = 0;
      for (uint32_t i = 0, rest = v; i < last; i++, rest /= plane.prime)
        ret_points[count][i] = rest % plane.prime;
      ret_points[count][last] = 1;
    }
  return count;
}

static int orthogonal(const uint32_t *x, const uint32_t *y, uint32_t prime) {
  uint32_t sum = 0;
  for (uint32_t i = 0; i < DIGITS_MAX; i++) sum += x[i] * y[i];
  return sum % prime == 0;
}

static void check_plane(so_incidence plane, const so_bits *bits) {
  static uint32_t points[POINTS_MAX][DIGITS_MAX];
  static double values[POINTS_MAX], sums[POINTS_MAX];
  uint32_t count = list_points(points, plane);
  cr_assert_eq(count, so_projective_points(plane.prime, plane.dimension));
  for (uint32_t i = 0; i < count; i++) values[i] = so_bits_below(bits, 100000);
  cr_assert_eq(so_incidence_sum(plane, values, sums), SOTTO_OK);
  for (uint32_t x = 0; x < count; x++) {
    double wanted = 0;
    for (uint32_t u = 0; u < count; u++)
      if (orthogonal(points[x], points[u], plane.prime)) wanted += values[u];
    cr_assert_float_eq(sums[x], wanted, 1e-4, "q %u t %u point %u", plane.prime, plane.dimension,
                       x);
  }
}

Test(incidence, fast_sums_are_the_sums_over_orthogonal_points) {
  static const so_incidence planes[] = {{2, 1}, {2, 2}, {2, 3}, {2, 9},  {3, 2},  {3, 3}, {3, 7},
                                        {5, 2}, {5, 5}, {7, 4}, {11, 3}, {13, 2}, {53, 3}};
  static const uint8_t seed[32] = "incidence";
  so_stream stream;
  so_stream_init(&stream, seed);
  so_bits bits = so_stream_bits(&stream);
  for (size_t i = 0; i < sizeof planes / sizeof *planes; i++) check_plane(planes[i], &bits);
}
