/*
 * Maximal marginal relevance (Carbonell and Goldstein 1998): takes from a pool, one after another,
 * the item with the largest (1 - d) * relevance - d * similarity to the nearest already taken.
 * Similarity is the cosine of the items' attribute values weighted by rarity.
 */
#ifndef SO_MODEL_DIVERSITY_H
#define SO_MODEL_DIVERSITY_H

#include "model/pick.h"

/** A pool entry: relevance is relative to the best. */
typedef struct so_diversity_entry {
  uint32_t item;
  int32_t total;
  float nearest;  /* largest similarity to a taken one; work space */
  uint32_t taken; /* work space */
} so_diversity_entry;

/** A pool sorted best first, and how far to go. */
typedef struct so_diversity_pool {
  so_diversity_entry *entries;
  size_t count;
  float diversity; /* 0 … 1 */
} so_diversity_pool;

/** Similarity of two items, 0 … 1. */
float so_diversity_similarity(const so_rank *rank, uint32_t a, uint32_t b);
/** Index of the pool's next entry, or its count when all are taken; marks it taken. */
size_t so_diversity_next(const so_rank *rank, so_diversity_pool *pool);

#endif
