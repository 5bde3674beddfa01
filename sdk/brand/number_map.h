/*
 * A map from 64-bit hashes to 32-bit numbers: linear probing in one block. The key 0 is not allowed
 * (hashes of this room are never 0). Used for item ids, value texts and the users of a log.
 */
#ifndef SO_BRAND_NUMBER_MAP_H
#define SO_BRAND_NUMBER_MAP_H

#include <sotto/base.h>

#define SO_NUMBER_MAP_NONE UINT32_MAX

typedef struct so_number_map {
  uint64_t *keys;
  uint32_t *numbers;
  size_t count;
  size_t slots; /* a power of two */
  int failed;
} so_number_map;

void so_number_map_free(so_number_map *map);
/** The number of a key, or SO_NUMBER_MAP_NONE. */
uint32_t so_number_map_get(const so_number_map *map, uint64_t key);
/** The number of a key; where it is new, it becomes `number`. */
uint32_t so_number_map_put(so_number_map *map, uint64_t key, uint32_t number);
/** FNV-1a 64 of a text, mixed with a number; never 0. */
uint64_t so_number_map_hash(sotto_text text, uint32_t number);

#endif
