/*
 * Everything the models remember about the person, in one fixed-size struct without pointers: the
 * affinities (affinity_table), the items met (shelf), the running session (session_track), the
 * weeks of the last year (week_track) and the hard facts behind the states. Fed one occurrence at a
 * time in time order; an exact, deterministic function of the occurrences, the statements and the
 * pack. Caller's memory, nothing is allocated; it may be copied and stored as bytes (so_mind_clear
 * leaves no byte undefined).
 */
#ifndef SO_MODEL_MIND_H
#define SO_MODEL_MIND_H

#include "base/traits.h"
#include "model/affinity_table.h"
#include "model/need.h"
#include "model/occurrence.h"
#include "model/pack_reader.h"
#include "model/session_track.h"
#include "model/shelf.h"
#include "model/state_rule.h"
#include "model/week_track.h"

/** The person as the models know them. About 160 KiB; one per handle, on the heap of the client. */
typedef struct so_mind {
  so_affinity_table affinity;
  so_shelf shelf;
  so_session session;
  so_weeks weeks;
  so_state_facts facts;
  so_need_track need;
  float score; /* of the session by the model of this mark, where `scored` */
  uint32_t mark;
  uint32_t scored; /* 1: nothing changed since */
  uint32_t zero;
} so_mind;

/** How one occurrence may be used, decided by the caller from consent. */
typedef struct so_mind_use {
  uint32_t affinity_categories; /* bit per sotto_category of attribute keys affinities may learn */
  uint32_t history;             /* shelf, session and states may learn */
} so_mind_use;

/** The mindset at a moment. */
typedef struct so_mind_view {
  uint32_t state;   /* sotto_mindset */
  uint32_t decided; /* SO_FACT_… bits: why */
  int64_t since_ms;
  float score;     /* probability that this session ends in a purchase */
  uint32_t events; /* of this session */
} so_mind_view;

void so_mind_clear(so_mind *ret_mind);
/**
 * Learns one occurrence: O(attributes of the item). `pack` may be NULL (unknown items only). A
 * session number other than the running one ends the running session first.
 */
void so_mind_learn(so_mind *mind, const so_pack *pack, const so_occurrence *occurrence,
                   so_mind_use use);
/** Ends the session: its accumulators go into the facts. */
void so_mind_end_session(so_mind *mind);
/** After another pack was installed: looks every remembered item and value up again by its hash. */
void so_mind_rebind(so_mind *mind, const so_pack *pack);
/** Gives the mindset at a moment. `pack` may be NULL (default score and thresholds). */
void so_mind_look(const so_mind *mind, const so_pack *pack, int64_t now_ms, so_mind_view *ret_view);
/** Learns what an occurrence says of needs; `familiar` as in so_need_input. With the feature. */
void so_mind_learn_need(so_mind *mind, const so_pack *pack, const so_occurrence *occurrence,
                        float familiar);
/** Fills the scores of the needs, 0 … 1, and SO_NEED_FACTS facts they rest on. With the feature. */
void so_mind_needs(const so_mind *mind, float ret_scores[SOTTO_NEED_COUNT], float *ret_facts);
/** Fills the numbers that are known; the others stay as they are. */
void so_mind_numbers(const so_mind *mind, int64_t now_ms, uint32_t inout_numbers[SO_NUMBER_COUNT]);
/** Fills the traits that the models know: all but arms, audiences and cohorts. */
void so_mind_traits(const so_mind *mind, const so_pack *pack, int64_t now_ms,
                    so_traits *ret_traits);
/** Puts pages and steps of the running visit in place of the finished one's, if it has any. */
void so_mind_visit_traits(const so_mind *mind, so_traits *inout_traits);

#endif
