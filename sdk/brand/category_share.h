/*
 * Popularity of product types, told by a fleet too small to tell that of items: each item of a type
 * whose own popularity is unknown gets an even part of it, with that part of its error, so that the
 * shelf of a fresh shop begins with what people look for. Says nothing where a log was read.
 */
#ifndef SO_BRAND_CATEGORY_SHARE_H
#define SO_BRAND_CATEGORY_SHARE_H

#include "brand/statistics.h"

/**
 * Spreads `told` (so_estimated per product type: the share of people who met an item of it; all
 * zero: unknown; empty: none are) over the items' shares; of a type that is unknown the nearest one
 * above it counts. #SOTTO_E_MEMORY.
 */
SOTTO_CHECKED sotto_status so_category_share_spread(so_statistics *statistics,
                                                    const so_catalogue *catalogue,
                                                    const so_array *told);

#endif
