/*
 * What a mechanism's numbers mean for one report: the chance that it counts for the device's own
 * bucket and for another one. A report of a projective geometry counts for every bucket whose point
 * is orthogonal to it.
 */
#ifndef SO_BRAND_CHANCES_H
#define SO_BRAND_CHANCES_H

#include <sotto/estimate.h>

/** p: a report counts for the true bucket; q: for a given other one. */
typedef struct so_chances {
  double p;
  double q;
} so_chances;

so_chances so_chances_of(const sotto_mechanism *mechanism);
/** 1 where the numbers are those of a randomizer that tells anything. */
int so_chances_usable(const sotto_mechanism *mechanism);
/** Points orthogonal to one point of the mechanism's geometry. */
double so_chances_orthogonal(const sotto_mechanism *mechanism);

#endif
