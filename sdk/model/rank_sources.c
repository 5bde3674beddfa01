/*
 * The two walks over the terms: summing over all items, and explaining the picks. Amounts are
 * int32: a factor of at most SO_RANK_UNIT = 2^14 times an int8 weight, over at most 64 rows, stays
 * below 2^27; postings and shelf amounts are smaller.
 */
#include "model/rank_sources.h"

#include "model/curve.h"

#define PICKS SO_RANK_LIMIT_MAX

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
  return (int32_t)(((int64_t)term->factor * rank->info[item].inverse_norm) >> 12);
}

/** Amount of an item bought on so many days: log2(1 + days) units, so habits rise but flatten. */
static int32_t bought_amount(const so_shelf_entry *entry) {
  double days = entry->purchase_days ? entry->purchase_days : 1;
  return (int32_t)(SO_RANK_UNIT * 1.4426950408889634 * so_curve_log(1 + days));
}

/** Adds an amount above 0; returns how many items are touched now. */
static inline size_t add(const so_rank *rank, uint32_t item, int32_t amount, size_t touched) {
  int32_t sum = rank->sums[item];
  rank->sums[item] = sum + amount;
  rank->touched[touched] = item;
  return touched + (sum == 0);
}

/** What a source's noisy rows held and kept. */
typedef struct mass {
  double raw;
  double kept;
} mass;

static size_t add_noisy_edges(const so_rank *rank, const so_rank_term *term, size_t touched,
                              mass *inout_mass) {
  for (uint32_t n = 0; n < term->count; n++) {
    uint32_t weight = term->edges[n].item_weight >> 24;
    int32_t amount = shrunk(term, weight);
    inout_mass->raw += (double)term->factor * weight;
    inout_mass->kept += amount;
    if (amount > 0) touched = add(rank, term->edges[n].item_weight & 0xffffffu, amount, touched);
  }
  return touched;
}

static size_t add_edges(const so_rank *rank, const so_rank_term *term, size_t touched) {
  int32_t factor = term->factor;
  for (uint32_t n = 0; n < term->count; n++) {
    uint32_t edge = term->edges[n].item_weight;
    touched = add(rank, edge & 0xffffffu, factor * (int32_t)(edge >> 24), touched);
  }
  return touched;
}

static size_t add_postings(const so_rank *rank, const so_rank_source *source,
                           const so_rank_term *term, size_t touched) {
  for (uint32_t n = 0; n < term->count; n++) {
    int32_t amount = posting_amount(rank, source, term, term->items[n]);
    if (amount > 0) touched = add(rank, term->items[n], amount, touched);
  }
  return touched;
}

static size_t add_shelf(const so_rank *rank, size_t touched) {
  const so_shelf *shelf = &rank->work->mind->shelf;
  for (uint32_t n = 0; n < shelf->count; n++) {
    if ((shelf->flags[n] & SO_SHELF_BOUGHT) && shelf->entries[n].item < rank->pack->item_count)
      touched = add(rank, shelf->entries[n].item, bought_amount(&shelf->entries[n]), touched);
  }
  return touched;
}

static size_t add_term(const so_rank *rank, const so_rank_source *source, const so_rank_term *term,
                       size_t touched) {
  switch (term->kind) {
  case SO_TERM_POSTINGS: return add_postings(rank, source, term, touched);
  case SO_TERM_ITEM: return add(rank, term->because_item, term->factor, touched);
  case SO_TERM_SHELF: return add_shelf(rank, touched);
  default: return add_edges(rank, term, touched);
  }
}

/** Flags an item must not have to be proposed by a source. */
static uint32_t barred(const so_rank_source *source) {
  return SO_INFO_BLOCKED | (source->skip_met ? SO_INFO_MET : 0u);
}

/** Drops touched items that may not be proposed; `*ret_most` is the largest sum of the rest. */
static size_t sift(const so_rank *rank, const so_rank_source *source, size_t touched,
                   int32_t *ret_most) {
  size_t kept = 0;
  int32_t most = 0;
  for (size_t n = 0; n < touched; n++) {
    uint32_t item = rank->touched[n], flags = rank->info[item].flags;
    int32_t sum = rank->sums[item];
    int open = (flags & SO_INFO_OPEN) && !(flags & barred(source));
    rank->touched[kept] = item;
    kept += (size_t)open;
    if (!open) rank->sums[item] = 0;
    if (open && sum > most) most = sum;
  }
  *ret_most = most;
  return kept;
}

void so_rank_sum(const so_rank *rank, so_rank_source *source) {
  so_rank_work *work = rank->work;
  size_t touched = 0;
  int32_t most = 0;
  mass noisy = {0, 0}; /* a source of exact rows loses nothing */
  for (uint32_t n = 0; n < source->count; n++) {
    const so_rank_term *term = &work->terms[source->start + n];
    if (term->kind == SO_TERM_EDGES && term->cut > 0)
      touched = add_noisy_edges(rank, term, touched, &noisy);
    else
      touched = add_term(rank, source, term, touched);
  }
  touched = sift(rank, source, touched, &most);
  double unit = source->unit ? source->unit : most > 0 ? most : 1;
  double confidence = noisy.raw > 0 ? noisy.kept / noisy.raw : 1;
  source->factor = 1e6 * (double)source->blend * confidence / unit;
  for (size_t n = 0; n < touched; n++) {
    uint32_t item = rank->touched[n];
    so_rank_info *info = &rank->info[item];
    work->candidates[work->candidate_count] = item;
    work->candidate_count += !(info->flags & SO_INFO_CANDIDATE);
    info->flags |= SO_INFO_CANDIDATE;
    info->total += source->sign * (int32_t)((double)rank->sums[item] * source->factor);
    rank->sums[item] = 0;
  }
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
      count_term(counts, rank->sums[item], bought_amount(&shelf->entries[n]), &about);
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

void so_rank_explain(const so_rank *rank, const so_rank_source *source, so_rank_pick *picks,
                     size_t pick_count) {
  tally counts = {.sums = {0}};
  for (uint32_t n = 0; n < source->count; n++) {
    const so_rank_term *term = &rank->work->terms[source->start + n];
    if (term->kind == SO_TERM_EDGES) count_edges(rank, term, &counts);
    if (term->kind == SO_TERM_POSTINGS) count_postings(rank, source, term, &counts);
    if (term->kind == SO_TERM_SHELF) count_shelf(rank, term, &counts);
    if (term->kind == SO_TERM_ITEM && rank->sums[term->because_item])
      count_term(&counts, rank->sums[term->because_item], term->factor, term);
  }
  for (size_t n = 0; n < pick_count; n++) {
    if (rank->info[picks[n].item].flags & barred(source) & SO_INFO_MET) continue;
    so_rank_reason reason = {source->strategy,
                             source->sign * (int32_t)((double)counts.sums[n] * source->factor),
                             counts.because_item[n], counts.because_value[n]};
    if (counts.sums[n] > 0 && reason.micro != 0) give_reason(&picks[n], &reason);
  }
}
