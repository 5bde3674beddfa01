/*
 * The walk over the terms, for summing over all items and for explaining the picks. Amounts are
 * int32: a factor of at most SO_RANK_UNIT = 2^14 times an int8 weight, over at most 64 rows, stays
 * below 2^27; postings and shelf amounts are smaller.
 */
#include "model/curve.h"
#include "model/rank_work.h"

#define LOG2_E 1.4426950408889634

/** What one source says about one pick: all of it, and its largest term. */
typedef struct tally {
  int32_t sum;
  int32_t best;
  uint32_t because_item;
  uint32_t because_value;
} tally;

/** A walk under way: sums and the items above 0 or, with `tallies`, picks by their mark in sums. */
typedef struct walk {
  int32_t *sums;
  uint32_t *touched;
  size_t count;
  tally *tallies;
  double raw;  /* what noisy rows held … */
  double kept; /* … and kept */
} walk;

/** Adds an amount above 0. */
static inline void add(walk *to, uint32_t item, int32_t amount, const so_rank_term *term) {
  int32_t sum = to->sums[item];
  if (!to->tallies) {
    to->sums[item] = sum + amount;
    to->touched[to->count] = item;
    to->count += sum == 0;
  } else if (sum) {
    tally *about = &to->tallies[sum - 1];
    about->sum += amount;
    if (amount <= about->best) return;
    *about = (tally){about->sum, amount, term->because_item, term->because_value};
  }
}

static void walk_edges(const so_rank_term *term, walk *to) {
  walk local = *to;
  for (uint32_t n = 0; n < term->count; n++) {
    uint32_t item = term->edges[n].item_weight & 0xffffffu;
    int32_t weight = (int32_t)(term->edges[n].item_weight >> 24), amount = term->factor * weight;
    if (term->cut > 0) { /* nothing is left of a weight within its noise */
      float kept = (float)weight - term->cut / (float)weight;
      local.raw += amount;
      amount = kept > 0 ? (int32_t)((float)term->factor * kept) : 0;
      local.kept += amount;
      if (amount <= 0) continue;
    }
    add(&local, item, amount, term);
  }
  *to = local;
}

/** `norms`: what of an item counts, of 2^`bits`; NULL: all. */
static void walk_postings(const so_rank_term *term, const uint32_t *norms, uint32_t bits,
                          walk *to) {
  walk local = *to;
  for (uint32_t n = 0; n < term->count; n++) {
    uint32_t item = term->items[n];
    int32_t amount = term->factor;
    if (norms) amount = (int32_t)(((int64_t)amount * norms[item]) >> bits);
    if (amount > 0) add(&local, item, amount, term);
  }
  *to = local;
}

/**
 * Everything bought: log2(1 + habit) units, so habits rise but flatten; as of the latest purchase,
 * since silence weakens none of them against the others.
 */
static void walk_shelf(const so_rank *rank, walk *to) {
  const so_shelf *shelf = &rank->work->mind->shelf;
  for (uint32_t n = 0; n < shelf->count; n++) {
    const so_shelf_entry *entry = &shelf->entries[n];
    if (!(shelf->flags[n] & SO_SHELF_BOUGHT) || entry->item >= rank->pack->item_count) continue;
    if (to->tallies && !to->sums[entry->item]) continue;
    double habit = (double)so_shelf_habit(entry, rank->work->mind->facts.last_purchase_ms);
    double amount = SO_RANK_UNIT * LOG2_E * so_curve_log(1 + habit);
    so_rank_term term = {.because_item = entry->item, .because_value = SO_PACK_NONE};
    add(to, entry->item, (int32_t)amount, &term);
  }
}

static void walk_source(const so_rank *rank, const so_rank_source *source, walk *to) {
  const so_rank_term *terms = &rank->work->terms[source->start];
  const uint32_t *norms = source->normed ? rank->norms : NULL;
  if (source->by_popularity) norms = (const uint32_t *)rank->popular; /* never below 0 */
  for (uint32_t n = 0; n < source->count; n++) {
    if (terms[n].edges)
      walk_edges(&terms[n], to);
    else if (terms[n].items)
      walk_postings(&terms[n], norms, source->by_popularity ? SO_RANK_POPULAR_BITS : 12, to);
    else
      walk_shelf(rank, to);
  }
}

/** Drops touched items that may not be proposed; returns the largest sum of the rest. */
static int32_t sift(const so_rank *rank, const so_rank_source *source, size_t *inout_touched) {
  const uint8_t *flags = rank->flags;
  uint32_t *items = rank->touched;
  uint32_t mask = SO_INFO_OPEN | SO_INFO_BLOCKED | (source->skip_met ? SO_INFO_MET : 0u);
  int32_t *sums = rank->sums, most = 0;
  size_t kept = 0, touched = *inout_touched;
  for (size_t n = 0; n < touched; n++) {
    uint32_t item = items[n];
    int32_t sum = sums[item];
    items[kept++] = item;
    if ((flags[item] & mask) == SO_INFO_OPEN) {
      most = sum > most ? sum : most;
    } else {
      sums[item] = 0;
      kept--;
    }
  }
  *inout_touched = kept;
  return most;
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
  walk to = {.sums = rank->sums, .touched = rank->touched};
  walk_source(rank, source, &to);
  int32_t most = sift(rank, source, &to.count);
  double unit = source->unit ? source->unit : most > 0 ? most : 1;
  double confidence = to.raw > 0 ? to.kept / to.raw : 1; /* exact rows lose nothing */
  source->factor = 1e6 * (double)source->blend * confidence / unit * source->sign;
  merge(rank, source->factor, to.count);
}

static void give_reason(so_rank_pick *pick, const so_rank_reason *reason) {
  for (uint32_t n = 0; n < pick->reason_count; n++) {
    if (pick->reasons[n].strategy != reason->strategy) continue;
    pick->reasons[n].micro += reason->micro; /* liked and disliked values of one item */
    return;
  }
  pick->reasons[pick->reason_count++] = *reason;
}

void so_rank_explain(const so_rank *rank, const so_rank_source *source) {
  tally tallies[SO_RANK_LIMIT_MAX + 1] = {{.sum = 0}};
  walk to = {.sums = rank->sums, .tallies = tallies};
  walk_source(rank, source, &to);
  for (size_t n = 0; n < rank->work->pick_count; n++) {
    so_rank_pick *pick = &rank->work->picks[n];
    if (source->skip_met && rank->flags[pick->item] & SO_INFO_MET) continue;
    so_rank_reason reason = {source->strategy, (int32_t)((double)tallies[n].sum * source->factor),
                             tallies[n].because_item, tallies[n].because_value};
    if (tallies[n].sum > 0 && reason.micro != 0) give_reason(pick, &reason);
  }
}
