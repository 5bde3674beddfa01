/*
 * The walk over the terms, for summing over all items and for explaining the picks. Amounts are
 * int32: a factor of at most SO_RANK_UNIT = 2^14 times an int8 weight, over at most 64 rows, stays
 * below 2^27; postings and shelf amounts are smaller.
 */
#include "model/curve.h"
#include "model/rank_work.h"

#define LOG2_E 1.4426950408889634

/** The item of a term's entry; SO_PACK_NONE: nothing. */
static inline uint32_t item_at(const so_rank *rank, const so_rank_term *term, uint32_t n) {
  if (term->edges) return term->edges[n].item_weight & SO_PACK_EDGE_ITEM;
  if (term->items) return term->items[n];
  const so_shelf *shelf = &rank->work->mind->shelf;
  uint32_t item = shelf->flags[n] & SO_SHELF_BOUGHT ? shelf->entries[n].item : SO_PACK_NONE;
  return item < rank->pack->item_count ? item : SO_PACK_NONE;
}

static inline int32_t weight_at(const so_rank_term *term, uint32_t n) {
  return (int32_t)(term->edges[n].item_weight >> 24);
}

/** Nothing is left of a weight within its noise. */
static int32_t kept_amount(const so_rank_term *term, uint32_t n) {
  float weight = (float)weight_at(term, n), kept = weight - term->cut / weight;
  return kept > 0 ? (int32_t)((float)term->factor * kept) : 0;
}

/**
 * Of what was bought: log2(1 + habit) units, so habits rise but flatten; as of the latest purchase,
 * since silence weakens none of them against the others.
 */
static int32_t bought_amount(const so_rank *rank, uint32_t n) {
  const so_mind *mind = rank->work->mind;
  double habit = (double)so_shelf_habit(&mind->shelf.entries[n], mind->facts.last_purchase_ms);
  return (int32_t)(SO_RANK_UNIT * LOG2_E * so_curve_log(1 + habit));
}

/** What of an item counts, of 2^`bits`. */
typedef struct share {
  const uint32_t *norms; /* NULL: all */
  uint32_t bits;
} share;

static share share_of(const so_rank *rank, const so_rank_source *source) {
  if (source->by_popularity) /* never below 0 */
    return (share){(const uint32_t *)rank->popular, SO_RANK_POPULAR_BITS};
  return (share){source->normed ? rank->norms : NULL, 12};
}

/** An entry of a term, and its item. */
typedef struct place {
  uint32_t n;
  uint32_t item;
} place;

/** What a term's entry adds to its item; postings add by the item alone. */
static inline int32_t amount_at(const so_rank *rank, share of, const so_rank_term *term, place at) {
  if (term->edges)
    return term->cut > 0 ? kept_amount(term, at.n) : term->factor * weight_at(term, at.n);
  if (!term->items) return bought_amount(rank, at.n);
  if (!of.norms) return term->factor;
  return (int32_t)(((int64_t)term->factor * of.norms[at.item]) >> of.bits);
}

/** Sums under way over the items that may be proposed. */
typedef struct walk {
  uint32_t mask;     /* what of an item's flags must leave SO_INFO_OPEN alone */
  int32_t most;      /* the largest sum */
  uint32_t *touched; /* behind the items whose sum is above 0 */
} walk;

static void walk_term(const so_rank *rank, share of, const so_rank_term *term, walk *to) {
  walk local = *to;
  for (uint32_t n = 0; n < term->count; n++) {
    uint32_t item = item_at(rank, term, n);
    if (item == SO_PACK_NONE || (rank->flags[item] & local.mask) != SO_INFO_OPEN) continue;
    int32_t amount = amount_at(rank, of, term, (place){n, item});
    if (amount <= 0) continue;
    int32_t before = rank->sums[item], sum = before + amount;
    rank->sums[item] = sum;
    *local.touched = item;
    local.touched += before == 0;
    if (sum > local.most) local.most = sum;
  }
  *to = local;
}

/** The share of the source's edges that is no noise: what noisy rows keep of what they hold. */
static double confidence_of(const so_rank_term *terms, uint32_t count) {
  double raw = 0, kept = 0;
  for (; count; count--, terms++)
    for (uint32_t n = 0; terms->cut > 0 && n < terms->count; n++) {
      raw += terms->factor * weight_at(terms, n);
      kept += kept_amount(terms, n);
    }
  return raw > 0 ? kept / raw : 1; /* exact rows lose nothing */
}

