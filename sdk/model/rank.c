/*
 * The order of a request: block, gather, sum, popular, pool, place, refill, explain, clean up.
 */
#include "model/rank.h"

#include <assert.h>
#include <math.h>
#include <string.h>

#include "model/curve.h"
#include "model/diversity.h"
#include "model/rank_gather.h"
#include "model/rank_rules.h"
#include "model/rank_sources.h"

#define POOL_MAX 256u
#define NORM_MAX (1u << 20)
#define POPULAR_BITS 20
#define PIN_MICRO 1000000 /* what a rule adds to an item it places */
#define NOISE_ERRORS 2.0f /* popularity within so many standard errors of zero is noise */

typedef struct shelf_run {
  const uint32_t *items; /* NULL: 0, 1, 2 … */
  uint32_t count;
} shelf_run;

/** One request under way. */
typedef struct ranking {
  const so_rank *rank;
  const so_rank_request *request;
  so_rank_rules rules;
  int64_t popular_micro; /* of the most popular item */
  shelf_run order;       /* most popular first */
  so_diversity_entry pool[POOL_MAX];
  size_t pool_limit;
  size_t pool_count;
  so_rank_pick *picks;
  size_t pick_count;
} ranking;

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
  return aligned(sizeof(so_rank_work)) + aligned(sizeof(ranking)) +
         aligned((size_t)value_count * sizeof(float)) + ((size_t)item_count + 32) * per_item + 512;
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

static void prepare_items(const so_pack *pack, so_rank *rank) {
  float most = 0;
  for (uint32_t n = 0; n < pack->item_count; n++) {
    float popularity = kept_popularity(&pack->items[n]);
    if (popularity > most) most = popularity;
  }
  for (uint32_t n = 0; n < pack->item_count; n++) {
    const so_pack_item *item = &pack->items[n];
    rank->norms[n] = inverse_norm(rank, item);
    if (most > 0)
      rank->popular[n] = (int32_t)((1 << POPULAR_BITS) * (double)kept_popularity(item) / most);
    if (item->flags & SO_ITEM_IN_STOCK) rank->flags[n] |= SO_INFO_STOCKED;
    if (!so_pack_item_is_discreet(pack, n)) rank->flags[n] |= SO_INFO_OPEN;
  }
}

void so_rank_prepare(const so_pack *pack, void *scratch, so_rank *ret_rank) {
  uint8_t *at = scratch;
  assert(((uintptr_t)scratch & 63u) == 0);
  memset(scratch, 0, so_rank_scratch_bytes(pack->item_count, pack->value_count));
  so_rank rank = {.pack = pack};
  rank.work = take(&at, sizeof *rank.work);
  rank.ranking = take(&at, sizeof(ranking));
  rank.rarity = take(&at, pack->value_count * sizeof *rank.rarity);
  rank.flags = take(&at, pack->item_count);
  rank.totals = take(&at, pack->item_count * sizeof *rank.totals);
  rank.popular = take(&at, pack->item_count * sizeof *rank.popular);
  rank.norms = take(&at, pack->item_count * sizeof *rank.norms);
  rank.sums = take(&at, pack->item_count * sizeof *rank.sums);
  rank.touched = take(&at, (pack->item_count + 1) * sizeof *rank.touched);
  rank.work->candidates = take(&at, 2 * (pack->item_count + 1) * sizeof *rank.work->candidates);
  for (uint32_t n = 0; n < pack->value_count; n++) {
    double rarity = (double)pack->item_count / (1 + (double)pack->values[n].items_count);
    rank.rarity[n] = rarity > 1 ? (float)so_curve_log(rarity) : 0;
  }
  prepare_items(pack, &rank);
  *ret_rank = rank;
}

static void flag(const so_rank *rank, uint32_t item, uint32_t bit, int on) {
  if (item >= rank->pack->item_count) return;
  if (on)
    rank->flags[item] |= (uint8_t)bit;
  else
    rank->flags[item] &= (uint8_t)~bit;
}

/** Blocks, or unblocks afterwards, what this request must not pick. */
static void block(const ranking *with, const so_mind *mind, int on) {
  const so_rank_request *request = with->request;
  uint8_t shelved = SO_SHELF_DISMISSED | (request->personal ? SO_SHELF_CART : 0);
  for (size_t n = 0; n < request->excluded_count; n++)
    flag(with->rank, request->excluded[n], SO_INFO_BLOCKED, on);
  flag(with->rank, request->context_item, SO_INFO_BLOCKED, on);
  for (uint32_t n = 0; n < mind->shelf.count; n++) {
    if (mind->shelf.flags[n] & shelved)
      flag(with->rank, mind->shelf.entries[n].item, SO_INFO_BLOCKED, on);
  }
}

