/*
 * What the parts of ranking share while one request is under way, and what each of them does.
 *
 * A source is a list of integer terms. A term adds an amount to some items: a neighbour row
 * (edges), the items that carry a value or one item (postings), or everything bought (the shelf).
 * The terms are gathered once per request, summed over all items, and walked again over the few
 * picks to name their reasons; both walks use the same integers, so reasons sum exactly to scores.
 * A neighbour weight is shrunk by the stated error of its row (positive-part James-Stein), and the
 * source as a whole by the share it lost.
 */
#ifndef SO_MODEL_RANK_WORK_H
#define SO_MODEL_RANK_WORK_H

#include "model/pick.h"

#ifdef SOTTO_WITH_SEARCH
# define SO_RANK_BUNDLES 1 /* occasions stand among the sections of search */
#else
# define SO_RANK_BUNDLES 0
#endif

#define SO_RANK_TERMS 768u
#define SO_RANK_SOURCES 13u
#define SO_RANK_MOMENTS SO_MOMENT_COUNT
#define SO_RANK_VECTOR_HITS 64u
#define SO_RANK_HISTORY 64u
#define SO_RANK_UNIT 16384 /* the largest factor of a source's terms */
#define SO_RANK_POOL_MAX 256u
#define SO_RANK_AFFINITIES 24u
#define SO_RANK_EXPLORED 8u
#define SO_RANK_POSTINGS 2560u /* read for content or affinity, or of one kind */
#define SO_RANK_POPULAR_BITS 20
#define SO_RANK_KINDS 16u
#define SO_RANK_PARTS 32u

/** Bits of so_rank.flags. */
enum {
  SO_INFO_OPEN = 1u, /* may be picked: not discreet */
  SO_INFO_STOCKED = 2u,
  SO_INFO_BLOCKED = 4u, /* for this request: excluded, dismissed, in the cart, the page itself */
  SO_INFO_MET = 8u,     /* for this request: in the recent history, or bought ever */
  SO_INFO_TAKEN = 16u   /* for this request: already picked */
};

/** With `edges` a neighbour row, with `items` postings, with neither the shelf. */
typedef struct so_rank_term {
  const so_pack_edge *edges;
  const uint32_t *items;
  uint32_t count; /* of the run */
  int32_t factor;
  float weight; /* before scaling to SO_RANK_UNIT */
  float cut;    /* edges: square of the weight (in int8 steps) that is all noise; 0: exact */
  uint32_t because_item;
  uint32_t because_value;
  uint32_t value; /* all items that carry it are the postings; SO_PACK_NONE: others */
} so_rank_term;

