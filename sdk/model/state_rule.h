/*
 * The state of mind: exactly one of six at any moment, recomputed per event in O(1).
 *
 * Hard facts set the sure ones, in this order: an open cart, checkout, wishlist or a second view
 * this week make `focused`; a buyer back from a long silence is `fading`; a repeat buyer `loyal`;
 * who bought recently `satisfied`. Otherwise the purchase score separates `interested` from
 * `curious`, with a margin and a hold of three pages, so that noise makes it change at most once in
 * three events. `focused` outlives its facts by three events for the same reason. The first four
 * names follow Dynamic Yield's published ones; the thresholds are ours and pack data.
 */
#ifndef SO_MODEL_STATE_RULE_H
#define SO_MODEL_STATE_RULE_H

#include <sotto/mindset.h>

#include "model/occurrence.h"
#include "model/pack_format.h"

#define SO_STATE_DAYS 16u /* purchase days remembered */
#define SO_STATE_HOLD 3u  /* events a state is held against noise */

/** Facts that decided a state, as bits of so_state_facts.decided. */
enum {
  SO_FACT_CART = 1u,         /* something is in the cart */
  SO_FACT_CHECKOUT = 2u,     /* checkout was begun in this session */
  SO_FACT_WISHLIST = 4u,     /* something was wished for in this session */
  SO_FACT_REVIEWS_CART = 8u, /* reviews were read, then something put into the cart */
  SO_FACT_SECOND_VIEW = 16u, /* one item was viewed again this week */
  SO_FACT_BOUGHT = 32u,      /* bought recently */
  SO_FACT_REPEAT = 64u,      /* bought on several days */
  SO_FACT_QUIET = 128u,      /* a buyer who was silent for long */
  SO_FACT_SCORE_HIGH = 256u, /* the purchase score is high */
  SO_FACT_SCORE_LOW = 512u,  /* the purchase score is low */
  SO_FACT_HELD = 1024u,      /* the state before still holds: the change is too fresh */
  SO_FACT_NEW = 2048u,       /* nothing is known yet */
  SO_FACT_COUNT = 12         /* how many bits */
};

/** What the states need to remember. */
typedef struct so_state_facts {
  int64_t last_event_ms;                /* 0: none yet */
  int64_t last_purchase_ms;             /* 0: never */
  int64_t last_cart_ms;                 /* when an open cart was last touched; 0: none open */
  int64_t since_ms;                     /* when the state began */
  int32_t purchase_days[SO_STATE_DAYS]; /* distinct days, a ring */
  uint32_t purchase_day_count;          /* ever */
  uint32_t state;                       /* sotto_mindset */
  uint32_t decided;                     /* SO_FACT_… bits */
  uint32_t events_since;                /* events since the state last changed */
  uint32_t unfocused_events;            /* events since the last focusing fact */
  uint32_t session_reviews;
  float score;      /* at the last event */
  uint8_t checkout; /* in this session … */
  uint8_t wished;
  uint8_t reviews_cart;
  uint8_t second_view;
  uint8_t quiet_before; /* this session began after a long silence */
  uint8_t bought_now;   /* the last event was a purchase */
  uint8_t zero[2];
} so_state_facts;

/** What one event adds, beyond the facts. */
typedef struct so_state_input {
  const so_occurrence *occurrence;
  uint32_t week_views; /* of the occurrence's item */
  uint32_t cart_count; /* items in the cart after it */
  float score;
} so_state_input;

/** The compiled-in thresholds. */
extern const so_pack_state so_state_defaults;

void so_state_clear(so_state_facts *ret_facts);
/** Takes in one event and decides the state. `rule` NULL: the defaults. */
void so_state_learn(so_state_facts *facts, const so_pack_state *rule, const so_state_input *input);
/** Ends the session: what belonged to it goes; a cart stays in the shelf. */
void so_state_end_session(so_state_facts *facts);
/** State at a moment without an event: time alone makes `fading` and ends `satisfied`. */
void so_state_at(const so_state_facts *facts, const so_pack_state *rule, int64_t now_ms,
                 so_state_facts *ret_facts);

#endif
