/*
 * The order of a request: block, gather, sum, popular, pool, place, refill, explain, clean up.
 */
#include "model/rank.h"

#include <assert.h>
#include <math.h>
#include <string.h>

#include "model/curve.h"
#include "model/rank_work.h"

#define NORM_MAX (1u << 20)
#define EXPLORE_TRIES 16u
#define LOOKED_AT 2048u   /* of the popular, before the shelf is filled in their order anyway */
#define PIN_MICRO 1000000 /* what a rule, or exploring, adds to an item it places */
#define NOISE_ERRORS 2.0f /* popularity within so many standard errors of zero is noise */

void so_rank_request_init(so_rank_request *ret_request) {
  *ret_request = (so_rank_request){.limit = 10,
                                   .slot = SO_PACK_NONE,
                                   .context_item = SO_PACK_NONE,
                                   .category_value = SO_PACK_NONE,
                                   .diversity = 0.3f,
                                   .personal = 1,
                                   .categories = SO_AFFINITY_ALL_CATEGORIES};
}

static size_t aligned(size_t bytes) {
  return (bytes + 63u) & ~(size_t)63u;
}

size_t so_rank_scratch_bytes(uint32_t item_count, uint32_t value_count) {
  size_t per_item = 1 + 7 * sizeof(uint32_t);
  return aligned(sizeof(so_rank_work)) + aligned((size_t)value_count * sizeof(float)) +
         ((size_t)item_count + 32) * per_item + 512;
}

static void *take(uint8_t **inout_at, size_t bytes) {
  void *here = *inout_at;
  *inout_at += aligned(bytes);
  return here;
}

static uint32_t inverse_norm(const so_rank *rank, const so_pack_item *item) {
  float square = 0;
  for (uint32_t n = 0; n < item->values_count; n++) {
    float rarity = rank->rarity[rank->pack->item_values[item->values_start + n]];
    square += rarity * rarity;
  }
  if (!(square > 0)) return 0;
  double inverse = 4096.0 / sqrt((double)square); /* IEEE: the same everywhere */
  return inverse < NORM_MAX ? (uint32_t)inverse : NORM_MAX;
}

/** Popularity kept after its noise: positive-part James-Stein. */
static float kept_popularity(const so_pack_item *item) {
  float popularity = item->popularity, noise = NOISE_ERRORS * item->popularity_error;
  if (!(popularity > 0)) return 0;
  float kept = popularity - (noise > 0 ? noise * noise / popularity : 0);
  return kept > 0 ? kept : 0;
}

/**
 * Popularity that counts as all: the largest kept, larger still where noise took most of what the
 * table held, so that a table of noise alone says next to nothing.
 */
static double full_popularity(const so_pack *pack) {
  double most = 0, raw = 0, kept = 0;
  for (uint32_t n = 0; n < pack->item_count; n++) {
    double popularity = (double)kept_popularity(&pack->items[n]);
    if (popularity > most) most = popularity;
    raw += (double)pack->items[n].popularity;
    kept += popularity;
  }
  return kept > 0 ? most * (raw / kept) : 0;
}

static void prepare_items(const so_pack *pack, so_rank *rank) {
  double most = full_popularity(pack);
  for (uint32_t n = 0; n < pack->item_count; n++) {
    const so_pack_item *item = &pack->items[n];
    rank->norms[n] = inverse_norm(rank, item);
    if (most > 0)
      rank->popular[n] =
          (int32_t)((1 << SO_RANK_POPULAR_BITS) * (double)kept_popularity(item) / most);
    if (item->flags & SO_ITEM_IN_STOCK) rank->flags[n] |= SO_INFO_STOCKED;
    if (!so_pack_item_is_discreet(pack, n)) rank->flags[n] |= SO_INFO_OPEN;
  }
}

