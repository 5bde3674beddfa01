/*
 * Schoolbook arithmetic on eight limbs (Knuth, TAOCP 2, 4.3.1). Values are public: time may depend
 * on them.
 */
#include "base/wide.h"

#include <assert.h>

so_wide so_wide_of(uint64_t value) {
  return (so_wide){{(uint32_t)value, (uint32_t)(value >> 32)}};
}

uint64_t so_wide_u64(const so_wide *value) {
  return value->limb[0] | (uint64_t)value->limb[1] << 32;
}

int so_wide_compare(const so_wide *a, const so_wide *b) {
  for (int i = SO_WIDE_LIMBS - 1; i >= 0; i--)
    if (a->limb[i] != b->limb[i]) return a->limb[i] < b->limb[i] ? -1 : 1;
  return 0;
}

/* a factor + b: what sums, products and shifts are made of. */
static so_wide times_plus(const so_wide *a, uint32_t factor, const so_wide *b) {
  so_wide sum;
  uint64_t carry = 0;
  for (int i = 0; i < SO_WIDE_LIMBS; i++) {
    carry += (uint64_t)a->limb[i] * factor + b->limb[i];
    sum.limb[i] = (uint32_t)carry;
    carry >>= 32;
  }
  assert(carry == 0);
  return sum;
}

so_wide so_wide_plus(const so_wide *a, const so_wide *b) {
  return times_plus(a, 1, b);
}

so_wide so_wide_minus(const so_wide *a, const so_wide *b) {
  so_wide difference;
  uint64_t borrow = 0;
  for (int i = 0; i < SO_WIDE_LIMBS; i++) {
    uint64_t step = (uint64_t)a->limb[i] - b->limb[i] - borrow;
    difference.limb[i] = (uint32_t)step;
    borrow = step >> 63;
  }
  assert(borrow == 0);
  return difference;
}

static uint32_t bits_of(const so_wide *value) {
  uint32_t limbs = SO_WIDE_LIMBS, bits = 0;
  while (limbs > 1 && !value->limb[limbs - 1]) limbs--;
  while (bits < 32 && value->limb[limbs - 1] >> bits) bits++;
  return 32 * (limbs - 1) + bits;
}

so_wide so_wide_shift(const so_wide *value, uint32_t bits) {
  const so_wide zero = {{0}};
  so_wide moved = zero;
  assert(bits + bits_of(value) <= 32 * SO_WIDE_LIMBS);
  for (uint32_t i = bits / 32; i < SO_WIDE_LIMBS; i++) moved.limb[i] = value->limb[i - bits / 32];
  return times_plus(&moved, UINT32_C(1) << bits % 32, &zero);
}

so_wide so_wide_times(const so_wide *value, uint64_t factor) {
  so_wide product = {{0}};
  if (factor >> 32 == 0) return times_plus(value, (uint32_t)factor, &product);
  product = times_plus(value, (uint32_t)(factor >> 32), &product);
  product = so_wide_shift(&product, 32);
  return times_plus(value, (uint32_t)factor, &product);
}

so_wide so_wide_over(const so_wide *value, uint32_t divisor) {
  so_wide quotient;
  uint64_t rest = 0;
  for (int i = SO_WIDE_LIMBS - 1; i >= 0; i--) {
    rest = rest << 32 | value->limb[i];
    quotient.limb[i] = (uint32_t)(rest / divisor);
    rest %= divisor;
  }
  return quotient;
}

so_wide so_wide_divide(const so_wide *value, const so_wide *divisor, so_wide *ret_rest) {
  uint32_t top = bits_of(value), width = bits_of(divisor);
  so_wide quotient = {{0}}, rest = *value;
  assert(width > 0);
  for (uint32_t bit = top >= width ? top - width + 1 : 0; bit-- > 0;) {
    so_wide part = so_wide_shift(divisor, bit);
    if (so_wide_compare(&rest, &part) < 0) continue;
    rest = so_wide_minus(&rest, &part);
    quotient.limb[bit / 32] |= UINT32_C(1) << bit % 32;
  }
  *ret_rest = rest;
  return quotient;
}
