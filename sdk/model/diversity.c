/*
 * One pass over the pool per pick: the nearest similarity is kept up to date, not recomputed.
 */
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

static void approach(const so_rank *rank, so_diversity_pool *pool, uint32_t item) {
  for (size_t n = 0; n < pool->count; n++) {
    so_diversity_entry *entry = &pool->entries[n];
    if (entry->taken) continue;
    float similarity = so_diversity_similarity(rank, entry->item, item);
    if (similarity > entry->nearest) entry->nearest = similarity;
  }
}

size_t so_diversity_next(const so_rank *rank, so_diversity_pool *pool) {
  size_t best = pool->count;
  float most = 0,
        top = pool->count && pool->entries[0].total > 0 ? (float)pool->entries[0].total : 1;
  for (size_t n = 0; n < pool->count; n++) {
    const so_diversity_entry *entry = &pool->entries[n];
    if (entry->taken) continue;
    float value =
        (1 - pool->diversity) * (float)entry->total / top - pool->diversity * entry->nearest;
    if (best == pool->count || value > most) {
      best = n;
      most = value;
    }
    if (pool->diversity <= 0) break; /* the pool is sorted */
  }
  if (best == pool->count) return best;
  pool->entries[best].taken = 1;
  if (pool->diversity > 0) approach(rank, pool, pool->entries[best].item);
  return best;
}
