/* The split planner: its sums against simulation, its table row by row. */
#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>

#include "brand/split_plan.h"
#include "crypto/random.h"
#include "privacy/split_table.h"

#define Q32 4294967296.0

static double table_delta(void) {
  return ldexp((double)SO_SPLIT_DELTA_2P60, -60);
}

/* ---- Monte Carlo: the derivation's own world, played. */

/* What is seen of one batch: random reports of others, and the two counts. */
typedef struct counted {
  uint32_t others, x, y;
} counted;

static uint32_t below(const so_bits *bits, double share) {
  return (double)so_bits_u64(bits) * 0x1p-64 < share;
}

static counted play(const so_split_crowd *crowd, uint32_t truth, const so_bits *bits) {
  counted seen = {0, 0, 0};
  uint32_t answer = truth;
  for (uint64_t i = 0; i < crowd->honest; i++) {
    if (!below(bits, crowd->random)) continue;
    uint32_t bucket = so_bits_below(bits, crowd->buckets);
    if (i == 0) {
      answer = bucket;
      continue;
    }
    seen.others++;
    seen.x += bucket == 0;
    seen.y += bucket == 1;
  }
  seen.x += answer == 0;
  seen.y += answer == 1;
  return seen;
}

/* The likelihood of what is seen, x true over y true, to a common factor: multinomial terms. */
static int likelier(const so_split_crowd *crowd, const counted *seen, double factor) {
  double low = crowd->random / crowd->buckets, high = 1 - crowd->random + low;
  double rest = 1 - high - low, k = crowd->buckets, x = seen->x, y = seen->y;
  double none = (seen->others - x - y + 1) / (k - 2);
  if (none < 0) none = 0;
  return high * x + low * y + rest * none > factor * (low * x + high * y + rest * none);
}

/* Delta of the best test, measured in `runs` batches of each kind, and its standard error. */
static double measured(const so_split_crowd *crowd, double epsilon, double *ret_error) {
  const int runs = 300000;
  uint8_t key[SO_STREAM_KEY_SIZE] = {11};
  so_stream stream;
  so_stream_init(&stream, key);
  so_bits bits = so_stream_bits(&stream);
  double hits[2] = {0, 0}, factor = exp(epsilon);
  for (uint32_t truth = 0; truth < 2; truth++)
    for (int i = 0; i < runs; i++) {
      counted seen = play(crowd, truth, &bits);
      hits[truth] += likelier(crowd, &seen, factor);
    }
  double p = hits[0] / runs, q = hits[1] / runs;
  *ret_error = sqrt((p * (1 - p) + factor * factor * q * (1 - q)) / runs);
  return p - factor * q;
}

/* False alarm: three two-sided tests at 4.5 sigma, below 3e-5; the strata's bound from above is
   within 2 %. The planted defect, a crowd of twice as many, is more than 10 sigma away. */
Test(split_plan, delta_is_what_the_best_test_of_a_played_world_has) {
  static const struct {
    so_split_crowd crowd;
    double epsilon;
  } worlds[] = {{{8, 30, .4}, .5}, {{5, 20, .6}, .3}, {{10, 40, .5}, .6}};
  for (size_t i = 0; i < 3; i++) {
    double error, found = measured(&worlds[i].crowd, worlds[i].epsilon, &error);
    double told = so_split_delta(&worlds[i].crowd, worlds[i].epsilon);
    so_split_crowd twice = worlds[i].crowd;
    twice.honest *= 2;
    cr_assert(found < told + 4.5 * error && found > told * .95 - 4.5 * error,
              "world %zu: played %.5f (%.5f), told %.5f", i, found, error, told);
    cr_assert_gt(found - so_split_delta(&twice, worlds[i].epsilon), 10 * error, "world %zu", i);
  }
}

Test(split_plan, alone_it_is_randomized_response) {
  const so_split_crowd alone = {10, 1, .3};
  double low = .03, high = .73;
  for (double epsilon = 0; epsilon < 4; epsilon += .25)
    cr_assert_float_eq(so_split_delta(&alone, epsilon), fmax(0, high - exp(epsilon) * low), 1e-9);
}

