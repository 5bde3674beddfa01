/*
 * sotto-collect rehearse: keeps the true answers of a simulation, draws the devices' noise anew
 * many times, and says how often the stated intervals hold the truth. A real fleet has no truth.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "tools/collect_result.h"
#include "tools/progress.h"

#define REPLICATES 200

/* Intervals drawn and intervals that held the truth, over everything rehearsed so far. */
typedef struct coverage {
  uint64_t intervals;
  uint64_t held;
} coverage;

/* Working memory of one question. */
typedef struct rehearsal {
  uint64_t *devices;
  uint64_t *counts;
  sotto_share *shares;
} rehearsal;

static int rehearsal_new(rehearsal *ret_rehearsal, const sotto_mechanism *mechanism) {
  uint32_t buckets = mechanism->buckets;
  ret_rehearsal->devices = calloc(buckets, sizeof *ret_rehearsal->devices);
  ret_rehearsal->counts = calloc(mechanism->cells, sizeof *ret_rehearsal->counts);
  ret_rehearsal->shares = calloc(buckets, sizeof *ret_rehearsal->shares);
  return ret_rehearsal->devices && ret_rehearsal->counts && ret_rehearsal->shares;
}

static void rehearsal_free(rehearsal *work) {
  free(work->devices);
  free(work->counts);
  free(work->shares);
}

/* A bucket the truth does not name is empty; the total is what the truth adds up to. */
static uint64_t devices_of(const so_result *result, uint64_t *ret_devices) {
  uint64_t all = 0;
  for (uint32_t i = 0; i < result->question.mechanism.buckets; i++) {
    double share = isnan(result->truths[i]) ? 0 : result->truths[i];
    ret_devices[i] = (uint64_t)llround(share * (double)result->extent.reports);
    all += ret_devices[i];
  }
  return all;
}

static sotto_status replicate(const so_result *result, rehearsal *work, uint64_t seed,
                              coverage *inout_coverage) {
  const sotto_mechanism *mechanism = &result->question.mechanism;
  uint64_t all = devices_of(result, work->devices);
  sotto_tally tally = {work->counts, all};
  sotto_status status = sotto_rehearse_counts(mechanism, work->devices, seed, work->counts);
  if (status == SOTTO_OK) status = sotto_estimate_shares(mechanism, &tally, NULL, work->shares);
  for (uint32_t i = 0; status == SOTTO_OK && i < mechanism->buckets; i++) {
    double truth = (double)work->devices[i] / (double)all;
    inout_coverage->intervals++;
    inout_coverage->held += truth >= work->shares[i].low && truth <= work->shares[i].high;
  }
  return status;
}

static sotto_status rehearse_question(const so_result *result, const so_collect_options *options,
                                      coverage *ret_coverage) {
  rehearsal work;
  so_progress progress;
  sotto_status status =
      rehearsal_new(&work, &result->question.mechanism) ? SOTTO_OK : SOTTO_E_MEMORY;
  uint64_t replicates = options->replicates ? options->replicates : REPLICATES;
  so_progress_start(&progress, result->question.name, replicates);
  for (uint64_t i = 0; status == SOTTO_OK && i < replicates; i++) {
    status = replicate(result, &work, options->seed + i, ret_coverage);
    so_progress_at(&progress, i + 1);
  }
  so_progress_end(&progress, replicates);
  rehearsal_free(&work);
  return status;
}

static void print_coverage(const char *name, const coverage *found) {
  fputs("  ", stdout);
  so_collect_label(name, 28);
  printf(" %8llu of %8llu intervals hold: %6.2f %%\n", (unsigned long long)found->held,
         (unsigned long long)found->intervals,
         100 * (double)found->held / (double)found->intervals);
}

static int rehearse_all(const so_results *results, const so_collect_options *options) {
  coverage pooled = {0, 0};
  for (uint32_t i = 0; i < results->count; i++) {
    coverage here = {0, 0};
    if (!results->list[i].shares) continue;
    sotto_status status = rehearse_question(&results->list[i], options, &here);
    if (status != SOTTO_OK) return so_collect_fail(results->list[i].question.name, status);
    print_coverage(results->list[i].question.name, &here);
    pooled.intervals += here.intervals;
    pooled.held += here.held;
  }
  if (!pooled.intervals) return so_collect_usage("nothing was loaded that could be rehearsed.");
  print_coverage("all", &pooled);
  return SO_EXIT_DONE;
}

int so_collect_rehearse(const so_collect_options *options) {
  if (!options->db || !options->truth)
    return so_collect_usage("rehearse needs --db FILE and --truth FILE.");
  so_results results;
  int outcome = so_results_read(&results, options);
  if (outcome != SO_EXIT_DONE) return outcome;
  printf("%llu times the same answers, the noise drawn anew; 95 %% should hold\n",
         (unsigned long long)(options->replicates ? options->replicates : REPLICATES));
  outcome = rehearse_all(&results, options);
  so_results_free(&results);
  return outcome;
}
