/*
 * Which groups of people differ in what does well with them, told from noised rates: a table has a
 * column per cell (a mindset, a band of affinity) and a row per arm. Cells whose columns agree
 * within their errors are joined, nearest first, by the sum of standardized squares that joining
 * adds (Ward 1963), as long as all that is joined still agrees; a group is proposed where it
 * differs from all the rest together.
 *
 * Both verdicts ask whether a sum of squares passes the level of the whole table's chi-square,
 * whatever the group: a sum over any subset or contrast is at most the table's (Scheffe 1953;
 * Gabriel 1969, doi 10.1214/aoms/1177697819). So the groups may be picked by the very numbers that
 * judge them, and the chance that any group of one table is proposed that does not differ is at
 * most the level. A cell that cannot be told from the rest by itself, at the level shared
 * among the cells, is left out of its group: it is in neither. There the rest counts as given, so
 * that a cell beside a true group is named with it a little more often than the level says.
 *
 * Errors count as independent between cells and as normal. Nothing is allocated, nothing is named:
 * what a cell means is the caller's.
 */
#ifndef SO_BRAND_AUDIENCE_PROPOSE_H
#define SO_BRAND_AUDIENCE_PROPOSE_H

#include <sotto/rate.h>

#define SO_PROPOSE_CELLS_MAX 8u

/** Rates of `rows` arms, each in `cells` cells (2 … 8): rates[row * cells + cell]. */
typedef struct so_propose_table {
  const sotto_rate *rates;
  uint32_t rows;
  uint32_t cells;
} so_propose_table;

/** A rate of several cells, each weighted by its precision. */
typedef struct so_pooled {
  double rate;
  double error;
} so_pooled;

/** A group that differs from the rest. */
typedef struct so_proposal {
  uint32_t members; /* a bit per cell */
  uint32_t rest;    /* the cells it was compared with */
  uint32_t row;     /* where they differ most; the rates are of it */
  so_pooled inside;
  so_pooled outside;
} so_proposal;

/**
 * Gives how many groups differ; from noise alone none, but with the chance `level`. A suppressed
 * rate counts as not known.
 */
uint32_t so_audience_propose(const so_propose_table *table, double level,
                             so_proposal ret_proposals[SO_PROPOSE_CELLS_MAX]);

#endif
