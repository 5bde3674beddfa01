/* Quantizing rows. */
#include "brand/edge_rows.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "model/pack_format.h"

static int best_first(const void *left, const void *right) {
  const so_partner *a = left, *b = right;
  if (a->weight > b->weight) return -1;
  if (a->weight < b->weight) return 1;
  return (a->item > b->item) - (a->item < b->item);
}

size_t so_edge_rows_best(so_partner *partners, size_t count, size_t limit) {
  qsort(partners, count, sizeof *partners, best_first);
  return count < limit ? count : limit;
}

void so_edge_rows_add(so_array *rows, so_array *edges, const so_partner *partners, size_t count) {
  so_pack_row row = {(uint32_t)edges->count, 0, 0, 0};
  if (count) row.scale = partners[0].weight / 127.0f;
  for (size_t n = 0; n < count; n++) {
    long weight = lroundf(partners[n].weight / row.scale);
    if (weight < 1) break;
    so_pack_edge edge = {partners[n].item | (uint32_t)(weight > 127 ? 127 : weight) << 24};
    so_array_push(edges, &edge);
  }
  row.count = (uint32_t)edges->count - row.start;
  so_array_push(rows, &row);
}

/** The least weight that leaves no more than `room` edges; 0 where all fit. */
static uint32_t least_for(const so_pack_edge *edges, size_t count, size_t room) {
  size_t counts[256] = {0}, kept = 0;
  uint32_t weight = 127;
  for (size_t n = 0; n < count; n++) counts[edges[n].item_weight >> 24]++;
  while (weight > 0 && kept + counts[weight] <= room) kept += counts[weight--];
  return weight ? weight + 1 : 0;
}

void so_edge_rows_cut(so_array *rows, so_array *edges, size_t mean) {
  so_pack_row *row = rows->data;
  so_pack_edge *edge = edges->data;
  uint32_t least = least_for(edge, edges->count, mean * rows->count), to = 0;
  for (size_t n = 0; least && n < rows->count; n++) {
    uint32_t from = row[n].start, count = 0;
    while (count < row[n].count && edge[from + count].item_weight >> 24 >= least) count++;
    memmove(edge + to, edge + from, count * sizeof *edge);
    row[n].start = to;
    row[n].count = count;
    to += count;
  }
  if (least) so_array_resize(edges, to);
}
