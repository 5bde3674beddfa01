/*
 * What ranking is asked, what it answers, and a pack made ready for it: the types that rank and its
 * parts share. The work itself is in rank.
 */
#ifndef SO_MODEL_PICK_H
#define SO_MODEL_PICK_H

#include "model/mind.h"
#include "model/pack_reader.h"

#define SO_RANK_LIMIT_MAX 100u
/* Reasons beyond the strategies of the blend; SOTTO_REASON_… is this number + 1. */
#define SO_REASON_RULE 8u
#define SO_REASON_CONTEXT 9u
#define SO_REASON_OWNED 10u
#define SO_REASON_BUNDLE 11u
#define SO_REASON_VECTOR 12u
#define SO_REASON_MOMENT 13u
#define SO_REASON_KINDS 14u

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
  uint32_t complete;      /* 1: what completes the cart: one of a kind, none of a kind it holds */
  uint32_t personal;      /* 0: nothing of the person is used, popularity and context only */
  uint32_t categories;    /* bit per sotto_category of attributes that may personalize */
  uint32_t mindset;       /* sotto_mindset, from so_mind_look */
  uint32_t moments[SO_MOMENT_COUNT]; /* what the moment is, 0: not known */
  const so_pack_rule *rules;         /* in place of the slot's; NULL: those */
  uint32_t rule_count;
  const float *factors; /* of the strategies' blend; NULL: 1 each */
  uint64_t seed;        /* for exploration */
  int64_t now_ms;
} so_rank_request;

typedef struct so_rank_reason {
  uint32_t strategy;      /* SO_STRATEGY_…, or another SO_REASON_… */
  int32_t micro;          /* signed part of the score */
  uint32_t because_item;  /* pack item, or SO_PACK_NONE */
  uint32_t because_value; /* pack value (of a bundle: its number), or SO_PACK_NONE */
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
  uint8_t *flags;    /* per item, SO_INFO_… */
  int32_t *totals;   /* per item, micro units, 0 between requests */
  int32_t *popular;  /* per item, share of the most popular, of 2^20 */
  uint32_t *norms;   /* per item, 1 / length of its rarity vector, of 2^12 */
  int32_t *sums;     /* per item, 0 between uses */
  uint32_t *touched; /* per item */
  float *rarity;     /* per value: ln(items / (1 + items with it)), at least 0 */
  struct so_rank_work *work;
} so_rank;

#endif
