/*
 * The planner: what it promises is what simulated fleets show, both ways round.
 */
#include <criterion/criterion.h>
#include <math.h>
#include <sotto/estimate.h>
#include <stdio.h>
#include <string.h>

#include "crypto/random.h"
#include "privacy/oracle.h"

static sotto_mechanism mechanism_of(uint32_t buckets, uint64_t epsilon_micro) {
  sotto_mechanism mechanism;
  cr_assert_eq(sotto_mechanism_plan(buckets, epsilon_micro, &mechanism), SOTTO_OK);
  return mechanism;
}

/* Squared error of empty buckets over `runs` fleets of `devices`, all in bucket 0. */
static double simulated_error(const so_oracle *oracle, const sotto_mechanism *mechanism,
                              uint32_t devices, uint32_t runs) {
  uint8_t key[SO_STREAM_KEY_SIZE] = {9};
  so_stream stream;
  so_stream_init(&stream, key);
  so_bits bits = so_stream_bits(&stream);
  double squares = 0;
  for (uint32_t run = 0; run < runs; run++) {
    uint64_t counts[128] = {0};
    for (uint32_t i = 0; i < devices; i++) {
      uint8_t report[SO_ORACLE_BYTES_MAX];
      uint32_t named[128];
      so_oracle_randomize(report, oracle, 0, &bits);
      cr_assert_eq(so_oracle_read(named, oracle, (sotto_bytes){report, oracle->bytes}), SOTTO_OK);
      for (uint32_t j = 0; j < oracle->size; j++) counts[named[j]]++;
    }
    sotto_share shares[128];
    sotto_tally tally = {.counts = counts, .reports = devices};
    cr_assert_eq(sotto_estimate_shares(mechanism, &tally, NULL, shares), SOTTO_OK);
    for (uint32_t b = 1; b < oracle->buckets; b++) squares += shares[b].share * shares[b].share;
  }
  return sqrt(squares / runs / (oracle->buckets - 1));
}

/* 400 runs of 15 nearly independent errors: 5 % is 5.3 standard errors: below 1e-6. */
Test(plan, error_is_within_5_percent_of_simulated_fleets) {
  so_oracle oracle;
  cr_assert_eq(so_random_start(), SOTTO_OK);
  cr_assert_eq(so_oracle_plan(&oracle, 16, 1000000), SOTTO_OK);
  sotto_mechanism mechanism = mechanism_of(16, 1000000);
  sotto_plan plan;
  cr_assert_eq(sotto_plan_devices(&mechanism, 1000, &plan), SOTTO_OK);
  double ratio = simulated_error(&oracle, &mechanism, 1000, 400) / plan.error;
  cr_assert(fabs(ratio - 1) < 0.05, "simulated / planned %.4f", ratio);
}

/* 4e / (e-1)^2 = 3.68 per report is the optimum at epsilon 1 and large domains (Pan 2026). */
Test(plan, error_of_a_large_domain_is_the_optimum) {
  sotto_mechanism mechanism = mechanism_of(128, 1000000);
  sotto_plan plan;
  cr_assert_eq(sotto_plan_devices(&mechanism, 1000000, &plan), SOTTO_OK);
  double optimum = sqrt(4 * exp(1) / pow(exp(1) - 1, 2)) / 1000;
  cr_assert(fabs(plan.error / optimum - 1) < 0.01, "%.6f against %.6f", plan.error, optimum);
}

Test(plan, smallest_fleet_for_a_precision_is_the_smallest) {
  sotto_mechanism mechanism = mechanism_of(7, 1000000);
  sotto_plan plan, smaller;
  cr_assert_eq(sotto_plan_half_width(&mechanism, 0.01, &plan), SOTTO_OK);
  cr_assert_leq(plan.half_width, 0.01);
  cr_assert_eq(sotto_plan_devices(&mechanism, plan.devices - 1, &smaller), SOTTO_OK);
  cr_assert_gt(smaller.half_width, 0.01);
}

