/*
 * One function per strategy, each opening a source and adding its terms; a source left without
 * terms is taken back.
 */
#include "model/rank_gather.h"

#include <sotto/event.h>
#include <sotto/mindset.h>
#include <string.h>

#define DECAY 0.7f         /* per step back: neighbours, recent */
#define SLOW_DECAY 0.8f    /* per step back: content */
#define LEAST_WEIGHT 1e-4f /* older steps say nothing any more */
#define SETTLED 0.1f       /* share of the neighbours' blend left where everything met was bought */
#define CONTENT_ITEMS 10u  /* of the history, for content */
#define QUERY_VALUES 128u
#define POSTINGS 2560u
/* read for content or affinity: rarer or stronger values first */
#define AFFINITIES 24u
#define EXPLORED 8u
#define AFFINITY_HALF 4.0f /* strength at which affinity counts half */
/* An edge within so many standard errors of zero counts as noise. */
#define NOISE_ERRORS 3.0f

/* clang-format off */
/*                        neighbour similar affinity popular recent repurchase complement explore */
const float so_rank_blend[][SO_STRATEGY_COUNT] = {
    [SOTTO_MINDSET_CURIOUS] =    {1.0f, 0.30f, 0.40f, 0.10f, 0.50f, 1.0f, 0.20f, 0.02f},
    [SOTTO_MINDSET_INTERESTED] = {1.0f, 0.30f, 0.40f, 0.10f, 0.50f, 1.0f, 0.20f, 0.01f},
    [SOTTO_MINDSET_FOCUSED] =    {1.0f, 0.30f, 0.30f, 0.10f, 0.50f, 1.0f, 0.40f, 0.00f},
    [SOTTO_MINDSET_SATISFIED] =  {1.0f, 0.20f, 0.30f, 0.50f, 0.30f, 1.0f, 0.50f, 0.02f},
    [SOTTO_MINDSET_LOYAL] =      {1.0f, 0.20f, 0.30f, 0.50f, 0.30f, 1.0f, 0.40f, 0.02f},
    [SOTTO_MINDSET_FADING] =     {1.0f, 0.30f, 0.40f, 0.50f, 0.30f, 1.0f, 0.30f, 0.02f}};
/* clang-format on */

/** What gathering needs at hand. */
typedef struct gather {
  const so_rank *rank;
  const so_pack *pack;
  const so_mind *mind;
  const so_rank_request *request;
  so_rank_work *work;
} gather;

static const float most_blend = 16; /* a pack's own blend may not overflow a score */

static void set_blend(const gather *with) {
  uint32_t row = with->request->mindset < SOTTO_MINDSET_COUNT ? with->request->mindset : 0;
  const float *from = so_rank_blend[row];
  if (with->pack->blend) from = with->pack->blend + (size_t)row * SO_STRATEGY_COUNT;
  for (uint32_t n = 0; n < SO_STRATEGY_COUNT; n++)
    with->work->blend[n] = from[n] > 0 ? (from[n] < most_blend ? from[n] : most_blend) : 0;
}

/** 1 when the item may be a reason or a source: known, and not discreet. */
static int usable(const gather *with, uint32_t item) {
  return item < with->pack->item_count && (with->rank->flags[item] & SO_INFO_OPEN);
}

static so_rank_met *met_of(so_rank_work *work, uint32_t item) {
  for (uint32_t n = 0; n < work->met_count; n++) {
    if (work->met[n].item == item) return &work->met[n];
  }
  if (work->met_count == SO_RANK_HISTORY) return NULL;
  work->met[work->met_count] = (so_rank_met){.item = item};
  return &work->met[work->met_count++];
}

static void meet(const gather *with, const so_shelf_step *step, float weight, float slow) {
  so_rank_met *met = usable(with, step->item) ? met_of(with->work, step->item) : NULL;
  if (!met) return;
  met->browsed |= step->type != SOTTO_EVENT_PURCHASE;
  met->weight += weight;
  met->slow_weight += slow;
  with->rank->flags[step->item] |= SO_INFO_MET;
}

