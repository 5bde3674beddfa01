/*
 * The sentence of a pick's reason. Says only what the slot's company may hear: before others,
 * nothing of the person; discreet items and values and keys marked so are never named.
 */
#ifndef SO_FLOW_PICK_WORDS_H
#define SO_FLOW_PICK_WORDS_H

#include "flow/handle.h"
#include "model/rank.h"

/** Appends the sentence. `company` is a SO_COMPANY_… value. */
void so_pick_words(sotto *profile, const so_rank_reason *reason, uint32_t company, so_sink *sink);
/** The item the reason is about, where it may be named; else empty. */
sotto_text so_pick_words_item(sotto *profile, const so_rank_reason *reason, uint32_t company);

#endif
