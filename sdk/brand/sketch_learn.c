/* Controls are things by hashes drawn from a fixed seed: no item has them but by accident. */
#include "brand/sketch_learn.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define CONTROLS 40000u
#define STEPS 6
#define RATIO_LEAST 0.25 /* one step changes no share by more than fourfold */
#define RATIO_MOST 4.0

typedef struct learning {
  const so_sketch *sketch;
  const so_sketch_things *things;
  float *shares;
  float *seen;
  uint32_t *asked; /* things that some round asked for: their places */
  uint8_t *bins;   /* of those */
  size_t count;
  float *controls;
  size_t control_count;
  double *ratios; /* per thing, summed over rounds by weight */
  double *weights;
} learning;

/** splitmix64 (Steele, Lea and Flood 2014). */
static uint64_t next(uint64_t *state) {
  uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);
  z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
  z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
  return z ^ z >> 31;
}

static void look(learning *run) {
  uint64_t state = 1;
  for (size_t n = 0; n < run->things->count; n++) {
    const so_sketch_thing *thing = &run->things->things[n];
    double seen;
    if (!so_sketch_look(run->sketch, thing->item, thing->next, &seen)) continue;
    run->asked[run->count] = (uint32_t)n;
    run->bins[run->count] = run->things->bins[n];
    run->seen[run->count++] = (float)seen;
  }
  for (uint32_t n = 0; n < CONTROLS; n++) {
    uint64_t item = next(&state), other = next(&state);
    double seen;
    if (so_sketch_look(run->sketch, item, run->things->things[0].next ? other : 0, &seen))
      run->controls[run->control_count++] = (float)seen;
  }
}

/* What the shares make of a round's groups, each with an even part of what no thing explains. */
static void expect(const learning *run, const so_sketch_round *round, double *ret_groups) {
  double sum = 0;
  memset(ret_groups, 0, round->buckets * sizeof *ret_groups);
  for (size_t n = 0; n < run->count; n++) {
    const so_sketch_thing *thing = &run->things->things[run->asked[n]];
    uint32_t bucket = so_question_hash(&round->question, thing->item, thing->next);
    if (!bucket || bucket >= round->buckets) continue;
    ret_groups[bucket] += (double)run->shares[run->asked[n]];
    sum += (double)run->shares[run->asked[n]];
  }
  double rest = fmax(1 - sum, 0) / (round->buckets - 1);
  for (uint32_t n = 1; n < round->buckets; n++) ret_groups[n] += rest;
}

/* Reports counted over reports expected, noise included. */
static double ratio_of(const so_sketch_round *round, uint32_t bucket, const double *groups) {
  double counted = round->base + round->gain * round->shares[bucket];
  double expected = round->base + round->gain * round->told * groups[bucket];
  return fmin(fmax(counted / expected, RATIO_LEAST), RATIO_MOST);
}

static void compare(learning *run, const so_sketch_round *round, const double *groups) {
  for (size_t n = 0; n < run->count; n++) {
    const so_sketch_thing *thing = &run->things->things[run->asked[n]];
    uint32_t bucket = so_question_hash(&round->question, thing->item, thing->next);
    if (!bucket || bucket >= round->buckets || run->shares[run->asked[n]] <= 0) continue;
    run->ratios[n] += round->weight * ratio_of(round, bucket, groups);
    run->weights[n] += round->weight;
  }
}

static sotto_status step(learning *run) {
  const so_sketch_round *rounds = run->sketch->rounds.data;
  for (size_t n = 0; n < run->count; n++) run->ratios[n] = run->weights[n] = 0;
  for (size_t t = 0; t < run->sketch->rounds.count; t++) {
    double *groups = malloc(rounds[t].buckets * sizeof *groups);
    if (!groups) return SOTTO_E_MEMORY;
    expect(run, &rounds[t], groups);
    compare(run, &rounds[t], groups);
    free(groups);
  }
  for (size_t n = 0; n < run->count; n++)
    if (run->weights[n] > 0)
      run->shares[run->asked[n]] *= (float)(run->ratios[n] / run->weights[n]);
  return SOTTO_OK;
}

/* What no round asked for is taken to be as the rest of its bin. */
static void spread(learning *run, const float *believed) {
  double sums[SO_SHRINK_BINS] = {0}, counts[SO_SHRINK_BINS] = {0};
  for (size_t n = 0; n < run->count; n++) {
    sums[run->bins[n]] += (double)believed[n];
    counts[run->bins[n]]++;
  }
  for (size_t n = 0; n < run->things->count; n++) {
    uint8_t bin = run->things->bins[n];
    run->shares[n] = counts[bin] > 0 ? (float)(sums[bin] / counts[bin]) : 0;
  }
  for (size_t n = 0; n < run->count; n++) run->shares[run->asked[n]] = believed[n];
}

static sotto_status learn(learning *run, double ret_errors[SO_SHRINK_BINS]) {
  float *believed = calloc(run->things->count + 1, sizeof *believed);
  if (!believed) return SOTTO_E_MEMORY;
  look(run);
  const so_shrink_seen seen = {run->seen, run->bins, run->count, run->controls, run->control_count};
  sotto_status status = so_shrink(&seen, believed, ret_errors);
  if (!status) spread(run, believed);
  for (int n = 0; !status && n < STEPS; n++) status = step(run);
  free(believed);
  return status;
}

sotto_status so_sketch_learn(const so_sketch *sketch, const so_sketch_things *things,
                             float *ret_shares, double ret_errors[SO_SHRINK_BINS]) {
  size_t room = things->count + 1;
  learning run = {.sketch = sketch, .things = things, .shares = ret_shares};
  memset(ret_shares, 0, things->count * sizeof *ret_shares);
  memset(ret_errors, 0, SO_SHRINK_BINS * sizeof *ret_errors);
  if (!sketch->rounds.count || !things->count) return SOTTO_OK;
  run.seen = calloc(room, sizeof *run.seen);
  run.asked = calloc(room, sizeof *run.asked);
  run.bins = calloc(room, 1);
  run.controls = calloc(CONTROLS, sizeof *run.controls);
  run.ratios = calloc(room, sizeof *run.ratios);
  run.weights = calloc(room, sizeof *run.weights);
  int whole = run.seen && run.asked && run.bins && run.controls && run.ratios && run.weights;
  sotto_status status = whole ? learn(&run, ret_errors) : SOTTO_E_MEMORY;
  free(run.seen);
  free(run.asked);
  free(run.bins);
  free(run.controls);
  free(run.ratios);
  free(run.weights);
  return status;
}
