/*
 * Exact binomial bounds by summing a tail and halving: see bounds.h.
 */
#include "bounds.h"

#include <math.h>

/* P(X >= at) for a binomial, summed from `at` upwards: its terms fall quickly where it is small. */
static double upper_tail(uint64_t at, uint64_t runs, double p) {
  double sum = 0;
  for (uint64_t k = at; k <= runs; k++) {
    const double term =
        exp(lgamma((double)runs + 1) - lgamma((double)k + 1) - lgamma((double)(runs - k) + 1) +
            (double)k * log(p) + (double)(runs - k) * log1p(-p));
    sum += term;
    if ((double)k > (double)runs * p && term < sum * 1e-12) break;
  }
  return sum;
}

double bounds_share_at_least(uint64_t hits, uint64_t runs, double alpha) {
  double low = 0, high = runs ? (double)hits / (double)runs : 0;
  if (!hits) return 0;
  for (int i = 0; i < 60; i++) {
    const double middle = (low + high) / 2;
    if (upper_tail(hits, runs, middle) < alpha)
      low = middle;
    else
      high = middle;
  }
  return low;
}

double bounds_share_at_most(uint64_t hits, uint64_t runs, double alpha) {
  return 1 - bounds_share_at_least(runs - hits, runs, alpha);
}
