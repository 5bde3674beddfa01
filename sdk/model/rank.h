/*
 * Picks: from what the person met to an ordered shelf with exact reasons.
 *
 * Sources (rank_sources) propose items as sums of integer terms; each source is scaled to its best
 * item and weighted by the mindset's blend; rules (rank_rules) filter; maximal marginal relevance
 * (diversity) orders; what is missing is refilled in popularity order, so the shelf is empty only
 * when no item is allowed at all. Scores are integers (micro units): the reasons sum exactly.
 * Same pack, mind and request give the same picks on every machine. Discreet items are never picked
 * and never named. Allocates nothing: the caller lends scratch once per pack.
 */
#ifndef SO_MODEL_RANK_H
#define SO_MODEL_RANK_H

#include "model/mind.h"
#include "model/pack_reader.h"

#define SO_RANK_LIMIT_MAX 100u
/* Reasons beyond the strategies of the blend; SOTTO_REASON_… is this number + 1. */
#define SO_REASON_RULE 8u
#define SO_REASON_CONTEXT 9u
#define SO_REASON_KINDS 10u

typedef struct so_rank_request {
  uint32_t limit;           /* 1 … SO_RANK_LIMIT_MAX */
  uint32_t slot;            /* pack slot, or SO_PACK_NONE: no rules but in stock */
  uint32_t context_item;    /* the page being looked at, or SO_PACK_NONE */
  uint32_t category_value;  /* keep to items with this value, or SO_PACK_NONE */
  const uint32_t *excluded; /* pack items never to pick */
  size_t excluded_count;
  int64_t price_from_minor;
  int64_t price_to_minor; /* 0: no upper end */
  float diversity;        /* 0 … 1 */
  uint32_t personal;      /* 0: nothing of the person is used, popularity and context only */
  uint32_t categories;    /* bit per sotto_category of attributes that may personalize */
  uint32_t mindset;       /* sotto_mindset, from so_mind_look */
  uint64_t seed;          /* for exploration */
  int64_t now_ms;
} so_rank_request;

typedef struct so_rank_reason {
  uint32_t strategy;      /* SO_STRATEGY_…, SO_REASON_RULE or SO_REASON_CONTEXT */
  int32_t micro;          /* signed part of the score */
  uint32_t because_item;  /* pack item, or SO_PACK_NONE */
  uint32_t because_value; /* pack value, or SO_PACK_NONE */
} so_rank_reason;

typedef struct so_rank_pick {
  uint32_t item;
  uint32_t reason_count;
  int64_t score_micro;                     /* exactly the sum of the reasons */
  so_rank_reason reasons[SO_REASON_KINDS]; /* largest first */
} so_rank_pick;

/** A pack made ready for ranking: views into the caller's scratch. */
typedef struct so_rank {
  const so_pack *pack;
  struct so_rank_info *info; /* per item */
  int32_t *sums;             /* per item, 0 between uses */
  uint32_t *touched;         /* per item */
  float *rarity;             /* per value: ln(items / (1 + items with it)), at least 0 */
  struct so_rank_work *work;
  void *ranking; /* of the request under way */
} so_rank;

/** Fills a request: no constraint, ten picks, every category, diversity .3, personal. */
void so_rank_request_init(so_rank_request *ret_request);
/** Bytes of scratch for a pack of so many items and values. */
size_t so_rank_scratch_bytes(uint32_t item_count, uint32_t value_count);
/** Makes a pack ready: O(items and their values), once after open or install. 64-byte aligned. */
void so_rank_prepare(const so_pack *pack, void *scratch, so_rank *ret_rank);
/**
 * Writes up to request->limit picks, best first; returns how many. Uses the scratch: one call at a
 * time per so_rank.
 */
size_t so_rank_picks(const so_rank *rank, const so_mind *mind, const so_rank_request *request,
                     so_rank_pick *ret_picks);

#endif
