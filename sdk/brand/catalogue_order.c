/*
 * The second half of brand/catalogue: which 32 keys a pack keeps, and the final numbering. Values
 * ascend by name within their key, which the device's binary search and the parents of product
 * types rely on.
 */
#include <stdlib.h>
#include <string.h>

#include "base/string.h"
#include "base/traits.h"
#include "brand/catalogue.h"

/** One key that wants into the pack. */
typedef struct candidate {
  uint32_t key;
  uint32_t rank; /* 0 product_type, 1 brand, 2 declared, 3 the rest */
  uint32_t items;
} candidate;

/** One value with what it is sorted by. */
typedef struct placed {
  uint32_t key; /* its new number */
  uint32_t old;
  sotto_text name;
} placed;

static void count_items(so_catalogue *catalogue) {
  so_catalogue_key *keys = so_catalogue_keys(catalogue);
  const so_catalogue_value *values = so_catalogue_values(catalogue);
  for (uint32_t item = 0; item < catalogue->items.count; item++) {
    const uint32_t *run = so_catalogue_item_values(catalogue, item);
    for (uint32_t n = 0; n < so_catalogue_items(catalogue)[item].values_count; n++) {
      so_catalogue_key *key = &keys[values[run[n]].key];
      key->items += key->last_item != item;
      key->last_item = item;
    }
  }
}

static uint32_t rank_of(const so_catalogue *catalogue, uint32_t key) {
  const so_catalogue_key *entry = &so_catalogue_keys(catalogue)[key];
  if (key == 0) return 0;
  if (so_text_is(so_text_pool_get(&catalogue->pool, entry->name_text), "brand")) return 1;
  return entry->declared != SO_PACK_NONE ? 2 : 3;
}

static int by_rank(const void *left, const void *right) {
  const candidate *a = left, *b = right;
  if (a->rank != b->rank) return a->rank < b->rank ? -1 : 1;
  if (a->rank == 3 && a->items != b->items) return a->items > b->items ? -1 : 1;
  return a->key < b->key ? -1 : 1;
}

static void tell_key(so_catalogue *catalogue, const so_catalogue_key *key) {
  so_place place = {catalogue->file, 0, so_text_pool_get(&catalogue->pool, key->name_text)};
  if (key->declared == SO_PACK_NONE && key->category == SO_CATEGORY_STRICTEST) {
    so_find(catalogue->findings, (so_found){SO_FIND_NOTE(SOTTO_FINDING_ATTRIBUTE), place},
            "brand.json does not declare this attribute: treated as financial, the strictest");
  }
  place.file = catalogue->brand->path;
  if (key->declared != SO_PACK_NONE && key->items == 0) {
    so_find(catalogue->findings, (so_found){SO_FIND_WARNING(SOTTO_FINDING_ATTRIBUTE), place},
            "brand.json declares this attribute but no item has a value of it");
  }
}

/** Puts the first 32 candidates in front; `ret_numbers` gives each key's new number, or NONE. */
static size_t keep_first(so_catalogue *catalogue, const candidate *candidates,
                         uint32_t *ret_numbers) {
  so_catalogue_key chosen[SO_ATTRIBUTE_KEYS_MAX];
  size_t kept = 0;
  for (uint32_t n = 0; n < catalogue->keys.count; n++) {
    uint32_t key = candidates[n].key;
    ret_numbers[key] = kept < SO_ATTRIBUTE_KEYS_MAX ? (uint32_t)kept : SO_PACK_NONE;
    if (kept == SO_ATTRIBUTE_KEYS_MAX) continue;
    chosen[kept] = so_catalogue_keys(catalogue)[key];
    tell_key(catalogue, &chosen[kept++]);
  }
  memcpy(catalogue->keys.data, chosen, kept * sizeof *chosen);
  return kept;
}

