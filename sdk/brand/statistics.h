/*
 * What a shop knows of its shoppers in the aggregate, ready for a pack: popularity, evidence per
 * item (from which baselines come), neighbours and complements. From a central event log every
 * number is exact, so its stated error is 0: no noise was added. Without a log the catalogue alone
 * gives content neighbours, so that a fresh shop works on its first day.
 *
 * Two steps: the log is read, with some users held out; then, by a recipe (brand/recipe) that may
 * have been fitted to them (brand/fit), the held-out ones are learnt too and the tables are made.
 */
#ifndef SO_BRAND_STATISTICS_H
#define SO_BRAND_STATISTICS_H

#include "brand/catalogue.h"
#include "brand/held_out.h"
#include "brand/moment_learner.h"
#include "brand/noise_gate.h"
#include "brand/pair_learner.h"
#include "brand/recipe.h"
#include "brand/repeat_learner.h"

/** Most neighbours and complements kept of an item, and how many of all items on average. */
#define SO_NEIGHBOURS_MAX 100
#define SO_NEIGHBOURS_MEAN 32
#define SO_COMPLEMENTS_MAX 24
#define SO_COMPLEMENTS_MEAN 12

/** The noised reward rate of an arm in a mindset. */
typedef struct so_arm_statistic {
  char name[128]; /* "slot/id" */
  uint32_t mindset;
  so_estimated rate;
} so_arm_statistic;

typedef struct so_statistics {
  so_array people;          /* u32 per item: distinct users who met it */
  so_array neighbour_rows;  /* so_pack_row per item */
  so_array neighbours;      /* so_pack_edge */
  so_array complement_rows; /* so_pack_row per item, or none at all */
  so_array complements;     /* so_pack_edge */
  so_array shares;          /* so_estimated per item, instead of `people`, or none at all */
  so_array baselines;       /* so_estimated per value, or none at all */
  so_array repeats;         /* so_pack_repeat per product type, or none at all */
  so_array vectors;         /* int8: strips of model/vector_scan, or none at all */
  so_array vector_info;     /* so_pack_vectors: one, or none at all */
  so_array moments;         /* so_pack_moment, ascending by moment */
  so_array arms;            /* so_arm_statistic, as they were told */
  so_recipe recipe;
  int fitted; /* the recipe is not the compiled-in one */
  uint64_t users;
  uint64_t events;
} so_statistics;

/** Reading a log and what was read. */
typedef struct so_learning {
  const so_catalogue *catalogue;
  so_pair_learner counts;
  so_held_out held;
  so_repeat_learner repeats;
  so_moment_learner moments;
  uint64_t number; /* of the user being read */
  uint64_t users;
  uint64_t events;
} so_learning;

/**
 * Reads a log, holding users out; `path` NULL: nothing is known. Free with so_learning_free(), also
 * after an error. #SOTTO_E_MISSING, #SOTTO_E_FORMAT, …
 */
SOTTO_CHECKED sotto_status so_learning_read(so_learning *ret_learning,
                                            const so_catalogue *catalogue, const char *path);
/** Learns those who were held out, too. */
void so_learning_release(so_learning *learning);
void so_learning_free(so_learning *learning);

/** No statistics yet. */
void so_statistics_init(so_statistics *ret_statistics);
void so_statistics_free(so_statistics *statistics);
/**
 * Makes popularity and both tables of what was counted, by the recipe set in `statistics`. With
 * `wanted` (a flag per item) the other items' rows stay empty. #SOTTO_E_MEMORY.
 */
SOTTO_CHECKED sotto_status so_statistics_make(so_statistics *statistics,
                                              const so_learning *learning, const uint8_t *wanted);
/** Makes the neighbours alone, anew. #SOTTO_E_MEMORY. */
SOTTO_CHECKED sotto_status so_statistics_neighbours(so_statistics *statistics,
                                                    const so_learning *learning,
                                                    const uint8_t *wanted);

#endif
