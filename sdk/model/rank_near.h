/*
 * Whether an item may be shown for its own sake, whatever it scores: the rules of the slot, the
 * bounds of the request, what the person or the app said "not this" to, and discretion. For those
 * who rank by something else than the mind, such as likeness to a picture.
 */
#ifndef SO_MODEL_RANK_NEAR_H
#define SO_MODEL_RANK_NEAR_H

#include "model/pick.h"

/** Begins a request; it must outlive the questions. */
void so_rank_near_begin(const so_rank *rank, const so_rank_request *request);
/** 1 when the item may be shown. `complete` is not looked at; what is in the cart may be. */
int so_rank_near_allows(const so_rank *rank, const so_mind *mind, uint32_t item);

#endif
