/*
 * Exact sums: of the random reports, S fall on x or y, S ~ Bin(B, 2/k), and X of these on x,
 * X ~ Bin(S, 1/2). Both are tabulated outwards from their modes by ratios and scaled to sum to 1,
 * so that no logarithm of a factorial loses digits. What lies beyond 9 standard deviations and 25
 * more is left out; LEFT_OUT stands for it.
 */
#include "brand/split_plan.h"

#include <math.h>
#include <stdlib.h>

#include "prio/prio3_histogram.h"

#define WIDTH 9.0 /* standard deviations of a window, and */
#define MARGIN 25 /* more, for small means */
#define LEFT_OUT 1e-15
#define STRATA 24
#define STRATA_BELOW 7.0 /* standard deviations of B that are cut into strata */
#define STRATA_ABOVE 3.0
#define HOPELESS .99 /* of plain randomized response's share: the crowd does not help */
#define Q32 4294967296.0

/* A binomial distribution's probabilities from `low` on. */
typedef struct window {
  uint64_t low;
  size_t count;
  double *chance;
} window;

static void scale(window *of) {
  double sum = 0;
  for (size_t i = 0; i < of->count; i++) sum += of->chance[i];
  for (size_t i = 0; i < of->count; i++) of->chance[i] /= sum;
}

/* Bin(trials, success), outwards from the mode; `room` holds what fits a window of these trials. */
static window binomial(uint64_t trials, double success, double *room) {
  double mean = (double)trials * success, reach = WIDTH * sqrt(mean * (1 - success)) + MARGIN;
  window of = {mean > reach ? (uint64_t)(mean - reach) : 0, 0, room};
  uint64_t high = (uint64_t)(mean + reach), mode = (uint64_t)mean;
  double odds = success < 1 ? success / (1 - success) : INFINITY;
  if (high > trials) high = trials;
  if (success >= 1) of.low = mode = high = trials;
  of.count = (size_t)(high - of.low + 1);
  of.chance[mode - of.low] = 1;
  for (uint64_t i = mode; i < high; i++)
    of.chance[i + 1 - of.low] =
        of.chance[i - of.low] * (double)(trials - i) / (double)(i + 1) * odds;
  for (uint64_t i = mode; i > of.low; i--)
    of.chance[i - 1 - of.low] =
        of.chance[i - of.low] * (double)i / ((double)(trials - i + 1) * odds);
  scale(&of);
  return of;
}

static size_t room_of(uint64_t trials, double success) {
  double reach = WIDTH * sqrt((double)trials * success * (1 - success)) + MARGIN;
  return (size_t)(2 * reach) + 4;
}

static double chance_at(const window *of, uint64_t value) {
  if (value < of->low || value - of->low >= of->count) return 0;
  return of->chance[value - of->low];
}

/* One total of the two counts: the reports of others there are all of it, or one fewer. */
typedef struct total {
  double all, fewer;             /* P(S = total), P(S = total - 1) */
  window split_all, split_fewer; /* how they fall on x */
} total;

/* What the two worlds' probabilities add to the hockey-stick at one total. */
static double stick_at(const so_split_crowd *crowd, const total *at, uint64_t sum, double factor) {
  double low = crowd->random / crowd->buckets, high = 1 - crowd->random + low, delta = 0;
  double rest = fmax(0, 1 - high - low);
  uint64_t first =
      at->split_fewer.low < at->split_all.low ? at->split_fewer.low : at->split_all.low;
  uint64_t end = at->split_all.low + at->split_all.count;
  for (uint64_t x = first; x <= end && x <= sum; x++) {
    double one = x ? at->fewer * chance_at(&at->split_fewer, x - 1) : 0;
    double other = at->fewer * chance_at(&at->split_fewer, x);
    double none = rest * at->all * chance_at(&at->split_all, x);
    double gap = high * one + low * other + none - factor * (low * one + high * other + none);
    delta += fmax(gap, 0);
  }
  return delta;
}

