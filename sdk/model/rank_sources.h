/*
 * Where picks come from: sparse sources, each a list of integer terms.
 *
 * A term adds an amount to some items: a neighbour row (edges), the items that carry a value
 * (postings), one item, or everything bought (the shelf). The terms are gathered once per request,
 * summed over all items, and walked again over the few picks to name their reasons; both walks use
 * the same integers, so reasons sum exactly to scores. A neighbour weight is shrunk by the stated
 * error of its row (positive-part James-Stein), and the source as a whole by the share it lost.
 */
#ifndef SO_MODEL_RANK_SOURCES_H
#define SO_MODEL_RANK_SOURCES_H

#include "model/pick.h"

#define SO_RANK_TERMS 512u
#define SO_RANK_SOURCES 10u
#define SO_RANK_HISTORY 64u
#define SO_RANK_UNIT 16384 /* the largest factor of a source's terms */

/** Bits of so_rank.flags. */
enum {
  SO_INFO_OPEN = 1u, /* may be picked: not discreet */
  SO_INFO_STOCKED = 2u,
  SO_INFO_BLOCKED = 4u, /* for this request: excluded, dismissed, in the cart, the page itself */
  SO_INFO_MET = 8u,     /* for this request: in the recent history */
  SO_INFO_TAKEN = 16u,  /* for this request: already picked */
  SO_INFO_PINNED = 32u  /* for this request: a rule keeps it for a place */
};

enum { SO_TERM_EDGES = 0, SO_TERM_POSTINGS = 1, SO_TERM_ITEM = 2, SO_TERM_SHELF = 3 };

typedef struct so_rank_term {
  uint32_t kind;
  uint32_t count;            /* of the run */
  const so_pack_edge *edges; /* SO_TERM_EDGES */
  const uint32_t *items;     /* SO_TERM_POSTINGS */
  int32_t factor;
  float weight; /* before scaling to SO_RANK_UNIT */
  float cut;    /* edges: square of the weight (in int8 steps) that is all noise; 0: exact */
  uint32_t because_item; /* also the item of SO_TERM_ITEM */
  uint32_t because_value;
} so_rank_term;

typedef struct so_rank_source {
  uint32_t strategy;
  uint32_t start;
  uint32_t count;
  int32_t sign;
  int32_t unit;      /* sum that counts as 1; 0: the largest sum */
  uint32_t skip_met; /* proposes nothing already met */
  uint32_t normed;   /* postings count by the item's inverse norm */
  float blend;
  double factor; /* signed micro units per sum, set when summed */
} so_rank_source;

/** An item of the history with its decayed weight. */
typedef struct so_rank_met {
  uint32_t item;
  float weight;
  float slow_weight; /* decays less: for content */
  uint32_t browsed;  /* viewed or wished, not only bought */
} so_rank_met;

/** What one request works with; lives in the scratch. */
typedef struct so_rank_work {
  const so_mind *mind;
  const so_rank_request *request;
  uint32_t term_count;
  uint32_t source_count;
  uint32_t met_count;
  uint32_t candidate_count;
  uint32_t *candidates; /* room for every item twice */
  float blend[SO_STRATEGY_COUNT];
  so_rank_met met[SO_RANK_HISTORY];
  so_rank_source sources[SO_RANK_SOURCES];
  so_rank_term terms[SO_RANK_TERMS];
} so_rank_work;

/** Sums a source over all items into their totals and notes new candidates. */
void so_rank_sum(const so_rank *rank, so_rank_source *source);
/**
 * Adds to each pick the reason of a source. `rank->sums` holds pick number + 1 of each picked item.
 */
void so_rank_explain(const so_rank *rank, const so_rank_source *source, so_rank_pick *picks,
                     size_t pick_count);

#endif