void so_rank_prepare(const so_pack *pack, void *scratch, so_rank *ret_rank) {
  uint8_t *at = scratch;
  size_t per_item = pack->item_count * sizeof(uint32_t);
  assert(((uintptr_t)scratch & 63u) == 0);
  memset(scratch, 0, so_rank_scratch_bytes(pack->item_count, pack->value_count));
  so_rank rank = {.pack = pack};
  rank.work = take(&at, sizeof *rank.work);
  rank.rarity = take(&at, pack->value_count * sizeof *rank.rarity);
  rank.flags = take(&at, pack->item_count);
  rank.totals = take(&at, per_item);
  rank.popular = take(&at, per_item);
  rank.norms = take(&at, per_item);
  rank.sums = take(&at, per_item);
  rank.touched = take(&at, per_item + sizeof *rank.touched);
  rank.work->candidates = take(&at, 2 * per_item + 2 * sizeof *rank.work->candidates);
  for (uint32_t n = 0; n < pack->value_count; n++) {
    double rarity = (double)pack->item_count / (1 + (double)pack->values[n].items_count);
    rank.rarity[n] = rarity > 1 ? (float)so_curve_log(rarity) : 0;
  }
  prepare_items(pack, &rank);
  *ret_rank = rank;
}

static void flag(const so_rank *rank, uint32_t item, uint32_t bit, int on) {
  if (item >= rank->pack->item_count) return;
  uint32_t others = rank->flags[item] & ~bit;
  rank->flags[item] = (uint8_t)(on ? others | bit : others);
}

/** Blocks, or unblocks afterwards, what this request must not pick. */
static void block(const so_rank *rank, int on) {
  const so_rank_request *request = rank->work->request;
  const so_shelf *shelf = &rank->work->mind->shelf;
  uint8_t shelved = SO_SHELF_DISMISSED | (request->personal ? SO_SHELF_CART : 0);
  for (size_t n = 0; n < request->excluded_count; n++)
    flag(rank, request->excluded[n], SO_INFO_BLOCKED, on);
  flag(rank, request->context_item, SO_INFO_BLOCKED, on);
  for (uint32_t n = 0; n < shelf->count; n++) {
    uint32_t item = shelf->entries[n].item;
    if (shelf->flags[n] & shelved) flag(rank, item, SO_INFO_BLOCKED, on);
    if (shelf->flags[n] & SO_SHELF_BOUGHT) flag(rank, item, SO_INFO_MET, on);
  }
}

static int32_t popular_micro(const so_rank *rank, uint32_t item) {
  return (int32_t)((rank->popular[item] * rank->work->popular_micro) >> SO_RANK_POPULAR_BITS);
}

static int32_t total_of(const so_rank *rank, uint32_t item) {
  return rank->totals[item] + popular_micro(rank, item);
}

static void set_order(const so_rank *rank) {
  const so_pack *pack = rank->pack;
  so_rank_work *work = rank->work;
  uint32_t category = work->request->category_value;
  work->order = pack->popular_order;
  work->order_count = pack->item_count;
  if (category >= pack->value_count) return;
  const so_pack_value *value = &pack->values[category];
  int typed = pack->category_order && value->key == 0;
  work->order = (typed ? pack->category_order : pack->value_items) + value->items_start;
  work->order_count = value->items_count;
}

/** 1 when `a` ranks before `b`: higher total, then more popular, then the smaller number. */
static int before(const so_rank *rank, const so_diversity_entry *a, const so_diversity_entry *b) {
  if (a->total != b->total) return a->total > b->total;
  int32_t first = rank->popular[a->item], second = rank->popular[b->item];
  return first != second ? first > second : a->item < b->item;
}

/** Puts an item into the pool if it is among the best; 0 where it may not be picked. */
static int offer(const so_rank *rank, uint32_t item) {
  so_diversity_entry entry = {.item = item, .total = total_of(rank, item)};
  so_diversity_pool *pool = &rank->work->pool;
  int full = pool->count > 0 && pool->count == rank->work->pool_limit;
  if (full && !before(rank, &entry, &pool->entries[pool->count - 1])) return 1;
  if (!so_rank_rules_allow(rank, item)) return 0;
  size_t at = full ? pool->count - 1 : pool->count++;
  for (; at > 0 && before(rank, &entry, &pool->entries[at - 1]); at--)
    pool->entries[at] = pool->entries[at - 1];
  pool->entries[at] = entry;
  if (pool->count == rank->work->pool_limit)
    rank->work->least = pool->entries[pool->count - 1].total;
  return 1;
}

/** Offers the most popular of those that are no candidates. */
static void offer_popular(const so_rank *rank) {
  const so_rank_work *work = rank->work;
  uint32_t most = work->order_count < LOOKED_AT ? work->order_count : LOOKED_AT;
  for (uint32_t n = 0, fresh = 0; n < most && fresh < work->pool_limit; n++) {
    uint32_t item = work->order[n];
    if (rank->totals[item] != 0) continue; /* was a candidate */
    fresh += total_of(rank, item) < work->least || offer(rank, item);
  }
}

