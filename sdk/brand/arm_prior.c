/* Bisection finds the variances: the weighted spread falls as the variance grows. */
#include "brand/arm_prior.h"

#include <assert.h>
#include <math.h>

#define RATE_LEAST 0.0005 /* a Beta needs a rate inside 0 … 1 */
#define RATE_MOST 0.9995
#define VARIANCE_MOST 0.25 /* of anything between 0 and 1 */
#define LEAST_NOISE 1e-12  /* variance an exact rate stands with */
#define HALVINGS 60
#define PI 3.14159265358979323846
#define TAIL_Z 1.6449 /* standard errors: one-sided 95 % */

/* The cells of one arm, or the arms of one slot, under a common mean. */
typedef struct group {
  double mean;
  double variance; /* of the mean */
  double spread;   /* weighted squares around the mean */
  uint32_t count;
} group;

typedef struct fitting {
  const so_arm_rate *rates;
  uint32_t arms;
  double cell;      /* variance of cells around their arm: the likeliest … */
  double cell_most; /* … and the most the noise cannot exclude */
  double arm;       /* the same of arms around all */
  double arm_most;
} fitting;

static int is_known(const so_arm_rate *rate) {
  return rate->error >= 0;
}

static double noise_of(const so_arm_rate *rate) {
  return fmax(rate->error * rate->error, LEAST_NOISE);
}

static void take(group *to, double value, double variance, double *inout_squares) {
  double weight = 1 / variance;
  to->mean += weight * value;
  to->variance += weight;
  *inout_squares += weight * value * value;
  to->count++;
}

static void close_group(group *of, double squares) {
  double weight = of->variance;
  if (!of->count) return;
  of->mean /= weight;
  of->variance = 1 / weight;
  of->spread = fmax(squares - weight * of->mean * of->mean, 0);
}

/* An arm's cells, whose rates vary by `between` around it. */
static group arm_of(const fitting *run, uint32_t arm, double between) {
  const so_arm_rate *cells = run->rates + (uint64_t)arm * SO_ARM_MINDSETS;
  group of = {0};
  double squares = 0;
  for (uint32_t n = 0; n < SO_ARM_MINDSETS; n++)
    if (is_known(&cells[n])) take(&of, cells[n].value, between + noise_of(&cells[n]), &squares);
  close_group(&of, squares);
  return of;
}

/* All arms, which vary by `between` around their mean, their cells by `cell` around them. */
static group all_of(const fitting *run, double cell, double between) {
  group of = {0};
  double squares = 0;
  for (uint32_t n = 0; n < run->arms; n++) {
    group arm = arm_of(run, n, cell);
    if (arm.count) take(&of, arm.mean, between + arm.variance, &squares);
  }
  close_group(&of, squares);
  return of;
}

/* What a layer's estimates say of the variance between them. */
typedef struct layer {
  double spread;  /* weighted squares around the means */
  double degrees; /* of freedom: what noise alone would make of `spread` */
  double noise;   /* harmonic mean of the estimates' own variances */
} layer;

/* The cells around their arms. */
static layer cells_of(const fitting *run, double between) {
  layer all = {0, 0, 0};
  double weight = 0, count = 0;
  for (uint32_t n = 0; n < run->arms; n++) {
    group arm = arm_of(run, n, between);
    if (!arm.count) continue;
    all.spread += arm.spread;
    all.degrees += arm.count - 1.0;
    weight += 1 / arm.variance;
    count += arm.count;
  }
  all.noise = count > 0 ? count / weight - between : 0;
  return all;
}

/* The arms around their mean. */
static layer arms_of(const fitting *run, double between) {
  group all = all_of(run, run->cell, between);
  if (!all.count) return (layer){0, 0, 0};
  return (layer){all.spread, all.count - 1.0, all.variance * all.count - between};
}

typedef layer (*layer_of)(const fitting *run, double between);

