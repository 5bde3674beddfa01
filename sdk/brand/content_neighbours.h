/*
 * Which items are alike by what the catalogue says of them: cosine over attribute values and title
 * words, each weighted by its idf (Salton and Buckley 1988), so that a fresh shop has neighbours
 * before anybody came. Exact for what it does; common values (on over a tenth of the items, or on
 * 4,000) only break ties and are left out, which keeps the work near linear.
 */
#ifndef SO_BRAND_CONTENT_NEIGHBOURS_H
#define SO_BRAND_CONTENT_NEIGHBOURS_H

#include "brand/catalogue.h"
#include "brand/edge_rows.h"

typedef struct so_content so_content;

/** Prepares the vectors; NULL where memory is short. Free with so_content_free(). */
so_content *so_content_new(const so_catalogue *catalogue);
void so_content_free(so_content *content);
/**
 * Gives up to `limit` items alike, best first, weights 0 … 1. `*ret_partners` views memory of
 * `content` until the next call.
 */
size_t so_content_neighbours(so_content *content, uint32_t item, size_t limit,
                             so_partner **ret_partners);

#endif
