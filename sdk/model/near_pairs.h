/*
 * Which of the latest items are neighbours in the pack: what a question about pairs may be narrowed
 * to, so that there are few enough of them to learn from noise. Of the profile's own items only, by
 * a table that everybody has.
 */
#ifndef SO_MODEL_NEAR_PAIRS_H
#define SO_MODEL_NEAR_PAIRS_H

#include "base/traits.h"
#include "model/pack_view.h"

/** Fills `near` of the traits' items, which must be told: an item is near where one of the two
 * stands on the other's row of the pack's neighbours. */
void so_near_pairs_mark(const so_pack *pack, so_traits *inout_traits);

#endif
