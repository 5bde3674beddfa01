/*
 * What the noise costs: one answer on the device for small and large domains, and what a million
 * reports cost the brand. Processor time, so that neighbours on the machine do not count.
 */
#include "bench_table.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include <sotto/estimate.h>

#include "crypto/random.h"
#include "privacy/oracle.h"

#define DRAWS 200000u
#define REPORTS 1000000u
#define ROUNDS 5u

static double cpu_us(void) {
  struct timespec now;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return (double)now.tv_sec * 1e6 + (double)now.tv_nsec / 1e3;
}

static double draw_us(uint32_t buckets, uint32_t epsilon_micro, uint32_t draws) {
  static const uint8_t key[SO_STREAM_KEY_SIZE] = "bench oracle";
  double rounds[ROUNDS];
  so_oracle oracle;
  so_stream stream;
  bench_must(so_oracle_plan(&oracle, buckets, epsilon_micro), "plan");
  so_stream_init(&stream, key);
  so_bits bits = so_stream_bits(&stream);
  for (uint32_t round = 0; round < ROUNDS; round++) {
    double start = cpu_us();
    for (uint32_t i = 0; i < draws; i++) {
      uint8_t report[SO_ORACLE_BYTES_MAX];
      so_oracle_randomize(report, &oracle, i % buckets, &bits);
      bench_use(report[0]);
    }
    rounds[round] = (cpu_us() - start) / draws;
  }
  so_stream_wipe(&stream);
  return bench_median(rounds, ROUNDS);
}

static void print_draws(uint32_t draws) {
  static const uint32_t domains[] = {2, 7, 32, 64, 128, 1000, 10000, 100000};
  static const uint32_t prices[] = {500000, 1000000, 2000000, 4000000};
  for (size_t i = 0; i < sizeof domains / sizeof *domains; i++)
    for (size_t j = 0; j < sizeof prices / sizeof *prices; j++) {
      char what[64];
      snprintf(what, sizeof what, "privatize, 1 of %u, epsilon %.1f", (unsigned)domains[i],
               prices[j] / 1e6);
      int has_bar = domains[i] <= 128;
      bench_print(&(bench_line){what, "us", draw_us(domains[i], prices[j], draws), 0,
                                has_bar ? BENCH_AT_MOST : BENCH_NO_BAR, 1});
    }
}

/* The slowest of all domains up to 128 at the costs of a quarter to four. */
static void print_worst(uint32_t draws) {
  static const uint32_t prices[] = {250000, 500000, 1000000, 2000000, 4000000};
  double worst = 0;
  char what[64] = "";
  for (uint32_t k = 2; k <= 128; k++)
    for (size_t j = 0; j < sizeof prices / sizeof *prices; j++) {
      const double us = draw_us(k, prices[j], draws);
      if (us <= worst) continue;
      worst = us;
      snprintf(what, sizeof what, "privatize, slowest k <= 128: %u, epsilon %.2f", (unsigned)k,
               prices[j] / 1e6);
    }
  bench_print(&(bench_line){what, "us", worst, 0, BENCH_AT_MOST, 1});
}

/* Counting `reports` reports and estimating every share. */
static double decode_us(const sotto_mechanism *mechanism, uint32_t reports) {
  uint32_t *buckets = calloc(reports, sizeof *buckets);
  uint8_t *drawn = calloc(reports, mechanism->report_bytes);
  uint64_t *counts = calloc(mechanism->cells, sizeof *counts);
  sotto_share *shares = calloc(mechanism->buckets, sizeof *shares);
  bench_must(buckets && drawn && counts && shares ? SOTTO_OK : SOTTO_E_MEMORY, "decode");
  for (uint32_t i = 0; i < reports; i++) buckets[i] = i % mechanism->buckets;
  const sotto_rehearsal rehearsal = {buckets, reports, 1};
  bench_must(sotto_rehearse_reports(mechanism, &rehearsal, drawn), "reports");
  double start = cpu_us();
  const sotto_bytes all = {drawn, (size_t)reports * mechanism->report_bytes};
  bench_must(sotto_rehearse_tally(mechanism, all, counts), "tally");
  const sotto_tally tally = {counts, reports};
  bench_must(sotto_estimate_shares(mechanism, &tally, NULL, shares), "estimate");
  double spent = cpu_us() - start;
  free(buckets);
  free(drawn);
  free(counts);
  free(shares);
  return spent;
}

static void print_decoding(uint32_t reports) {
  static const uint32_t domains[] = {7, 128, 10000, 100000};
  static const uint32_t prices[] = {1000000, 2000000, 3000000, 4000000};
  for (size_t i = 0; i < sizeof domains / sizeof *domains; i++)
    for (size_t j = 0; j < sizeof prices / sizeof *prices; j++) {
      char what[64];
      sotto_mechanism mechanism;
      bench_must(sotto_mechanism_plan(domains[i], prices[j], &mechanism), "plan");
      snprintf(what, sizeof what, "decode %u, 1 of %u, epsilon %.0f", (unsigned)reports,
               (unsigned)domains[i], prices[j] / 1e6);
      int has_bar = domains[i] == 10000 && prices[j] == 1000000;
      bench_print(&(bench_line){what, "ms", decode_us(&mechanism, reports) / 1e3, 0,
                                has_bar ? BENCH_AT_MOST : BENCH_NO_BAR, 100});
    }
}

int main(int argc, char **argv) {
  int smoke = bench_is_smoke(argc, argv);
  bench_must(so_random_start(), "random");
  bench_begin("The noise: draws and decoding (processor time)");
  print_draws(smoke ? 100 : DRAWS);
  print_worst(smoke ? 2 : DRAWS / 50);
  print_decoding(smoke ? 1000 : REPORTS);
  return bench_end();
}
