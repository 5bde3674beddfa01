/* 256-bit arithmetic against what can be known without it. */
#include <criterion/criterion.h>

#include "base/wide.h"
#include "crypto/random.h"

Test(wide, a_product_divides_back) {
  static const uint8_t seed[32] = "wide";
  so_stream stream;
  so_stream_init(&stream, seed);
  so_bits bits = so_stream_bits(&stream);
  for (int i = 0; i < 20000; i++) {
    uint64_t a = so_bits_u64(&bits) >> so_bits_below(&bits, 64), b = so_bits_u64(&bits) | 1;
    uint64_t c = so_bits_u64(&bits) % b;
    uint32_t shift = so_bits_below(&bits, 100);
    so_wide divisor = so_wide_of(b), left = so_wide_of(c), product, rest;
    divisor = so_wide_shift(&divisor, shift);
    left = so_wide_shift(&left, shift);
    product = so_wide_times(&divisor, a);
    product = so_wide_plus(&product, &left);
    so_wide quotient = so_wide_divide(&product, &divisor, &rest), wanted = so_wide_of(a);
    cr_assert_eq(so_wide_compare(&quotient, &wanted), 0);
    cr_assert_eq(so_wide_compare(&rest, &left), 0);
  }
}

Test(wide, dividing_by_a_limb_agrees_with_long_division) {
  so_wide value = so_wide_of(UINT64_C(0xfedcba9876543210)), rest;
  value = so_wide_shift(&value, 150);
  for (uint32_t divisor = 1; divisor < 4000000000u; divisor = divisor * 7 + 3) {
    so_wide wide = so_wide_of(divisor);
    so_wide a = so_wide_over(&value, divisor), b = so_wide_divide(&value, &wide, &rest);
    cr_assert_eq(so_wide_compare(&a, &b), 0);
    if (divisor > 500000000u) break;
  }
}

Test(wide, differences_borrow_across_limbs) {
  so_wide one = so_wide_of(1), top = so_wide_shift(&one, 200);
  so_wide less = so_wide_minus(&top, &one), back = so_wide_plus(&less, &one);
  cr_assert_lt(so_wide_compare(&less, &top), 0);
  cr_assert_eq(so_wide_compare(&back, &top), 0);
  cr_assert_eq(so_wide_u64(&less), UINT64_MAX);
}
