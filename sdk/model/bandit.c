/*
 * Thompson sampling with known chances: see bandit.h.
 */
#include "model/bandit.h"

#include <assert.h>

#include "model/curve.h"

#define STEPS 2048u
#define SPREADS 12.0      /* standard deviations on either side that the grid covers */
#define LEAST_COUNT 0.25  /* of a posterior: below, its tails would leave every grid */
#define PRIOR_MOST 2000.0 /* decisions */
#define CARE_WEIGHT 10.0  /* decisions that full affinity makes a prior surer by */
#define CARE_LOG2_ODDS 2.0
#define HALF_LIFE_MS (60.0 * 86400000.0)
#define PER_LN2 1.4426950408889634
#define OUT_OF_SIGHT 60.0 /* natural logarithms below the peak */

/* The grid and one arm on it. */
typedef struct grid {
  double start;
  double step;
} grid;

typedef struct curve {
  so_bandit_beta beta;
  double peak;  /* log density at the mode */
  double scale; /* 1 / sum over the grid */
  double below; /* what has been summed, of 1 */
  double here;  /* density at the step, of 1 */
} curve;

/* 2^x for any x. */
static double power_of_2(double x) {
  return x >= 0 ? 1 / so_curve_half(x) : so_curve_half(-x);
}

static double at_least(double number, double least) {
  return number > least ? number : least;
}

so_bandit_beta so_bandit_posterior(const so_bandit_cell *cell) {
  double won = (double)cell->prior_won, lost = (double)cell->prior_lost, count = won + lost;
  double care = (double)cell->affinity, size = care < 0 ? -care : care;
  double odds = won / lost * power_of_2(CARE_LOG2_ODDS * care);
  double mean = odds / (1 + odds);
  count = (count < PRIOR_MOST ? count : PRIOR_MOST) + CARE_WEIGHT * size;
  return (so_bandit_beta){at_least(mean * count + (double)cell->own_won, LEAST_COUNT),
                          at_least((1 - mean) * count + (double)cell->own_lost, LEAST_COUNT)};
}

/* A square root by Newton's steps, for x at or above 0. */
static double root(double x) {
  double guess = x > 1 ? x : 1;
  for (int n = 0; n < 40; n++) guess = (guess + x / guess) / 2;
  return guess;
}

/* At least the standard deviation of the log-odds: trigamma(c) < 1/c + 1/c^2. */
static double spread(const so_bandit_beta *beta) {
  double a = beta->won, b = beta->lost;
  return root(1 / a + 1 / (a * a) + 1 / b + 1 / (b * b));
}

static grid lay(const so_bandit_beta *arms, uint32_t count) {
  double low = 0, high = 0;
  for (uint32_t n = 0; n < count; n++) {
    double mode = so_curve_log(arms[n].won / arms[n].lost), reach = SPREADS * spread(&arms[n]);
    if (n == 0 || mode - reach < low) low = mode - reach;
    if (n == 0 || mode + reach > high) high = mode + reach;
  }
  return (grid){low, (high - low) / STEPS};
}

/* log(x) and log(1 - x) of the step's x = logistic(t), exact in both tails. */
static void logs(const grid *on, uint32_t step, double ret_logs[2]) {
  double t = on->start + on->step * step, size = t < 0 ? -t : t;
  double rest = so_curve_log(1 + so_curve_half(size * PER_LN2));
  ret_logs[0] = (t < 0 ? t : 0) - rest;
  ret_logs[1] = (t > 0 ? -t : 0) - rest;
}

/* Density in the log-odds: x^won (1 - x)^lost, 1 at the mode. */
static double density(const curve *of, const double at[2]) {
  double down = of->peak - of->beta.won * at[0] - of->beta.lost * at[1];
  return down > OUT_OF_SIGHT ? 0 : so_curve_half(down > 0 ? down * PER_LN2 : 0);
}

static void start(curve *curves, const so_bandit_beta *arms, uint32_t count) {
  for (uint32_t n = 0; n < count; n++) {
    double a = arms[n].won, b = arms[n].lost;
    curves[n] = (curve){.beta = arms[n]};
    curves[n].peak = a * so_curve_log(a / (a + b)) + b * so_curve_log(b / (a + b));
  }
}

static void measure(curve *curves, uint32_t count, const grid *on) {
  double sums[SO_BANDIT_ARMS_MAX] = {0}, at[2];
  for (uint32_t step = 0; step <= STEPS; step++) {
    logs(on, step, at);
    for (uint32_t n = 0; n < count; n++) sums[n] += density(&curves[n], at);
  }
  for (uint32_t n = 0; n < count; n++) curves[n].scale = 1 / sums[n];
}

/* Adds, at one step, the chance that each arm is here and every other below. */
static void add_step(curve *curves, uint32_t count, const double at[2], double *shares) {
  double before[SO_BANDIT_ARMS_MAX + 1] = {1}, after = 1;
  for (uint32_t n = 0; n < count; n++) {
    curves[n].here = density(&curves[n], at) * curves[n].scale;
    before[n + 1] = before[n] * (curves[n].below + curves[n].here / 2);
  }
  for (uint32_t n = count; n-- > 0;) {
    shares[n] += curves[n].here * before[n] * after;
    after *= curves[n].below + curves[n].here / 2;
    curves[n].below += curves[n].here;
  }
}

void so_bandit_best(const so_bandit_beta *arms, uint32_t count, double *ret_shares) {
  curve curves[SO_BANDIT_ARMS_MAX];
  double shares[SO_BANDIT_ARMS_MAX] = {0}, sum = 0, at[2];
  assert(count >= 1 && count <= SO_BANDIT_ARMS_MAX);
  grid on = lay(arms, count);
  start(curves, arms, count);
  measure(curves, count, &on);
  for (uint32_t step = 0; step <= STEPS; step++) {
    logs(&on, step, at);
    add_step(curves, count, at, shares);
  }
  for (uint32_t n = 0; n < count; n++) sum += shares[n];
  for (uint32_t n = 0; n < count; n++) ret_shares[n] = shares[n] / sum;
}

/* What exploring gives each arm. */
static uint32_t even_part(uint32_t count, uint32_t explore_permille) {
  return (uint32_t)((uint64_t)SO_BANDIT_WHOLE * explore_permille / 1000 / count);
}

void so_bandit_mix(const double *shares, uint32_t count, uint32_t explore_permille,
                   uint32_t *ret_parts) {
  assert(count >= 1 && count <= SO_BANDIT_ARMS_MAX && explore_permille <= 1000);
  uint32_t even = even_part(count, explore_permille), left = SO_BANDIT_WHOLE, best = 0;
  double learned = explore_permille == 1000 ? 0 : (double)(SO_BANDIT_WHOLE - even * count);
  for (uint32_t n = 0; n < count; n++) {
    uint32_t part = (uint32_t)(shares[n] * learned);
    ret_parts[n] = even + (part < left - even ? part : left - even);
    left -= ret_parts[n];
    if (shares[n] > shares[best]) best = n;
  }
  ret_parts[best] += left; /* what the cutting left: fewer parts than there are arms */
}

so_bandit_drawn so_bandit_draw(const uint32_t *parts, uint32_t count, uint32_t explore_permille,
                               uint32_t number) {
  uint32_t arm = 0;
  assert(number < SO_BANDIT_WHOLE);
  while (arm + 1 < count && number >= parts[arm]) number -= parts[arm++];
  return (so_bandit_drawn){arm, number < even_part(count, explore_permille)};
}

double so_bandit_decay(int64_t age_ms) {
  return so_curve_half(age_ms > 0 ? (double)age_ms / HALF_LIFE_MS : 0);
}
