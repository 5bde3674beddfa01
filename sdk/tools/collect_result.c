/*
 * From counts to estimates.
 */
#include "tools/collect_result.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define WEEK_SECONDS 604800
#define WEEKS_MAX 520u

static sotto_status allocate(so_result *result) {
  uint32_t k = result->question.mechanism.buckets;
  result->labels = calloc(k, sizeof *result->labels);
  result->counts = calloc(result->question.mechanism.cells, sizeof *result->counts);
  result->truths = calloc(k, sizeof *result->truths);
  return result->labels && result->counts && result->truths ? SOTTO_OK : SOTTO_E_MEMORY;
}

/* What an end of a bounded number stands for: its stable name is the number. */
static double end_of(const so_result *result, uint32_t bucket) {
  return strtod(result->labels[bucket].name, NULL);
}

static sotto_status estimate_ends(so_result *result, const sotto_tally *tally) {
  const double weights[] = {0, end_of(result, 1), end_of(result, 2)};
  sotto_status status =
      sotto_estimate_mean(&result->question.mechanism, tally, weights, &result->mean);
  result->meant = status == SOTTO_OK;
  return status;
}

/* What of a question with an outcome: arms, audiences and the hold-out. */
static sotto_status estimate_rates(so_result *result, const sotto_tally *tally) {
  const sotto_mechanism *mechanism = &result->question.mechanism;
  result->rates = calloc(mechanism->buckets / 2 + 1, sizeof *result->rates);
  if (!result->rates) return SOTTO_E_MEMORY;
  sotto_status status = sotto_estimate_rates(mechanism, tally, result->rates);
  if (status != SOTTO_OK || result->question.kind != SOTTO_ASKS_HOLDOUT) return status;
  status = sotto_estimate_lift(mechanism, tally, &result->lift);
  result->lifted = status == SOTTO_OK;
  return status;
}

/* The empathy score by the weights that the brand published; bucket 0, "none", has none. */
static sotto_status score(const so_result *result, const sotto_tally *tally,
                          sotto_mean *ret_score) {
  double weights[SOTTO_MINDSETS + 1] = {0};
  if (result->question.mechanism.buckets != SOTTO_MINDSETS + 1) return SOTTO_E_ARGUMENT;
  memcpy(weights + 1, result->weights, sizeof result->weights);
  return sotto_estimate_mean(&result->question.mechanism, tally, weights, ret_score);
}

static sotto_status estimate_kind(so_result *result, const sotto_tally *tally) {
  sotto_status status = SOTTO_OK;
  switch (result->question.kind) {
  case SOTTO_ASKS_MINDSET:
    status = score(result, tally, &result->score);
    result->scored = status == SOTTO_OK;
    return status;
  case SOTTO_ASKS_MEAN: return estimate_ends(result, tally);
  case SOTTO_ASKS_ARM:
  case SOTTO_ASKS_ARM_VALUE:
  case SOTTO_ASKS_AUDIENCE:
  case SOTTO_ASKS_HOLDOUT: return estimate_rates(result, tally);
  default: return SOTTO_OK;
  }
}

static sotto_status estimate(so_result *result, const so_collect_options *options) {
  const sotto_mechanism *mechanism = &result->question.mechanism;
  sotto_tally tally = {.counts = result->counts, .reports = result->extent.reports};
  sotto_estimate_options with;
  sotto_estimate_options_init(&with);
  if (options->suppress_z > 0) with.suppress_z = options->suppress_z;
  result->shares = calloc(mechanism->buckets, sizeof *result->shares);
  if (!result->shares) return SOTTO_E_MEMORY;
  sotto_status status = sotto_estimate_shares(mechanism, &tally, &with, result->shares);
  if (status == SOTTO_OK) status = sotto_plan_devices(mechanism, tally.reports, &result->plan);
  if (status == SOTTO_OK && options->project)
    status = sotto_estimate_project(result->shares, mechanism->buckets);
  return status == SOTTO_OK ? estimate_kind(result, &tally) : status;
}

/* Fills the week whose epoch is set; `counts` is room for one question's. */
static sotto_status score_week(so_store *store, const so_result *result, uint64_t *counts,
                               so_week *inout_week) {
  so_store_extent extent;
  uint32_t epoch = inout_week->epoch;
  sotto_status status = so_store_extent_of(store, result->question.number, epoch, &extent);
  if (status != SOTTO_OK) return status;
  so_week week = {.epoch = epoch, .reports = extent.reports};
  if (week.reports) status = so_store_counts(store, &result->question, epoch, counts);
  sotto_tally tally = {.counts = counts, .reports = week.reports};
  if (status == SOTTO_OK && week.reports) status = score(result, &tally, &week.score);
  *inout_week = week;
  return status;
}

static sotto_status score_weeks(so_store *store, so_result *result) {
  uint32_t span = result->extent.last_epoch - result->extent.first_epoch + 1;
  if (span > WEEKS_MAX) span = WEEKS_MAX;
  uint64_t *counts = calloc(result->question.mechanism.cells, sizeof *counts);
  result->weeks = calloc(span, sizeof *result->weeks);
  sotto_status status = counts && result->weeks ? SOTTO_OK : SOTTO_E_MEMORY;
  for (uint32_t i = 0; status == SOTTO_OK && i < span; i++) {
    so_week *week = &result->weeks[result->week_count];
    week->epoch = result->extent.last_epoch - span + 1 + i;
    status = score_week(store, result, counts, week);
    if (week->reports) result->week_count++;
  }
  free(counts);
  return status;
}

