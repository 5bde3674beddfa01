/*
 * What the models think of the person, as far as consent lets it be shown: the mindset and why, the
 * affinities.
 */
#ifndef SO_FLOW_OUTLOOK_H
#define SO_FLOW_OUTLOOK_H

#include "flow/handle.h"
#include "model/mind.h"

#define SO_MINDSET_GROUPS 9u
#define SO_MINDSET_REASONS_MAX (SO_FACT_COUNT + SO_MINDSET_GROUPS)
/** Kind of the first group of the score; facts are 1 + the number of their bit. */
#define SO_MINDSET_KIND_SCORE 100u

/** Why the mindset is what it is: one fact, or a group of what moved the score. */
typedef struct so_mindset_reason {
  uint32_t kind;
  int64_t score_micro; /* log-odds of the score in millionths; 0 for a fact */
  so_message message;
} so_mindset_reason;

/** Fills up to SO_MINDSET_REASONS_MAX reasons, facts first, then the largest; returns how many. */
size_t so_mindset_words(sotto *profile, const so_mind_view *view, so_mindset_reason *ret_reasons);
/** See sotto_mindset_get(). */
SOTTO_CHECKED sotto_status so_outlook_mindset(sotto *profile, sotto_mindset_info *ret_mindset);
/** See sotto_mindset_explain(). */
SOTTO_CHECKED sotto_status so_outlook_explain(sotto *profile, sotto_reason_fn visit, void *context);
/** See sotto_affinity_each(). */
SOTTO_CHECKED sotto_status so_outlook_affinities(sotto *profile, sotto_text attribute,
                                                 sotto_affinity_fn visit, void *context);

#endif
