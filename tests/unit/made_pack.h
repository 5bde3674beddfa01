/*
 * A pack made of plain arrays from a seed, for tests and benchmarks of the models: any number of
 * items, keys and values, neighbour rows, popularity, prices, stock and discreet items. Never goes
 * through the pack's file format, which has tests of its own.
 */
#ifndef TEST_MADE_PACK_H
#define TEST_MADE_PACK_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/pack_reader.h"

/** What to make. */
typedef struct made_size {
  uint32_t items;
  uint32_t keys;
  uint32_t values; /* per key; each item carries one of each key */
  uint32_t edges;  /* per row */
  uint64_t seed;
} made_size;

typedef struct made_pack {
  so_pack pack;
  so_pack_item *items;
  so_pack_lookup *lookup;
  uint32_t *item_values;
  so_pack_key *keys;
  so_pack_value *values;
  uint32_t *value_items;
  uint32_t *popular_order;
  so_pack_row *rows;
  so_pack_edge *edges;
  char *text;
  uint32_t *text_index;
} made_pack;

static inline uint64_t made_random(uint64_t *state) {
  *state += 0x9e3779b97f4a7c15u;
  uint64_t x = *state;
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
  return x ^ (x >> 31);
}

static inline uint32_t made_below(uint64_t *state, uint32_t bound) {
  return (uint32_t)((made_random(state) >> 32) * bound >> 32);
}

static inline uint64_t made_hash(uint32_t item) {
  uint64_t state = item;
  return made_random(&state) | 1u;
}

static inline void *made_array(size_t count, size_t size) {
  void *array = calloc(count ? count : 1, size);
  if (!array) abort();
  return array;
}

static inline int made_by_hash(const void *a, const void *b) {
  uint64_t x = ((const so_pack_lookup *)a)->hash, y = ((const so_pack_lookup *)b)->hash;
  return (x > y) - (x < y);
}

static inline void made_texts(made_pack *made, const made_size *size) {
  uint32_t count = size->keys + size->keys * size->values;
  made->text = made_array(count, 24);
  made->text_index = made_array(count + 1, sizeof(uint32_t));
  uint32_t at = 0;
  for (uint32_t n = 0; n < count; n++) {
    made->text_index[n] = at;
    uint32_t value = n - size->keys;
    if (n < size->keys)
      at += (uint32_t)snprintf(made->text + at, 24, "key%u", n);
    else
      at += (uint32_t)snprintf(made->text + at, 24, "value%05u", value % size->values);
  }
  made->text_index[count] = at;
}

static inline void made_attributes(made_pack *made, const made_size *size, uint64_t *state) {
  uint32_t values = size->keys * size->values, at = 0;
  for (uint32_t item = 0; item < size->items; item++) {
    made->items[item].values_start = item * size->keys;
    made->items[item].values_count = size->keys;
    for (uint32_t key = 0; key < size->keys; key++) {
      uint32_t value = key * size->values + made_below(state, size->values);
      made->item_values[item * size->keys + key] = value;
      made->values[value].items_count++;
    }
  }
  for (uint32_t value = 0; value < values; value++) {
    so_pack_value *about = &made->values[value];
    about->key = value / size->values;
    about->name_text = size->keys + value;
    about->baseline = (float)about->items_count / (float)size->items;
    about->parent = SO_PACK_NONE;
    about->items_start = at;
    at += about->items_count;
    about->items_count = 0;
  }
  for (uint32_t n = 0; n < size->items * size->keys; n++) {
    so_pack_value *about = &made->values[made->item_values[n]];
    made->value_items[about->items_start + about->items_count++] = n / size->keys;
  }
}

static inline void made_rows(made_pack *made, const made_size *size, uint64_t *state) {
  for (uint32_t item = 0; item < size->items; item++) {
    made->rows[item] = (so_pack_row){item * size->edges, size->edges, 0.01f, 0};
    for (uint32_t n = 0; n < size->edges; n++) {
      uint32_t weight = 127 - 126 * n / size->edges;
      uint32_t other = made_below(state, size->items);
      made->edges[item * size->edges + n].item_weight = other | weight << 24;
    }
  }
}

static inline void made_items(made_pack *made, const made_size *size, uint64_t *state) {
  for (uint32_t n = 0; n < size->items; n++) {
    made->items[n].flags = SO_ITEM_IN_STOCK;
    made->items[n].price_minor = 100 + made_below(state, 100000);
    made->items[n].popularity = 1.0f / (float)(n + 2); /* item 0 is the most popular */
    made->items[n].type_value = SO_PACK_NONE;
    made->popular_order[n] = n;
    made->lookup[n] = (so_pack_lookup){made_hash(n), n, 0};
  }
  qsort(made->lookup, size->items, sizeof *made->lookup, made_by_hash);
}

static inline made_pack *made_new(const made_size *size) {
  made_pack *made = made_array(1, sizeof *made);
  uint64_t state = size->seed;
  uint32_t values = size->keys * size->values;
  made->items = made_array(size->items, sizeof *made->items);
  made->lookup = made_array(size->items, sizeof *made->lookup);
  made->item_values = made_array((size_t)size->items * size->keys, sizeof(uint32_t));
  made->keys = made_array(size->keys, sizeof *made->keys);
  made->values = made_array(values, sizeof *made->values);
  made->value_items = made_array((size_t)size->items * size->keys, sizeof(uint32_t));
  made->popular_order = made_array(size->items, sizeof(uint32_t));
  made->rows = made_array(size->items, sizeof *made->rows);
  made->edges = made_array((size_t)size->items * size->edges, sizeof *made->edges);
  for (uint32_t key = 0; key < size->keys; key++)
    made->keys[key] = (so_pack_key){key, 5, key * size->values, size->values, 0, 0};
  made_texts(made, size);
  made_items(made, size, &state);
  made_attributes(made, size, &state);
  made_rows(made, size, &state);
  made->pack = (so_pack){.text = made->text,
                         .text_index = made->text_index,
                         .text_count = size->keys + values,
                         .text_bytes = made->text_index[size->keys + values],
                         .items = made->items,
                         .item_count = size->items,
                         .lookup = made->lookup,
                         .item_values = made->item_values,
                         .keys = made->keys,
                         .key_count = size->keys,
                         .values = made->values,
                         .value_count = values,
                         .value_items = made->value_items,
                         .popular_order = made->popular_order,
                         .neighbour_rows = size->edges ? made->rows : NULL,
                         .neighbours = made->edges};
  return made;
}

static inline void made_free(made_pack *made) {
  free(made->items);
  free(made->lookup);
  free(made->item_values);
  free(made->keys);
  free(made->values);
  free(made->value_items);
  free(made->popular_order);
  free(made->rows);
  free(made->edges);
  free(made->text);
  free(made->text_index);
  free(made);
}

#endif
