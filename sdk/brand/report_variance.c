/* A report names its own bucket and d - 1 others with chance p, else d others. */
#include "brand/report_variance.h"

#include <math.h>

#include "brand/chances.h"

/* Mean and variance of the sum of m coefficients drawn from `count` without replacement. */
static double drawn_mean(so_coefficients from, double count, double m) {
  return m * from.sum / count;
}

static double drawn_variance(so_coefficients from, double count, double m) {
  if (count < 2) return 0;
  double spread = from.squares - from.sum * from.sum / count;
  return m * (count - m) / (count * (count - 1)) * fmax(spread, 0);
}

double so_report_variance(const sotto_mechanism *mechanism, so_coefficients all, double own) {
  so_coefficients others = {all.sum - own, all.squares - own * own};
  double p = so_chances_of(mechanism).p, d = mechanism->size, count = mechanism->buckets - 1.0;
  double apart = own + drawn_mean(others, count, d - 1) - drawn_mean(others, count, d);
  return p * drawn_variance(others, count, d - 1) + (1 - p) * drawn_variance(others, count, d) +
         p * (1 - p) * apart * apart;
}
