/*
 * Gathers what a request ranks from: the history with its decays, then each strategy's terms, one
 * function per strategy; a source left without terms is taken back.
 * What a pack's builder did not fit (how fast the history fades, the blend by mindset) is compiled
 * in, as measured in `data/README.md`.
 */
#include <sotto/event.h>
#include <sotto/mindset.h>

#include "model/audience_format.h"
#include "model/rank_work.h"

#define SLOW_DECAY 0.8f    /* per step back: content */
#define LEAST_WEIGHT 1e-4f /* older steps say nothing any more */
#define CONTENT_ITEMS 10u  /* of the history, for content */
#define CART_ITEMS 64u
#define QUERY_VALUES 128u
#define AFFINITY_HALF 4.0f /* strength at which affinity counts half */
#define NOISE_ERRORS 3.0f  /* an edge within so many standard errors of zero counts as noise */
#define ENTRY_SEARCH 2u    /* of sotto_context.entry */
#define MOST_BLEND 16.0f   /* a pack's own blend may not overflow a score */

const so_pack_history so_rank_history = {.decay = 0.7f, .settled = 0.02f};

/* clang-format off */
/*                        neighbour similar affinity popular recent repurchase complement explore */
const float so_rank_blend[][SO_STRATEGY_COUNT] = {
    [SOTTO_MINDSET_CURIOUS] =    {1.0f, 0.30f, 0.40f, 0.10f, 0.50f, 1.0f, 0.20f, 0.02f},
    [SOTTO_MINDSET_INTERESTED] = {1.0f, 0.30f, 0.40f, 0.10f, 0.50f, 1.0f, 0.20f, 0.01f},
    [SOTTO_MINDSET_FOCUSED] =    {1.0f, 0.30f, 0.30f, 0.10f, 0.50f, 1.0f, 0.40f, 0.00f},
    [SOTTO_MINDSET_SATISFIED] =  {1.0f, 0.20f, 0.30f, 1.00f, 0.30f, 1.0f, 0.10f, 0.02f},
    [SOTTO_MINDSET_LOYAL] =      {1.0f, 0.20f, 0.30f, 1.00f, 0.30f, 1.0f, 0.10f, 0.02f},
    [SOTTO_MINDSET_FADING] =     {1.0f, 0.30f, 0.40f, 1.00f, 0.30f, 1.0f, 0.10f, 0.02f}};
/* clang-format on */

static int before_others(const so_rank *rank) {
  uint32_t slot = rank->work->request->slot;
  return slot < rank->pack->slot_count && rank->pack->slots[slot].company != SO_COMPANY_PRIVATE;
}

/**
 * The mindset to blend for: who bought and has looked at nothing since is no mere browser, nor is
 * who came by a search.
 */
static uint32_t blend_row(const so_rank *rank) {
  const so_rank_work *work = rank->work;
  uint32_t mindset = work->request->mindset, browsed = work->met_count == 0;
  for (uint32_t n = 0; n < work->met_count; n++) browsed |= work->met[n].browsed;
  if (!browsed && mindset <= SOTTO_MINDSET_INTERESTED) return SOTTO_MINDSET_FADING;
  int sought = work->request->moments[SO_MOMENT_ENTRY] == ENTRY_SEARCH;
  if (sought && mindset <= SOTTO_MINDSET_INTERESTED) return SOTTO_MINDSET_FOCUSED;
  return mindset < SOTTO_MINDSET_COUNT ? mindset : 0;
}

static float bounded(float blend) {
  return blend > 0 ? (blend < MOST_BLEND ? blend : MOST_BLEND) : 0;
}

/** Before others nothing stands on the shelf because the person looked at it or bought it. */
static void set_blend(const so_rank *rank) {
  uint32_t row = blend_row(rank);
  const float *factors = rank->work->request->factors;
  const float *from = so_rank_blend[row];
  if (rank->pack->blend) from = rank->pack->blend + (size_t)row * SO_STRATEGY_COUNT;
  for (uint32_t n = 0; n < SO_STRATEGY_COUNT; n++)
    rank->work->blend[n] = bounded(SO_AUDIENCE_BUILT && factors ? from[n] * factors[n] : from[n]);
  if (before_others(rank))
    rank->work->blend[SO_STRATEGY_RECENT] = rank->work->blend[SO_STRATEGY_REPURCHASE] = 0;
}

/** 1 when the item may be a reason or a source: known, and not discreet. */
static int usable(const so_rank *rank, uint32_t item) {
  return item < rank->pack->item_count && (rank->flags[item] & SO_INFO_OPEN);
}

