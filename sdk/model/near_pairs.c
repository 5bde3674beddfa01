/* Each item is looked up once; a row has at most a few hundred edges. */
#include "model/near_pairs.h"

#include "model/pack_reader.h"

#define WINDOW 10u /* as far as a question looks (privacy/question.h) */
#define ITEM_BITS 0xffffffu

static int is_on_row(const so_pack *pack, uint32_t item, uint32_t other) {
  if (item >= pack->neighbour_row_count) return 0;
  const so_pack_row *row = &pack->neighbour_rows[item];
  const so_pack_edge *edges = pack->neighbours + row->start;
  for (uint32_t n = 0; n < row->count; n++)
    if ((edges[n].item_weight & ITEM_BITS) == other) return 1;
  return 0;
}

int so_near_pairs_are(const so_pack *pack, uint32_t item, uint32_t other) {
  return is_on_row(pack, item, other) || is_on_row(pack, other, item);
}

void so_near_pairs_mark(const so_pack *pack, so_traits *inout_traits) {
  uint32_t items[SO_TRAIT_ITEMS_MAX], count = inout_traits->item_count;
  if (count > SO_TRAIT_ITEMS_MAX) return;
  for (uint32_t n = 0; n < count; n++)
    items[n] = pack ? so_pack_find_hash(pack, inout_traits->items[n]) : SO_PACK_NONE;
  for (uint32_t n = 0; n < count; n++) {
    uint32_t near = 0;
    for (uint32_t d = 0; pack && d < WINDOW && n + 1 + d < count; d++)
      near |= (uint32_t)so_near_pairs_are(pack, items[n], items[n + 1 + d]) << d;
    inout_traits->near[n] = (uint16_t)near;
  }
}
