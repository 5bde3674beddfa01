/*
 * Who has one hardly needs another: product types of what lies in the cart or was bought fall back
 * until the shop's numbers (REPEATS of the pack), or the person's own days, say that people buy of
 * them again. By what was done and counted, never by a name: without any such number a kind counts
 * as one that lasts, until the person buys of it again or looks at it once more. What was bought
 * counts half after 90 days. Items without a product type are nobody's kind.
 */
#include <sotto/event.h>
#include <string.h>

#include "model/curve.h"
#include "model/rank_work.h"

#define AGAIN 0.25f /* share of buyers who buy again from which on a kind is nothing that lasts */
#define AGAIN_ERRORS 2.0f
#define HALF_MS ((double)(90 * INT64_C(86400000)))
#define IN_CART 0.5f /* the choice may not be made yet */
#define LEAST 0.05f
#define LOOKED_BACK 64u
#define BLEND 2.0f /* as much as the best neighbour and the best companion of the page together */

static uint32_t type_of(const so_rank *rank, uint32_t item) {
  return item < rank->pack->item_count ? rank->pack->items[item].type_value : SO_PACK_NONE;
}

static so_rank_kind *find_kind(so_rank_work *work, uint32_t type) {
  for (uint32_t n = 0; n < work->kind_count; n++)
    if (work->kinds[n].type == type) return &work->kinds[n];
  return NULL;
}

/** Room for one more kind; in place of the least, where it weighs less. */
static so_rank_kind *room_for(so_rank_work *work, float weight) {
  so_rank_kind *least = work->kinds;
  if (work->kind_count < SO_RANK_KINDS) return &work->kinds[work->kind_count++];
  for (uint32_t n = 1; n < SO_RANK_KINDS; n++)
    if (work->kinds[n].weight < least->weight) least = &work->kinds[n];
  return least->weight < weight ? least : NULL;
}

/** How little more is wanted of a kind that lasts, bought (or not) so long ago. */
static float weight_of(const so_rank *rank, const so_shelf_entry *entry, uint8_t flags) {
  double age_ms = (double)(rank->work->request->now_ms - entry->last_purchase_ms);
  if (flags & SO_SHELF_CART) return IN_CART;
  if (age_ms <= 0) return 1;
  return (float)so_curve_half(age_ms / HALF_MS);
}

/** One more of a kind that is noted. Bought again, or two of a kind: nothing that lasts. */
static void add(so_rank_kind *kind, const so_shelf_entry *entry, uint8_t flags) {
  uint32_t bought = (flags & SO_SHELF_BOUGHT) != 0, in_cart = (flags & SO_SHELF_CART) != 0;
  int64_t since_ms = in_cart ? entry->last_ms : entry->last_purchase_ms;
  kind->again |= bought & (uint32_t)(entry->purchase_days > 1 || kind->bought);
  kind->bought |= bought;
  kind->in_cart |= in_cart;
  if (since_ms > kind->since_ms) kind->since_ms = since_ms;
}

/** Takes in one item of the shelf. */
static void have(const so_rank *rank, const so_shelf_entry *entry, uint8_t flags) {
  uint32_t type = type_of(rank, entry->item);
  if (type == SO_PACK_NONE || !(rank->flags[entry->item] & SO_INFO_OPEN)) return;
  float weight = weight_of(rank, entry, flags);
  if (weight < LEAST) return;
  so_rank_kind *kind = find_kind(rank->work, type);
  if (!kind) {
    kind = room_for(rank->work, weight);
    if (!kind) return;
    *kind = (so_rank_kind){.type = type, .because_item = entry->item};
  }
  if (weight > kind->weight) kind->weight = weight;
  add(kind, entry, flags);
}

