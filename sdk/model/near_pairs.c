/* Small rather than fast: a question about pairs comes a few times a year. */
#include "model/near_pairs.h"

#include "model/pack_reader.h"

#define WINDOW 10u /* as far as a question looks (privacy/question.h) */
#define ITEM_BITS 0xffffffu

static uint32_t is_on_row(const so_pack *pack, uint32_t item, uint32_t other) {
  if (item >= pack->neighbour_row_count) return 0;
  const so_pack_row *row = &pack->neighbour_rows[item];
  const so_pack_edge *edge = pack->neighbours + row->start, *end = edge + row->count;
  while (edge < end && (edge->item_weight & ITEM_BITS) != other) edge++;
  return edge < end;
}

void so_near_pairs_mark(const so_pack *pack, so_traits *inout_traits) {
  uint32_t items[WINDOW + 1]; /* the latest, in a ring */
  for (uint32_t n = 0; n < inout_traits->item_count; n++) {
    uint32_t item = so_pack_find_hash(pack, inout_traits->items[n]);
    inout_traits->near[n] = 0;
    items[n % (WINDOW + 1)] = item;
    for (uint32_t d = 0; d < WINDOW && d < n; d++) {
      uint32_t other = items[(n - 1 - d) % (WINDOW + 1)];
      uint32_t near = is_on_row(pack, item, other) | is_on_row(pack, other, item);
      inout_traits->near[n - 1 - d] |= (uint16_t)(near << d);
    }
  }
}
