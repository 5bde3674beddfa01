/*
 * Privacy cost by integers. The exponential is its power series in 2^-116 fixed point, every term
 * rounded down, so the sum is never above the truth.
 *
 * Error bound. Let x = epsilon <= 8, t(i) = x^i / i! and d(i) = t(i) minus the computed term, in
 * units of 2^-116. One step multiplies by x / (i + 1) and rounds down, so
 * 0 <= d(i+1) <= d(i) x / (i + 1) + 1 while terms are computed, and without the + 1 after the loop
 * ended at a term of zero. Each of the N units so introduced adds, with all it is multiplied into
 * later, at most 1 + x + x^2/2! + ... = e^x to the sum. N < 128 (8^128 / 128! < 2^-300) and
 * e^8 < 2981, hence 0 <= e^x - sum < 128 * 2981 * 2^-116 < 2^-97.
 */
#include "privacy/cost.h"

#include <assert.h>

#define PLACES 116

static int is_zero(const so_wide *value) {
  const so_wide zero = {{0}};
  return so_wide_compare(value, &zero) == 0;
}

so_wide so_cost_exp_q116(uint32_t epsilon_micro) {
  assert(epsilon_micro <= SO_EPSILON_MAX_MICRO);
  so_wide one = so_wide_of(1);
  so_wide term = so_wide_shift(&one, PLACES), sum = term;
  for (uint32_t i = 1; !is_zero(&term); i++) {
    term = so_wide_times(&term, epsilon_micro);
    term = so_wide_over(&term, 1000000u * i);
    sum = so_wide_plus(&sum, &term);
  }
  return sum;
}

uint64_t so_cost_exp_q48(uint32_t epsilon_micro) {
  so_wide sum = so_cost_exp_q116(epsilon_micro);
  uint64_t high = sum.limb[2] | (uint64_t)sum.limb[3] << 32; /* 2^-52: drop 64 of the 116 places */
  return high >> 4;
}

int so_cost_covers(so_ratio ratio, uint32_t epsilon_micro) {
  so_wide left = so_cost_exp_q116(epsilon_micro);
  so_wide right = so_wide_of(ratio.numerator);
  left = so_wide_times(&left, ratio.denominator);
  right = so_wide_shift(&right, PLACES);
  return so_wide_compare(&left, &right) >= 0;
}

uint32_t so_cost_of_ratio(so_ratio ratio) {
  uint32_t low = 0, high = SO_EPSILON_MAX_MICRO;
  if (!so_cost_covers(ratio, high)) return UINT32_MAX;
  while (low < high) {
    uint32_t middle = low + (high - low) / 2;
    if (so_cost_covers(ratio, middle))
      high = middle;
    else
      low = middle + 1;
  }
  return low;
}

/*
 * Continued fraction: convergents number 1, 3, 5 … are above the value, and so is every fraction on
 * the way from one of them to the next; the last that fits 64 bits is less than 2^-100 too large
 * unless the value itself is nearly as simple as it.
 */
so_ratio so_cost_ratio_above(const so_wide *numerator, const so_wide *denominator) {
  so_wide n = *numerator, d = *denominator, rest;
  so_ratio before = {0, 1}, last = {1, 0};
  assert(so_wide_compare(&n, &d) >= 0);
  for (int above = 0;; above = !above) {
    so_wide whole = so_wide_divide(&n, &d, &rest);
    so_wide most = so_wide_of((UINT64_MAX - before.numerator) / last.numerator);
    int fits = so_wide_compare(&whole, &most) <= 0;
    if (!fits && !above) return last;
    uint64_t step = so_wide_u64(fits ? &whole : &most);
    so_ratio next = {step * last.numerator + before.numerator,
                     step * last.denominator + before.denominator};
    if (!fits || is_zero(&rest)) return next;
    before = last;
    last = next;
    n = d;
    d = rest;
  }
}
