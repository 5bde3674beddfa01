/* How much a shopper likes an item, and what of theirs has run out: the truth behind a visit. */
#ifndef SIM_TASTE_H
#define SIM_TASTE_H

#include "simulator.h"

/** Liking on a log scale: 0 is indifferent, 2 is eager, -2 is "not for me". */
double sim_taste_liking(const sim_shopper *shopper, const sim_item *item, int64_t now_ms);
/** Fills one weight per item: popularity times e^liking. */
void sim_taste_weights(const sim_shopper *shopper, int64_t now_ms, double *ret_weights);
/** Items bought before that are about used up, most urgent first; how many. */
uint32_t sim_taste_due(const sim_shopper *shopper, int64_t now_ms, uint32_t *ret_items,
                       uint32_t capacity);

#endif