/* The variance between at which the spread is what it should be; 0 where noise explains it all. */
static double between_of(const fitting *run, layer_of of) {
  double low = 0, high = VARIANCE_MOST;
  layer at = of(run, 0);
  if (at.spread <= at.degrees) return 0;
  for (int n = 0; n < HALVINGS; n++) {
    double middle = (low + high) / 2;
    at = of(run, middle);
    if (at.spread > at.degrees)
      low = middle;
    else
      high = middle;
  }
  return high;
}

/* The likeliest variance between, and with 1.6 standard errors on top: sqrt(2 / degrees) of it and
   of the noise together. */
static void find(const fitting *run, layer_of of, double *ret_likely, double *ret_most) {
  layer at = of(run, 0);
  double likely = at.degrees > 0 ? between_of(run, of) : 0;
  *ret_likely = likely;
  *ret_most = VARIANCE_MOST;
  if (at.degrees > 0)
    *ret_most = fmin(likely + TAIL_Z * sqrt(2 / at.degrees) * (likely + at.noise), VARIANCE_MOST);
}

/* How much of a value's distance to its mean is kept. */
static double kept(double between, double noise) {
  return between > 0 ? between / (between + noise) : 0;
}

/* What is left of the variance of a value known with `noise`, around a mean known with `mean`. */
static double left(double between, double noise, double mean) {
  double keep = kept(between, noise);
  return keep * noise + (1 - keep) * (1 - keep) * mean;
}

/* The mean of a normal cut at 0: what noise puts below 0 cannot have been there. */
static double above_zero(double mean, double variance) {
  double error = sqrt(fmax(variance, LEAST_NOISE)), at = mean / error;
  double density = exp(-at * at / 2) / sqrt(2 * PI), above = erfc(-at / sqrt(2)) / 2;
  if (above < 1e-12) return 0;
  return mean + error * density / above;
}

static so_arm_belief belief_of(double rate, double variance) {
  double value = fmin(fmax(rate, RATE_LEAST), RATE_MOST);
  double trials = value * (1 - value) / fmax(variance, LEAST_NOISE) - 1;
  trials = fmin(fmax(trials, SO_ARM_TRIALS_LEAST), SO_ARM_TRIALS_MOST);
  return (so_arm_belief){trials * value, trials * (1 - value)};
}

/* What is known of one arm: its rate and the variance left, likeliest and most. */
typedef struct known_arm {
  double rate;
  double variance;
  double variance_most;
} known_arm;

static known_arm know(const fitting *run, uint32_t arm, const group *all) {
  group own = arm_of(run, arm, run->cell), most = arm_of(run, arm, run->cell_most);
  if (!own.count)
    return (known_arm){all->mean, run->arm + all->variance, run->arm_most + all->variance};
  return (known_arm){all->mean + kept(run->arm, own.variance) * (own.mean - all->mean),
                     left(run->arm, own.variance, all->variance),
                     left(run->arm_most, most.variance, all->variance)};
}

static so_arm_belief believe(const fitting *run, const known_arm *arm, const so_arm_rate *cell) {
  if (!is_known(cell))
    return belief_of(above_zero(arm->rate, run->cell + arm->variance),
                     run->cell_most + arm->variance_most);
  double noise = noise_of(cell);
  double rate = arm->rate + kept(run->cell, noise) * (cell->value - arm->rate);
  return belief_of(above_zero(rate, left(run->cell, noise, arm->variance)),
                   left(run->cell_most, noise, arm->variance_most));
}

void so_arm_prior_fit(const so_arm_rate *rates, uint32_t arms, so_arm_belief *ret_beliefs) {
  fitting run = {.rates = rates, .arms = arms};
  assert(rates && ret_beliefs);
  find(&run, cells_of, &run.cell, &run.cell_most);
  find(&run, arms_of, &run.arm, &run.arm_most);
  group all = all_of(&run, run.cell, run.arm);
  for (uint32_t n = 0; n < arms * SO_ARM_MINDSETS; n++) {
    known_arm arm = know(&run, n / SO_ARM_MINDSETS, &all);
    ret_beliefs[n] = all.count
                         ? believe(&run, &arm, &rates[n])
                         : (so_arm_belief){(double)SO_ARM_PRIOR_WON, (double)SO_ARM_PRIOR_LOST};
  }
}
