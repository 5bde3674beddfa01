/*
 * The catalogue while a pack is made: items, attribute keys and values, gathered from feed rows and
 * then put into the order the pack format asks for (so_catalogue_finish). Values are numbered as
 * they come and renumbered at the end; titles and labels are kept per locale.
 */
#ifndef SO_BRAND_CATALOGUE_H
#define SO_BRAND_CATALOGUE_H

#include "brand/array.h"
#include "brand/brand_file.h"
#include "brand/feed.h"
#include "brand/text_pool.h"

/** Keys met in feeds at most; a pack keeps 32 of them. */
#define SO_CATALOGUE_KEYS_MAX 4096
#define SO_CATALOGUE_ITEMS_MAX SO_PACK_ITEMS_MAX
/** Category of a key that nobody declared: one of those that can never be asked about. */
#define SO_CATEGORY_STRICTEST SOTTO_CATEGORY_FINANCIAL

typedef struct so_catalogue_item {
  uint32_t id_text;
  uint32_t link_text;
  uint32_t image_text;
  uint32_t flags;
  int64_t price_minor;
  uint32_t values_start; /* in item_values */
  uint32_t values_count;
  uint32_t type_value; /* deepest product_type value, or SO_PACK_NONE */
  uint32_t line;
} so_catalogue_item;

typedef struct so_catalogue_key {
  uint32_t name_text;
  uint32_t category;
  uint32_t flags;
  uint32_t declared;     /* place in so_brand.attributes, or SO_PACK_NONE */
  uint32_t items;        /* items with at least one of its values */
  uint32_t values_start; /* after so_catalogue_finish */
  uint32_t values_count;
  uint32_t last_item; /* while counting */
} so_catalogue_key;

typedef struct so_catalogue_value {
  uint32_t key;
  uint32_t name_text;
  uint32_t flags;
  uint32_t parent;
  uint32_t labels[SOTTO_LOCALES_MAX]; /* texts; 0: none */
} so_catalogue_value;

/** Takes the texts of a row that became, or names, item `item`. */
typedef void (*so_catalogue_texts_fn)(void *context, uint32_t item, uint32_t locale,
                                      const so_feed_row *row);

typedef struct so_catalogue {
  const so_brand *brand;
  so_catalogue_texts_fn texts; /* NULL: nobody searches */
  void *texts_context;
  so_findings *findings;
  uint32_t locale; /* of the feed being read */
  const char *file;
  so_text_pool pool;
  so_array items;                     /* so_catalogue_item */
  so_array item_values;               /* u32 */
  so_array keys;                      /* so_catalogue_key */
  so_array values;                    /* so_catalogue_value */
  so_array titles[SOTTO_LOCALES_MAX]; /* u32 text per item; 0: none */
  so_number_map item_ids;
  so_number_map key_columns; /* column name -> key, or SO_PACK_NONE - 1: left out */
  so_number_map value_names;
} so_catalogue;

void so_catalogue_init(so_catalogue *ret_catalogue, const so_brand *brand, so_findings *findings);
void so_catalogue_free(so_catalogue *catalogue);
/** Reads one feed in the language of locale `locale`; the default locale's (0) must come first. */
SOTTO_CHECKED sotto_status so_catalogue_feed(so_catalogue *catalogue, const char *path,
                                             uint32_t locale, uint64_t *inout_rejected);
/** The item with this id, added by its id alone where it is new; SO_PACK_NONE if it cannot be. */
uint32_t so_catalogue_meet(so_catalogue *catalogue, sotto_text id);
/**
 * Chooses the keys of the pack, sorts values by name within their key, renumbers. #SOTTO_E_STATE
 * (and a finding) without a single item, #SOTTO_E_MEMORY.
 */
SOTTO_CHECKED sotto_status so_catalogue_finish(so_catalogue *catalogue);

so_catalogue_item *so_catalogue_items(const so_catalogue *catalogue);
so_catalogue_key *so_catalogue_keys(const so_catalogue *catalogue);
so_catalogue_value *so_catalogue_values(const so_catalogue *catalogue);
/** The values of an item, ascending. */
const uint32_t *so_catalogue_item_values(const so_catalogue *catalogue, uint32_t item);
/** Item number of an id, or SO_PACK_NONE. */
uint32_t so_catalogue_find_item(const so_catalogue *catalogue, sotto_text id);
/** Key and value by name after so_catalogue_finish(), or SO_PACK_NONE. */
uint32_t so_catalogue_find_key(const so_catalogue *catalogue, const char *name);
uint32_t so_catalogue_find_value(const so_catalogue *catalogue, uint32_t key, const char *name);

#endif