static void meet_truth(so_results *results, so_result *result, const so_truth *truth) {
  double sum = 0, answered = 0;
  for (uint32_t i = 0; i < result->question.mechanism.buckets; i++) {
    double share = so_truth_share(truth, result->question.name, i, &result->labels[i]);
    result->truths[i] = share;
    results->has_truth |= !isnan(share);
    if (result->scored && i > 0) {
      sum += share * result->weights[i - 1];
      answered += share;
    }
  }
  result->true_score = result->scored && answered > 0 ? sum / answered : NAN;
  result->true_mean = NAN;
  if (result->meant && result->truths[1] + result->truths[2] > 0)
    result->true_mean =
        (end_of(result, 1) * result->truths[1] + end_of(result, 2) * result->truths[2]) /
        (result->truths[1] + result->truths[2]);
}

static sotto_status read_result(so_store *store, so_result *result,
                                const so_collect_options *options) {
  sotto_status status = allocate(result);
  for (uint32_t i = 0; status == SOTTO_OK && i < result->question.mechanism.buckets; i++)
    status = so_store_label(store, result->question.number, i, &result->labels[i]);
  if (status == SOTTO_OK)
    status = so_store_extent_of(store, result->question.number, options->epoch, &result->extent);
  if (status == SOTTO_OK)
    status = so_store_counts(store, &result->question, options->epoch, result->counts);
  if (status == SOTTO_OK && result->extent.reports) status = estimate(result, options);
  if (status == SOTTO_OK && result->scored) status = score_weeks(store, result);
  return status;
}

static void widen(so_results *results, const so_store_extent *extent) {
  if (!extent->reports) return;
  if (!results->reports || extent->first_epoch < results->first_epoch)
    results->first_epoch = extent->first_epoch;
  if (extent->last_epoch > results->last_epoch) results->last_epoch = extent->last_epoch;
  results->reports += extent->reports;
}

static sotto_status read_all(so_store *store, so_results *results, const so_truth *truth,
                             const so_collect_options *options) {
  sotto_status status = so_store_brand(store, results->brand);
  for (uint32_t index = 0; status == SOTTO_OK; index++) {
    so_store_question question;
    status = so_store_question_at(store, index, &question);
    if (status == SOTTO_E_MISSING) return SOTTO_OK;
    if (status != SOTTO_OK) return status;
    if (options->question && strcmp(options->question, question.name) != 0) continue;
    so_result *grown = realloc(results->list, (results->count + 1) * sizeof *grown);
    if (!grown) return SOTTO_E_MEMORY;
    results->list = grown;
    so_result *result = &grown[results->count++];
    *result = (so_result){.question = question};
    status = so_store_weights(store, result->weights);
    if (status == SOTTO_OK) status = read_result(store, result, options);
    if (status != SOTTO_OK) return status;
    widen(results, &result->extent);
    meet_truth(results, result, truth);
  }
  return status;
}

/* What was asked for and is not in the store, or NULL. */
static const char *unknown(const so_results *results, const so_collect_options *options) {
  if (results->count == 0) return options->question;
  return results->has_truth ? NULL : options->truth;
}

int so_results_read(so_results *ret_results, const so_collect_options *options) {
  so_store *store = NULL;
  so_truth *truth = NULL;
  so_results results = {.count = 0};
  sotto_status status = options->truth ? so_truth_read(&truth, options->truth) : SOTTO_OK;
  if (status != SOTTO_OK) return so_collect_fail(options->truth, status);
  status = so_store_open(&store, options->db, SO_STORE_READ);
  if (status == SOTTO_OK) status = read_all(store, &results, truth, options);
  so_store_close(store);
  so_truth_free(truth);
  const char *missing = status == SOTTO_OK ? unknown(&results, options) : NULL;
  if (status == SOTTO_OK && !missing) {
    *ret_results = results;
    return SO_EXIT_DONE;
  }
  so_results_free(&results);
  if (!missing) return so_collect_fail(options->db, status);
  char shown[SO_STORE_SHOWN_SIZE];
  so_store_shown(options->db, shown);
  fprintf(stderr, "sotto-collect: %s: names nothing that %s holds\n", missing, shown);
  return SO_EXIT_FAILED;
}

void so_results_free(so_results *results) {
  for (uint32_t i = 0; i < results->count; i++) {
    so_result *result = &results->list[i];
    free(result->labels);
    free(result->counts);
    free(result->shares);
    free(result->truths);
    free(result->weeks);
    free(result->rates);
  }
  free(results->list);
}

uint32_t so_results_covered(const so_result *result, uint32_t *ret_known) {
  uint32_t covered = 0;
  *ret_known = 0;
  for (uint32_t i = 0; result->shares && i < result->question.mechanism.buckets; i++) {
    if (isnan(result->truths[i])) continue;
    ++*ret_known;
    covered +=
        result->shares[i].low <= result->truths[i] && result->truths[i] <= result->shares[i].high;
  }
  return covered;
}

void so_results_day(uint32_t epoch, char ret_day[16]) {
  time_t start = (time_t)epoch * WEEK_SECONDS;
  struct tm day;
  if (!gmtime_r(&start, &day) || !strftime(ret_day, 16, "%Y-%m-%d", &day))
    (void)snprintf(ret_day, 16, "week %u", epoch);
}
