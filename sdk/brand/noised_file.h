/*
 * A file of noised estimates, as a collector learns them from reports, into statistics: tab-
 * separated `kind, item, other, value, error`, where `error` is the standard error of `value`.
 *
 *   popularity  item            share of people who met it
 *   category    product type    share of people who met an item of it: where items' own is unknown
 *   pair        item, other     share of people who went from the one to the other
 *   baseline    key, value      share of the evidence on that key that is on this value
 *   arm         slot/id, mindset   rate of showings of this arm in that mindset with its reward
 *
 *   moment      "hour:2", type  how much more often the type is met then than on the whole
 *
 * Each replaces what a log said of the same kind; of what is told twice the last line stays. What
 * is within the noise of its table is left out (brand/noise_gate): popularity, categories and
 * moments, whose noise would order a shelf. Devices shrink or ignore the rest by its error. Rows
 * with a number that is none, out of bounds (a share above 1 by more than its noise) or without an
 * error, and of unknown names, are counted and left out. Memory: 24 bytes a row of pairs or
 * moments, else of items and values alone. What shares of pages say of a purchase is another kind
 * of file (brand/step_tables).
 */
#ifndef SO_BRAND_NOISED_FILE_H
#define SO_BRAND_NOISED_FILE_H

#include "brand/statistics.h"

/** Reads the file. #SOTTO_E_MISSING, #SOTTO_E_FORMAT, #SOTTO_E_CORRUPT, #SOTTO_E_MEMORY. */
SOTTO_CHECKED sotto_status so_noised_file_read(so_statistics *statistics,
                                               const so_catalogue *catalogue, const char *path);

#endif
