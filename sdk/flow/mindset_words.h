/*
 * Why the mindset is what it is, as reasons with sentences: first the facts that decided the state,
 * then what moved the purchase score, grouped so that a person can follow it.
 */
#ifndef SO_FLOW_MINDSET_WORDS_H
#define SO_FLOW_MINDSET_WORDS_H

#include "flow/handle.h"
#include "model/mind.h"

#define SO_MINDSET_GROUPS 9u
#define SO_MINDSET_REASONS_MAX (SO_FACT_COUNT + SO_MINDSET_GROUPS)
/** Kind of the first group of the score; facts are 1 + the number of their bit. */
#define SO_MINDSET_KIND_SCORE 100u

typedef struct so_mindset_reason {
  uint32_t kind;
  int64_t score_micro; /* log-odds of the score in millionths; 0 for a fact */
  so_message message;
} so_mindset_reason;

/** Fills up to SO_MINDSET_REASONS_MAX reasons, facts first, then the largest; returns how many. */
size_t so_mindset_words(sotto *profile, const so_mind_view *view, so_mindset_reason *ret_reasons);

#endif
