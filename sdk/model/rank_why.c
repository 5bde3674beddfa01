/*
 * Fixed facts first, in the order a person would want them told; then the score. See rank_why.h.
 */
#include "model/rank_why.h"

#include "model/rank_work.h"

/** What the person did with the item: SO_SHELF_… bits. */
static uint8_t shelved_of(const so_shelf *shelf, uint32_t item) {
  for (uint32_t n = 0; n < shelf->count; n++)
    if (shelf->entries[n].item == item) return shelf->flags[n];
  return 0;
}

/** What the person did, or the request said, to the item by name; SOTTO_WHY_COUNT: nothing. */
static uint32_t blocked(const so_rank *rank, const so_rank_asked *asked) {
  uint8_t shelved = shelved_of(&asked->mind->shelf, asked->item);
  if (!(rank->flags[asked->item] & SO_INFO_OPEN)) return SOTTO_WHY_DISCREET;
  if (shelved & SO_SHELF_DISMISSED) return SOTTO_WHY_DISMISSED;
  if (asked->request->personal && shelved & SO_SHELF_CART) return SOTTO_WHY_CART;
  if (asked->item == asked->request->context_item) return SOTTO_WHY_PAGE;
  int excluded = rank->flags[asked->item] & SO_INFO_BLOCKED;
  return excluded ? SOTTO_WHY_EXCLUDED : SOTTO_WHY_COUNT;
}

/** What stock and the request's bounds say of the item; SOTTO_WHY_COUNT: nothing. */
static uint32_t barred(const so_rank *rank, const so_rank_asked *asked) {
  const so_rank_request *request = asked->request;
  const so_pack_item *item = &rank->pack->items[asked->item];
  uint32_t category = request->category_value;
  if (rank->work->rules.needs_stock && !(item->flags & SO_ITEM_IN_STOCK)) return SOTTO_WHY_STOCK;
  if (!so_rank_in_band(item->price_minor, request->price_from_minor, request->price_to_minor))
    return SOTTO_WHY_PRICE;
  int other = category != SO_PACK_NONE && !so_pack_item_has(rank->pack, asked->item, category);
  return other ? SOTTO_WHY_CATEGORY : SOTTO_WHY_COUNT;
}

static uint32_t kind_of_rule(const so_pack_rule *rule) {
  switch (rule->kind) {
  case SO_RULE_EXCLUDE_VALUE: return SOTTO_WHY_RULE_VALUE;
  case SO_RULE_INCLUDE_VALUE: return SOTTO_WHY_RULE_OTHERS;
  case SO_RULE_PRICE_BAND: return SOTTO_WHY_RULE_PRICE;
  default: return SOTTO_WHY_RULE;
  }
}

static uint32_t fixed(const so_rank *rank, const so_rank_asked *asked, so_rank_why *why) {
  uint32_t kind = blocked(rank, asked);
  if (kind == SOTTO_WHY_COUNT) kind = barred(rank, asked);
  if (kind != SOTTO_WHY_COUNT) return kind;
  why->rule = so_rank_rules_bar(rank, asked->item);
  if (why->rule) return kind_of_rule(why->rule);
  int there = asked->request->complete && so_rank_has_kind(rank, asked->item);
  return there ? SOTTO_WHY_KIND : SOTTO_WHY_COUNT;
}

static uint32_t place_of(const so_rank_work *work, uint32_t item) {
  for (size_t n = 0; n < work->pick_count; n++)
    if (work->picks[n].item == item) return (uint32_t)n + 1;
  return 0;
}

/** Puts the item behind the picks, so that its reasons are told with theirs. */
static void tell(const so_rank *rank, uint32_t item, so_rank_why *why) {
  so_rank_work *work = rank->work;
  size_t at = why->place ? why->place - 1 : work->pick_count;
  if (!why->place) work->picks[work->pick_count++] = (so_rank_pick){.item = item};
  rank->flags[item] |= SO_INFO_TAKEN; /* reasons are told of what is */
  so_rank_tell(rank);
  why->pick = work->picks[at];
}