static int32_t popular_micro(const ranking *with, uint32_t item) {
  return (int32_t)((with->rank->popular[item] * with->popular_micro) >> POPULAR_BITS);
}

static int32_t total_of(const ranking *with, uint32_t item) {
  return with->rank->totals[item] + popular_micro(with, item);
}

static uint32_t item_at(const ranking *with, uint32_t place) {
  return with->order.items ? with->order.items[place] : place;
}

static void set_order(ranking *with) {
  const so_pack *pack = with->rank->pack;
  uint32_t category = with->request->category_value;
  with->order = (shelf_run){pack->popular_order, pack->item_count};
  if (category < pack->value_count) {
    const so_pack_value *value = &pack->values[category];
    int typed = pack->category_order && value->key == 0;
    const uint32_t *from = typed ? pack->category_order : pack->value_items;
    with->order = (shelf_run){NULL, 0};
    if (value->items_count)
      with->order = (shelf_run){from + value->items_start, value->items_count};
  }
}

/** 1 when `a` ranks before `b`: higher total, then more popular, then the smaller number. */
static int before(const ranking *with, const so_diversity_entry *a, const so_diversity_entry *b) {
  if (a->total != b->total) return a->total > b->total;
  int32_t first = with->rank->popular[a->item], second = with->rank->popular[b->item];
  return first != second ? first > second : a->item < b->item;
}

/** The least total that can enter the pool; it falls never. */
static int32_t floor_of(const ranking *with) {
  return with->pool_count < with->pool_limit ? 1 : with->pool[with->pool_count - 1].total;
}

/** Puts an item into the pool if it is among the best that may be picked. */
static void offer(ranking *with, uint32_t item) {
  so_diversity_entry entry = {.item = item, .total = total_of(with, item)};
  so_diversity_entry *pool = with->pool;
  if (with->pool_count == with->pool_limit && !before(with, &entry, &pool[with->pool_count - 1]))
    return;
  if (!so_rank_rules_allow(&with->rules, item)) return;
  size_t at = with->pool_count < with->pool_limit ? with->pool_count++ : with->pool_count - 1;
  for (; at > 0 && before(with, &entry, &pool[at - 1]); at--) pool[at] = pool[at - 1];
  pool[at] = entry;
}

/** Offers the candidates, most of which a look at their total turns away. */
static void offer_candidates(ranking *with) {
  const uint32_t *candidates = with->rank->work->candidates;
  const int32_t *totals = with->rank->totals, *popular = with->rank->popular;
  int64_t micro = with->popular_micro;
  int32_t least = floor_of(with);
  for (uint32_t n = 0; n < with->rank->work->candidate_count; n++) {
    uint32_t item = candidates[n];
    if (totals[item] + (int32_t)((popular[item] * micro) >> POPULAR_BITS) < least) continue;
    offer(with, item);
    least = floor_of(with);
  }
}

static void fill_pool(ranking *with) {
  size_t limit = with->request->limit;
  with->pool_limit = with->request->diversity > 0 ? 4 * limit : limit;
  if (with->pool_limit > POOL_MAX) with->pool_limit = POOL_MAX;
  offer_candidates(with);
  for (uint32_t n = 0, fresh = 0; n < with->order.count && fresh < with->pool_limit; n++) {
    uint32_t item = item_at(with, n);
    if (with->rank->totals[item] != 0) continue; /* was a candidate */
    if (total_of(with, item) >= floor_of(with)) offer(with, item);
    fresh++;
  }
}

static void place(ranking *with, uint32_t item) {
  so_rank_pick *pick = &with->picks[with->pick_count++];
  *pick = (so_rank_pick){.item = item};
  flag(with->rank, item, SO_INFO_TAKEN, 1);
}

static const so_pack_rule *pin_at(const ranking *with, size_t position) {
  for (uint32_t n = 0; n < with->rules.count; n++) {
    const so_pack_rule *rule = &with->rules.rules[n];
    if (rule->kind == SO_RULE_PIN_ITEM && rule->number == position) return rule;
  }
  return NULL;
}

/** Places the pin of this position, if there is one and it is allowed. */
static int place_pin(ranking *with) {
  const so_pack_rule *pin = pin_at(with, with->pick_count);
  if (!pin || !so_rank_rules_allow(&with->rules, pin->target)) return 0;
  so_rank_pick *pick = &with->picks[with->pick_count];
  place(with, pin->target);
  pick->reasons[pick->reason_count++] =
      (so_rank_reason){SO_REASON_RULE, PIN_MICRO, SO_PACK_NONE, SO_PACK_NONE};
  return 1;
}