/**
 * Walks the encounters from the newest back. Steps of one moment (a basket) share a place, and
 * steps about one item in a row (view, cart, purchase) are one.
 */
static void gather_history(const gather *with) {
  float weight = 1, slow = 1;
  const so_shelf_step *later = NULL, *step = so_shelf_step_back(&with->mind->shelf, 0);
  for (uint32_t back = 0; step && weight > LEAST_WEIGHT; back++) {
    int same = later && later->hash == step->hash;
    if (later && !same && later->time_ms != step->time_ms) {
      weight *= DECAY;
      slow *= SLOW_DECAY;
    }
    meet(with, step, same ? 0 : weight, same ? 0 : slow);
    later = step;
    step = so_shelf_step_back(&with->mind->shelf, back + 1);
  }
}

static so_rank_source *open_source(const gather *with, uint32_t strategy, float blend) {
  so_rank_source *source = &with->work->sources[with->work->source_count++];
  *source = (so_rank_source){
      .strategy = strategy, .start = with->work->term_count, .sign = 1, .blend = blend};
  return source;
}

static so_rank_term *open_term(const gather *with, uint32_t kind, float weight) {
  if (with->work->term_count == SO_RANK_TERMS) return NULL;
  so_rank_term *term = &with->work->terms[with->work->term_count++];
  *term = (so_rank_term){
      .kind = kind, .weight = weight, .because_item = SO_PACK_NONE, .because_value = SO_PACK_NONE};
  return term;
}

/** Scales the terms so that the largest factor is SO_RANK_UNIT; drops what rounds to nothing. */
static void close_source(const gather *with, so_rank_source *source) {
  so_rank_term *terms = with->work->terms + source->start;
  uint32_t count = with->work->term_count - source->start, kept = 0;
  float most = 0;
  for (uint32_t n = 0; n < count; n++) {
    if (terms[n].weight > most) most = terms[n].weight;
  }
  for (uint32_t n = 0; n < count && most > 0; n++) {
    terms[n].factor = (int32_t)(terms[n].weight / most * (float)SO_RANK_UNIT);
    if (terms[n].factor > 0) terms[kept++] = terms[n];
  }
  source->count = kept;
  with->work->term_count = source->start + kept;
  if (kept == 0) with->work->source_count--;
}

/** A table of rows: neighbours or complements. */
typedef struct table {
  const so_pack_row *rows;
  const so_pack_edge *edges;
} table;

static void add_row(const gather *with, const table *from, uint32_t item, float weight) {
  if (!from->rows || from->rows[item].count == 0) return;
  const so_pack_row *row = &from->rows[item];
  so_rank_term *term = open_term(with, SO_TERM_EDGES, weight * row->scale);
  if (!term) return;
  term->edges = from->edges + row->start;
  term->count = row->count;
  term->because_item = item;
  float noise = row->error > 0 && row->scale > 0 ? NOISE_ERRORS * row->error / row->scale : 0;
  term->cut = noise * noise;
}

/**
 * How much the history asks for neighbours: what was only bought is settled, so neighbours of
 * purchases say less about what comes next than the person's own habits do.
 */
static float searching(const gather *with) {
  float all = 0, browsed = 0;
  for (uint32_t n = 0; n < with->work->met_count; n++) {
    all += with->work->met[n].weight;
    if (with->work->met[n].browsed) browsed += with->work->met[n].weight;
  }
  return all > 0 ? SETTLED + (1 - SETTLED) * browsed / all : 0;
}

