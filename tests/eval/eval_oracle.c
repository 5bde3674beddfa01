/*
 * sotto-eval oracle: the error of the shipped randomizer against the strict optimum, and what
 * drawing and decoding cost. Every report is drawn and counted; memory stays bounded, as devices
 * are taken a chunk at a time.
 */
#include "eval.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <sotto/estimate.h>

#define CHUNK 262144u

typedef struct evaluation {
  sotto_mechanism mechanism;
  uint64_t k, epsilon_micro, devices, runs, seed;
  uint64_t *truth;   /* devices in each bucket */
  uint64_t *counts;  /* per cell */
  uint32_t *buckets; /* of a chunk of devices */
  uint8_t *reports;
  sotto_share *shares;
  double *errors; /* per run: mean squared error of a share, times devices */
  double *privatize_s, *decode_s;
} evaluation;

static int allocate(evaluation *all) {
  all->truth = calloc(all->k, sizeof *all->truth);
  all->counts = calloc(all->mechanism.cells, sizeof *all->counts);
  all->buckets = calloc(CHUNK, sizeof *all->buckets);
  all->reports = calloc(CHUNK, all->mechanism.report_bytes);
  all->shares = calloc(all->k, sizeof *all->shares);
  all->errors = calloc(3 * all->runs, sizeof *all->errors);
  all->privatize_s = all->errors + all->runs;
  all->decode_s = all->errors + 2 * all->runs;
  return all->truth && all->counts && all->buckets && all->reports && all->shares && all->errors;
}

static void release(evaluation *all) {
  free(all->truth);
  free(all->counts);
  free(all->buckets);
  free(all->reports);
  free(all->shares);
  free(all->errors);
}

/* Shares fall as 1/(i+1); rounding keeps the running total right, so it ends at all devices. */
static void fill_truth(evaluation *all) {
  double whole = 0, before = 0;
  uint64_t given = 0;
  for (uint64_t i = 0; i < all->k; i++) whole += 1.0 / (double)(i + 1);
  for (uint64_t i = 0; i < all->k; i++) {
    before += 1.0 / (double)(i + 1);
    uint64_t until = (uint64_t)llround(before / whole * (double)all->devices);
    all->truth[i] = until - given;
    given = until;
  }
}

/* Where in the fleet a chunk begins: the bucket, and how many of its devices were taken. */
typedef struct place {
  uint64_t bucket;
  uint64_t taken;
} place;

static uint32_t take_chunk(const evaluation *all, place *inout_place) {
  uint32_t count = 0;
  for (; inout_place->bucket < all->k; inout_place->bucket++, inout_place->taken = 0) {
    uint64_t here = all->truth[inout_place->bucket];
    for (; inout_place->taken < here && count < CHUNK; inout_place->taken++)
      all->buckets[count++] = (uint32_t)inout_place->bucket;
    if (inout_place->taken < here) return count;
  }
  return count;
}

/* Draws and counts the reports of a chunk; adds up the times. */
static sotto_status run_chunk(evaluation *all, uint64_t run, uint32_t count, uint64_t seed) {
  const sotto_rehearsal rehearsal = {all->buckets, count, seed};
  const sotto_bytes reports = {all->reports, (size_t)count * all->mechanism.report_bytes};
  double start = eval_cpu_s();
  sotto_status status = sotto_rehearse_reports(&all->mechanism, &rehearsal, all->reports);
  double drawn = eval_cpu_s();
  if (status == SOTTO_OK) status = sotto_rehearse_tally(&all->mechanism, reports, all->counts);
  all->privatize_s[run] += drawn - start;
  all->decode_s[run] += eval_cpu_s() - drawn;
  return status;
}

static double error_of(const evaluation *all) {
  double sum = 0, n = (double)all->devices;
  for (uint64_t i = 0; i < all->k; i++) {
    double error = all->shares[i].share - (double)all->truth[i] / n;
    sum += error * error;
  }
  return sum / (double)all->k * n;
}

