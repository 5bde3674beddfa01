/*
 * Projective geometry response: the geometry against arithmetic spelt out, the draws against their
 * exact distribution, the choice against all others.
 */
#include <math.h>
#include <stdlib.h>

#include "crypto/random.h"
#include "privacy/projective.h"
#include "unit/enumeration.h"

/* The digits of a point, found by walking through the numbering as it is told. */
static void digits(uint32_t *ret_digits, const so_projective *plane, uint32_t number) {
  uint32_t last = 0, block = 1;
  for (uint32_t i = 0; i < plane->dimension; i++) ret_digits[i] = 0;
  for (; number >= block; last++) {
    number -= block;
    block *= plane->prime;
  }
  for (uint32_t i = 0; i < last; i++, number /= plane->prime) ret_digits[i] = number % plane->prime;
  ret_digits[last] = 1;
}

static int orthogonal(const so_projective *plane, uint32_t a, uint32_t b) {
  uint32_t x[SO_PROJECTIVE_DIMENSION_MAX], y[SO_PROJECTIVE_DIMENSION_MAX], sum = 0;
  digits(x, plane, a);
  digits(y, plane, b);
  for (uint32_t i = 0; i < plane->dimension; i++) sum += x[i] * y[i] % plane->prime;
  return sum % plane->prime == 0;
}

static const so_projective planes[] = {{2, 2}, {2, 4}, {2, 7},  {3, 2}, {3, 4},
                                       {5, 3}, {7, 3}, {11, 2}, {13, 3}};

static uint32_t drawn_inside(const so_projective *plane, uint32_t bucket, const so_bits *bits) {
  return so_projective_draw(plane, (so_toss){bucket, 1}, bits);
}

/* Every number below each bound is played: every orthogonal point is drawn, each as often. */
Test(projective, every_orthogonal_point_is_drawn_alike_and_every_other_one) {
  for (size_t i = 0; i < sizeof planes / sizeof *planes; i++) {
    const so_projective *plane = &planes[i];
    uint32_t points = so_projective_points(plane->prime, plane->dimension);
    uint32_t meet = so_projective_points(plane->prime, plane->dimension - 1);
    for (uint32_t x = 0; x < points; x += 1 + points / 40)
      for (uint32_t inside = 0; inside < 2; inside++) {
        uint32_t *seen = calloc(points, sizeof *seen);
        script from = {.bounds = {meet, points - meet}};
        so_bits bits = {play, &from};
        do {
          from.at = 0;
          seen[so_projective_draw(plane, (so_toss){x, inside}, &bits)]++;
        } while (next_choice(&from, 2));
        for (uint32_t u = 0; u < points; u++) {
          uint32_t wanted = inside ? points - meet : meet;
          cr_assert_eq(seen[u], (uint32_t)orthogonal(plane, u, x) == inside ? wanted : 0);
        }
        free(seen);
      }
  }
}

Test(projective, large_geometries_draw_on_the_side_of_the_coin) {
  static const so_projective large[] = {{2, 20}, {3, 13}, {7, 7}, {53, 4}, {211, 3}, {1723, 3}};
  static const uint8_t seed[32] = "large";
  so_stream stream;
  so_stream_init(&stream, seed);
  so_bits bits = so_stream_bits(&stream);
  for (int i = 0; i < 6; i++) {
    uint32_t points = so_projective_points(large[i].prime, large[i].dimension);
    for (int trial = 0; trial < 2000; trial++) {
      uint32_t x = so_bits_below(&bits, points), inside = so_bits_below(&bits, 2);
      uint32_t u = so_projective_draw(&large[i], (so_toss){x, inside}, &bits);
      cr_assert_lt(u, points);
      cr_assert_eq((uint32_t)orthogonal(&large[i], u, x), inside);
    }
  }
}

