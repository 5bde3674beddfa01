/*
 * Off-policy estimates: see off_policy.h.
 */
#include "model/off_policy.h"

#include <math.h>

#define Z95 1.959963984540054

#define PROPENSITY_LEAST 1e-12 /* so that a weight and its square can be summed */

/* Written so that what is not a number holds nowhere. */
int so_off_policy_holds(const sotto_logged *row) {
  return row->propensity >= PROPENSITY_LEAST && row->propensity <= 1 && row->policy >= 0 &&
         row->policy <= 1 && row->reward >= 0 && row->reward <= 1;
}

void so_off_policy_add(so_off_policy *sums, const sotto_logged *row) {
  double weight = row->policy / row->propensity, gain = weight * row->reward;
  sums->rewards += row->reward;
  sums->count++;
  if (!(weight > 0)) return;
  if (sums->weights <= 0 || row->reward < sums->lowest) sums->lowest = row->reward;
  if (sums->weights <= 0 || row->reward > sums->highest) sums->highest = row->reward;
  sums->weights += weight;
  sums->squares += weight * weight;
  sums->gains += gain;
  sums->spread += weight * gain;
  sums->spreads += gain * gain;
}

typedef struct interval {
  double low;
  double high;
} interval;

static double cut(double share) {
  return share < 0 ? 0 : share > 1 ? 1 : share;
}

static interval around(double middle, double variance) {
  double reach = Z95 * sqrt(variance > 0 ? variance : 0);
  return (interval){cut(middle - reach), cut(middle + reach)};
}

/* Wilson's score interval of a share seen in `size` trials (Wilson 1927). */
static interval wilson(double share, double size) {
  double square = Z95 * Z95, middle = (share + square / (2 * size)) / (1 + square / size);
  double reach =
      Z95 / (1 + square / size) * sqrt(share * (1 - share) / size + square / (4 * size * size));
  return (interval){cut(middle - reach), cut(middle + reach)};
}

sotto_status so_off_policy_result(const so_off_policy *sums,
                                  sotto_policy_estimate_result *ret_result) {
  double count = (double)sums->count;
  if (!(sums->weights > 0)) return SOTTO_E_MISSING;
  sotto_policy_estimate_result result = {.struct_size = sizeof result, .decisions = sums->count};
  result.logged = sums->rewards / count;
  result.ips = sums->gains / count;
  result.snips = sums->gains / sums->weights;
  result.effective_size = sums->weights * sums->weights / sums->squares;
  double ratio =
      sums->spreads - 2 * result.snips * sums->spread + result.snips * result.snips * sums->squares;
  interval ips = around(result.ips, (sums->spreads / count - result.ips * result.ips) / count);
  interval snips = around(result.snips, ratio / (sums->weights * sums->weights));
  if (!(sums->highest > sums->lowest)) {
    snips = wilson(result.snips, result.effective_size);
    ips = wilson(cut(result.ips), result.effective_size);
  }
  result.ips_low = ips.low;
  result.ips_high = ips.high;
  result.snips_low = snips.low;
  result.snips_high = snips.high;
  *ret_result = result;
  return SOTTO_OK;
}
