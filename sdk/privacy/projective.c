/*
 * Projective geometry response by integers.
 *
 * Choice. With s = q^(t-2) and j = (1 - 1/s)/(q - 1), n times the variance at the mean share 1/k is
 *   [(E j + 1)(E + q - 1) + (E - 1)(q - 1 - E j)/k] / (E - 1)^2,   E = e^epsilon
 * (p = E c / (E c + q^(t-1)), other = (E i + s)/(E c + q^(t-1)), c = i + s): for a prime, the
 * fewest coordinates that name every bucket are best. All primes are tried, in 2^-32 units.
 *
 * Draw. Orthogonal points are as many as points w of t - 1 coordinates, the others as many as plain
 * vectors w of t - 1 digits: in both, w are the digits beside the place where x has its last 1, and
 * the digit there makes <u,x> 0 or 1. No value is drawn in vain; nothing branches, indexes or
 * divides by what is secret.
 */
#include "privacy/projective.h"

#include "base/secret.h"

#define LENGTH_MAX SO_PROJECTIVE_DIMENSION_MAX

static uint32_t is_prime(uint32_t number) {
  for (uint32_t factor = 2; factor * factor <= number; factor++)
    if (number % factor == 0) return 0;
  return 1;
}

uint32_t so_projective_points(uint32_t prime, uint32_t dimension) {
  uint32_t points = 1;
  while (--dimension) points = points * prime + 1;
  return points;
}

/* n times the variance, but for (E - 1)^2, in 2^-32 units; E in 2^-16. */
static int64_t variance(const so_projective *plane, uint32_t buckets, int64_t exp_q16) {
  const int64_t one = 1 << 16, less = plane->prime - 1;
  int64_t s = 1, meet = 0; /* E j */
  for (uint32_t i = 2; i < plane->dimension; i++) s *= plane->prime;
  meet = exp_q16 * (s - 1) / (s * less);
  return (meet + one) * (exp_q16 + less * one) + (exp_q16 - one) * (less * one - meet) / buckets;
}

so_projective so_projective_best(uint32_t buckets, uint32_t epsilon_micro) {
  const int64_t exp_q16 = (int64_t)(so_cost_exp_q48(epsilon_micro) >> 32);
  so_projective best = {0, 0};
  int64_t least = INT64_MAX;
  for (uint32_t prime = 2; prime <= SO_PROJECTIVE_PRIME_MAX; prime++) {
    so_projective plane = {prime, 2};
    uint32_t points = prime + 1;
    for (; points < buckets; plane.dimension++) points = points * prime + 1;
    if (points > SO_PROJECTIVE_SPREAD_MAX * buckets || !is_prime(prime)) continue;
    int64_t here = variance(&plane, buckets, exp_q16);
    if (here >= least) continue;
    least = here;
    best = plane;
  }
  return best;
}

/* Arithmetic of the field. Quotients come from a product, as the time of a division may tell. */
typedef struct field {
  uint32_t prime;
  uint32_t dimension;
  uint64_t reciprocal; /* floor(2^40 / q) + 1: exact below 2^22, as 2^22 q < 2^40 */
} field;

static uint32_t over(const field *of, uint32_t value) {
  return (uint32_t)(value * of->reciprocal >> 40);
}

static uint32_t modulo(const field *of, uint32_t value) {
  return value - over(of, value) * of->prime;
}

static uint32_t is_set(uint32_t value) {
  return (value | (0 - value)) >> 31;
}

/* value^(q-2) = 1/value (Fermat). */
static uint32_t inverse(const field *of, uint32_t value) {
  uint32_t power = 1;
  for (uint32_t bit = 11; bit-- > 0;) {
    power = modulo(of, power * power);
    if ((of->prime - 2) >> bit & 1) power = modulo(of, power * value);
  }
  return power;
}

/* The digits of a point's number; or, `plain`, those of a number to base q. */
static void digits_of(uint32_t *ret_digits, const field *of, uint32_t number, uint32_t plain) {
  uint32_t going = 1;
  for (uint32_t i = 0; i < of->dimension; i++) {
    uint32_t more = is_set(number) | plain, less = number - (more & (1 - plain));
    number = over(of, less);
    ret_digits[i] = so_threshold_either(more, less - number * of->prime, going);
    going = more;
  }
}

/* The number of the point through a vector that is not 0. */
static uint32_t number_of(const field *of, const uint32_t *vector) {
  uint32_t last = 0, number = 0, below = 0;
  for (uint32_t i = 0; i < of->dimension; i++)
    last = so_threshold_either(is_set(vector[i]), vector[i], last);
  last = inverse(of, last);
  for (uint32_t i = of->dimension; i-- > 0;) {
    uint32_t digit = modulo(of, vector[i] * last);
    number = (number * of->prime + digit + 1) & (0 - below);
    below |= is_set(digit);
  }
  return number;
}

/* Makes of x and of the free digits w the vector u with <u,x> = `product`; overwrites x. */
static void complete(uint32_t *inout_x, const field *of, const uint32_t *w, uint32_t product) {
  uint32_t below = 0, sum = 0, mark[LENGTH_MAX];
  for (uint32_t i = of->dimension; i-- > 0;) {
    uint32_t here = is_set(inout_x[i]) & (1 - below);
    sum = modulo(of, sum + (inout_x[i] & (0 - below)) * w[i]);
    inout_x[i] = so_threshold_either(below, w[i], w[i ? i - 1 : 0]);
    mark[i] = here;
    below |= here;
  }
  sum = modulo(of, product + of->prime - sum);
  for (uint32_t i = 0; i < of->dimension; i++)
    inout_x[i] = so_threshold_either(mark[i], sum, inout_x[i]);
}

uint32_t so_projective_draw(const so_projective *plane, so_toss toss, const so_bits *bits) {
  const field of = {plane->prime, plane->dimension, (UINT64_C(1) << 40) / plane->prime + 1};
  uint32_t x[LENGTH_MAX], w[LENGTH_MAX];
  uint32_t orthogonal = so_projective_points(of.prime, of.dimension - 1);
  uint32_t others = orthogonal * (of.prime - 1) + 1; /* q^(t-1) */
  uint32_t number = so_bits_below(bits, orthogonal), plain = so_bits_below(bits, others);
  digits_of(x, &of, toss.bucket, 0);
  digits_of(w, &of, so_threshold_either(toss.inside, number, plain), 1 - toss.inside);
  complete(x, &of, w, 1 - toss.inside);
  number = number_of(&of, x);
  so_secret_wipe(x, sizeof x);
  so_secret_wipe(w, sizeof w);
  return number;
}
