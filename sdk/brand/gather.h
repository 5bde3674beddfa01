/*
 * The words of a catalogue while its feeds are read: each row's texts become folded words with the
 * weight of the field they stood in, nothing of the text itself is kept. A word of a title counts
 * three times one of a description, brand and kind of product twice (BM25F with one length). What
 * stands after "for" in a title is what the thing goes with, not what it is: it counts as prose.
 */
#ifndef SO_BRAND_GATHER_H
#define SO_BRAND_GATHER_H

#include "brand/feed.h"
#include "brand/text_pool.h"

#define SO_GATHER_TITLE 3u
#define SO_GATHER_NAMED 2u
#define SO_GATHER_PROSE 1u

/** One folded word of one locale. */
typedef struct so_gather_word {
  uint32_t text; /* in the pool */
  uint32_t locale;
  uint32_t count; /* times it was written */
  uint32_t term;  /* while sections are made */
} so_gather_word;

/** A word in the texts of an item. */
typedef struct so_gather_hit {
  uint32_t word;
  uint32_t item;
  uint32_t weight;
} so_gather_hit;

typedef struct so_gather {
  const char *const *locales; /* of the brand */
  so_text_pool pool;
  so_number_map numbers;
  so_array words; /* so_gather_word */
  so_array hits;  /* so_gather_hit */
} so_gather;

/** Where texts belong. */
typedef struct so_gather_place {
  uint32_t item;
  uint32_t locale;
} so_gather_place;

void so_gather_init(so_gather *ret_gather, const char *const *locales);
void so_gather_free(so_gather *gather);
/** Takes the texts of a row; a so_catalogue_texts_fn. */
void so_gather_row(void *gather, uint32_t item, uint32_t locale, const so_feed_row *row);
/** Takes one more text of an item. */
void so_gather_text(so_gather *gather, so_gather_place place, sotto_text text, uint32_t weight);
int so_gather_failed(const so_gather *gather);

#endif
