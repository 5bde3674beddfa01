/*
 * Unsigned integers of exactly 256 bits, for the privacy cost: exponentials to 116 binary places
 * and exact comparisons of products. Limbs of 32 bits, so that one path serves every machine.
 * Overflow is a caller's error and asserted. Not a big-number library: no other width, no sign, no
 * allocation.
 */
#ifndef SO_BASE_WIDE_H
#define SO_BASE_WIDE_H

#include <sotto/base.h>

#define SO_WIDE_LIMBS 8

/** An integer of 256 bits, least significant limb first. */
typedef struct so_wide {
  uint32_t limb[SO_WIDE_LIMBS];
} so_wide;

so_wide so_wide_of(uint64_t value);
/** Gives the low 64 bits. */
uint64_t so_wide_u64(const so_wide *value);
/** Negative, 0 or positive as a < b, a = b, a > b. */
int so_wide_compare(const so_wide *a, const so_wide *b);
so_wide so_wide_plus(const so_wide *a, const so_wide *b);
/** a - b for a >= b. */
so_wide so_wide_minus(const so_wide *a, const so_wide *b);
so_wide so_wide_shift(const so_wide *value, uint32_t bits);
so_wide so_wide_times(const so_wide *value, uint64_t factor);
/** Floor of value / divisor. */
so_wide so_wide_over(const so_wide *value, uint32_t divisor);
/** Floor of value / divisor, and what is left; the divisor is not zero. */
so_wide so_wide_divide(const so_wide *value, const so_wide *divisor, so_wide *ret_rest);

#endif