static sotto_status choose_keys(so_catalogue *catalogue, uint32_t *ret_numbers) {
  size_t count = catalogue->keys.count;
  candidate *candidates = calloc(count, sizeof *candidates);
  if (!candidates) return SOTTO_E_MEMORY;
  for (uint32_t n = 0; n < count; n++) {
    uint32_t items = so_catalogue_keys(catalogue)[n].items;
    candidates[n] = (candidate){n, rank_of(catalogue, n), items};
  }
  qsort(candidates, count, sizeof *candidates, by_rank);
  size_t kept = keep_first(catalogue, candidates, ret_numbers);
  free(candidates);
  so_array_resize(&catalogue->keys, kept);
  if (count > kept) {
    so_place place = {catalogue->file, 0, {NULL, 0}};
    so_find(catalogue->findings, (so_found){SO_FIND_NOTE(SOTTO_FINDING_ATTRIBUTE), place},
            "%zu attributes left out: a pack holds 32, the declared and the most used",
            count - kept);
  }
  return SOTTO_OK;
}

/** -1, 0 or 1: how a name stands to another, as values are sorted. */
static int compare(sotto_text left, sotto_text right) {
  size_t least = left.size < right.size ? left.size : right.size;
  int order = least ? memcmp(left.data, right.data, least) : 0;
  return order ? order : (left.size > right.size) - (left.size < right.size);
}

static int by_key_and_name(const void *left, const void *right) {
  const placed *a = left, *b = right;
  if (a->key != b->key) return a->key < b->key ? -1 : 1;
  return compare(a->name, b->name);
}

/** Sorts values and gives, for each old number, its new one or SO_PACK_NONE. */
static sotto_status sort_values(so_catalogue *catalogue, const uint32_t *key_numbers,
                                uint32_t *ret_numbers) {
  size_t count = catalogue->values.count, kept = 0;
  const so_catalogue_value *old = so_catalogue_values(catalogue);
  placed *order = calloc(count ? count : 1, sizeof *order);
  so_array sorted = so_array_of(sizeof(so_catalogue_value));
  if (!order) return SOTTO_E_MEMORY;
  for (uint32_t n = 0; n < count; n++) {
    ret_numbers[n] = SO_PACK_NONE;
    uint32_t key = key_numbers[old[n].key];
    sotto_text name = so_text_pool_get(&catalogue->pool, old[n].name_text);
    if (key != SO_PACK_NONE) order[kept++] = (placed){key, n, name};
  }
  qsort(order, kept, sizeof *order, by_key_and_name);
  for (uint32_t n = 0; n < kept; n++) {
    ret_numbers[order[n].old] = n;
    so_array_push(&sorted, &old[order[n].old]);
    if (!sorted.failed) ((so_catalogue_value *)sorted.data)[n].key = order[n].key;
  }
  free(order);
  if (sorted.failed) {
    so_array_free(&sorted);
    return SOTTO_E_MEMORY;
  }
  so_array_free(&catalogue->values);
  catalogue->values = sorted;
  return SOTTO_OK;
}

static void run_keys(so_catalogue *catalogue, const uint32_t *numbers) {
  so_catalogue_key *keys = so_catalogue_keys(catalogue);
  so_catalogue_value *values = so_catalogue_values(catalogue);
  for (uint32_t n = 0; n < catalogue->values.count; n++) {
    keys[values[n].key].values_count++;
    if (values[n].parent != SO_PACK_NONE) values[n].parent = numbers[values[n].parent];
  }
  uint32_t at = 0;
  for (uint32_t n = 0; n < catalogue->keys.count; n++) {
    keys[n].values_start = at;
    at += keys[n].values_count;
  }
}

