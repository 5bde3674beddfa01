/*
 * The simulator's random stream: xoshiro256** (Blackman and Vigna 2018) seeded by splitmix64, and
 * the few distributions shoppers are made of. Not for secrets.
 */
#ifndef SIM_RANDOM_H
#define SIM_RANDOM_H

#include "simulator.h"

void sim_random_seed(sim_random *random, uint64_t seed, uint64_t stream);
uint64_t sim_random_next(sim_random *random);
/** In [0, 1). */
double sim_random_unit(sim_random *random);
/** 0 .. bound - 1; bound above 0. */
uint32_t sim_random_below(sim_random *random, uint32_t bound);
int sim_random_chance(sim_random *random, double probability);
double sim_random_normal(sim_random *random);
/** Mean 1. */
double sim_random_exponential(sim_random *random);
/** An index drawn by weight; count where all weights are 0. */
uint32_t sim_random_pick(sim_random *random, const double *weights, uint32_t count);

#endif