static void meet(const so_rank *rank, const so_shelf_step *step, float weight, float slow) {
  so_rank_work *work = rank->work;
  uint32_t at = 0;
  if (!usable(rank, step->item)) return;
  while (at < work->met_count && work->met[at].item != step->item) at++;
  if (at == SO_RANK_HISTORY) return;
  if (at == work->met_count) work->met[work->met_count++] = (so_rank_met){.item = step->item};
  work->met[at].browsed |= step->type != SOTTO_EVENT_PURCHASE;
  work->met[at].weight += weight;
  work->met[at].slow_weight += slow;
  rank->flags[step->item] |= SO_INFO_MET;
}

/**
 * Walks the encounters from the newest back. Steps of one moment (a basket) share a place, and
 * steps about one item in a row (view, cart, purchase) are one.
 */
static void gather_history(const so_rank *rank) {
  float weight = 1, slow = 1;
  const so_shelf_step *later = NULL, *step;
  for (uint32_t back = 0; weight > LEAST_WEIGHT; back++, later = step) {
    step = so_shelf_step_back(&rank->work->mind->shelf, back);
    if (!step) return;
    int same = later && later->hash == step->hash;
    if (later && !same && later->time_ms != step->time_ms) {
      weight *= rank->work->history.decay;
      slow *= SLOW_DECAY;
    }
    meet(rank, step, same ? 0 : weight, same ? 0 : slow);
  }
}

so_rank_term *so_rank_open_term(so_rank_work *work, uint32_t because_item, float weight) {
  if (work->term_count == SO_RANK_TERMS) return NULL;
  so_rank_term *term = &work->terms[work->term_count++];
  *term = (so_rank_term){.weight = weight,
                         .because_item = because_item,
                         .because_value = SO_PACK_NONE,
                         .value = SO_PACK_NONE};
  return term;
}

/** One item of its own; `item` stays where it is. */
static void add_item(so_rank_work *work, const uint32_t *item, float weight) {
  so_rank_term *term = so_rank_open_term(work, *item, weight);
  if (!term) return;
  term->items = item;
  term->count = 1;
}

/** Adds an item's row of neighbours or complements, if it may be a source. */
static void add_row(const so_rank *rank, const so_pack_row *rows, uint32_t item, float weight) {
  if (!rows || !usable(rank, item) || rows[item].count == 0) return;
  const so_pack_row *row = &rows[item], *own = rank->pack->neighbour_rows;
  so_rank_term *term = so_rank_open_term(rank->work, item, weight * row->scale);
  if (!term) return;
  term->edges = (rows == own ? rank->pack->neighbours : rank->pack->complements) + row->start;
  term->count = row->count;
  float noise = row->error > 0 && row->scale > 0 ? NOISE_ERRORS * row->error / row->scale : 0;
  term->cut = noise * noise;
}

so_rank_term *so_rank_add_postings(const so_rank *rank, uint32_t value, float weight,
                                   uint32_t *inout_budget) {
  const so_pack_value *about = &rank->pack->values[value];
  if (about->items_count == 0 || about->items_count > *inout_budget) return NULL;
  so_rank_term *term = so_rank_open_term(rank->work, SO_PACK_NONE, weight);
  if (!term) return NULL;
  *inout_budget -= about->items_count;
  term->items = rank->pack->value_items + about->items_start;
  term->count = about->items_count;
  term->value = value;
  return term;
}

/**
 * Neighbours of the history. What was only bought is settled, so neighbours of purchases say less
 * about what comes next than the person's own habits do.
 */
static void gather_neighbours(const so_rank *rank, so_rank_source *source) {
  const so_rank_met *met = rank->work->met;
  float all = 0, browsed = 0, settled = rank->work->history.settled;
  for (uint32_t n = 0; n < rank->work->met_count; n++) {
    all += met[n].weight;
    if (met[n].browsed) browsed += met[n].weight;
    add_row(rank, rank->pack->neighbour_rows, met[n].item, met[n].weight);
  }
  source->blend *= all > 0 ? settled + (1 - settled) * browsed / all : 0;
  source->skip_met = browsed <= 0; /* what is bought again is the habits' business */
}

static void gather_context(const so_rank *rank, so_rank_source *source) {
  (void)source;
  add_row(rank, rank->pack->neighbour_rows, rank->work->request->context_item, 1);
}