static void gather_neighbours(const gather *with) {
  const table neighbours = {with->pack->neighbour_rows, with->pack->neighbours};
  float blend = with->work->blend[SO_STRATEGY_NEIGHBOUR];
  so_rank_source *source = open_source(with, SO_STRATEGY_NEIGHBOUR, blend * searching(with));
  for (uint32_t n = 0; n < with->work->met_count; n++)
    add_row(with, &neighbours, with->work->met[n].item, with->work->met[n].weight);
  close_source(with, source);
  if (!usable(with, with->request->context_item)) return;
  source = open_source(with, SO_REASON_CONTEXT, blend);
  add_row(with, &neighbours, with->request->context_item, 1);
  close_source(with, source);
}

static void gather_complements(const gather *with) {
  const table complements = {with->pack->complement_rows, with->pack->complements};
  const so_shelf *shelf = &with->mind->shelf;
  so_rank_source *source =
      open_source(with, SO_STRATEGY_COMPLEMENT, with->work->blend[SO_STRATEGY_COMPLEMENT]);
  if (usable(with, with->request->context_item))
    add_row(with, &complements, with->request->context_item, 1);
  for (uint32_t n = 0; with->request->personal && n < shelf->count; n++) {
    if ((shelf->flags[n] & SO_SHELF_CART) && usable(with, shelf->entries[n].item))
      add_row(with, &complements, shelf->entries[n].item, 1);
  }
  for (uint32_t n = 0; n < with->work->met_count; n++) {
    const so_rank_met *met = &with->work->met[n];
    if (!met->browsed) add_row(with, &complements, met->item, met->weight);
  }
  close_source(with, source);
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

static void query_item(const gather *with, query *inout_query, uint32_t item, float weight) {
  const so_pack_item *about = &with->pack->items[item];
  float norm = (float)with->rank->norms[item] / 4096.0f;
  for (uint32_t n = 0; n < about->values_count; n++) {
    uint32_t value = with->pack->item_values[about->values_start + n];
    float rarity = with->rank->rarity[value];
    if (rarity > 0) query_value(inout_query, value, weight * norm * rarity, item);
  }
}

/** Adds the postings of a value while they fit the budget. */
static so_rank_term *add_postings(const gather *with, uint32_t value, float weight,
                                  uint32_t *inout_budget) {
  const so_pack_value *about = &with->pack->values[value];
  if (about->items_count == 0 || about->items_count > *inout_budget) return NULL;
  so_rank_term *term = open_term(with, SO_TERM_POSTINGS, weight);
  if (!term) return NULL;
  *inout_budget -= about->items_count;
  term->items = with->pack->value_items + about->items_start;
  term->count = about->items_count;
  return term;
}

/** The value of the query with the fewest items; takes it out. */
static uint32_t rarest(const gather *with, query *inout_query) {
  uint32_t best = 0;
  const so_pack_value *values = with->pack->values;
  for (uint32_t n = 1; n < inout_query->count; n++) {
    uint32_t a = inout_query->values[n].value, b = inout_query->values[best].value;
    if (values[a].items_count < values[b].items_count) best = n;
  }
  return best;
}

static void gather_similar(const gather *with) {
  query content = {.count = 0};
  if (usable(with, with->request->context_item))
    query_item(with, &content, with->request->context_item, 1);
  for (uint32_t n = 0; n < with->work->met_count && n < CONTENT_ITEMS; n++)
    query_item(with, &content, with->work->met[n].item, with->work->met[n].slow_weight);
  so_rank_source *source =
      open_source(with, SO_STRATEGY_SIMILAR, with->work->blend[SO_STRATEGY_SIMILAR]);
  source->skip_met = source->normed = 1;
  uint32_t budget = POSTINGS;
  while (content.count > 0) {
    uint32_t at = rarest(with, &content), value = content.values[at].value;
    float weight = content.values[at].weight * with->rank->rarity[value];
    so_rank_term *term = add_postings(with, value, weight, &budget);
    if (!term) break; /* the rest is more common still */
    term->because_item = content.values[at].because;
    content.values[at] = content.values[--content.count];
  }
  close_source(with, source);
}

/** 1 when a value may be named and used: neither discreet itself nor its key unspoken. */
static int may_use(const so_pack *pack, uint32_t value) {
  return !(pack->values[value].flags & SO_VALUE_DISCREET);
}

static void gather_liking(const gather *with, const so_affinity_view *views, size_t count,
                          int32_t sign) {
  so_rank_source *source =
      open_source(with, SO_STRATEGY_AFFINITY, with->work->blend[SO_STRATEGY_AFFINITY]);
  uint32_t budget = POSTINGS;
  float most = 0;
  source->sign = sign;
  for (size_t n = 0; n < count; n++) {
    float strength = views[n].strength * (float)sign;
    uint32_t value = views[n].value;
    if (strength <= 0 || !may_use(with->pack, value)) continue;
    so_rank_term *term = add_postings(with, value, strength, &budget);
    if (!term) continue;
    if (!(with->pack->keys[with->pack->values[value].key].flags & 1u)) term->because_value = value;
    if (strength > most) most = strength;
  }
  source->blend *= most / (most + AFFINITY_HALF);
  close_source(with, source);
}

static void gather_affinity(const gather *with) {
  so_affinity_view views[AFFINITIES];
  so_affinity_query about = {with->request->now_ms, SO_PACK_NONE, with->request->categories};
  size_t count = so_affinity_top(&with->mind->affinity, with->pack, &about,
                                 (so_affinity_list){views, AFFINITIES});
  gather_liking(with, views, count, 1);
  gather_liking(with, views, count, -1);
}

static void add_item(const gather *with, uint32_t item, float weight) {
  so_rank_term *term = open_term(with, SO_TERM_ITEM, weight);
  if (term) term->because_item = item;
}

static void gather_recent(const gather *with) {
  so_rank_source *source =
      open_source(with, SO_STRATEGY_RECENT, with->work->blend[SO_STRATEGY_RECENT]);
  for (uint32_t n = 0; n < with->work->met_count; n++) {
    if (with->work->met[n].browsed)
      add_item(with, with->work->met[n].item, with->work->met[n].weight);
  }
  close_source(with, source);
}

static void gather_repurchase(const gather *with) {
  so_rank_source *source =
      open_source(with, SO_STRATEGY_REPURCHASE, with->work->blend[SO_STRATEGY_REPURCHASE]);
  source->unit = SO_RANK_UNIT;
  (void)open_term(with, SO_TERM_SHELF, 1);
  close_source(with, source);
}

/** SplitMix64 (Steele, Lea, Flood 2014). */
static uint64_t mixed(uint64_t state) {
  state += 0x9e3779b97f4a7c15u;
  state = (state ^ (state >> 30)) * 0xbf58476d1ce4e5b9u;
  state = (state ^ (state >> 27)) * 0x94d049bb133111ebu;
  return state ^ (state >> 31);
}

static void gather_explored(const gather *with) {
  so_rank_source *source =
      open_source(with, SO_STRATEGY_EXPLORE, with->work->blend[SO_STRATEGY_EXPLORE]);
  for (uint32_t n = 0; n < EXPLORED; n++) {
    uint64_t drawn = mixed(with->request->seed + n);
    uint32_t item = (uint32_t)((drawn & 0xffffffffu) * with->pack->item_count >> 32);
    if (usable(with, item)) add_item(with, item, (float)(1 + (drawn >> 40)) / 16777216.0f);
  }
  close_source(with, source);
}

void so_rank_gather(const so_rank *rank, const so_mind *mind, const so_rank_request *request) {
  so_rank_work *work = rank->work;
  const gather with = {rank, rank->pack, mind, request, work};
  work->mind = mind;
  work->request = request;
  work->term_count = work->source_count = work->met_count = work->candidate_count = 0;
  set_blend(&with);
  if (request->personal) gather_history(&with);
  gather_neighbours(&with);
  gather_similar(&with);
  if (request->personal) {
    gather_affinity(&with);
    gather_recent(&with);
    gather_repurchase(&with);
  }
  gather_complements(&with);
  gather_explored(&with);
}