static void renumber_items(so_catalogue *catalogue, const uint32_t *numbers) {
  uint32_t *values = catalogue->item_values.data, at = 0;
  for (uint32_t item = 0; item < catalogue->items.count; item++) {
    so_catalogue_item *entry = &so_catalogue_items(catalogue)[item];
    uint32_t start = at;
    for (uint32_t n = 0; n < entry->values_count; n++) {
      uint32_t number = numbers[values[entry->values_start + n]];
      if (number == SO_PACK_NONE) continue;
      uint32_t place = at++;
      for (; place > start && values[place - 1] > number; place--)
        values[place] = values[place - 1];
      values[place] = number;
    }
    entry->values_start = start;
    entry->values_count = at - start;
    if (entry->type_value != SO_PACK_NONE) entry->type_value = numbers[entry->type_value];
  }
  so_array_resize(&catalogue->item_values, at);
}

uint32_t so_catalogue_find_key(const so_catalogue *catalogue, const char *name) {
  for (uint32_t n = 0; n < catalogue->keys.count; n++) {
    uint32_t text = so_catalogue_keys(catalogue)[n].name_text;
    if (so_text_is(so_text_pool_get(&catalogue->pool, text), name)) return n;
  }
  return SO_PACK_NONE;
}

uint32_t so_catalogue_find_value(const so_catalogue *catalogue, uint32_t key, const char *name) {
  const so_catalogue_key *entry = &so_catalogue_keys(catalogue)[key];
  uint32_t low = entry->values_start, high = low + entry->values_count;
  while (low < high) {
    uint32_t middle = low + (high - low) / 2;
    uint32_t text = so_catalogue_values(catalogue)[middle].name_text;
    int order = compare(so_text_pool_get(&catalogue->pool, text), so_text_of(name));
    if (order == 0) return middle;
    if (order < 0)
      low = middle + 1;
    else
      high = middle;
  }
  return SO_PACK_NONE;
}

/** Marks the values an attribute lists as discreet, and tells those that no item has. */
static void mark_discreet(so_catalogue *catalogue, uint32_t key) {
  uint32_t declared = so_catalogue_keys(catalogue)[key].declared;
  if (declared == SO_PACK_NONE) return;
  const json_t *list = catalogue->brand->attributes[declared].discreet;
  for (size_t n = 0; n < json_array_size(list); n++) {
    const char *name = json_string_value(json_array_get(list, n));
    uint32_t value = so_catalogue_find_value(catalogue, key, name);
    if (value != SO_PACK_NONE) {
      so_catalogue_values(catalogue)[value].flags |= SO_VALUE_DISCREET;
      continue;
    }
    so_place place = {catalogue->brand->path, 0, so_text_of(name)};
    so_find(catalogue->findings, (so_found){SO_FIND_WARNING(SOTTO_FINDING_DISCREET), place},
            "discreet_values lists it, but no item has this value of %s",
            catalogue->brand->attributes[declared].key);
  }
}

sotto_status so_catalogue_finish(so_catalogue *catalogue) {
  so_place place = {catalogue->file, 0, {NULL, 0}};
  if (catalogue->items.count == 0) {
    so_find(catalogue->findings, (so_found){SO_FIND_ERROR(SOTTO_FINDING_FILE), place},
            "the feed has no usable row");
    return SOTTO_E_STATE;
  }
  count_items(catalogue);
  uint32_t *keys = calloc(catalogue->keys.count, sizeof *keys);
  uint32_t *values = calloc(catalogue->values.count + 1, sizeof *values);
  sotto_status status = keys && values ? choose_keys(catalogue, keys) : SOTTO_E_MEMORY;
  if (!status) status = sort_values(catalogue, keys, values);
  if (!status) {
    run_keys(catalogue, values);
    renumber_items(catalogue, values);
    for (uint32_t n = 0; n < catalogue->keys.count; n++) mark_discreet(catalogue, n);
  }
  for (uint32_t n = 0; n < catalogue->brand->locale_count; n++) {
    so_array_resize(&catalogue->titles[n], catalogue->items.count);
    if (catalogue->titles[n].failed) status = SOTTO_E_MEMORY;
  }
  free(keys);
  free(values);
  return status;
}
