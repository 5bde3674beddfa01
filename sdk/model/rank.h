/*
 * Picks: from what the person met to an ordered shelf with exact reasons.
 *
 * Sources (rank_gather) propose items as sums of integer terms; each source is scaled to its best
 * item and weighted by the mindset's blend; rules (rank_rules) filter; maximal marginal relevance
 * (diversity) orders; what is missing is refilled in popularity order, so the shelf is empty only
 * when no item is allowed at all. Scores are integers (micro units): the reasons sum exactly.
 * Same pack, mind and request give the same picks on every machine. Discreet items are never picked
 * and never named. Allocates nothing: the caller lends scratch once per pack.
 */
#ifndef SO_MODEL_RANK_H
#define SO_MODEL_RANK_H

#include "model/pick.h"

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
