/*
 * Which estimates of a table say more than their own noise. Those that stand out one by one do, so
 * far out that in 99 of 100 tables no noise is among them, whatever else there is (Holm 1979). The
 * rest stays too where all of it together lies above nothing by three standard errors (many small
 * truths, 1 in 740 by chance); else it is noise, and an order by it would be one drawn by lot.
 * Shrinks nothing: devices do, by the error.
 */
#ifndef SO_BRAND_NOISE_GATE_H
#define SO_BRAND_NOISE_GATE_H

#include <sotto/base.h>

/** A number with its standard error; 0: exact. */
typedef struct so_estimated {
  float value;
  float error;
} so_estimated;

/** A table of one kind and the value that says nothing: a share of 0, a lift of 1. */
typedef struct so_noise_table {
  const so_estimated *estimates;
  size_t count;
  float nothing;
} so_noise_table;

/**
 * Marks (1) each estimate of a table that is noise about nothing, and gives how many are. What
 * is neither above nothing nor has an error is not known, and not marked. #SOTTO_E_MEMORY.
 */
SOTTO_CHECKED sotto_status so_noise_gate(const so_noise_table *table, uint8_t *ret_marks,
                                         size_t *ret_marked);

#endif
