/* Open addressing; the table doubles at three quarters. */
#include "brand/number_map.h"

#include <stdlib.h>

void so_number_map_free(so_number_map *map) {
  free(map->keys);
  free(map->numbers);
  *map = (so_number_map){0};
}

/** Spreads the bits of a key (finalizer of SplitMix64). */
static size_t place_of(const so_number_map *map, uint64_t key) {
  key = (key ^ (key >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
  key = (key ^ (key >> 27)) * UINT64_C(0x94d049bb133111eb);
  size_t place = (size_t)(key ^ (key >> 31)) & (map->slots - 1);
  return place;
}

static size_t find(const so_number_map *map, uint64_t key) {
  size_t place = place_of(map, key);
  while (map->keys[place] != 0 && map->keys[place] != key) place = (place + 1) & (map->slots - 1);
  return place;
}

static int grow(so_number_map *map) {
  so_number_map bigger = {0};
  bigger.slots = map->slots ? map->slots * 2 : 1024;
  bigger.keys = calloc(bigger.slots, sizeof *bigger.keys);
  bigger.numbers = calloc(bigger.slots, sizeof *bigger.numbers);
  if (!bigger.keys || !bigger.numbers) {
    so_number_map_free(&bigger);
    map->failed = 1;
    return 0;
  }
  for (size_t n = 0; n < map->slots; n++) {
    if (map->keys[n] == 0) continue;
    size_t place = find(&bigger, map->keys[n]);
    bigger.keys[place] = map->keys[n];
    bigger.numbers[place] = map->numbers[n];
  }
  bigger.count = map->count;
  so_number_map_free(map);
  *map = bigger;
  return 1;
}

uint32_t so_number_map_get(const so_number_map *map, uint64_t key) {
  if (map->count == 0) return SO_NUMBER_MAP_NONE;
  size_t place = find(map, key);
  return map->keys[place] ? map->numbers[place] : SO_NUMBER_MAP_NONE;
}

uint32_t so_number_map_put(so_number_map *map, uint64_t key, uint32_t number) {
  if (map->count * 4 >= map->slots * 3 && !grow(map)) return number;
  size_t place = find(map, key);
  if (map->keys[place] == 0) {
    map->keys[place] = key;
    map->numbers[place] = number;
    map->count++;
  }
  return map->numbers[place];
}

uint64_t so_number_map_hash(sotto_text text, uint32_t number) {
  uint64_t hash = UINT64_C(14695981039346656037) ^ number;
  hash *= UINT64_C(1099511628211);
  for (size_t n = 0; n < text.size; n++) {
    hash = (hash ^ (uint8_t)text.data[n]) * UINT64_C(1099511628211);
  }
  return hash ? hash : 1;
}