static sotto_status run_once(evaluation *all, uint64_t run) {
  const sotto_tally tally = {all->counts, all->devices};
  sotto_status status = SOTTO_OK;
  place at = {0, 0};
  uint64_t chunks = all->devices / CHUNK + 1, chunk = 0;
  memset(all->counts, 0, all->mechanism.cells * sizeof *all->counts);
  for (uint32_t count; status == SOTTO_OK && (count = take_chunk(all, &at)) > 0; chunk++)
    status = run_chunk(all, run, count, all->seed + run * chunks + chunk);
  double start = eval_cpu_s();
  if (status == SOTTO_OK)
    status = sotto_estimate_shares(&all->mechanism, &tally, NULL, all->shares);
  all->decode_s[run] += eval_cpu_s() - start;
  if (status == SOTTO_OK) all->errors[run] = error_of(all);
  return status;
}

/* n times the mean squared error of subset selection of size d, over shares that sum to 1. */
static double subset_error(double k, double d, double e) {
  double p = e * d / (e * d + k - d), q = (p * (d - 1) + (1 - p) * d) / (k - 1);
  return q * (1 - q) / ((p - q) * (p - q)) + (1 - p - q) / (p - q) / k;
}

/* The error falls until d = k/(e+1) and rises after: the best integer is beside it. */
static double optimum(double k, double epsilon) {
  double e = exp(epsilon), low = floor(k / (e + 1)), high = low + 1;
  if (low < 1) return subset_error(k, 1, e);
  return high >= k ? subset_error(k, low, e)
                   : fmin(subset_error(k, low, e), subset_error(k, high, e));
}

static int by_size(const void *left, const void *right) {
  double a = *(const double *)left, b = *(const double *)right;
  return (a > b) - (a < b);
}

static double median(double *values, uint64_t count) {
  qsort(values, count, sizeof *values, by_size);
  return values[count / 2];
}

static void print(evaluation *all) {
  double sum = 0, squares = 0, runs = (double)all->runs;
  double best = optimum((double)all->k, (double)all->epsilon_micro / 1e6);
  for (uint64_t i = 0; i < all->runs; i++) sum += all->errors[i];
  for (uint64_t i = 0; i < all->runs; i++) squares += pow(all->errors[i] - sum / runs, 2);
  double se = all->runs > 1 ? sqrt(squares / (runs - 1) / runs) : 0;
  printf("{\"mechanism\":\"%s\",\"bytes\":%" PRIu32 ",\"mse\":%.9g,\"optimum\":%.9g,\"ratio\":%.6f,"
         "\"ratio_se\":%.6f,\"privatize_ns\":%.1f,\"decode_s\":%.4f,"
         "\"epsilon_exact_micro\":%" PRIu64 "}\n",
         all->mechanism.kind == SOTTO_MECHANISM_SUBSET ? "subset" : "projective",
         all->mechanism.report_bytes, sum / runs, best, sum / runs / best, se / best,
         median(all->privatize_s, all->runs) / (double)all->devices * 1e9,
         median(all->decode_s, all->runs), all->mechanism.epsilon_micro);
}

static int evaluate(evaluation *all) {
  fill_truth(all);
  for (uint64_t run = 0; run < all->runs; run++) {
    sotto_status status = run_once(all, run);
    if (status != SOTTO_OK) return eval_fail("oracle", status);
    eval_progress("oracle", run + 1, all->runs);
  }
  print(all);
  return EVAL_DONE;
}

int eval_oracle(int argc, char **argv) {
  evaluation all = {.runs = 10};
  const eval_option list[] = {{"k", NULL, &all.k},
                              {"epsilon-micro", NULL, &all.epsilon_micro},
                              {"devices", NULL, &all.devices},
                              {"runs", NULL, &all.runs},
                              {"seed", NULL, &all.seed},
                              {NULL, NULL, NULL}};
  if (!eval_options(list, argc, argv)) return EVAL_USAGE;
  if (!all.devices || !all.runs || all.k > UINT32_MAX) {
    fputs("sotto-eval: oracle needs --k K --epsilon-micro E --devices N\n", stderr);
    return EVAL_USAGE;
  }
  sotto_status status = sotto_mechanism_plan((uint32_t)all.k, all.epsilon_micro, &all.mechanism);
  if (status != SOTTO_OK) return eval_fail("this k at this epsilon", status);
  int outcome = allocate(&all) ? evaluate(&all) : eval_fail("oracle", SOTTO_E_MEMORY);
  release(&all);
  return outcome;
}
