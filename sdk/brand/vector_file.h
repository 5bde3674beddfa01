/*
 * Vectors a brand made of its items by whatever means: a file `id, vector` (tab-separated, numbers
 * parted by blanks or commas, all of one width of at most 256). Each is brought to unit length and
 * rounded to int8. Their quality is measured, not believed: how much more often an item's vector is
 * nearer to that of its best neighbour (by the log; where there is none, by the catalogue) than to
 * that of an item drawn at random; 0 says no more often, 1 always. Vectors whose quality is within
 * two standard errors of nothing are left out of the pack.
 */
#ifndef SO_BRAND_VECTOR_FILE_H
#define SO_BRAND_VECTOR_FILE_H

#include "brand/statistics.h"

/** Reads a file into `statistics`, which has neighbours. #SOTTO_E_MISSING, #SOTTO_E_FORMAT, … */
SOTTO_CHECKED sotto_status so_vector_file_read(so_statistics *statistics,
                                               const so_catalogue *catalogue, const char *path);

#endif
