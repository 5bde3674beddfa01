/*
 * The curve: how good a shop's first picks become by what fleets of growing size tell it, at two
 * costs, pack after pack. Simulated shoppers, each drilled as often as the size takes, answer for a
 * year; each quarter the shop learns from all they said until then and makes its next pack, which
 * shows ten picks to newcomers, out of a real profile in memory. A few real profiles live the same
 * year, taking each pack as it comes. Printed, and written as a page and as a table.
 */
#ifndef SAMPLES_FLEET_CURVE_H
#define SAMPLES_FLEET_CURVE_H

#include <stddef.h>
#include <stdint.h>

#include "curve_year.h"
#include "simulator.h"

#define CURVE_SIZES 4
#define CURVE_COSTS 2
#define CURVE_PACKS 5 /* the first knows the catalogue alone */

/** What is played. */
typedef struct curve_asking {
  const sim_catalogue *catalogue;
  const char *directory;
  uint64_t seed;
  uint64_t devices; /* of the largest fleet; the others are a tenth of the next each */
} curve_asking;

/** How many of ten first picks a newcomer meets in two weeks, on average. */
typedef struct curve_point {
  double right;
  double error; /* standard error over the newcomers */
} curve_point;

typedef struct curve_points {
  curve_point central; /* all events of the fleet's shoppers seen */
  curve_point points[CURVE_COSTS][CURVE_SIZES][CURVE_PACKS];
  uint64_t devices[CURVE_SIZES];
  uint32_t weeks[CURVE_PACKS]; /* of questions before each pack */
  uint64_t sequences[CURVE_PACKS];
  double epsilon[CURVE_COSTS];         /* an answer */
  double answers[CURVE_COSTS];         /* of a drilled device in the year, paid */
  double drilled_epsilon[CURVE_COSTS]; /* of the drilled device that spent most in it */
  curve_lived lived[CURVE_COSTS];
  size_t measured; /* newcomers */
} curve_points;

/** Of whichever device, drilled or lived, spent most in the year. */
double curve_most_epsilon(const curve_points *points, int cost);
/** Plays and measures; exits with a sentence where it cannot. */
void curve_measure(const curve_asking *asking, curve_points *ret_points);
/** Prints the points and writes `directory`/curve.html, and curve.points.tsv beside it. */
void curve_show(const curve_points *points, const char *directory);

#endif