Test(split_plan, delta_falls_with_devices_and_random_answers_and_rises_with_buckets) {
  for (uint32_t buckets = 4; buckets <= 64; buckets *= 4)
    for (uint64_t honest = 50; honest <= 800; honest *= 4)
      for (double random = .2; random < .9; random += .3) {
        const so_split_crowd crowd = {buckets, honest, random};
        so_split_crowd more = crowd, mixed = crowd, wide = crowd;
        more.honest *= 2, mixed.random += .05, wide.buckets += 1;
        double delta = so_split_delta(&crowd, .4) * 1.02 + 1e-14;
        cr_assert_leq(so_split_delta(&more, .4), delta);
        cr_assert_leq(so_split_delta(&mixed, .4), delta);
        cr_assert_geq(so_split_delta(&wide, .4) * 1.02 + 1e-14, delta / 1.02 - 1e-14);
      }
}

/* Every row keeps its promise; the next lower share, by 1 %, breaks it, so that nothing is given
   away. */
Test(split_plan, every_row_of_the_table_keeps_its_promise_and_no_more, .timeout = 280) {
  int rows = 0;
  for (int e = 0; e < SO_SPLIT_EPSILONS; e++)
    for (int b = 0; b < SO_SPLIT_BATCHES; b++)
      for (int d = 0; d < SO_SPLIT_DOMAINS; d++) {
        uint32_t random = so_split_random_q32[e][b][d];
        if (!random) continue;
        double epsilon = so_split_epsilons_micro[e] / 1e6;
        so_split_crowd crowd = {so_split_domains[d], so_split_batches[b] / 2, random / Q32};
        cr_assert_leq(so_split_delta(&crowd, epsilon), table_delta(), "%d %d %d", e, b, d);
        rows++;
        if ((e + b + d) % 7) continue;
        crowd.random *= .99;
        cr_assert_gt(so_split_delta(&crowd, epsilon), table_delta(), "%d %d %d", e, b, d);
      }
  cr_assert_gt(rows, 300);
}

/* A row that is not the least share would stand out; the search's steps of 1 in 2048 may not. */
Test(split_plan, the_table_rises_with_buckets_and_falls_with_devices_and_epsilon) {
  for (int e = 0; e < SO_SPLIT_EPSILONS; e++)
    for (int b = 0; b < SO_SPLIT_BATCHES; b++)
      for (int d = 0; d < SO_SPLIT_DOMAINS; d++) {
        double random = so_split_random_q32[e][b][d];
        if (random == 0) continue;
        if (d > 0)
          cr_assert_geq(random * 1.001, so_split_random_q32[e][b][d - 1], "%d %d %d", e, b, d);
        if (b > 0 && so_split_random_q32[e][b - 1][d])
          cr_assert_leq(random, so_split_random_q32[e][b - 1][d] * 1.001, "%d %d %d", e, b, d);
        if (e > 0 && so_split_random_q32[e - 1][b][d])
          cr_assert_leq(random, so_split_random_q32[e - 1][b][d] * 1.001, "%d %d %d", e, b, d);
      }
}

Test(split_plan, a_forecast_is_the_error_that_simulated_batches_show) {
  const so_split_wish wish = {32, 4000, 1, 1e-9};
  so_split_forecast forecast;
  cr_assert_eq(so_split_forecast_of(&forecast, &wish), SOTTO_OK);
  uint8_t key[SO_STREAM_KEY_SIZE] = {12};
  so_stream stream;
  so_stream_init(&stream, key);
  so_bits bits = so_stream_bits(&stream);
  double squares = 0, g = forecast.random, n = 4000;
  for (int run = 0; run < 30; run++) {
    double counts[32] = {0};
    for (int i = 0; i < n; i++) counts[below(&bits, g) ? so_bits_below(&bits, 32) : 0]++;
    for (int i = 1; i < 32; i++) squares += pow((counts[i] - n * g / 32) / (1 - g), 2);
  }
  double ratio = sqrt(squares / (30 * 31)) / forecast.error_empty;
  /* 930 nearly independent squares: 5 sigma of their root mean is .12; false alarm 6e-7. */
  cr_assert(ratio > .88 && ratio < 1.12, "%f", ratio);
  cr_assert_geq(forecast.report_bytes, 700);
}

Test(split_plan, hopeless_wishes_are_refused) {
  so_split_forecast forecast;
  static const so_split_wish wishes[] = {{1, 1000, 1, 1e-9}, {8, 2, 1, 1e-9}, {4096, 10, .1, 1e-9}};
  for (size_t i = 0; i < sizeof wishes / sizeof wishes[0]; i++)
    cr_assert_eq(so_split_forecast_of(&forecast, &wishes[i]), SOTTO_E_LIMIT, "%zu", i);
}
