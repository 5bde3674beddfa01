/*
 * One pass over the pool per pick. The nearest similarity only grows, so an entry is compared with
 * what was chosen since it last was only where it could still be the best.
 */
#include <float.h>

#include "model/rank_work.h"

float so_diversity_similarity(const so_rank *rank, uint32_t a, uint32_t b) {
  const so_pack_item *first = &rank->pack->items[a], *second = &rank->pack->items[b];
  const uint32_t *values = rank->pack->item_values;
  uint32_t n = 0, m = 0;
  float dot = 0;
  while (n < first->values_count && m < second->values_count) {
    uint32_t x = values[first->values_start + n], y = values[second->values_start + m];
    if (x == y) {
      float rarity = rank->rarity[x];
      dot += rarity * rarity;
      n++, m++;
    } else if (x < y) {
      n++;
    } else {
      m++;
    }
  }
  float norms = (float)rank->norms[a] * (float)rank->norms[b];
  float cosine = dot * (norms / (4096.0f * 4096.0f));
  return cosine < 1 ? cosine : 1;
}

/** What an entry is worth beside those it has seen; never more beside more of them. */
static float worth(const so_diversity_pool *pool, const so_diversity_entry *entry) {
  float top = pool->entries[0].total > 0 ? (float)pool->entries[0].total : 1;
  return (1 - pool->diversity) * (float)entry->total / top - pool->diversity * entry->nearest;
}

/** Lets an entry see all that were chosen. */
static void approach(const so_rank *rank, const so_diversity_pool *pool,
                     so_diversity_entry *entry) {
  for (; entry->seen < pool->chosen_count; entry->seen++) {
    float similarity = so_diversity_similarity(rank, entry->item, pool->chosen[entry->seen]);
    if (similarity > entry->nearest) entry->nearest = similarity;
  }
}

size_t so_diversity_next(const so_rank *rank, so_diversity_pool *pool) {
  size_t best = pool->count;
  float most = -FLT_MAX;
  for (size_t n = 0; n < pool->count; n++) {
    so_diversity_entry *entry = &pool->entries[n];
    if (entry->taken || worth(pool, entry) <= most) continue;
    approach(rank, pool, entry);
    float value = worth(pool, entry);
    if (value <= most) continue;
    best = n;
    most = value;
    if (pool->diversity <= 0) break; /* the pool is sorted */
  }
  if (best == pool->count) return best;
  pool->entries[best].taken = 1;
  if (pool->diversity > 0) pool->chosen[pool->chosen_count++] = pool->entries[best].item;
  return best;
}
