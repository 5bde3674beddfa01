/*
 * Field64 and Field128 of VDAF (draft-irtf-cfrg-vdaf, section 6.1): the integers modulo
 * 2^64 - 2^32 + 1 and modulo 2^66 * 4611686018427387897 + 1 = 2^128 - 28 * 2^64 + 1.
 *
 * An element is raw (the number itself, as on the wire) or ready (what products and roots take:
 * Montgomery form in Field128, the number itself in Field64). Sums and differences may take either,
 * both of one kind. Elements are always below the modulus. Nothing here branches or indexes on an
 * element. Where the compiler has no 128-bit product (32-bit machines, MSVC) it is made of four;
 * SOTTO_NO_INT128 asks for that path.
 */
#ifndef SO_PRIO_FIELD_H
#define SO_PRIO_FIELD_H

#include <sotto/base.h>

/** Which of the two. */
typedef enum so_field { SO_FIELD64 = 8, SO_FIELD128 = 16 } so_field;

/** An element of either; Field64 leaves `high` 0. */
typedef struct so_element {
  uint64_t low;
  uint64_t high;
} so_element;

#define SO_FIELD64_MODULUS 0xffffffff00000001u
#define SO_FIELD128_HIGH 0xffffffffffffffe4u /* the modulus is this * 2^64 + 1 */
#define SO_FIELD_LOG_MAX 20u                 /* of the order of a root of unity */

static inline uint64_t so_field_product(uint64_t a, uint64_t b, uint64_t *ret_high) {
#if defined(__SIZEOF_INT128__) && !defined(SOTTO_NO_INT128)
  __extension__ typedef unsigned __int128 wide;
  wide product = (wide)a * b;
  *ret_high = (uint64_t)(product >> 64);
  return (uint64_t)product;
#else
  uint64_t a0 = (uint32_t)a, a1 = a >> 32, b0 = (uint32_t)b, b1 = b >> 32;
  uint64_t low = a0 * b0, cross = a1 * b0 + (low >> 32), other = a0 * b1 + (uint32_t)cross;
  *ret_high = a1 * b1 + (cross >> 32) + (other >> 32);
  return other << 32 | (uint32_t)low;
#endif
}

/* carry * 2^128 + high * 2^64 + low, less the modulus unless it is below. */
static inline so_element so_field128_reduced(uint64_t low, uint64_t high, uint64_t carry) {
  uint64_t borrow = low < 1, part = high - SO_FIELD128_HIGH, less_high = part - borrow;
  uint64_t below = (high < SO_FIELD128_HIGH) | (part < borrow);
  uint64_t less = 0 - (carry | (below ^ 1));
  return (so_element){low - (1 & less), (high & ~less) | (less_high & less)};
}

/* Half of a Montgomery product: t <- (t + a * word + m * modulus) / 2^64 with m = -(t + a * word),
   as -1/modulus is -1 modulo 2^64. */
static inline void so_field128_step(uint64_t t[3], so_element a, uint64_t word) {
  uint64_t high0, high1, high, carry;
  uint64_t low0 = so_field_product(a.low, word, &high0);
  uint64_t low1 = so_field_product(a.high, word, &high1);
  uint64_t t0 = t[0] + low0;
  high0 += t0 < low0;
  uint64_t t1 = t[1] + high0;
  carry = t1 < high0;
  t1 += low1;
  carry += t1 < low1;
  uint64_t t2 = t[2] + high1 + carry;
  uint64_t low = so_field_product(0 - t0, SO_FIELD128_HIGH, &high);
  uint64_t one = (t0 | (0 - t0)) >> 63;
  t1 += one;
  carry = t1 < one;
  t[0] = t1 + low;
  carry += t[0] < low;
  t[1] = t2 + high;
  t[2] = t[1] < high;
  t[1] += carry;
  t[2] += t[1] < carry;
}

static inline so_element so_field128_times(so_element a, so_element b) {
  uint64_t t[3] = {0, 0, 0};
  so_field128_step(t, a, b.low);
  so_field128_step(t, a, b.high);
  return so_field128_reduced(t[0], t[1], t[2]);
}

static inline so_element so_field64_reduced(uint64_t value, uint64_t carry) {
  uint64_t less = 0 - (carry | (value >= SO_FIELD64_MODULUS));
  return (so_element){value - (SO_FIELD64_MODULUS & less), 0};
}

/* With 2^64 = 2^32 - 1 and 2^96 = -1. */
static inline so_element so_field64_times(so_element a, so_element b) {
  uint64_t high, low = so_field_product(a.low, b.low, &high);
  uint64_t top = high >> 32, middle = (high & 0xffffffffu) * 0xffffffffu;
  uint64_t rest = low - top;
  rest -= 0xffffffffu & (0 - (uint64_t)(low < top));
  uint64_t sum = rest + middle;
  return so_field64_reduced(sum, sum < middle);
}

/** Gives a b for ready a and b (for a raw a and ready b: raw). */
static inline so_element so_field_times(so_field field, so_element a, so_element b) {
  return field == SO_FIELD64 ? so_field64_times(a, b) : so_field128_times(a, b);
}

static inline so_element so_field_plus(so_field field, so_element a, so_element b) {
  uint64_t low = a.low + b.low, carry = low < a.low;
  if (field == SO_FIELD64) return so_field64_reduced(low, carry);
  uint64_t part = a.high + b.high, high = part + carry;
  return so_field128_reduced(low, high, (part < a.high) | (high < carry));
}

static inline so_element so_field_minus(so_field field, so_element a, so_element b) {
  uint64_t low = a.low - b.low, borrow = a.low < b.low;
  if (field == SO_FIELD64) return (so_element){low + (SO_FIELD64_MODULUS & (0 - borrow)), 0};
  uint64_t part = a.high - b.high, high = part - borrow;
  uint64_t more = 0 - (uint64_t)((a.high < b.high) | (part < borrow));
  uint64_t sum = low + (1 & more);
  return (so_element){sum, high + (SO_FIELD128_HIGH & more) + (sum < low)};
}

/** Reads a raw element of `field` bytes, little-endian; 0 where it is not below the modulus. */
int so_field_read(so_field field, const uint8_t *from, so_element *ret_raw);
/** Writes a raw element as `field` bytes. */
void so_field_write(so_field field, so_element raw, uint8_t *ret_bytes);
/** Gives the ready form of a raw element. */
so_element so_field_ready(so_field field, so_element raw);
/** Gives the raw form of a ready element. */
so_element so_field_raw(so_field field, so_element ready);
/** Gives the ready form of a number (below the modulus). */
so_element so_field_of(so_field field, uint64_t number);
/** Gives base^exponent, ready; time depends on the exponent. */
so_element so_field_power(so_field field, so_element base, uint64_t exponent);
/** Gives the ready primitive root of unity of order 2^log, log <= SO_FIELD_LOG_MAX. */
so_element so_field_root(so_field field, uint32_t log);
/** Gives 2^-log, ready. */
so_element so_field_halved(so_field field, uint32_t log);

#endif