/** Who looks at the kind once more wants one. */
static void look_back(const so_rank *rank) {
  const so_shelf_step *step;
  for (uint32_t back = 0; back < LOOKED_BACK; back++) {
    step = so_shelf_step_back(&rank->work->mind->shelf, back);
    if (!step) return;
    so_rank_kind *kind = find_kind(rank->work, type_of(rank, step->item));
    int looked = step->type != SOTTO_EVENT_PURCHASE && step->type != SOTTO_EVENT_ADD_TO_CART;
    if (kind && looked && step->time_ms > kind->since_ms) kind->weight = 0;
  }
}

/** What the shop's numbers leave of a weight. */
static float lasting(const so_pack *pack, const so_rank_kind *kind) {
  if (kind->again) return 0;
  if (!pack->repeats) return kind->weight;
  const so_pack_repeat *repeat = &pack->repeats[kind->type];
  float again = (repeat->share + AGAIN_ERRORS * repeat->error) / AGAIN;
  return again < 1 ? kind->weight * (1 - again) : 0;
}

void so_rank_kinds(const so_rank *rank) {
  so_rank_work *work = rank->work;
  const so_shelf *shelf = &work->mind->shelf;
  work->kind_count = 0;
  if (!rank->pack->keys[0].values_count) return;
  for (uint32_t n = 0; work->request->personal && n < shelf->count; n++) {
    uint8_t flags = shelf->flags[n];
    if (flags & (SO_SHELF_BOUGHT | SO_SHELF_CART)) have(rank, &shelf->entries[n], flags);
  }
  if (work->kind_count) look_back(rank);
  for (uint32_t n = 0; n < work->kind_count; n++)
    work->kinds[n].weight = lasting(rank->pack, &work->kinds[n]);
  so_rank_kind *page = find_kind(work, type_of(rank, work->request->context_item));
  if (page) page->weight = 0;
}

/** 1 where the type has finer ones, so that its items are not all alike. */
static int is_coarse(const so_pack *pack, uint32_t type) {
  sotto_text name = so_pack_text(pack, pack->values[type].name_text);
  for (uint32_t n = type + 1; n < pack->keys[0].values_count; n++) {
    sotto_text other = so_pack_text(pack, pack->values[n].name_text);
    if (other.size < name.size || memcmp(other.data, name.data, name.size) != 0) return 0;
    if (pack->values[n].parent == type) return 1;
  }
  return 0;
}

void so_rank_gather_owned(const so_rank *rank, so_rank_source *source) {
  const so_rank_work *work = rank->work;
  const so_pack *pack = rank->pack;
  source->sign = -1;
  source->unit = SO_RANK_UNIT;
  source->blend = 0;
  for (uint32_t n = 0; n < work->kind_count; n++) {
    const so_rank_kind *kind = &work->kinds[n];
    const so_pack_value *type = &pack->values[kind->type];
    if (kind->weight < LEAST || type->items_count > SO_RANK_POSTINGS) continue;
    if (is_coarse(pack, kind->type)) continue;
    so_rank_term *term = so_rank_open_term(rank->work, kind->because_item, kind->weight);
    if (!term) return;
    term->items = pack->value_items + type->items_start;
    term->count = type->items_count;
    term->value = kind->type;
    float blend = BLEND * kind->weight; /* the largest term counts SO_RANK_UNIT */
    if (blend > source->blend) source->blend = blend;
  }
}

int so_rank_has_kind(const so_rank *rank, uint32_t item) {
  const so_rank_work *work = rank->work;
  uint32_t type = rank->pack->items[item].type_value;
  if (SO_RANK_BUNDLES && so_rank_bundle_parts(rank, item) & work->bundle.filled) return 1;
  if (type == SO_PACK_NONE) return 0;
  for (uint32_t n = 0; n < work->kind_count; n++)
    if (work->kinds[n].type == type && work->kinds[n].in_cart) return 1;
  for (size_t n = 0; n < work->pick_count; n++)
    if (rank->pack->items[work->picks[n].item].type_value == type) return 1;
  return 0;
}
