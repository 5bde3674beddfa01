/*
 * The public learner. What may have been told is known: all items of the pack, and the pairs of its
 * table of neighbours, in either order. Pairs are alike beforehand where they stand at like places
 * of their rows, so that what the table said before is kept where nothing better was learnt.
 */
#include <sotto/learn.h>

#include <math.h>
#include <stdlib.h>

#include "brand/report_open.h"
#include "brand/sketch_learn.h"
#include "model/pack_reader.h"

#define REVERSE 0.3 /* of the pair the other way round (FACTS of brand/recipe) */

struct sotto_learner {
  const sotto_collector *collector;
  so_sketch items;
  so_sketch pairs;
};

/* A pair that may have been told. */
typedef struct candidate {
  uint32_t from;
  uint32_t to;
  uint32_t place; /* on its row, the better of both */
} candidate;

/* Everything a visit needs. */
typedef struct visiting {
  const so_pack *pack;
  sotto_learnt_fn visit;
  void *context;
  int stopped;
  double errors[SO_SHRINK_BINS]; /* of the kind being visited */
} visiting;

sotto_status sotto_learner_open(const sotto_collector *collector, sotto_learner **ret_learner) {
  sotto_learner *learner = calloc(1, sizeof *learner);
  if (!learner) return SOTTO_E_MEMORY;
  learner->collector = collector;
  so_sketch_init(&learner->items);
  so_sketch_init(&learner->pairs);
  *ret_learner = learner;
  return SOTTO_OK;
}

void sotto_learner_close(sotto_learner *learner) {
  if (!learner) return;
  so_sketch_free(&learner->items);
  so_sketch_free(&learner->pairs);
  free(learner);
}

sotto_status sotto_learner_add(sotto_learner *learner, uint32_t index, uint32_t epoch,
                               const sotto_tally *tally) {
  sotto_collector_question asked;
  sotto_status status = sotto_collector_question_get(learner->collector, index, &asked);
  if (status) return status;
  int is_item = asked.kind == SOTTO_ASKS_ITEM;
  if ((!is_item && asked.kind != SOTTO_ASKS_PAIR) || !tally->reports) return SOTTO_OK;
  so_question question = learner->collector->asked[index].question;
  question.epoch = epoch;
  return so_sketch_add(is_item ? &learner->items : &learner->pairs, &question, &asked.mechanism,
                       tally);
}

static uint64_t hash_of(const so_pack *pack, uint32_t item) {
  return so_pack_hash_id(so_pack_item_id(pack, item));
}

static void tell(visiting *to, const sotto_learnt *learnt) {
  if (!to->stopped) to->stopped = to->visit(to->context, learnt) != 0;
}

static sotto_status learn_items(const sotto_learner *learner, visiting *to) {
  size_t count = to->pack->item_count;
  so_sketch_thing *things = calloc(count + 1, sizeof *things);
  uint8_t *bins = calloc(count + 1, 1);
  float *shares = calloc(count + 1, sizeof *shares);
  sotto_status status = things && bins && shares ? SOTTO_OK : SOTTO_E_MEMORY;
  for (uint32_t n = 0; !status && n < count; n++) things[n].item = hash_of(to->pack, n);
  const so_sketch_things all = {things, bins, count};
  if (!status) status = so_sketch_learn(&learner->items, &all, shares, to->errors);
  for (uint32_t n = 0; !status && learner->items.rounds.count && n < count; n++) {
    const sotto_learnt learnt = {
        "popularity", so_pack_item_id(to->pack, n), {NULL, 0}, (double)shares[n], to->errors[0]};
    tell(to, &learnt);
  }
  free(things);
  free(bins);
  free(shares);
  return status;
}

static int by_pair(const void *left, const void *right) {
  const candidate *a = left, *b = right;
  if (a->from != b->from) return a->from < b->from ? -1 : 1;
  if (a->to != b->to) return a->to < b->to ? -1 : 1;
  return (a->place > b->place) - (a->place < b->place);
}

/* Both orders of every edge, each once, at its better place. */
static candidate *gather(const so_pack *pack, size_t *ret_count) {
  candidate *all = calloc((size_t)2 * pack->neighbour_count + 1, sizeof *all);
  size_t count = 0, kept = 0;
  for (uint32_t item = 0; all && item < pack->neighbour_row_count; item++) {
    const so_pack_row *row = &pack->neighbour_rows[item];
    for (uint32_t n = 0; n < row->count; n++) {
      uint32_t other = pack->neighbours[row->start + n].item_weight & SO_PACK_EDGE_ITEM;
      all[count++] = (candidate){item, other, n};
      all[count++] = (candidate){other, item, n};
    }
  }
  if (!all) return NULL;
  qsort(all, count, sizeof *all, by_pair);
  for (size_t n = 0; n < count; n++)
    if (!kept || all[kept - 1].from != all[n].from || all[kept - 1].to != all[n].to)
      all[kept++] = all[n];
  *ret_count = kept;
  return all;
}

static uint8_t bin_of(uint32_t place) {
  uint8_t bin = 0;
  for (uint32_t end = 2; place >= end && bin + 1 < SO_SHRINK_BINS; end *= 2) bin++;
  return bin;
}

/* The pair the other way round; it is there, for both were gathered. */
static size_t reverse_of(const candidate *all, size_t count, const candidate *of) {
  size_t low = 0, high = count;
  while (low < high) {
    size_t middle = (low + high) / 2;
    const candidate *at = &all[middle];
    if (at->from < of->to || (at->from == of->to && at->to < of->from))
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

static void tell_pairs(visiting *to, const candidate *all, size_t count, const float *shares) {
  for (size_t n = 0; n < count; n++) {
    double back = (double)shares[reverse_of(all, count, &all[n])];
    const sotto_learnt learnt = {"pair", so_pack_item_id(to->pack, all[n].from),
                                 so_pack_item_id(to->pack, all[n].to),
                                 (double)shares[n] + REVERSE * back,
                                 to->errors[bin_of(all[n].place)] * sqrt(1 + REVERSE * REVERSE)};
    if (learnt.value > 0) tell(to, &learnt);
  }
}

static sotto_status learn_pairs(const sotto_learner *learner, visiting *to) {
  size_t count = 0;
  if (!learner->pairs.rounds.count) return SOTTO_OK;
  candidate *all = gather(to->pack, &count);
  so_sketch_thing *things = calloc(count + 1, sizeof *things);
  uint8_t *bins = calloc(count + 1, 1);
  float *shares = calloc(count + 1, sizeof *shares);
  sotto_status status = all && things && bins && shares ? SOTTO_OK : SOTTO_E_MEMORY;
  for (size_t n = 0; !status && n < count; n++) {
    things[n] = (so_sketch_thing){hash_of(to->pack, all[n].from), hash_of(to->pack, all[n].to)};
    bins[n] = bin_of(all[n].place);
  }
  const so_sketch_things seen = {things, bins, count};
  if (!status) status = so_sketch_learn(&learner->pairs, &seen, shares, to->errors);
  if (!status) tell_pairs(to, all, count, shares);
  free(all);
  free(things);
  free(bins);
  free(shares);
  return status;
}

sotto_status sotto_learner_each(const sotto_learner *learner, sotto_learnt_fn visit,
                                void *context) {
  visiting to = {&learner->collector->pack, visit, context, 0, {0}};
  sotto_status status = learn_items(learner, &to);
  return status ? status : learn_pairs(learner, &to);
}
