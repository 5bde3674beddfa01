/*
 * What a shop knows of its shoppers in the aggregate, ready for a pack: popularity, evidence per
 * item (from which baselines come), neighbours and complements. From a central event log every
 * number is exact, so its stated error is 0: no noise was added. Without a log the catalogue alone
 * gives content neighbours, so that a fresh shop works on its first day.
 */
#ifndef SO_BRAND_STATISTICS_H
#define SO_BRAND_STATISTICS_H

#include "brand/catalogue.h"

/** Most neighbours and complements kept of an item. */
#define SO_NEIGHBOURS_MAX 100
#define SO_COMPLEMENTS_MAX 24

typedef struct so_statistics {
  so_array people;          /* u32 per item: distinct users who met it */
  so_array neighbour_rows;  /* so_pack_row per item */
  so_array neighbours;      /* so_pack_edge */
  so_array complement_rows; /* so_pack_row per item, or none at all */
  so_array complements;     /* so_pack_edge */
  uint64_t users;
  uint64_t events;
} so_statistics;

void so_statistics_free(so_statistics *statistics);
/** From a log; `path` NULL: from the catalogue alone. #SOTTO_E_MISSING, #SOTTO_E_FORMAT, … */
SOTTO_CHECKED sotto_status so_statistics_learn(so_statistics *ret_statistics,
                                               const so_catalogue *catalogue, const char *path);

#endif