/** Items pinned further down are kept for their place. */
static void keep_pins(const ranking *with, int on) {
  for (uint32_t n = 0; n < with->rules.count; n++) {
    const so_pack_rule *rule = &with->rules.rules[n];
    if (rule->kind == SO_RULE_PIN_ITEM && rule->number < with->request->limit)
      flag(with->rank, rule->target, SO_INFO_PINNED, on);
  }
}

/** Takes from the pool until the shelf or the pool ends. */
static void place_pool(ranking *with) {
  so_diversity_pool pool = {with->pool, with->pool_count, with->request->diversity};
  while (with->pick_count < with->request->limit) {
    if (place_pin(with)) continue;
    size_t next = so_diversity_next(with->rank, &pool);
    if (next == pool.count) return;
    uint32_t flags = with->rank->flags[with->pool[next].item];
    if (!(flags & (SO_INFO_PINNED | SO_INFO_TAKEN))) place(with, with->pool[next].item);
  }
}

/** Fills what is missing in popularity order; what the person dislikes only when `disliked`. */
static void refill(ranking *with, int disliked) {
  for (uint32_t n = 0; n < with->order.count && with->pick_count < with->request->limit; n++) {
    while (with->pick_count < with->request->limit && place_pin(with)) continue;
    uint32_t item = item_at(with, n);
    if (with->pick_count == with->request->limit) return;
    if (!disliked && total_of(with, item) < 0) continue;
    if (so_rank_rules_allow(&with->rules, item)) place(with, item);
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

static void explain(ranking *with) {
  const so_rank *rank = with->rank;
  for (size_t n = 0; n < with->pick_count; n++) {
    so_rank_pick *pick = &with->picks[n];
    int pinned = pick->reason_count > 0;
    pick->score_micro = total_of(with, pick->item) + (pinned ? PIN_MICRO : 0);
    rank->sums[pick->item] = (int32_t)n + 1;
  }
  for (uint32_t n = 0; n < rank->work->source_count; n++)
    so_rank_explain(rank, &rank->work->sources[n], with->picks, with->pick_count);
  for (size_t n = 0; n < with->pick_count; n++) {
    so_rank_pick *pick = &with->picks[n];
    rank->sums[pick->item] = 0;
    so_rank_reason popular = {SO_STRATEGY_POPULAR, popular_micro(with, pick->item), SO_PACK_NONE,
                              SO_PACK_NONE};
    if (popular.micro > 0 || pick->reason_count == 0) pick->reasons[pick->reason_count++] = popular;
    sort_reasons(pick);
  }
}

/** Leaves the scratch as it was found. */
static void clean(const ranking *with, const so_mind *mind) {
  const so_rank *rank = with->rank;
  const uint32_t *candidates = rank->work->candidates;
  uint32_t count = rank->work->candidate_count, items = rank->pack->item_count;
  int32_t *totals = rank->totals;
  if (count > items / 8) {
    memset(totals, 0, items * sizeof *totals);
    count = 0;
  }
  for (uint32_t n = 0; n < count; n++) totals[candidates[n]] = 0;
  for (uint32_t n = 0; n < rank->work->met_count; n++)
    flag(rank, rank->work->met[n].item, SO_INFO_MET, 0);
  for (size_t n = 0; n < with->pick_count; n++) flag(rank, with->picks[n].item, SO_INFO_TAKEN, 0);
  keep_pins(with, 0);
  block(with, mind, 0);
}

size_t so_rank_picks(const so_rank *rank, const so_mind *mind, const so_rank_request *request,
                     so_rank_pick *ret_picks) {
  assert(request->limit >= 1 && request->limit <= SO_RANK_LIMIT_MAX);
  ranking *with = rank->ranking;
  with->rank = rank;
  with->request = request;
  with->picks = ret_picks;
  with->pick_count = with->pool_count = 0;
  so_rank_rules_of(rank, request, &with->rules);
  set_order(with);
  block(with, mind, 1);
  so_rank_gather(rank, mind, request);
  with->popular_micro = (int64_t)(1e6 * (double)rank->work->blend[SO_STRATEGY_POPULAR]);
  for (uint32_t n = 0; n < rank->work->source_count; n++)
    so_rank_sum(rank, &rank->work->sources[n]);
  fill_pool(with);
  keep_pins(with, 1);
  place_pool(with);
  keep_pins(with, 0);
  refill(with, 0);
  refill(with, 1);
  explain(with);
  clean(with, mind);
  return with->pick_count;
}
