/*
 * The curve: how good a shop's first picks become by what fleets of growing size tell it, at two
 * costs. Simulated shoppers, each drilled as often as the size takes; the packs that come of it
 * show ten picks to newcomers, out of a real profile in memory. Printed, and written as a page.
 */
#ifndef SAMPLES_FLEET_CURVE_H
#define SAMPLES_FLEET_CURVE_H

#include <stddef.h>
#include <stdint.h>

#include "simulator.h"

#define CURVE_SIZES 4
#define CURVE_COSTS 2

/** What was measured: how many of ten first picks a newcomer meets in two weeks, on average. */
typedef struct curve_points {
  double local;   /* nothing shared */
  double central; /* all events of the fleet's shoppers seen */
  double right[CURVE_COSTS][CURVE_SIZES];
  uint64_t devices[CURVE_SIZES];
  double epsilon[CURVE_COSTS]; /* an answer */
  double answers[CURVE_COSTS]; /* of a device, paid */
  size_t measured;             /* newcomers */
} curve_points;

/** Plays and measures; exits with a sentence where it cannot. */
void curve_measure(const sim_catalogue *catalogue, const char *directory, uint64_t seed,
                   curve_points *ret_points);
/** Prints the points and writes `directory`/curve.html. */
void curve_show(const curve_points *points, const char *directory);

#endif
