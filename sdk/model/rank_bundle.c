/*
 * The occasion a cart is on the way to ("a picnic": a blanket, a cool box, …): the one of which the
 * cart fills most parts, the larger share deciding between equals. Each missing part proposes its
 * most popular items; which of them is picked is the ranker's business. Occasions are those the
 * brand named for search, so this is part of that feature.
 */
#include "model/rank_work.h"
#include "model/text_view.h"

#define CART_ITEMS 16u
#define PART_ITEMS 8u /* proposed for each missing part */

static int open_view(const so_pack *pack, so_text_view *ret_view) {
  return pack->header && so_text_view_open(ret_view, pack, 0) == SOTTO_OK;
}

/** 1 where the item has one of the part's values of every key the part names. */
static int fills(const so_text_view *view, const so_text_part *part, uint32_t item) {
  uint32_t key = SO_PACK_NONE;
  int holds = part->values.count > 0, found = 1;
  for (uint32_t n = 0; n < part->values.count; n++) {
    uint32_t value = so_text_view_part_value(view, part->values.start + n);
    if (value == SO_PACK_NONE) return 0;
    if (view->pack->values[value].key != key) {
      holds = holds && found;
      found = 0;
    }
    key = view->pack->values[value].key;
    found = found || so_pack_item_has(view->pack, item, value);
  }
  return holds && found;
}

static uint32_t parts_of(const so_text_view *view, const so_rank_bundle *bundle, uint32_t item) {
  uint32_t filled = 0;
  for (uint32_t n = 0; n < bundle->count; n++) {
    const so_text_part *part = so_text_view_part(view, bundle->start + n);
    if (part && fills(view, part, item)) filled |= 1u << n;
  }
  return filled;
}

uint32_t so_rank_bundle_parts(const so_rank *rank, uint32_t item) {
  so_text_view view;
  const so_rank_bundle *bundle = &rank->work->bundle;
  if (!bundle->count || !open_view(rank->pack, &view)) return 0;
  return parts_of(&view, bundle, item);
}

static uint32_t count_of(uint32_t bits) {
  uint32_t count = 0;
  for (; bits; bits &= bits - 1) count++;
  return count;
}

/** Keeps the occasion if the cart fills more of it than of the one before. */
static void try_occasion(const so_text_view *view, uint32_t occasion, const so_rank *rank) {
  const so_text_occasion *about = so_text_view_occasion(view, occasion);
  so_rank_bundle *best = &rank->work->bundle;
  const so_shelf *shelf = &rank->work->mind->shelf;
  so_rank_bundle bundle = {occasion, about->parts.start, about->parts.count, 0};
  if (bundle.count > SO_RANK_PARTS) bundle.count = SO_RANK_PARTS;
  for (uint32_t n = 0, rest = CART_ITEMS; n < shelf->count && rest; n++) {
    uint32_t item = shelf->entries[n].item;
    if (!(shelf->flags[n] & SO_SHELF_CART) || item >= rank->pack->item_count) continue;
    bundle.filled |= parts_of(view, &bundle, item);
    rest--;
  }
  uint32_t has = count_of(bundle.filled), had = count_of(best->filled);
  if (has > had || (has && has == had && bundle.count < best->count)) *best = bundle;
}

/** The most popular items of a missing part. */
static void propose(const so_rank *rank, const so_text_view *view, const so_text_part *part) {
  const so_pack *pack = rank->pack;
  uint32_t rest = PART_ITEMS;
  for (uint32_t v = 0; v < part->values.count; v++) {
    uint32_t value = so_text_view_part_value(view, part->values.start + v);
    if (value == SO_PACK_NONE || pack->values[value].key != 0) continue; /* kinds of product */
    const uint32_t *run = pack->category_order + pack->values[value].items_start;
    for (uint32_t n = 0; n < pack->values[value].items_count && rest; n++) {
      if (!fills(view, part, run[n]) || !so_rank_rules_allow(rank, run[n])) continue;
      so_rank_term *term = so_rank_open_term(rank->work, SO_PACK_NONE, 1);
      if (!term) return;
      term->items = run + n;
      term->count = 1;
      term->because_value = rank->work->bundle.occasion;
      rest--;
    }
  }
}

void so_rank_gather_bundle(const so_rank *rank, so_rank_source *source) {
  so_text_view view;
  so_rank_bundle *bundle = &rank->work->bundle;
  *bundle = (so_rank_bundle){.occasion = SO_PACK_NONE};
  if (!rank->work->request->personal || !rank->work->mind->shelf.cart_count) return;
  if (!open_view(rank->pack, &view)) return;
  for (uint32_t n = 0; n < view.occasions.count; n++) try_occasion(&view, n, rank);
  if (!bundle->count) return;
  source->blend *= (float)count_of(bundle->filled) / (float)bundle->count;
  source->unit = SO_RANK_UNIT;
  for (uint32_t n = 0; n < bundle->count; n++) {
    const so_text_part *part = so_text_view_part(&view, bundle->start + n);
    if (part && !(bundle->filled & 1u << n)) propose(rank, &view, part);
  }
}
