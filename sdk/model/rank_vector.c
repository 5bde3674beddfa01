/*
 * What lies nearest to the history among the pack's vectors. The history is one vector: the sum of
 * its items' by their slow weights, and of the page's. The scan (vector_scan) is exhaustive and on
 * integers, so picks stay the same on every machine; its answer is kept until the history changes.
 * Counts by the stated quality of the vectors less its noise (positive-part James-Stein): random
 * ones count nothing.
 */
#include <string.h>

#include "model/rank_work.h"
#include "model/vector_scan.h"

#define QUALITY_ERRORS 2.0f
#define QUERY_ITEMS 10u
#define CAUSES 4u /* of the history, that a hit may be said to resemble */

static so_vector_table table_of(const so_pack *pack) {
  return (so_vector_table){pack->vectors, pack->item_count, pack->vector_info->width,
                           SO_VECTOR_BEST};
}

static float quality_of(const so_pack_vectors *info) {
  float noise = QUALITY_ERRORS * info->error;
  return info->quality > noise ? info->quality - noise * noise / info->quality : 0;
}

/** The items the query is made of, the latest first, and their weights in 1/1024. */
static uint32_t history_of(const so_rank *rank, uint32_t *ret_items, int32_t *ret_weights) {
  const so_rank_work *work = rank->work;
  uint32_t count = 0, page = work->request->context_item;
  if (page < rank->pack->item_count && rank->flags[page] & SO_INFO_OPEN) {
    ret_items[count] = page;
    ret_weights[count++] = 1024;
  }
  for (uint32_t n = 0; n < work->met_count && count < QUERY_ITEMS; n++) {
    ret_items[count] = work->met[n].item;
    ret_weights[count++] = (int32_t)(work->met[n].slow_weight * 1024);
  }
  return count;
}

static void make_query(const so_vector_table *table, const uint32_t *items, const int32_t *weights,
                       so_rank_vectors *to) {
  int32_t sums[SO_PACK_VECTOR_WIDTH_MAX] = {0}, most = 0;
  for (uint32_t n = 0; n < to->count; n++) {
    int8_t vector[SO_PACK_VECTOR_WIDTH_MAX];
    so_vector_get(table, items[n], vector);
    for (uint32_t k = 0; k < table->width; k++) sums[k] += weights[n] * vector[k];
  }
  for (uint32_t k = 0; k < table->width; k++) {
    int32_t size = sums[k] < 0 ? -sums[k] : sums[k];
    if (size > most) most = size;
  }
  memset(to->query, 0, sizeof to->query);
  for (uint32_t k = 0; k < table->width && most; k++)
    to->query[k] = (int8_t)((int64_t)sums[k] * 127 / most);
}

static int32_t dot(const int8_t *a, const int8_t *b, uint32_t width) {
  int32_t sum = 0;
  for (uint32_t k = 0; k < width; k++) sum += a[k] * b[k];
  return sum;
}

/** Which item of the history a hit resembles most. */
static uint32_t cause_of(const so_vector_table *table, const uint32_t *items, uint32_t count,
                         uint32_t hit) {
  int8_t own[SO_PACK_VECTOR_WIDTH_MAX], other[SO_PACK_VECTOR_WIDTH_MAX];
  int32_t most = INT32_MIN;
  uint32_t best = SO_PACK_NONE;
  so_vector_get(table, hit, own);
  for (uint32_t n = 0; n < count && n < CAUSES; n++) {
    so_vector_get(table, items[n], other);
    int32_t score = dot(own, other, table->width);
    if (score <= most) continue;
    most = score;
    best = items[n];
  }
  return best;
}

/** Asks the table anew where the query is not the one before. */
static void look(const so_vector_table *table, const uint32_t *items, const int32_t *weights,
                 so_rank_vectors *to) {
  int8_t before[SO_PACK_VECTOR_WIDTH_MAX];
  so_vector_hit hits[SO_RANK_VECTOR_HITS];
  memcpy(before, to->query, sizeof before);
  make_query(table, items, weights, to);
  if (to->hit_count && memcmp(before, to->query, sizeof before) == 0 && to->first == items[0])
    return;
  to->first = items[0];
  to->hit_count = (uint32_t)so_vector_scan(table, to->query, SO_RANK_VECTOR_HITS, hits);
  for (uint32_t n = 0; n < to->hit_count; n++)
    to->hits[n] =
        (so_rank_hit){hits[n].row, hits[n].score, cause_of(table, items, to->count, hits[n].row)};
}

void so_rank_gather_vectors(const so_rank *rank, so_rank_source *source) {
  const so_pack *pack = rank->pack;
  so_rank_vectors *to = &rank->work->vectors;
  uint32_t items[QUERY_ITEMS];
  int32_t weights[QUERY_ITEMS];
  if (!pack->vector_info || !(quality_of(pack->vector_info) > 0)) return;
  to->count = history_of(rank, items, weights);
  if (!to->count) return;
  so_vector_table table = table_of(pack);
  look(&table, items, weights, to);
  source->skip_met = 1;
  source->blend *= quality_of(pack->vector_info);
  for (uint32_t n = 0; n < to->hit_count && to->hits[n].score > 0; n++) {
    so_rank_term *term =
        so_rank_open_term(rank->work, to->hits[n].because_item, (float)to->hits[n].score);
    if (!term) return;
    term->items = &to->hits[n].item;
    term->count = 1;
  }
}
