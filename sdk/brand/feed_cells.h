/*
 * The two ways a feed writes a row, as the same thing: named cells. Tab-separated cells may be
 * quoted ("a ""b"" c") as spreadsheets export them; a JSON object a line gives a cell per member,
 * numbers as text and lists by their first element.
 */
#ifndef SO_BRAND_FEED_CELLS_H
#define SO_BRAND_FEED_CELLS_H

#include <jansson.h>

#include "brand/array.h"

#define SO_FEED_COLUMNS_MAX 512

/** One row as cells; texts view `scratch` or `object`. */
typedef struct so_feed_cells {
  so_array scratch; /* char: a copy of the line, quotes resolved in place */
  json_t *object;
  uint32_t count;
  sotto_text cells[SO_FEED_COLUMNS_MAX];
  sotto_text names[SO_FEED_COLUMNS_MAX]; /* JSON only */
} so_feed_cells;

void so_feed_cells_free(so_feed_cells *cells);
/** Splits a tab-separated line. NULL, or why it is not one. */
const char *so_feed_cells_split(so_feed_cells *cells, sotto_text line);
/** Reads a line that is a JSON object. NULL, or why it is not one. */
const char *so_feed_cells_parse(so_feed_cells *cells, sotto_text line);

#endif