static void gather_complements(const so_rank *rank, so_rank_source *source) {
  const so_shelf *shelf = &rank->work->mind->shelf;
  const so_pack_row *rows = rank->pack->complement_rows;
  source->skip_met = 1;
  add_row(rank, rows, rank->work->request->context_item, 1);
  for (uint32_t n = 0, rest = CART_ITEMS; rank->work->request->personal && n < shelf->count; n++) {
    if (shelf->flags[n] & SO_SHELF_CART && rest && rest--)
      add_row(rank, rows, shelf->entries[n].item, 1);
  }
  for (uint32_t n = 0; n < rank->work->met_count; n++) {
    const so_rank_met *met = &rank->work->met[n];
    if (!met->browsed) add_row(rank, rows, met->item, met->weight);
  }
}

/** The history as one content vector. */
typedef struct query {
  uint32_t count;
  struct {
    uint32_t value;
    uint32_t because;
    float weight;
    float most;
  } values[QUERY_VALUES];
} query;

static void query_value(query *inout_query, uint32_t value, float weight, uint32_t because) {
  uint32_t at = 0;
  while (at < inout_query->count && inout_query->values[at].value != value) at++;
  if (at == QUERY_VALUES) return;
  if (at == inout_query->count) {
    inout_query->count++;
    inout_query->values[at].value = value;
    inout_query->values[at].weight = inout_query->values[at].most = 0;
  }
  inout_query->values[at].weight += weight;
  if (weight <= inout_query->values[at].most) return;
  inout_query->values[at].most = weight;
  inout_query->values[at].because = because;
}

static void query_item(const so_rank *rank, query *inout_query, uint32_t item, float weight) {
  if (!usable(rank, item)) return;
  const so_pack_item *about = &rank->pack->items[item];
  float norm = (float)rank->norms[item] / 4096.0f;
  for (uint32_t n = 0; n < about->values_count; n++) {
    uint32_t value = rank->pack->item_values[about->values_start + n];
    float rarity = rank->rarity[value];
    if (rarity > 0) query_value(inout_query, value, weight * norm * rarity, item);
  }
}

/** The value of the query with the fewest items. */
static uint32_t rarest(const so_pack *pack, const query *content) {
  uint32_t best = 0;
  for (uint32_t n = 1; n < content->count; n++) {
    uint32_t a = content->values[n].value, b = content->values[best].value;
    if (pack->values[a].items_count < pack->values[b].items_count) best = n;
  }
  return best;
}

static void gather_similar(const so_rank *rank, so_rank_source *source) {
  const so_rank_work *work = rank->work;
  query content = {.count = 0};
  query_item(rank, &content, work->request->context_item, 1);
  for (uint32_t n = 0; n < work->met_count && n < CONTENT_ITEMS; n++)
    query_item(rank, &content, work->met[n].item, work->met[n].slow_weight);
  source->skip_met = source->normed = 1;
  uint32_t budget = SO_RANK_POSTINGS;
  while (content.count > 0) {
    uint32_t at = rarest(rank->pack, &content), value = content.values[at].value;
    float weight = content.values[at].weight * rank->rarity[value];
    so_rank_term *term = so_rank_add_postings(rank, value, weight, &budget);
    if (!term) break; /* the rest is more common still */
    term->because_item = content.values[at].because;
    content.values[at] = content.values[--content.count];
  }
}

/** What is liked or, with sign -1, disliked; discreet values are neither used nor named. */
static void gather_affinity(const so_rank *rank, so_rank_source *source) {
  const so_pack *pack = rank->pack;
  uint32_t budget = SO_RANK_POSTINGS;
  float most = 0;
  for (size_t n = 0; n < rank->work->affinity_count; n++) {
    const so_affinity_view *view = &rank->work->affinities[n];
    const so_pack_value *value = &pack->values[view->value];
    float strength = view->strength * (float)source->sign;
    if (strength <= 0 || value->flags & SO_VALUE_DISCREET) continue;
    so_rank_term *term = so_rank_add_postings(rank, view->value, strength, &budget);
    if (!term) continue;
    if (!(pack->keys[value->key].flags & 1u)) term->because_value = view->value;
    if (strength > most) most = strength;
  }
  source->blend *= most / (most + AFFINITY_HALF);
}

static void gather_disliked(const so_rank *rank, so_rank_source *source) {
  source->sign = -1;
  gather_affinity(rank, source);
}

static void gather_recent(const so_rank *rank, so_rank_source *source) {
  (void)source;
  for (uint32_t n = 0; n < rank->work->met_count; n++) {
    const so_rank_met *met = &rank->work->met[n];
    if (met->browsed) add_item(rank->work, &met->item, met->weight);
  }
}

static void gather_repurchase(const so_rank *rank, so_rank_source *source) {
  source->unit = SO_RANK_UNIT;
  if (!rank->work->request->personal) return;
  so_rank_term *term = so_rank_open_term(rank->work, SO_PACK_NONE, 1);
  if (term) term->count = rank->work->mind->shelf.count;
}

