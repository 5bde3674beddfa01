/*
 * Picks for the app and why. Decides what consent and the slot's company let be used and named; the
 * maths is the model's, the words are the message table's.
 */
#ifndef SO_FLOW_ADVISE_H
#define SO_FLOW_ADVISE_H

#include "flow/handle.h"
#include "model/rank.h"

/** A request in the pack's numbers. `excluded` is the caller's to free. */
typedef struct so_asking {
  const so_rank *rank;
  so_rank_request request;
  uint32_t *excluded;
  uint32_t company; /* of the slot */
} so_asking;

/** Who is told reasons, before which company. */
typedef struct so_advise_visit {
  uint32_t company;
  sotto_reason_fn reason;
  void *context;
} so_advise_visit;

/** Looks a request up and makes pack and mind ready for it; `capacity` bounds its limit. */
SOTTO_CHECKED sotto_status so_advise_begin(sotto *profile, const sotto_request *request,
                                           size_t capacity, so_asking *ret_asking);
/** Tells the reasons of a pick; 1 where the visitor wants no more. */
uint32_t so_advise_tell(sotto *profile, const so_rank_pick *pick, const so_advise_visit *visit);
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