/** The least score of a pick that no rule placed. */
static int64_t least_of(const so_rank_work *work, size_t count) {
  int64_t least = INT64_MAX;
  for (size_t n = 0; n < count; n++) {
    const so_rank_pick *pick = &work->picks[n];
    uint32_t first = pick->reason_count ? pick->reasons[0].strategy : SO_STRATEGY_POPULAR;
    int placed = first == SO_REASON_RULE || first == SO_STRATEGY_EXPLORE;
    if (!placed && pick->score_micro < least) least = pick->score_micro;
  }
  return least;
}

static uint32_t most_alike(const so_rank *rank, uint32_t item, size_t count) {
  uint32_t best = SO_PACK_NONE;
  float most = 0;
  for (size_t n = 0; n < count; n++) {
    uint32_t other = rank->work->picks[n].item;
    float alike = so_diversity_similarity(rank, item, other);
    if (alike <= most) continue;
    most = alike;
    best = other;
  }
  return best;
}

static int64_t owned_of(const so_rank_pick *pick) {
  for (uint32_t n = 0; n < pick->reason_count; n++)
    if (pick->reasons[n].strategy == SO_REASON_OWNED) return pick->reasons[n].micro;
  return 0;
}

/** Says that it scores less than the least of the picks; gives that, INT64_MAX for none. */
static int64_t compare(const so_rank *rank, size_t count, so_rank_why *why) {
  int64_t least = least_of(rank->work, count), score = why->pick.score_micro;
  why->kind = SOTTO_WHY_SCORE;
  if (count == 0 || least == INT64_MAX) return INT64_MAX; /* all places are the shop's own */
  why->behind_micro = least > score ? least - score : 0;
  if (score <= least && score - owned_of(&why->pick) > least) why->kind = SOTTO_WHY_OWNED;
  return least;
}

/** Of what may be shown and scored too little, or enough but was too much like another. */
static void weigh(const so_rank *rank, size_t count, so_rank_why *why) {
  int64_t least = compare(rank, count, why), score = why->pick.score_micro;
  if (score <= least || score <= 0) return; /* what scores nothing is taken by popularity */
  why->like_item = most_alike(rank, why->pick.item, count);
  if (why->like_item != SO_PACK_NONE) why->kind = SOTTO_WHY_LIKE;
}

/** Likeness is why only if the item would be picked with no diversity; else its score is. */
static void weigh_plainly(const so_rank *rank, const so_rank_asked *asked, so_rank_pick *room,
                          so_rank_why *why) {
  so_rank_request plain = *asked->request;
  plain.diversity = 0;
  so_rank_fill(rank, asked->mind, &plain, room);
  so_rank_tell(rank);
  size_t count = rank->work->pick_count;
  if (!place_of(rank->work, asked->item) && least_of(rank->work, count) >= why->pick.score_micro) {
    (void)compare(rank, count, why);
    why->like_item = SO_PACK_NONE;
  }
  so_rank_clean(rank);
  rank->work->request = asked->request;
}

void so_rank_why_not(const so_rank *rank, const so_rank_asked *asked, so_rank_pick *room,
                     so_rank_why *ret_why) {
  *ret_why = (so_rank_why){.like_item = SO_PACK_NONE};
  so_rank_fill(rank, asked->mind, asked->request, room);
  size_t count = rank->work->pick_count;
  ret_why->place = place_of(rank->work, asked->item);
  uint32_t kind = ret_why->place ? SOTTO_WHY_SHOWN : fixed(rank, asked, ret_why);
  ret_why->kind = kind;
  uint32_t scored = SO_INFO_OPEN | SO_INFO_BLOCKED; /* what is blocked was never summed */
  if ((rank->flags[asked->item] & scored) == SO_INFO_OPEN) tell(rank, asked->item, ret_why);
  if (kind == SOTTO_WHY_COUNT) weigh(rank, count, ret_why);
  so_rank_clean(rank);
  if (ret_why->kind == SOTTO_WHY_LIKE) weigh_plainly(rank, asked, room, ret_why);
}
