/* The models' own curves against the C library's. */
#include "model/curve.h"

#include <criterion/criterion.h>
#include <math.h>

Test(curve, half_lives_match_exp2) {
  for (double x = 0; x < 60; x += 0.0137)
    cr_assert_lt(fabs(so_curve_half(x) / exp2(-x) - 1), 1e-8, "at %f", x);
}

Test(curve, ages_end_at_nothing) {
  cr_assert_eq(so_curve_half(1e9), 0);
  cr_assert_eq(so_curve_half(0), 1);
}

Test(curve, logarithms_match) {
  for (double x = 1e-9; x < 1e12; x *= 1.0173)
    cr_assert_lt(fabs(so_curve_log(x) - log(x)), 1e-9 * (1 + fabs(log(x))), "at %g", x);
}

Test(curve, the_logistic_matches_and_is_symmetric) {
  for (double x = -30; x <= 30; x += 0.31) {
    cr_assert_lt(fabs(so_curve_logistic(x) - 1 / (1 + exp(-x))), 1e-9);
    cr_assert_lt(fabs(so_curve_logistic(x) + so_curve_logistic(-x) - 1), 1e-12);
  }
}
