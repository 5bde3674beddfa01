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
 * Each replaces what a log said of the same kind. Devices shrink or ignore each by its error. Rows
 * with a number that is none, out of bounds or without an error, and of unknown names, are counted
 * and left out.
 */
#ifndef SO_BRAND_NOISED_FILE_H
#define SO_BRAND_NOISED_FILE_H

#include "brand/statistics.h"

/** Reads the file. #SOTTO_E_MISSING, #SOTTO_E_FORMAT, #SOTTO_E_CORRUPT, #SOTTO_E_MEMORY. */
SOTTO_CHECKED sotto_status so_noised_file_read(so_statistics *statistics,
                                               const so_catalogue *catalogue, const char *path);

#endif
