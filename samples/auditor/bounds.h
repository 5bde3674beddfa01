/*
 * Exact binomial bounds (Clopper and Pearson 1934, Biometrika 26, 404-413): what a count of hits
 * tells about the share behind it, with a stated chance of being wrong. Floating point, as an
 * auditor may; shares nothing with sdk/.
 */
#ifndef AUDITOR_BOUNDS_H
#define AUDITOR_BOUNDS_H

#include <stdint.h>

/** The largest share under which `hits` or more of `runs` would be rarer than alpha. */
double bounds_share_at_least(uint64_t hits, uint64_t runs, double alpha);
/** The smallest share under which `hits` or fewer would be rarer than alpha. */
double bounds_share_at_most(uint64_t hits, uint64_t runs, double alpha);

#endif