uint64_t so_rank_draw(uint64_t state) {
  state += 0x9e3779b97f4a7c15u;
  state = (state ^ (state >> 30)) * 0xbf58476d1ce4e5b9u;
  state = (state ^ (state >> 27)) * 0x94d049bb133111ebu;
  return state ^ (state >> 31);
}

static void gather_explored(const so_rank *rank, so_rank_source *source) {
  (void)source;
  for (uint32_t n = 0; n < SO_RANK_EXPLORED; n++) {
    uint64_t drawn = so_rank_draw(rank->work->request->seed + n);
    uint32_t *item = &rank->work->explored[n];
    *item = (uint32_t)((drawn & 0xffffffffu) * rank->pack->item_count >> 32);
    if (usable(rank, *item)) add_item(rank->work, item, (float)(1 + (drawn >> 40)) / 16777216.0f);
  }
}

/** Scales the terms so that the largest factor is SO_RANK_UNIT; drops what rounds to nothing. */
static void scale_terms(so_rank_work *work, so_rank_source *source) {
  so_rank_term *terms = work->terms + source->start;
  uint32_t count = work->term_count - source->start;
  float most = 0;
  for (uint32_t n = 0; n < count; n++) {
    if (terms[n].weight > most) most = terms[n].weight;
  }
  for (uint32_t n = 0; n < count && most > 0; n++) {
    terms[n].factor = (int32_t)(terms[n].weight / most * (float)SO_RANK_UNIT);
    if (terms[n].factor > 0) terms[source->count++] = terms[n];
  }
  work->term_count = source->start + source->count;
}

static const struct {
  uint32_t strategy;
  uint32_t blend; /* the strategy whose share it has */
  void (*gather)(const so_rank *rank, so_rank_source *source);
} sources[] = {
    {SO_STRATEGY_NEIGHBOUR, SO_STRATEGY_NEIGHBOUR, gather_neighbours},
    {SO_REASON_CONTEXT, SO_STRATEGY_NEIGHBOUR, gather_context},
    {SO_STRATEGY_SIMILAR, SO_STRATEGY_SIMILAR, gather_similar},
    {SO_STRATEGY_AFFINITY, SO_STRATEGY_AFFINITY, gather_affinity},
    {SO_STRATEGY_AFFINITY, SO_STRATEGY_AFFINITY, gather_disliked},
    {SO_STRATEGY_RECENT, SO_STRATEGY_RECENT, gather_recent},
    {SO_STRATEGY_REPURCHASE, SO_STRATEGY_REPURCHASE, gather_repurchase},
    {SO_STRATEGY_COMPLEMENT, SO_STRATEGY_COMPLEMENT, gather_complements},
    {SO_STRATEGY_EXPLORE, SO_STRATEGY_EXPLORE, gather_explored},
    {SO_REASON_MOMENT, SO_STRATEGY_POPULAR, so_rank_gather_moment},
#ifdef SOTTO_WITH_VECTORS
    {SO_REASON_VECTOR, SO_STRATEGY_SIMILAR, so_rank_gather_vectors},
#endif
#if SO_RANK_BUNDLES
    {SO_REASON_BUNDLE, SO_STRATEGY_COMPLEMENT, so_rank_gather_bundle},
#endif
    {SO_REASON_OWNED, SO_STRATEGY_COMPLEMENT, so_rank_gather_owned}, /* last: it may undo all */
};

void so_rank_gather(const so_rank *rank) {
  so_rank_work *work = rank->work;
  so_affinity_query about = {work->request->now_ms, SO_PACK_NONE, work->request->categories};
  so_affinity_list list = {work->affinities, SO_RANK_AFFINITIES};
  work->term_count = work->source_count = work->met_count = work->candidate_count = 0;
  work->affinity_count = 0;
  work->history = rank->pack->history ? *rank->pack->history : so_rank_history;
  if (work->request->personal) {
    gather_history(rank);
    work->affinity_count = so_affinity_top(&work->mind->affinity, rank->pack, &about, list);
  }
  set_blend(rank);
  so_rank_kinds(rank);
  for (size_t n = 0; n < sizeof sources / sizeof *sources; n++) {
    so_rank_source *source = &work->sources[work->source_count];
    *source = (so_rank_source){.strategy = sources[n].strategy,
                               .start = work->term_count,
                               .sign = 1,
                               .blend = work->blend[sources[n].blend]};
    sources[n].gather(rank, source);
    scale_terms(work, source);
    work->source_count += source->count > 0;
  }
}
