/* Rounds differ in how many answered and how many could tell anything: their weights say so. */
#include "brand/sketch.h"

#include <math.h>
#include <stdlib.h>

#include "brand/chances.h"

#define ROUNDS_MAX 520
#define TOLD_ERRORS 3.0
#define MEDIAN_LEAST 3u

void so_sketch_init(so_sketch *ret_sketch) {
  ret_sketch->rounds = so_array_of(sizeof(so_sketch_round));
}

void so_sketch_free(so_sketch *sketch) {
  for (size_t n = 0; n < sketch->rounds.count; n++)
    free(((so_sketch_round *)sketch->rounds.data)[n].shares);
  so_array_free(&sketch->rounds);
}

/* What all groups of a round are like; 0 where nothing was told. */
static int settle(so_sketch_round *round, double error_of_none) {
  double sum = 0, squares = 0, groups = round->buckets - 1;
  round->told = 1 - round->shares[0];
  if (round->told <= TOLD_ERRORS * error_of_none || groups < 2) return 0;
  for (uint32_t n = 1; n < round->buckets; n++) sum += round->shares[n];
  round->mean = sum / groups;
  for (uint32_t n = 1; n < round->buckets; n++) {
    double off = round->shares[n] - round->mean;
    squares += off * off;
  }
  double variance = squares / (groups - 1) / (round->told * round->told);
  round->weight = variance > 0 ? 1 / variance : 0;
  return variance > 0;
}

/* Fills the shares, and gives the error of "none". */
static sotto_status estimate(const sotto_mechanism *mechanism, const sotto_tally *tally,
                             double *ret_shares, double *ret_error) {
  sotto_share *all = calloc(mechanism->buckets, sizeof *all);
  sotto_status status = all ? sotto_estimate_shares(mechanism, tally, NULL, all) : SOTTO_E_MEMORY;
  for (uint32_t n = 0; !status && n < mechanism->buckets; n++) ret_shares[n] = all[n].share;
  if (!status) *ret_error = all[0].error;
  free(all);
  return status;
}

sotto_status so_sketch_add(so_sketch *sketch, const so_question *question,
                           const sotto_mechanism *mechanism, const sotto_tally *tally) {
  double error = 0;
  so_chances chances = so_chances_of(mechanism);
  so_sketch_round round = {.question = *question,
                           .shares = calloc(mechanism->buckets, sizeof *round.shares),
                           .buckets = mechanism->buckets,
                           .gain = chances.p - chances.q,
                           .base = chances.q};
  if (!round.shares) return SOTTO_E_MEMORY;
  sotto_status status = estimate(mechanism, tally, round.shares, &error);
  if (!status && sketch->rounds.count < ROUNDS_MAX && settle(&round, error)) {
    so_array_push(&sketch->rounds, &round);
    if (!sketch->rounds.failed) return SOTTO_OK;
    status = SOTTO_E_MEMORY;
  }
  free(round.shares);
  return status;
}

typedef struct sight {
  double seen;
  double weight;
} sight;

static int by_seen(const void *left, const void *right) {
  const sight *a = left, *b = right;
  return (a->seen > b->seen) - (a->seen < b->seen);
}

static double mean_of(const sight *all, uint32_t count) {
  double sum = 0, weight = 0;
  for (uint32_t n = 0; n < count; n++) {
    sum += all[n].weight * all[n].seen;
    weight += all[n].weight;
  }
  return sum / weight;
}

/* Each sight weighs the root of what it would in a mean: one over its own error. */
static double median_of(sight *all, uint32_t count) {
  double half = 0, at = 0;
  uint32_t n = 0;
  qsort(all, count, sizeof *all, by_seen);
  for (uint32_t i = 0; i < count; i++) half += sqrt(all[i].weight) / 2;
  while (n + 1 < count && at + sqrt(all[n].weight) <= half) at += sqrt(all[n++].weight);
  double into = (half - at) / sqrt(all[n].weight); /* how far into the one in the middle */
  double other = into < .5 ? all[n > 0 ? n - 1 : n].seen : all[n + 1 < count ? n + 1 : n].seen;
  double share = fabs(into - .5);
  return all[n].seen * (1 - share) + other * share;
}

int so_sketch_look(const so_sketch *sketch, uint64_t item, uint64_t next, double *ret_seen) {
  const so_sketch_round *rounds = sketch->rounds.data;
  sight all[ROUNDS_MAX];
  uint32_t count = 0;
  for (size_t t = 0; t < sketch->rounds.count; t++) {
    uint32_t bucket = so_question_hash(&rounds[t].question, item, next);
    if (!bucket || bucket >= rounds[t].buckets) continue;
    all[count++] =
        (sight){(rounds[t].shares[bucket] - rounds[t].mean) / rounds[t].told, rounds[t].weight};
  }
  if (!count) return 0;
  *ret_seen = count < MEDIAN_LEAST ? mean_of(all, count) : median_of(all, count);
  return 1;
}
