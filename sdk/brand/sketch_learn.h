/*
 * Inverting a sketch over the things that may be in it: what is seen of each (brand/sketch), shrunk
 * by what noise looks like (brand/shrink), then a few steps towards what explains all groups
 * together: f <- f x mean over rounds of (counts / what f makes of them), the multiplicative update
 * of expectation maximization (Shepp and Vardi 1982), which takes away what a thing was only lent
 * by another one in its groups.
 */
#ifndef SO_BRAND_SKETCH_LEARN_H
#define SO_BRAND_SKETCH_LEARN_H

#include "brand/shrink.h"
#include "brand/sketch.h"

/** A thing that may be in the sketch: an item (`next` 0) or an ordered pair, by hashes. */
typedef struct so_sketch_thing {
  uint64_t item;
  uint64_t next;
} so_sketch_thing;

typedef struct so_sketch_things {
  const so_sketch_thing *things;
  const uint8_t *bins; /* of brand/shrink */
  size_t count;
} so_sketch_things;

/**
 * Gives each thing's share of what is told, and per bin the error of nothing. All 0 where the
 * sketch has no round. #SOTTO_E_MEMORY.
 */
SOTTO_CHECKED sotto_status so_sketch_learn(const so_sketch *sketch, const so_sketch_things *things,
                                           float *ret_shares, double ret_errors[SO_SHRINK_BINS]);

#endif
