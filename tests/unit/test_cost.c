/* Privacy cost by integers, against constants computed elsewhere with 80 digits. */
#include <criterion/criterion.h>

#include "crypto/random.h"
#include "privacy/cost.h"

/* floor(e^epsilon * 2^116), high and low 64 bits. */
static const struct {
  uint32_t epsilon_micro;
  uint64_t high, low;
} truths[] = {{0, UINT64_C(0x10000000000000), 0},
              {1, UINT64_C(0x1000010c6f82d7), UINT64_C(0x2bca9b5b52e4c70c)},
              {250000, UINT64_C(0x148b5e3c3e8186), UINT64_C(0x6767bc3b69baabe5)},
              {500000, UINT64_C(0x1a61298e1e069b), UINT64_C(0xc972dfefab6df33f)},
              {1000000, UINT64_C(0x2b7e151628aed2), UINT64_C(0xa6abf7158809cf4f)},
              {2000000, UINT64_C(0x763992e35376b7), UINT64_C(0x30ce8ee881ada2ae)},
              {4000000, UINT64_C(0x3699205c4e74b0c), UINT64_C(0xf1ada77fb727b72d)},
              {8000000, UINT64_C(0xba4f53ea38636f85), UINT64_C(0xf007042540ae8ef3)}};
#define TRUTHS (sizeof truths / sizeof *truths)

static so_wide truth(size_t i) {
  so_wide high = so_wide_of(truths[i].high), low = so_wide_of(truths[i].low);
  high = so_wide_shift(&high, 64);
  return so_wide_plus(&high, &low);
}

Test(cost, the_exponential_is_never_above_the_truth_and_within_its_bound) {
  for (size_t i = 0; i < TRUTHS; i++) {
    so_wide wanted = truth(i), got = so_cost_exp_q116(truths[i].epsilon_micro);
    cr_assert_leq(so_wide_compare(&got, &wanted), 0);
    so_wide error = so_wide_minus(&wanted, &got), bound = so_wide_of(UINT64_C(1) << 19);
    cr_assert_lt(so_wide_compare(&error, &bound), 0, "at %u", truths[i].epsilon_micro);
  }
}

Test(cost, the_short_exponential_is_the_long_one_cut) {
  for (size_t i = 0; i < TRUTHS; i++) {
    uint64_t got = so_cost_exp_q48(truths[i].epsilon_micro), wanted = truths[i].high >> 4;
    cr_assert(got <= wanted && wanted - got <= 1);
  }
}

Test(cost, the_exponential_rises_with_every_micro) {
  so_wide before = so_cost_exp_q116(999000);
  for (uint32_t micro = 999001; micro < 1001000; micro++) {
    so_wide now = so_cost_exp_q116(micro);
    cr_assert_gt(so_wide_compare(&now, &before), 0);
    before = now;
  }
}

/* ln 2 = .69314718, ln 3 = 1.09861229, ln 10 = 2.30258509, ln 2980 = 7.99967855 */
Test(cost, is_the_logarithm_of_the_odds_rounded_up) {
  cr_assert_eq(so_cost_of_ratio((so_ratio){1, 1}), 0);
  cr_assert_eq(so_cost_of_ratio((so_ratio){2, 1}), 693148);
  cr_assert_eq(so_cost_of_ratio((so_ratio){3, 1}), 1098613);
  cr_assert_eq(so_cost_of_ratio((so_ratio){3000, 1000}), 1098613);
  cr_assert_eq(so_cost_of_ratio((so_ratio){10, 1}), 2302586);
  cr_assert_eq(so_cost_of_ratio((so_ratio){2980, 1}), 7999679);
  cr_assert_eq(so_cost_of_ratio((so_ratio){UINT64_MAX, UINT64_MAX - 1}), 1);
}

Test(cost, odds_above_the_maximum_have_no_cost) {
  cr_assert_eq(so_cost_of_ratio((so_ratio){2981, 1}), UINT32_MAX);
  cr_assert_eq(so_cost_of_ratio((so_ratio){UINT64_MAX, 1}), UINT32_MAX);
}

Test(cost, odds_that_fit_64_bits_are_kept_exactly) {
  so_wide n = so_wide_of(30), d = so_wide_of(12);
  n = so_wide_shift(&n, 70);
  d = so_wide_shift(&d, 70);
  so_ratio ratio = so_cost_ratio_above(&n, &d);
  cr_assert(ratio.numerator == 5 && ratio.denominator == 2);
  ratio = so_cost_ratio_above(&n, &n);
  cr_assert(ratio.numerator == 1 && ratio.denominator == 1);
}

Test(cost, odds_are_rounded_up_by_a_hair) {
  static const uint8_t seed[32] = "odds";
  so_stream stream;
  so_stream_init(&stream, seed);
  so_bits bits = so_stream_bits(&stream);
  for (int i = 0; i < 5000; i++) {
    so_wide d = so_wide_of(so_bits_u64(&bits) | 1), n = so_wide_of(so_bits_u64(&bits));
    d = so_wide_times(&d, 1 + so_bits_below(&bits, 100000));
    n = so_wide_plus(&n, &d);
    n = so_wide_times(&n, 1 + so_bits_below(&bits, 100));
    so_ratio above = so_cost_ratio_above(&n, &d);
    so_wide left = so_wide_times(&d, above.numerator), right = so_wide_times(&n, above.denominator);
    cr_assert_geq(so_wide_compare(&left, &right), 0);
    so_wide excess = so_wide_minus(&left, &right);
    excess = so_wide_shift(&excess, 90);
    cr_assert_lt(so_wide_compare(&excess, &right), 0, "above by 2^-90 or more");
  }
}
