/*
 * The planner: what a fleet can learn from a question before it is asked, and how large a fleet a
 * wanted precision takes. Uses the variance of a small share, q(1-q) / (p-q)^2 per report, the same
 * as brand/estimate's at share 0. Also the mechanism a domain and a cost stand for.
 */
#include <sotto/estimate.h>

#include <math.h>
#include <stdio.h>

#include "brand/chances.h"
#include "privacy/oracle.h"

#define Z95 1.959963984540054
#define DEVICES_MAX 1e15

sotto_status sotto_mechanism_plan(uint32_t buckets, uint64_t epsilon_micro,
                                  sotto_mechanism *ret_mechanism) {
  if (buckets < 2 || epsilon_micro == 0) return SOTTO_E_ARGUMENT;
  if (epsilon_micro > SO_EPSILON_MAX_MICRO || buckets > SO_ORACLE_BUCKETS_MAX) return SOTTO_E_LIMIT;
  so_oracle oracle;
  sotto_status status = so_oracle_plan(&oracle, buckets, (uint32_t)epsilon_micro);
  if (status != SOTTO_OK) return status;
  *ret_mechanism = (sotto_mechanism){.struct_size = sizeof *ret_mechanism,
                                     .kind = oracle.kind,
                                     .buckets = oracle.buckets,
                                     .size = oracle.size,
                                     .prime = oracle.prime,
                                     .dimension = oracle.dimension,
                                     .cells = oracle.cells,
                                     .report_bytes = oracle.bytes,
                                     .threshold = oracle.threshold.inside,
                                     .epsilon_micro = oracle.threshold.epsilon_micro,
                                     .odds_numerator = oracle.threshold.odds.numerator,
                                     .odds_denominator = oracle.threshold.odds.denominator};
  return SOTTO_OK;
}

/* Standard deviation of one report's contribution to a share of 0; 0 for an unusable mechanism. */
static double unit_error(const sotto_mechanism *mechanism) {
  if (!so_chances_usable(mechanism)) return 0;
  so_chances c = so_chances_of(mechanism);
  return sqrt(c.q * (1 - c.q)) / (c.p - c.q);
}

/* The share a bucket of interest has at least: twice an even one. */
static double useful_share(const sotto_mechanism *mechanism) {
  return fmin(2.0 / mechanism->buckets, 0.5);
}

static uint64_t devices_for(double unit, double half_width) {
  double devices = ceil(pow(Z95 * unit / half_width, 2));
  return devices < DEVICES_MAX ? (uint64_t)devices : (uint64_t)DEVICES_MAX;
}

sotto_status sotto_plan_devices(const sotto_mechanism *mechanism, uint64_t devices,
                                sotto_plan *ret_plan) {
  double unit = unit_error(mechanism);
  if (devices == 0 || unit == 0) return SOTTO_E_ARGUMENT;
  sotto_plan plan = {.struct_size = sizeof plan, .devices = devices};
  plan.error = unit / sqrt((double)devices);
  plan.half_width = Z95 * plan.error;
  plan.poisoned = sotto_estimate_poisoning(mechanism, 0.01);
  plan.needed = devices_for(unit, useful_share(mechanism));
  plan.hopeless = devices < plan.needed;
  *ret_plan = plan;
  return SOTTO_OK;
}

sotto_status sotto_plan_half_width(const sotto_mechanism *mechanism, double half_width,
                                   sotto_plan *ret_plan) {
  double unit = unit_error(mechanism);
  if (!(half_width > 0 && half_width < 1) || unit == 0) return SOTTO_E_ARGUMENT;
  uint64_t devices = devices_for(unit, half_width);
  return sotto_plan_devices(mechanism, devices ? devices : 1, ret_plan);
}

/* One report counts half the range up or down where it names one end and not the other, nothing
   where it names both or neither: a variance of range^2/4 times that chance, over (p-q)^2. The lot
   that moved the number to an end is in it, since the device's own end varies, too. */
sotto_status sotto_plan_mean(const sotto_mechanism *mechanism, uint64_t devices, double range,
                             double *ret_half_width) {
  if (mechanism->buckets != 3 || mechanism->kind != SOTTO_MECHANISM_SUBSET || devices == 0 ||
      !(range > 0) || !so_chances_usable(mechanism))
    return SOTTO_E_ARGUMENT;
  const so_chances c = so_chances_of(mechanism);
  const double one_end = mechanism->size == 1 ? c.p + c.q : 2 - c.p - c.q;
  *ret_half_width = Z95 * range / 2 * sqrt(one_end / (double)devices) / (c.p - c.q);
  return SOTTO_OK;
}

void sotto_plan_words(const sotto_mechanism *mechanism, const sotto_plan *plan, char *ret_words,
                      size_t size) {
  double points = 100 * plan->half_width, even = 100 * useful_share(mechanism);
  if (plan->hopeless)
    (void)snprintf(ret_words, size,
                   "Hopeless: %llu reports over %u buckets leave %.3g points of noise either way "
                   "(95 %%), more than a bucket of twice an even share has (%.3g). It takes at "
                   "least %llu reports, fewer buckets or a higher cost.",
                   (unsigned long long)plan->devices, mechanism->buckets, points, even,
                   (unsigned long long)plan->needed);
  else
    (void)snprintf(
        ret_words, size,
        "%llu reports show a small share to within %.3g points either way (95 %%); "
        "smaller shares are suppressed. If 1 in 100 reports is made up, a share moves by at "
        "most %.3g points.",
        (unsigned long long)plan->devices, points, 100 * plan->poisoned);
}