double so_split_delta_given(const so_split_crowd *crowd, uint64_t others, double epsilon) {
  double both = 2.0 / crowd->buckets, delta = 0;
  size_t sums = room_of(others, both);
  uint64_t most = (uint64_t)((double)others * both) + sums;
  size_t splits = room_of(most < others ? most : others, 0.5);
  double *room = calloc(sums + 2 * splits, sizeof *room);
  if (!room) return 1;
  window there = binomial(others, both, room);
  total at = {.split_all = {0, 0, NULL}};
  double *now = room + sums, *before = now + splits;
  at.split_all = binomial(there.low, 0.5, before);
  for (uint64_t sum = there.low; sum <= there.low + there.count; sum++) {
    at.split_fewer = at.split_all;
    at.split_all = binomial(sum, 0.5, now);
    at.all = chance_at(&there, sum);
    at.fewer = sum ? chance_at(&there, sum - 1) : 0;
    delta += stick_at(crowd, &at, sum, exp(epsilon));
    double *kept = now;
    now = before, before = kept;
  }
  free(room);
  return delta;
}

/* Strata of B from far below its mean up: each counts with its lowest B. */
double so_split_delta(const so_split_crowd *crowd, double epsilon) {
  uint64_t others = crowd->honest - 1;
  double mean = (double)others * crowd->random, delta = LEFT_OUT;
  double spread = sqrt(mean * (1 - crowd->random)) + 1e-9;
  double *room = calloc(room_of(others, crowd->random), sizeof *room);
  if (!room) return 1;
  window random = binomial(others, crowd->random, room);
  double step = (STRATA_BELOW + STRATA_ABOVE) * spread / STRATA;
  uint64_t start = random.low;
  for (int stratum = 1; stratum <= STRATA + 1; stratum++) {
    double edge = mean - STRATA_BELOW * spread + stratum * step, chance = 0;
    uint64_t end = edge > 0 ? (uint64_t)edge + 1 : 0;
    if (stratum > STRATA || end > random.low + random.count) end = random.low + random.count;
    if (end <= start) continue;
    for (uint64_t i = start; i < end; i++) chance += chance_at(&random, i);
    delta += chance > LEFT_OUT ? chance * so_split_delta_given(crowd, start, epsilon) : chance;
    start = end;
  }
  free(room);
  return delta;
}

/* 1 where this share of random answers, in 2^-32, is enough. */
static int is_enough(const so_split_wish *wish, double random) {
  const so_split_crowd crowd = {wish->buckets, wish->minimum_batch / 2, random / Q32};
  return so_split_delta(&crowd, wish->epsilon) <= wish->delta;
}

/* From where a bucket has one random answer, half as many while enough, or twice as many until
   enough; then in between. */
uint64_t so_split_random_for(const so_split_wish *wish) {
  double k = wish->buckets, local = Q32 * k / (exp(wish->epsilon) + k - 1);
  double high = fmin(local, Q32 * k / (double)(wish->minimum_batch / 2));
  while (high > 2 && is_enough(wish, high / 2)) high /= 2;
  while (high < local && !is_enough(wish, high)) high *= 2;
  high = fmin(high, local);
  double low = high / 2;
  while (high - low > high / 2048) {
    double middle = ceil(low + (high - low) / 2);
    if (is_enough(wish, middle))
      high = middle;
    else
      low = middle;
  }
  return high > HOPELESS * local ? (uint64_t)1 << 32 : (uint64_t)ceil(high);
}

/* Both sealed shares and what DAP-18 puts around them. */
static size_t report_bytes(uint32_t buckets) {
  so_prio3 prio;
  const so_prio3_task task = {SO_VDAF_18, 2, buckets, so_prio3_chunk(buckets), {NULL, 0}};
  if (so_prio3_histogram(&prio, &task)) return 0;
  size_t metadata = 16 + 8 + 2, sealed = 1 + 2 + 32 + 4 + 16 + 2 + 4;
  return metadata + 4 + so_prio3_public_size(&prio) + 2 * sealed + so_prio3_leader_size(&prio) +
         so_prio3_helper_size(&prio);
}

sotto_status so_split_forecast_of(so_split_forecast *ret_forecast, const so_split_wish *wish) {
  if (wish->buckets < 2 || wish->minimum_batch < 4) return SOTTO_E_LIMIT;
  size_t bytes = report_bytes(wish->buckets);
  uint64_t random = so_split_random_for(wish);
  if (!bytes || random >= (uint64_t)1 << 32) return SOTTO_E_LIMIT;
  double g = (double)random / Q32, k = wish->buckets, n = (double)wish->minimum_batch;
  double q = g / k, p = 1 - g + q, even = n / k;
  ret_forecast->random = g;
  ret_forecast->error_empty = sqrt(n * q * (1 - q)) / (1 - g);
  ret_forecast->error_average = sqrt(even * p * (1 - p) + (n - even) * q * (1 - q)) / (1 - g);
  ret_forecast->report_bytes = bytes;
  return SOTTO_OK;
}
