/*
 * The two walks over the terms: summing over all items, and explaining the picks. Amounts are
 * int32: a factor of at most SO_RANK_UNIT = 2^14 times an int8 weight, over at most 64 rows, stays
 * below 2^27; postings and shelf amounts are smaller.
 */
#include "model/rank_sources.h"

#include "model/curve.h"

#define PICKS SO_RANK_LIMIT_MAX
#define LOG2_E 1.4426950408889634
#define RECENT_HALF_MS (30 * 86400000.0)
#ifndef RECENT_SHARE
# define RECENT_SHARE 0.02
#endif

/** Amount of a noisy edge: zero where its weight is within its noise. */
static int32_t shrunk(const so_rank_term *term, uint32_t weight) {
  float kept = (float)weight - term->cut / (float)weight;
  return kept > 0 ? (int32_t)((float)term->factor * kept) : 0;
}

static int32_t edge_amount(const so_rank_term *term, uint32_t weight) {
  return term->cut > 0 ? shrunk(term, weight) : term->factor * (int32_t)weight;
}

static int32_t posting_amount(const so_rank *rank, const so_rank_source *source,
                              const so_rank_term *term, uint32_t item) {
  if (!source->normed) return term->factor;
  return (int32_t)(((int64_t)term->factor * rank->norms[item]) >> 12);
}

/**
 * Amount of an item bought on so many days: log2(1 + days) units, so habits rise but flatten; the
 * latest purchase breaks ties where nothing else does.
 */
static int32_t bought_amount(const so_rank *rank, const so_shelf_entry *entry) {
  double days = entry->purchase_days ? entry->purchase_days : 1;
  int64_t age_ms = rank->work->request->now_ms - entry->last_purchase_ms;
  double recent = so_curve_half(age_ms > 0 ? (double)age_ms / RECENT_HALF_MS : 0);
  return (int32_t)(SO_RANK_UNIT * (LOG2_E * so_curve_log(1 + days) + RECENT_SHARE * recent));
}

/** Sums under way: the dense array and the items that are above 0. */
typedef struct sheet {
  int32_t *sums;
  uint32_t *touched;
  size_t count;
  double raw;  /* what noisy rows held … */
  double kept; /* … and kept */
} sheet;

/** Adds an amount above 0. */
static inline void add(sheet *on, uint32_t item, int32_t amount) {
  int32_t sum = on->sums[item];
  on->sums[item] = sum + amount;
  on->touched[on->count] = item;
  on->count += sum == 0;
}

static void add_noisy_edges(const so_rank_term *term, sheet *on) {
  for (uint32_t n = 0; n < term->count; n++) {
    uint32_t weight = term->edges[n].item_weight >> 24;
    int32_t amount = shrunk(term, weight);
    on->raw += (double)term->factor * weight;
    on->kept += amount;
    if (amount > 0) add(on, term->edges[n].item_weight & 0xffffffu, amount);
  }
}

static void add_edges(const so_rank_term *term, sheet *on) {
  sheet local = *on;
  int32_t factor = term->factor;
  for (uint32_t n = 0; n < term->count; n++) {
    uint32_t edge = term->edges[n].item_weight;
    add(&local, edge & 0xffffffu, factor * (int32_t)(edge >> 24));
  }
  *on = local;
}

static void add_postings(const so_rank *rank, const so_rank_source *source,
                         const so_rank_term *term, sheet *on) {
  sheet local = *on;
  for (uint32_t n = 0; n < term->count; n++) {
    int32_t amount = posting_amount(rank, source, term, term->items[n]);
    if (amount > 0) add(&local, term->items[n], amount);
  }
  *on = local;
}

static void add_shelf(const so_rank *rank, sheet *on) {
  const so_shelf *shelf = &rank->work->mind->shelf;
  for (uint32_t n = 0; n < shelf->count; n++) {
    if ((shelf->flags[n] & SO_SHELF_BOUGHT) && shelf->entries[n].item < rank->pack->item_count)
      add(on, shelf->entries[n].item, bought_amount(rank, &shelf->entries[n]));
  }
}

static void add_term(const so_rank *rank, const so_rank_source *source, const so_rank_term *term,
                     sheet *on) {
  switch (term->kind) {
  case SO_TERM_POSTINGS: add_postings(rank, source, term, on); break;
  case SO_TERM_ITEM: add(on, term->because_item, term->factor); break;
  case SO_TERM_SHELF: add_shelf(rank, on); break;
  default:
    if (term->cut > 0)
      add_noisy_edges(term, on);
    else
      add_edges(term, on);
  }
}

/** Flags an item must not have to be proposed by a source. */
static uint32_t barred(const so_rank_source *source) {
  return SO_INFO_BLOCKED | (source->skip_met ? SO_INFO_MET : 0u);
}