/** Offers the candidates, most of which a look at their total turns away, then the popular. */
static void fill_pool(const so_rank *rank) {
  so_rank_work *work = rank->work;
  size_t limit = work->request->diversity > 0 ? 4 * work->request->limit : work->request->limit;
  if (work->request->complete) limit = SO_RANK_POOL_MAX; /* most may be of one kind */
  work->pool.count = work->pool.chosen_count = 0;
  work->pool.diversity = work->request->diversity;
  work->pool_limit = limit < SO_RANK_POOL_MAX ? limit : SO_RANK_POOL_MAX;
  work->least = 1;
  for (uint32_t n = 0; n < work->candidate_count; n++) {
    uint32_t item = work->candidates[n];
    if (total_of(rank, item) >= work->least) (void)offer(rank, item);
  }
  offer_popular(rank);
}

static int is_full(const so_rank_work *work) {
  return work->pick_count == work->request->limit;
}

static so_rank_pick *place(const so_rank *rank, uint32_t item) {
  so_rank_pick *pick = &rank->work->picks[rank->work->pick_count++];
  *pick = (so_rank_pick){.item = item};
  if (SO_RANK_BUNDLES) rank->work->bundle.filled |= so_rank_bundle_parts(rank, item);
  flag(rank, item, SO_INFO_TAKEN, 1);
  return pick;
}

/** Begins a pick's reasons with what placed it. */
static void begin_reasons(so_rank_pick *pick, uint32_t strategy) {
  pick->reasons[pick->reason_count++] =
      (so_rank_reason){strategy, PIN_MICRO, SO_PACK_NONE, SO_PACK_NONE};
}

/** Places the pin of this position, if there is one and it is allowed. */
static int place_pin(const so_rank *rank) {
  const so_rank_rules *rules = &rank->work->rules;
  for (uint32_t n = 0; n < rules->count; n++) {
    const so_pack_rule *rule = &rules->rules[n];
    if (rule->kind != SO_RULE_PIN_ITEM || rule->number != rank->work->pick_count) continue;
    if (!so_rank_rules_allow(rank, rule->target)) continue;
    begin_reasons(place(rank, rule->target), SO_REASON_RULE);
    return 1;
  }
  return 0;
}

/** 1 when a rule keeps the item for a place of its own that is still to come. */
static int is_pinned(const so_rank_work *work, uint32_t item) {
  for (uint32_t n = 0; n < work->rules.count; n++) {
    const so_pack_rule *rule = &work->rules.rules[n];
    if (rule->kind == SO_RULE_PIN_ITEM && rule->target == item &&
        rule->number >= work->pick_count && rule->number < work->request->limit)
      return 1;
  }
  return 0;
}

/**
 * Places something new where the slot explores this place: an item drawn from all that may stand
 * here and is not disliked, however little is known of it. The draw depends on seed and place
 * alone.
 */
static int place_explored(const so_rank *rank) {
  so_rank_work *work = rank->work;
  uint32_t slot = work->request->slot;
  if (!work->order_count) return 0;
  if (slot >= rank->pack->slot_count || !rank->pack->slots[slot].explore_permille) return 0;
  uint64_t drawn = so_rank_draw(work->request->seed ^ (uint64_t)(work->pick_count + 1) << 32);
  if (drawn % 1000 >= rank->pack->slots[slot].explore_permille) return 0;
  for (uint32_t n = 0; n < EXPLORE_TRIES; n++) {
    drawn = so_rank_draw(drawn);
    uint32_t item = work->order[(drawn & 0xffffffffu) * work->order_count >> 32];
    if (total_of(rank, item) < 0 || is_pinned(work, item)) continue;
    if (!so_rank_rules_allow(rank, item)) continue;
    begin_reasons(place(rank, item), SO_STRATEGY_EXPLORE);
    return 1;
  }
  return 0;
}

/** Takes out of the pool what a cart to be completed no longer lacks. */
static void drop_kinds(const so_rank *rank) {
  so_diversity_pool *pool = &rank->work->pool;
  for (size_t n = 0; n < pool->count; n++)
    if (so_rank_has_kind(rank, pool->entries[n].item)) pool->entries[n].taken = 1;
}

