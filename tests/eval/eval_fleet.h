/*
 * A drilled fleet: the customers of a log, each cloned so often, answer a pack's questions for so
 * many weeks on both cores; what they say becomes a statistics file.
 */
#ifndef EVAL_FLEET_H
#define EVAL_FLEET_H

#include <stddef.h>
#include <stdint.h>

#include <sotto/build.h>
#include <sotto/drill.h>
#include <sotto/learn.h>

#include "eval_split.h"

/** Histories as item numbers of the pack; those of customer i are [starts[i], starts[i + 1]). */
typedef struct eval_histories {
  uint32_t *items;
  size_t *starts;
  size_t count;
  size_t item_count, item_room, start_room;
} eval_histories;

typedef struct eval_fleet {
  sotto_collector *collector;
  sotto_drill_options options;
  eval_histories histories;
  uint64_t scale; /* clones of each customer */
  uint64_t seed;
} eval_fleet;

/** Opens the collector of a pack; `report_secret` is of its report key. */
sotto_collector *eval_fleet_collector(const char *pack, const sotto_brand_keys *keys);
/** Reads the training part of a log. */
void eval_fleet_read(eval_fleet *inout_fleet, const char *events, eval_protocol protocol);
/** Instead of what they met, everybody has met things at random: answers that tell of nobody. */
void eval_fleet_scramble(eval_fleet *fleet);
/** Everybody answers; the caller closes the drill. */
sotto_drill *eval_fleet_answer(const eval_fleet *fleet);
/** Learns from what a drill counted. Gives how many statistics were written. */
uint64_t eval_fleet_learn(const eval_fleet *fleet, const sotto_drill *drill, const char *path);
void eval_fleet_free(eval_fleet *fleet);

#endif
