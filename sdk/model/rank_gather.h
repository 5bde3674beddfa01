/*
 * Gathers what a request ranks from: the history with its decays, then each strategy's terms.
 * The measured choices (decay .7 by recency for neighbours, .8 for content) are those of
 * `data/README.md`; the blend by mindset is a compiled-in default a pack may replace.
 */
#ifndef SO_MODEL_RANK_GATHER_H
#define SO_MODEL_RANK_GATHER_H

#include "model/rank_sources.h"

/** The compiled-in blend: SOTTO_MINDSET_COUNT rows of SO_STRATEGY_COUNT. */
extern const float so_rank_blend[][SO_STRATEGY_COUNT];

/** Fills the work area: history, blend, sources and their terms. */
void so_rank_gather(const so_rank *rank, const so_mind *mind, const so_rank_request *request);

#endif