Test(plan, calls_a_question_hopeless_with_the_fleet_it_would_take) {
  sotto_mechanism mechanism = mechanism_of(100, 1000000);
  sotto_plan plan, enough;
  char words[512], needed[32];
  cr_assert_eq(sotto_plan_devices(&mechanism, 1000, &plan), SOTTO_OK);
  cr_assert_eq(plan.hopeless, 1);
  sotto_plan_words(&mechanism, &plan, words, sizeof words);
  (void)snprintf(needed, sizeof needed, "%llu reports", (unsigned long long)plan.needed);
  cr_assert(strstr(words, "Hopeless") && strstr(words, needed), "%s", words);
  cr_assert_eq(sotto_plan_devices(&mechanism, plan.needed, &enough), SOTTO_OK);
  cr_assert_eq(enough.hopeless, 0);
  cr_assert_eq(sotto_plan_devices(&mechanism, plan.needed - 1, &enough), SOTTO_OK);
  cr_assert_eq(enough.hopeless, 1);
}

Test(plan, refuses_what_is_no_question) {
  sotto_mechanism mechanism = mechanism_of(7, 1000000);
  sotto_plan plan;
  cr_assert_eq(sotto_mechanism_plan(1, 1000000, &mechanism), SOTTO_E_ARGUMENT);
  cr_assert_eq(sotto_mechanism_plan(7, 0, &mechanism), SOTTO_E_ARGUMENT);
  cr_assert_eq(sotto_mechanism_plan(7, 9000000, &mechanism), SOTTO_E_LIMIT);
  cr_assert_eq(sotto_mechanism_plan(4000000000u, 1000000, &mechanism), SOTTO_E_LIMIT);
  cr_assert_eq(sotto_plan_devices(&mechanism, 0, &plan), SOTTO_E_ARGUMENT);
  cr_assert_eq(sotto_plan_half_width(&mechanism, 0, &plan), SOTTO_E_ARGUMENT);
  cr_assert_eq(sotto_plan_half_width(&mechanism, NAN, &plan), SOTTO_E_ARGUMENT);
}

/* 2,000 runs of one error: its spread is known to 1.6 %, so that 8 % is five standard errors. */
Test(plan, mean_is_within_8_percent_of_simulated_fleets) {
  uint8_t key[SO_STREAM_KEY_SIZE] = {11};
  so_oracle oracle;
  so_stream stream;
  const uint32_t devices = 400, runs = 2000;
  double squares = 0, half_width = 0;
  cr_assert_eq(so_random_start(), SOTTO_OK);
  cr_assert_eq(so_oracle_plan(&oracle, 3, 1000000), SOTTO_OK);
  sotto_mechanism mechanism = mechanism_of(3, 1000000);
  so_stream_init(&stream, key);
  so_bits bits = so_stream_bits(&stream);
  for (uint32_t run = 0; run < runs; run++) {
    uint64_t counts[3] = {0};
    for (uint32_t i = 0; i < devices; i++) {
      uint8_t report[SO_ORACLE_BYTES_MAX];
      uint32_t named[3];
      so_oracle_randomize(report, &oracle, 1 + so_bits_below(&bits, 2), &bits);
      cr_assert_eq(so_oracle_read(named, &oracle, (sotto_bytes){report, oracle.bytes}), SOTTO_OK);
      for (uint32_t j = 0; j < oracle.size; j++) counts[named[j]]++;
    }
    sotto_share shares[3];
    sotto_tally tally = {.counts = counts, .reports = devices};
    cr_assert_eq(sotto_estimate_shares(&mechanism, &tally, NULL, shares), SOTTO_OK);
    double mean =
        (20 * shares[1].share + 80 * shares[2].share) / (shares[1].share + shares[2].share);
    squares += (mean - 50) * (mean - 50);
  }
  cr_assert_eq(sotto_plan_mean(&mechanism, devices, 60, &half_width), SOTTO_OK);
  const double planned = half_width / 1.959964, simulated = sqrt(squares / runs);
  cr_assert_lt(fabs(planned / simulated - 1), .08, "%g planned, %g simulated", planned, simulated);
}

Test(plan, a_mean_is_of_two_ends_and_none) {
  double half_width = -1;
  sotto_mechanism seven = mechanism_of(7, 1000000), three = mechanism_of(3, 1000000);
  cr_assert_eq(sotto_plan_mean(&seven, 100, 60, &half_width), SOTTO_E_ARGUMENT);
  cr_assert_eq(sotto_plan_mean(&three, 0, 60, &half_width), SOTTO_E_ARGUMENT);
  cr_assert_eq(sotto_plan_mean(&three, 100, 0, &half_width), SOTTO_E_ARGUMENT);
  cr_assert_eq(half_width, -1);
}