/* The variance of FACTS, but for what all geometries share, by floating point. */
static double error_of(uint32_t prime, uint32_t dimension, const double k_e[2]) {
  double q = prime, e = k_e[1], points = (pow(q, dimension) - 1) / (q - 1);
  double c = (pow(q, dimension - 1.0) - 1) / (q - 1), i = (pow(q, dimension - 2.0) - 1) / (q - 1);
  double all = e * c + points - c, p = e * c / all, r = (e * i + c - i) / all;
  return r * (1 - r) / ((p - r) * (p - r)) + (1 - p - r) / (p - r) / k_e[0];
}

/* The least of any prime below 2,040 and any dimension with at most 30 points a bucket. */
static double least_error(const double k_e[2]) {
  double least = INFINITY;
  for (uint32_t prime = 2; prime < 2040; prime++) {
    uint32_t factor = 2;
    while (prime % factor) factor++;
    if (factor < prime) continue;
    for (uint32_t t = 2; pow(prime, t - 1.0) <= 30 * k_e[0]; t++) {
      double points = (pow(prime, t) - 1) / (prime - 1);
      if (points >= k_e[0] && points <= 30 * k_e[0]) least = fmin(least, error_of(prime, t, k_e));
    }
  }
  return least;
}

Test(projective, no_other_geometry_has_less_error) {
  static const uint32_t domains[] = {2, 3, 7, 12, 129, 200, 1000, 5000, 10000, 31623, 100000};
  for (uint32_t price = 250000; price <= 8000000; price += 430000)
    for (int i = 0; i < 11; i++) {
      const double k_e[2] = {domains[i], exp(price / 1e6)};
      so_projective best = so_projective_best(domains[i], price);
      double got = error_of(best.prime, best.dimension, k_e);
      cr_assert_leq(got, least_error(k_e) * 1.0001, "k %u epsilon %u", domains[i], price);
    }
}

/* 40 points, 13 of them orthogonal: 12 degrees of freedom. */
typedef uint32_t (*sampler)(const so_projective *, uint32_t, const so_bits *);

static double chi_square(sampler sample) {
  static const uint8_t seed[32] = "projective";
  const so_projective plane = {3, 4};
  so_stream stream;
  uint32_t counts[40] = {0}, draws = 120000;
  double chi = 0;
  so_stream_init(&stream, seed);
  so_bits bits = so_stream_bits(&stream);
  for (uint32_t i = 0; i < draws; i++) counts[sample(&plane, 17, &bits)]++;
  for (uint32_t u = 0; u < 40; u++)
    if (orthogonal(&plane, u, 17))
      chi += (counts[u] - draws / 13.0) * (counts[u] - draws / 13.0) / (draws / 13.0);
  return chi;
}

static uint32_t first_orthogonal(const so_projective *plane, uint32_t bucket) {
  uint32_t first = 0;
  while (!orthogonal(plane, first, bucket)) first++;
  return first;
}

static uint32_t hole(const so_projective *plane, uint32_t bucket, const so_bits *bits) {
  uint32_t u = drawn_inside(plane, bucket, bits);
  while (u == first_orthogonal(plane, bucket)) u = drawn_inside(plane, bucket, bits);
  return u;
}

/* One draw in 100 goes to one point. */
static uint32_t slanted(const so_projective *plane, uint32_t bucket, const so_bits *bits) {
  uint32_t u = drawn_inside(plane, bucket, bits);
  return so_bits_below(bits, 100) ? u : first_orthogonal(plane, bucket);
}

/* The bound is passed by a right sampler once in 10^6 seeds; the seed here is fixed. */
#define CHI_SQUARE_12_ONE_IN_A_MILLION 50.83

Test(projective, draws_follow_their_exact_distribution) {
  cr_assert_lt(chi_square(drawn_inside), CHI_SQUARE_12_ONE_IN_A_MILLION);
}

Test(projective, broken_samplers_are_caught_by_the_same_chi_square) {
  cr_assert_gt(chi_square(hole), CHI_SQUARE_12_ONE_IN_A_MILLION);
  cr_assert_gt(chi_square(slanted), CHI_SQUARE_12_ONE_IN_A_MILLION);
}
