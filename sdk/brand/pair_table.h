/*
 * Counting pairs of items in bounded memory: a hash table of unordered pairs with a weight for each
 * direction. When it is full, the lightest pairs go (lossy counting, Manku and Motwani 2002), so
 * that a log of any length fits; what was dropped is known.
 */
#ifndef SO_BRAND_PAIR_TABLE_H
#define SO_BRAND_PAIR_TABLE_H

#include "brand/edge_rows.h"

/** Slots at most by default: 256 MiB. */
#define SO_PAIR_SLOTS_MAX ((size_t)1 << 24)

typedef struct so_pair {
  uint32_t low;
  uint32_t high; /* never 0 in a used slot: low < high */
  float forward; /* weight of low, then high */
  float backward;
} so_pair;

/** Pairs that wait together for their slots to come from memory. */
#define SO_PAIR_WAITING 32

typedef struct so_pair_table {
  so_pair *pairs;
  size_t slots; /* a power of two */
  size_t count;
  size_t slots_max;
  float floor;      /* pairs lighter than this were dropped so far */
  uint64_t dropped; /* how many */
  int failed;
  size_t waiting_count;
  so_pair waiting[SO_PAIR_WAITING]; /* to be added */
} so_pair_table;

void so_pair_table_init(so_pair_table *ret_table, size_t slots_max);
void so_pair_table_free(so_pair_table *table);
/** Adds weight to `from` before `to`; the same item twice is nothing. Counts after settling. */
void so_pair_table_add(so_pair_table *table, uint32_t from, uint32_t to, float weight);
/** Adds what waits. Before anything is read. */
void so_pair_table_settle(so_pair_table *table);

/** Partners of every item, one run after the other: `starts` has items + 1 places. */
typedef struct so_partner_runs {
  uint64_t *starts;
  so_partner *partners;
} so_partner_runs;

/** Weight of a partner: forward weight plus `reverse` times the backward one. #SOTTO_E_MEMORY. */
SOTTO_CHECKED sotto_status so_pair_table_runs(const so_pair_table *table, size_t items,
                                              float reverse, so_partner_runs *ret_runs);
void so_partner_runs_free(so_partner_runs *runs);

#endif