/** Drops touched items that may not be proposed; `*ret_most` is the largest sum of the rest. */
static size_t sift(const so_rank *rank, const so_rank_source *source, size_t touched,
                   int32_t *ret_most) {
  const uint8_t *flags = rank->flags;
  uint32_t *items = rank->touched, mask = barred(source) | SO_INFO_OPEN;
  int32_t *sums = rank->sums, most = 0;
  size_t kept = 0;
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
  *ret_most = most;
  return kept;
}

/**
 * Moves the sums into the totals and notes new candidates: those whose total was 0. Liked and
 * disliked values may cancel out and note an item twice, never more often.
 */
static void merge(const so_rank *rank, const so_rank_source *source, size_t touched) {
  uint32_t *candidates = rank->work->candidates, count = rank->work->candidate_count;
  const uint32_t *items = rank->touched;
  int32_t *sums = rank->sums, *totals = rank->totals;
  double factor = source->factor;
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
  sheet on = {rank->sums, rank->touched, 0, 0, 0};
  int32_t most = 0;
  for (uint32_t n = 0; n < source->count; n++)
    add_term(rank, source, &rank->work->terms[source->start + n], &on);
  size_t touched = sift(rank, source, on.count, &most);
  double unit = source->unit ? source->unit : most > 0 ? most : 1;
  double confidence = on.raw > 0 ? on.kept / on.raw : 1; /* exact rows lose nothing */
  source->factor = 1e6 * (double)source->blend * confidence / unit * source->sign;
  merge(rank, source, touched);
}

/** The picks' sums of one source and their largest term. */
typedef struct tally {
  int32_t sums[PICKS];
  int32_t best[PICKS];
  uint32_t because_item[PICKS];
  uint32_t because_value[PICKS];
} tally;

static void count_term(tally *counts, int32_t mark, int32_t amount, const so_rank_term *term) {
  int32_t pick = mark - 1;
  counts->sums[pick] += amount;
  if (amount <= counts->best[pick]) return;
  counts->best[pick] = amount;
  counts->because_item[pick] = term->because_item;
  counts->because_value[pick] = term->because_value;
}

static void count_edges(const so_rank *rank, const so_rank_term *term, tally *counts) {
  for (uint32_t n = 0; n < term->count; n++) {
    uint32_t edge = term->edges[n].item_weight;
    int32_t mark = rank->sums[edge & 0xffffffu];
    if (mark) count_term(counts, mark, edge_amount(term, edge >> 24), term);
  }
}

static void count_shelf(const so_rank *rank, const so_rank_term *term, tally *counts) {
  const so_shelf *shelf = &rank->work->mind->shelf;
  for (uint32_t n = 0; n < shelf->count; n++) {
    uint32_t item = shelf->entries[n].item;
    if (!(shelf->flags[n] & SO_SHELF_BOUGHT) || item >= rank->pack->item_count) continue;
    so_rank_term about = *term;
    about.because_item = item;
    if (rank->sums[item])
      count_term(counts, rank->sums[item], bought_amount(rank, &shelf->entries[n]), &about);
  }
}

static void count_postings(const so_rank *rank, const so_rank_source *source,
                           const so_rank_term *term, tally *counts) {
  for (uint32_t n = 0; n < term->count; n++) {
    int32_t mark = rank->sums[term->items[n]];
    if (mark) count_term(counts, mark, posting_amount(rank, source, term, term->items[n]), term);
  }
}

static void give_reason(so_rank_pick *pick, const so_rank_reason *reason) {
  for (uint32_t n = 0; n < pick->reason_count; n++) {
    if (pick->reasons[n].strategy != reason->strategy) continue;
    pick->reasons[n].micro += reason->micro; /* liked and disliked values of one item */
    return;
  }
  pick->reasons[pick->reason_count++] = *reason;
}

static void count_source(const so_rank *rank, const so_rank_source *source, tally *counts) {
  for (uint32_t n = 0; n < source->count; n++) {
    const so_rank_term *term = &rank->work->terms[source->start + n];
    switch (term->kind) {
    case SO_TERM_EDGES: count_edges(rank, term, counts); break;
    case SO_TERM_POSTINGS: count_postings(rank, source, term, counts); break;
    case SO_TERM_SHELF: count_shelf(rank, term, counts); break;
    default:
      if (rank->sums[term->because_item])
        count_term(counts, rank->sums[term->because_item], term->factor, term);
    }
  }
}

void so_rank_explain(const so_rank *rank, const so_rank_source *source, so_rank_pick *picks,
                     size_t pick_count) {
  tally counts = {.sums = {0}};
  count_source(rank, source, &counts);
  for (size_t n = 0; n < pick_count; n++) {
    if (rank->flags[picks[n].item] & barred(source) & SO_INFO_MET) continue;
    so_rank_reason reason = {source->strategy, (int32_t)((double)counts.sums[n] * source->factor),
                             counts.because_item[n], counts.because_value[n]};
    if (counts.sums[n] > 0 && reason.micro != 0) give_reason(&picks[n], &reason);
  }
}