/**
 * Moves the sums into the totals and notes new candidates: those whose total was 0. Liked and
 * disliked values may cancel out and note an item twice, never more often.
 */
static void merge(const so_rank *rank, double factor, size_t touched) {
  uint32_t *candidates = rank->work->candidates, count = rank->work->candidate_count;
  const uint32_t *items = rank->touched;
  int32_t *sums = rank->sums, *totals = rank->totals;
  for (size_t n = 0; n < touched; n++) {
    uint32_t item = items[n];
    int32_t micro = (int32_t)((double)sums[item] * factor), total = totals[item];
    candidates[count] = item;
    count += (total == 0) & (micro != 0);
    totals[item] = total + micro;
    sums[item] = 0;
  }
  rank->work->candidate_count = count;
}

void so_rank_sum(const so_rank *rank, so_rank_source *source) {
  const so_rank_term *terms = &rank->work->terms[source->start];
  share of = share_of(rank, source);
  walk to = {.touched = rank->touched};
  to.mask = SO_INFO_OPEN | SO_INFO_BLOCKED | (source->skip_met ? SO_INFO_MET : 0u);
  for (uint32_t n = 0; n < source->count; n++) walk_term(rank, of, &terms[n], &to);
  double unit = source->unit ? source->unit : to.most > 0 ? to.most : 1;
  double confidence = confidence_of(terms, source->count);
  source->factor = 1e6 * (double)source->blend * confidence / unit * source->sign;
  merge(rank, source->factor, (size_t)(to.touched - rank->touched));
}

static void give_reason(so_rank_pick *pick, const so_rank_reason *reason) {
  for (uint32_t n = 0; n < pick->reason_count; n++) {
    if (pick->reasons[n].strategy != reason->strategy) continue;
    pick->reasons[n].micro += reason->micro; /* liked and disliked values of one item */
    return;
  }
  pick->reasons[pick->reason_count++] = *reason;
}

/** What one source says about one pick: all of it, and its largest term. */
typedef struct tally {
  int32_t sum;
  int32_t best;
  uint32_t because_item;
  uint32_t because_value;
} tally;

/** The pick an entry of a term, or of the picks where the term has a value, is about. */
static uint32_t pick_at(const so_rank *rank, const so_rank_term *term, uint32_t n) {
  uint32_t by_value = term->value != SO_PACK_NONE;
  uint32_t item = by_value ? rank->work->picks[n].item : item_at(rank, term, n);
  if (item == SO_PACK_NONE || !(rank->flags[item] & SO_INFO_TAKEN)) return SO_PACK_NONE;
  return by_value && !so_pack_item_has(rank->pack, item, term->value) ? SO_PACK_NONE : item;
}

/** Asks each pick for the value of a term; or walks a term without one again, past all others. */
static void recount(const so_rank *rank, share of, const so_rank_term *term, tally *tallies) {
  size_t count = term->value != SO_PACK_NONE ? rank->work->pick_count : term->count;
  for (uint32_t n = 0; n < count; n++) {
    uint32_t item = pick_at(rank, term, n);
    if (item == SO_PACK_NONE) continue;
    int32_t amount = amount_at(rank, of, term, (place){n, item});
    tally *about = &tallies[rank->sums[item] - 1];
    about->sum += amount;
    if (amount <= about->best) continue;
    about->best = amount;
    about->because_item = term->edges || term->items ? term->because_item : item;
    about->because_value = term->because_value;
  }
}

void so_rank_explain(const so_rank *rank, const so_rank_source *source) {
  tally tallies[SO_RANK_LIMIT_MAX + 1] = {{.sum = 0}};
  for (uint32_t n = 0; n < source->count; n++)
    recount(rank, share_of(rank, source), &rank->work->terms[source->start + n], tallies);
  for (size_t n = 0; n < rank->work->pick_count; n++) {
    so_rank_pick *pick = &rank->work->picks[n];
    if (source->skip_met && rank->flags[pick->item] & SO_INFO_MET) continue;
    so_rank_reason reason = {source->strategy, (int32_t)((double)tallies[n].sum * source->factor),
                             tallies[n].because_item, tallies[n].because_value};
    if (tallies[n].sum > 0 && reason.micro != 0) give_reason(pick, &reason);
  }
}