/** Takes from the pool until the shelf or the pool ends. */
static void place_pool(const so_rank *rank) {
  so_rank_work *work = rank->work;
  while (!is_full(work)) {
    if (place_pin(rank) || place_explored(rank)) continue;
    if (work->request->complete) drop_kinds(rank);
    size_t next = so_diversity_next(rank, &work->pool);
    if (next == work->pool.count) return;
    uint32_t item = work->pool.entries[next].item;
    if (!(rank->flags[item] & SO_INFO_TAKEN) && !is_pinned(work, item)) (void)place(rank, item);
  }
}

/** Fills what is missing in popularity order; what the person dislikes only when `disliked`. */
static void refill(const so_rank *rank, int disliked) {
  so_rank_work *work = rank->work;
  for (uint32_t n = 0; n < work->order_count; n++) {
    uint32_t item = work->order[n];
    while (!is_full(work) && place_pin(rank)) continue;
    if (is_full(work)) return;
    if (!disliked && total_of(rank, item) < 0) continue;
    if (so_rank_rules_allow(rank, item)) (void)place(rank, item);
  }
}

static void sort_reasons(so_rank_pick *pick) {
  for (uint32_t n = 1; n < pick->reason_count; n++) {
    so_rank_reason reason = pick->reasons[n];
    uint32_t at = n;
    for (; at > 0 && pick->reasons[at - 1].micro < reason.micro; at--)
      pick->reasons[at] = pick->reasons[at - 1];
    pick->reasons[at] = reason;
  }
}

void so_rank_tell(const so_rank *rank) {
  so_rank_work *work = rank->work;
  for (size_t n = 0; n < work->pick_count; n++) {
    so_rank_pick *pick = &work->picks[n];
    int placed = pick->reason_count > 0;
    pick->score_micro = total_of(rank, pick->item) + (placed ? PIN_MICRO : 0);
    rank->sums[pick->item] = (int32_t)n + 1;
  }
  for (uint32_t n = 0; n < work->source_count; n++) so_rank_explain(rank, &work->sources[n]);
  for (size_t n = 0; n < work->pick_count; n++) {
    so_rank_pick *pick = &work->picks[n];
    int32_t micro = popular_micro(rank, pick->item);
    rank->sums[pick->item] = 0;
    if (micro > 0 || pick->reason_count == 0)
      pick->reasons[pick->reason_count++] =
          (so_rank_reason){SO_STRATEGY_POPULAR, micro, SO_PACK_NONE, SO_PACK_NONE};
    sort_reasons(pick);
  }
}

void so_rank_clean(const so_rank *rank) {
  const so_rank_work *work = rank->work;
  uint32_t count = work->candidate_count, items = rank->pack->item_count;
  int32_t *totals = rank->totals;
  if (count > items / 8) {
    memset(totals, 0, items * sizeof *totals);
    count = 0;
  }
  for (uint32_t n = 0; n < count; n++) totals[work->candidates[n]] = 0;
  for (uint32_t n = 0; n < work->met_count; n++) flag(rank, work->met[n].item, SO_INFO_MET, 0);
  for (size_t n = 0; n < work->pick_count; n++) flag(rank, work->picks[n].item, SO_INFO_TAKEN, 0);
  block(rank, 0);
}

void so_rank_fill(const so_rank *rank, const so_mind *mind, const so_rank_request *request,
                  so_rank_pick *ret_picks) {
  assert(request->limit >= 1 && request->limit <= SO_RANK_LIMIT_MAX);
  so_rank_work *work = rank->work;
  work->mind = mind;
  work->picks = ret_picks;
  work->pick_count = 0;
  so_rank_rules_of(rank, request);
  set_order(rank);
  block(rank, 1);
  so_rank_gather(rank);
  work->popular_micro = (int64_t)(1e6 * (double)work->blend[SO_STRATEGY_POPULAR]);
  for (uint32_t n = 0; n < work->source_count; n++) so_rank_sum(rank, &work->sources[n]);
  fill_pool(rank);
  place_pool(rank);
  refill(rank, 0);
  refill(rank, 1);
}

size_t so_rank_picks(const so_rank *rank, const so_mind *mind, const so_rank_request *request,
                     so_rank_pick *ret_picks) {
  so_rank_fill(rank, mind, request, ret_picks);
  so_rank_tell(rank);
  so_rank_clean(rank);
  return rank->work->pick_count;
}