typedef struct so_rank_source {
  uint32_t strategy;
  uint32_t start;
  uint32_t count;
  int32_t sign;
  int32_t unit;           /* sum that counts as 1; 0: the largest sum */
  uint32_t skip_met;      /* proposes nothing already met */
  uint32_t normed;        /* postings count by the item's inverse norm */
  uint32_t by_popularity; /* postings count by the popularity of the item */
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

/** A product type of what the person bought or has in the cart. */
typedef struct so_rank_kind {
  uint32_t type;
  uint32_t because_item;
  float weight; /* how little another of it is wanted: 1 not at all, 0 as ever */
  uint32_t in_cart;
  uint32_t bought;
  uint32_t again;   /* the person bought of it more than once */
  int64_t since_ms; /* bought, or put into the cart */
} so_rank_kind;

/** What the cart is on the way to: an occasion with parts, some of which it has. */
typedef struct so_rank_bundle {
  uint32_t occasion; /* SO_PACK_NONE: none */
  uint32_t start;    /* of its parts */
  uint32_t count;    /* at most SO_RANK_PARTS */
  uint32_t filled;   /* a bit per part that the cart, or a pick, fills */
} so_rank_bundle;

/** A near item, and the item of the history it resembles most. */
typedef struct so_rank_hit {
  uint32_t item;
  int32_t score;
  uint32_t because_item;
} so_rank_hit;

/** The latest question to the vectors and its answer, kept between requests. */
typedef struct so_rank_vectors {
  int8_t query[SO_PACK_VECTOR_WIDTH_MAX];
  uint32_t count; /* items the query is made of */
  uint32_t first; /* the first of them */
  uint32_t hit_count;
  so_rank_hit hits[SO_RANK_VECTOR_HITS];
} so_rank_vectors;

/** The rules of the request's slot. */
typedef struct so_rank_rules {
  const so_pack_rule *rules;
  uint32_t count;
  uint32_t needs_stock;
  uint32_t includes; /* how many values are included: an item needs one of them */
} so_rank_rules;

/** A pool entry: relevance is relative to the best. */
typedef struct so_diversity_entry {
  uint32_t item;
  int32_t total;
  float nearest;  /* largest similarity to the first `seen` that were chosen; work space */
  uint32_t seen;  /* work space */
  uint32_t taken; /* work space */
} so_diversity_entry;

/** The best that may be picked, sorted best first, and how far from each other to go. */
typedef struct so_diversity_pool {
  size_t count;
  float diversity; /* 0 … 1 */
  uint32_t chosen_count;
  uint32_t chosen[SO_RANK_POOL_MAX]; /* items, in the order they were taken */
  so_diversity_entry entries[SO_RANK_POOL_MAX];
} so_diversity_pool;

/** What one request works with; lives in the scratch. */
typedef struct so_rank_work {
  const so_mind *mind;
  const so_rank_request *request;
  so_rank_rules rules;
  so_pack_history history;
  uint32_t term_count;
  uint32_t source_count;
  uint32_t met_count;
  uint32_t candidate_count;
  uint32_t *candidates; /* room for every item twice */
  float blend[SO_STRATEGY_COUNT];
  so_rank_met met[SO_RANK_HISTORY];
  uint32_t explored[SO_RANK_EXPLORED];
  uint32_t kind_count;
  so_rank_kind kinds[SO_RANK_KINDS];
  so_rank_bundle bundle;
#ifdef SOTTO_WITH_VECTORS
  so_rank_vectors vectors;
#endif
  size_t affinity_count;
  so_affinity_view affinities[SO_RANK_AFFINITIES];
  so_rank_source sources[SO_RANK_SOURCES];
  so_rank_term terms[SO_RANK_TERMS];
  int64_t popular_micro; /* of the most popular item */
  const uint32_t *order; /* what may fill the shelf, most popular first */
  uint32_t order_count;
  size_t pool_limit;
  int32_t least; /* total that can enter the pool; it falls never */
  so_diversity_pool pool;
  so_rank_pick *picks;
  size_t pick_count;
} so_rank_work;

/** The compiled-in history, where the pack has none. */
extern const so_pack_history so_rank_history;
/** The compiled-in blend: SOTTO_MINDSET_COUNT rows of SO_STRATEGY_COUNT. */
extern const float so_rank_blend[][SO_STRATEGY_COUNT];

/** Fills the shelf of a request, without reasons; so_rank_clean() must follow. */
void so_rank_fill(const so_rank *rank, const so_mind *mind, const so_rank_request *request,
                  so_rank_pick *ret_picks);
/** Scores and reasons of everything in `work->picks`; each is flagged SO_INFO_TAKEN. */
void so_rank_tell(const so_rank *rank);
/** Leaves the scratch as it was found. */
void so_rank_clean(const so_rank *rank);
/** A number drawn from a state: SplitMix64 (Steele, Lea, Flood 2014). */
uint64_t so_rank_draw(uint64_t state);
/** Begins a request: its slot's rules. Where no slot is given, only what is in stock. */
void so_rank_rules_of(const so_rank *rank, const so_rank_request *request);
/** 1 when the item may be picked: open, not blocked or taken, within rules and bounds. */
int so_rank_rules_allow(const so_rank *rank, uint32_t item);
/** 1 when a price fits a band; an unknown one fits only a band without ends. */
int so_rank_in_band(int64_t price_minor, int64_t from_minor, int64_t to_minor);
/** The rule of the slot that keeps an item out, or NULL. */
const so_pack_rule *so_rank_rules_bar(const so_rank *rank, uint32_t item);
/** Fills the work area of a begun request: history, blend, sources and their terms. */
void so_rank_gather(const so_rank *rank);
/** One more term; NULL when there is no room. */
so_rank_term *so_rank_open_term(so_rank_work *work, uint32_t because_item, float weight);
/** Adds the items of a value while they fit the budget; NULL where they do not. */
so_rank_term *so_rank_add_postings(const so_rank *rank, uint32_t value, float weight,
                                   uint32_t *inout_budget);
/** Proposes product types that are met more often at the request's moment. */
void so_rank_gather_moment(const so_rank *rank, so_rank_source *source);
/** Notes the kinds of what is in the cart or was bought, and how little more of them is wanted. */
void so_rank_kinds(const so_rank *rank);
/** Takes back another of a kind that the person has. */
void so_rank_gather_owned(const so_rank *rank, so_rank_source *source);
/** 1 where a request to complete the cart may not pick the item: its kind is there already. */
int so_rank_has_kind(const so_rank *rank, uint32_t item);
/** Proposes what fills the missing parts of the occasion that the cart is on the way to. */
void so_rank_gather_bundle(const so_rank *rank, so_rank_source *source);
/** Proposes what lies near the history among the vectors; with the feature `vectors`. */
void so_rank_gather_vectors(const so_rank *rank, so_rank_source *source);
/** Bits of the bundle's parts that an item fills; 0 without a bundle. */
uint32_t so_rank_bundle_parts(const so_rank *rank, uint32_t item);
/** Sums a source over all items into their totals and notes new candidates. */
void so_rank_sum(const so_rank *rank, so_rank_source *source);
/**
 * Adds to each pick, all of them flagged SO_INFO_TAKEN, the reason of a source. `rank->sums` holds
 * pick number + 1 of each.
 */
void so_rank_explain(const so_rank *rank, const so_rank_source *source);
/** Similarity of two items, 0 … 1: cosine of their attribute values weighted by rarity. */
float so_diversity_similarity(const so_rank *rank, uint32_t a, uint32_t b);
/**
 * Maximal marginal relevance (Carbonell and Goldstein 1998): index of the entry with the largest
 * (1 - d) * relevance - d * similarity to the nearest already taken, marked as taken; the pool's
 * count when all are.
 */
size_t so_diversity_next(const so_rank *rank, so_diversity_pool *pool);

#endif
