/*
 * Product feeds, row by row: Google Merchant product data (tab-separated with a header, or one
 * JSON object a line) and the items format of the README. Columns may come in any order; what a
 * column is for is decided by its name. A row that cannot be used is a finding with its line and
 * reason, and reading goes on. Knows nothing of what rows add up to (brand/catalogue does).
 */
#ifndef SO_BRAND_FEED_H
#define SO_BRAND_FEED_H

#include "brand/finding.h"

#define SO_FEED_VALUES_MAX 256
#define SO_FEED_ID_MAX 128
/** Longest attribute value taken; longer ones are prose, not values. */
#define SO_FEED_VALUE_MAX 128

/** One attribute value of a row, under the name of its column. */
typedef struct so_feed_value {
  sotto_text column; /* "color", "attr_activity", or a key of the attributes column */
  sotto_text value;
  int listed; /* it is such a key */
} so_feed_value;

/** One usable row. Views die on return from the visitor. */
typedef struct so_feed_row {
  uint64_t line;
  sotto_text id;
  sotto_text title;
  sotto_text description;
  sotto_text product_type; /* "Tents > Family tents" */
  sotto_text link;
  sotto_text image;
  int64_t price_minor; /* -1: not given */
  int in_stock;
  int discreet;
  uint32_t value_count;
  so_feed_value values[SO_FEED_VALUES_MAX];
} so_feed_row;

/** Takes a row; NULL where it was taken, else why not. */
typedef const char *(*so_feed_row_fn)(void *context, const so_feed_row *row);

/** What to read, and who takes the rows. */
typedef struct so_feed {
  const char *path;
  const char *currency;
  so_feed_row_fn take;
  void *context;
  int texts_only; /* of another locale: prices and stock are not looked at */
} so_feed;

/** 1 when a column has this name, whatever its case, spaces and underscores: "Product type". */
int so_feed_named(sotto_text column, const char *name);

/**
 * Reads the whole feed. `*ret_rejected` counts rows left out. #SOTTO_E_MISSING, #SOTTO_E_FORMAT
 * without a header that names an id, #SOTTO_E_CORRUPT, #SOTTO_E_LIMIT, #SOTTO_E_MEMORY.
 */
SOTTO_CHECKED sotto_status so_feed_read(const so_feed *feed, so_findings *findings,
                                        uint64_t *ret_rejected);

#endif
