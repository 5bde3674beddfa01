/* Small rather than fast: a question about pairs comes a few times a year. */
#include "model/near_pairs.h"

#include "model/pack_reader.h"

static uint32_t is_on_row(const so_pack *pack, uint32_t item, uint32_t other) {
  if (item >= pack->neighbour_row_count) return 0;
  const so_pack_row *row = &pack->neighbour_rows[item];
  const so_pack_edge *edge = pack->neighbours + row->start, *end = edge + row->count;
  while (edge < end && (edge->item_weight & SO_PACK_EDGE_ITEM) != other) edge++;
  return edge < end;
}

void so_near_pairs_mark(const so_pack *pack, so_traits *inout_traits) {
  uint32_t items[SO_PAIR_WINDOW + 1]; /* the latest, in a ring */
  for (uint32_t n = 0; n < inout_traits->item_count; n++) {
    uint32_t item = so_pack_find_hash(pack, inout_traits->items[n]);
    inout_traits->near[n] = 0;
    items[n % (SO_PAIR_WINDOW + 1)] = item;
    for (uint32_t d = 0; d < SO_PAIR_WINDOW && d < n; d++) {
      uint32_t other = items[(n - 1 - d) % (SO_PAIR_WINDOW + 1)];
      uint32_t near = is_on_row(pack, item, other) | is_on_row(pack, other, item);
      inout_traits->near[n - 1 - d] |= (uint16_t)(near << d);
    }
  }
}
