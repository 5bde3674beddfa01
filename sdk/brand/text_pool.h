/*
 * Texts of a pack under way, each stored once and known by number; text 0 is the empty text. What
 * the TEXT and TEXT_INDEX sections are written from.
 */
#ifndef SO_BRAND_TEXT_POOL_H
#define SO_BRAND_TEXT_POOL_H

#include "brand/array.h"
#include "brand/number_map.h"

typedef struct so_text_pool {
  so_array bytes; /* char */
  so_array index; /* u32 offsets, texts + 1 */
  so_number_map numbers;
  int failed; /* allocation, or more than 4 GiB of text */
} so_text_pool;

void so_text_pool_init(so_text_pool *ret_pool);
void so_text_pool_free(so_text_pool *pool);
/** The number of a text, adding it where it is new. */
uint32_t so_text_pool_add(so_text_pool *pool, sotto_text text);
/** A view that dies at the next add. */
sotto_text so_text_pool_get(const so_text_pool *pool, uint32_t number);

#endif
