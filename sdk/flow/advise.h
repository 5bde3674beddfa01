/*
 * Picks for the app and why. Decides what consent and the slot's company let be used and named; the
 * maths is the model's, the words are the message table's.
 */
#ifndef SO_FLOW_ADVISE_H
#define SO_FLOW_ADVISE_H

#include "flow/handle.h"
#include "model/rank.h"

/** See sotto_recommend(). */
SOTTO_CHECKED sotto_status so_advise_recommend(sotto *profile, const sotto_request *request,
                                               sotto_pick *ret_picks, size_t *inout_count);
/** See sotto_pick_explain(). */
SOTTO_CHECKED sotto_status so_advise_explain(sotto *profile, uint64_t pick, sotto_reason_fn visit,
                                             void *context);
/** Forgets the latest recommendation and what was made ready for the pack. */
void so_advise_reset(sotto *profile);
/**
 * Appends the sentence of a reason. Says only what the slot's `company` (SO_COMPANY_…) may hear:
 * before others, nothing of the person; discreet items and values and keys marked so are never
 * named.
 */
void so_pick_words(sotto *profile, const so_rank_reason *reason, uint32_t company, so_sink *sink);
/** Gives the reason's SOTTO_REASON_… number, which says no more than the words. */
uint32_t so_pick_words_kind(const so_rank_reason *reason, uint32_t company);
/** The item the reason is about, where it may be named; else empty. */
sotto_text so_pick_words_item(sotto *profile, const so_rank_reason *reason, uint32_t company);

#endif
