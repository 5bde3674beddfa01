/*
 * The walk over the terms, for summing over all items and for explaining the picks. Amounts are
 * int32: a factor of at most SO_RANK_UNIT = 2^14 times an int8 weight, over at most 64 rows, stays
 * below 2^27; postings and shelf amounts are smaller.
 */
#include "model/curve.h"
#include "model/rank_work.h"

#define LOG2_E 1.4426950408889634

/** The item of a term's entry; SO_PACK_NONE: nothing. */
static uint32_t item_at(const so_rank *rank, const so_rank_term *term, uint32_t n) {
  const so_shelf *shelf = &rank->work->mind->shelf;
  if (term->edges) return term->edges[n].item_weight & 0xffffffu;
  if (term->items) return term->items[n];
  uint32_t item = shelf->flags[n] & SO_SHELF_BOUGHT ? shelf->entries[n].item : SO_PACK_NONE;
  return item < rank->pack->item_count ? item : SO_PACK_NONE;
}

/** Nothing is left of a weight within its noise. */
static inline int32_t edge_amount(const so_rank_term *term, uint32_t n) {
  int32_t weight = (int32_t)(term->edges[n].item_weight >> 24);
  if (!(term->cut > 0)) return term->factor * weight;
  float kept = (float)weight - term->cut / (float)weight;
  return kept > 0 ? (int32_t)((float)term->factor * kept) : 0;
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

static inline int32_t posting_amount(share of, int32_t factor, uint32_t item) {
  return of.norms ? (int32_t)(((int64_t)factor * of.norms[item]) >> of.bits) : factor;
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

/** Sums under way over the items that may be proposed. */
typedef struct walk {
  const uint8_t *flags;
  uint32_t mask; /* what of the flags must leave SO_INFO_OPEN alone */
  int32_t most;  /* the largest sum */
  int32_t *sums;
  uint32_t *touched; /* behind the items whose sum is above 0 */
  double raw;        /* what noisy rows held … */
  double kept;       /* … and kept */
} walk;

static inline int counts(const walk *to, uint32_t item) {
  return (to->flags[item] & to->mask) == SO_INFO_OPEN;
}

static inline void add(walk *to, uint32_t item, int32_t amount) {
  if (amount <= 0) return;
  int32_t before = to->sums[item], sum = before + amount;
  to->sums[item] = sum;
  *to->touched = item;
  to->touched += before == 0;
  to->most = sum > to->most ? sum : to->most;
}

static void walk_edges(const so_rank_term *term, walk *to) {
  walk local = *to;
  for (uint32_t n = 0; n < term->count; n++) {
    uint32_t item = term->edges[n].item_weight & 0xffffffu;
    int32_t amount = edge_amount(term, n);
    if (term->cut > 0) {
      local.raw += term->factor * (int32_t)(term->edges[n].item_weight >> 24);
      local.kept += amount;
    }
    if (counts(&local, item)) add(&local, item, amount);
  }
  *to = local;
}

static void walk_postings(const so_rank_term *term, share of, walk *to) {
  walk local = *to;
  int32_t factor = term->factor;
  const uint32_t *end = term->items + term->count;
  for (const uint32_t *item = term->items; item < end; item++)
    if (counts(&local, *item)) add(&local, *item, posting_amount(of, factor, *item));
  *to = local;
}

static void walk_shelf(const so_rank *rank, const so_rank_term *term, walk *to) {
  for (uint32_t n = 0; n < term->count; n++) {
    uint32_t item = item_at(rank, term, n);
    if (item != SO_PACK_NONE && counts(to, item)) add(to, item, bought_amount(rank, n));
  }
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
  walk to = {.flags = rank->flags, .sums = rank->sums, .touched = rank->touched};
  to.mask = SO_INFO_OPEN | SO_INFO_BLOCKED | (source->skip_met ? SO_INFO_MET : 0u);
  for (uint32_t n = 0; n < source->count; n++) {
    if (terms[n].edges)
      walk_edges(&terms[n], &to);
    else if (terms[n].items)
      walk_postings(&terms[n], share_of(rank, source), &to);
    else
      walk_shelf(rank, &terms[n], &to);
  }
  double unit = source->unit ? source->unit : to.most > 0 ? to.most : 1;
  double confidence = to.raw > 0 ? to.kept / to.raw : 1; /* exact rows lose nothing */
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

static void credit(tally *about, const so_rank_term *term, int32_t amount) {
  about->sum += amount;
  if (amount <= about->best) return;
  *about = (tally){about->sum, amount, term->because_item, term->because_value};
}

/** Asks each pick for the value of a term. */
static void look_up(const so_rank *rank, const so_rank_source *source, const so_rank_term *term,
                    tally *tallies) {
  for (size_t n = 0; n < rank->work->pick_count; n++) {
    uint32_t item = rank->work->picks[n].item;
    if (so_pack_item_has(rank->pack, item, term->value))
      credit(&tallies[n], term, posting_amount(share_of(rank, source), term->factor, item));
  }
}

/** Walks a term again, past all but the picks. */
static void recount(const so_rank *rank, const so_rank_source *source, const so_rank_term *term,
                    tally *tallies) {
  for (uint32_t n = 0; n < term->count; n++) {
    uint32_t item = item_at(rank, term, n);
    if (item == SO_PACK_NONE || !(rank->flags[item] & SO_INFO_TAKEN)) continue;
    int32_t amount = term->edges   ? edge_amount(term, n)
                     : term->items ? posting_amount(share_of(rank, source), term->factor, item)
                                   : bought_amount(rank, n);
    credit(&tallies[rank->sums[item] - 1], term, amount);
  }
}

void so_rank_explain(const so_rank *rank, const so_rank_source *source) {
  tally tallies[SO_RANK_LIMIT_MAX + 1] = {{.sum = 0}};
  for (uint32_t n = 0; n < source->count; n++) {
    const so_rank_term *term = &rank->work->terms[source->start + n];
    if (term->value != SO_PACK_NONE)
      look_up(rank, source, term, tallies);
    else
      recount(rank, source, term, tallies);
  }
  for (size_t n = 0; n < rank->work->pick_count; n++) {
    so_rank_pick *pick = &rank->work->picks[n];
    if (source->skip_met && rank->flags[pick->item] & SO_INFO_MET) continue;
    so_rank_reason reason = {source->strategy, (int32_t)((double)tallies[n].sum * source->factor),
                             tallies[n].because_item, tallies[n].because_value};
    if (tallies[n].sum > 0 && reason.micro != 0) give_reason(pick, &reason);
  }
}
