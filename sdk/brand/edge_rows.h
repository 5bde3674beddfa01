/*
 * Item-to-item tables as packs hold them: per item its best partners, weights as int8 times one
 * scale. Rows are appended in item order.
 */
#ifndef SO_BRAND_EDGE_ROWS_H
#define SO_BRAND_EDGE_ROWS_H

#include "brand/array.h"

/** A partner of an item under way. */
typedef struct so_partner {
  uint32_t item;
  float weight;
} so_partner;

/** Sorts partners best first (ties: lower item first), and gives how many of `limit` are kept. */
size_t so_edge_rows_best(so_partner *partners, size_t count, size_t limit);
/**
 * Appends one row of partners that are sorted best first. The largest weight becomes 127; partners
 * that round to nothing are dropped.
 */
void so_edge_rows_add(so_array *rows, so_array *edges, const so_partner *partners, size_t count);
/**
 * Where rows hold more than `mean` edges an item, leaves the weakest out: those below one weight
 * (of 127) that is the same in every row, so that a pack's size is bounded whatever a log holds.
 */
void so_edge_rows_cut(so_array *rows, so_array *edges, size_t mean);

#endif
