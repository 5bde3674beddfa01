/*
 * What the builder may fit on a held-out part of the log instead of taking the compiled-in choice:
 * how pair counts become weights, how fast the history fades, and how much each strategy says.
 */
#ifndef SO_BRAND_RECIPE_H
#define SO_BRAND_RECIPE_H

#include "model/pack_format.h"

#define SO_RECIPE_MINDSETS 6

typedef struct so_recipe {
  float reverse;          /* what a pair says about the way back */
  float partner_exponent; /* popularity of the partner divides by this power */
  so_pack_history history;
  float blend[SO_STRATEGY_COUNT]; /* of every mindset; below 0: each its compiled-in share */
} so_recipe;

so_recipe so_recipe_default(void);
/** The blend of each mindset. */
void so_recipe_blend(const so_recipe *recipe, float ret_blend[][SO_STRATEGY_COUNT]);

#endif
