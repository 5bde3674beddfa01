/* The measured choice of `data/README.md`. */
#include "brand/recipe.h"

#include "model/rank_work.h"

so_recipe so_recipe_default(void) {
  so_recipe recipe = {.reverse = 0.3f, .partner_exponent = 0.3f, .history = so_rank_history};
  for (uint32_t n = 0; n < SO_STRATEGY_COUNT; n++) recipe.blend[n] = -1;
  return recipe;
}

void so_recipe_blend(const so_recipe *recipe, float ret_blend[][SO_STRATEGY_COUNT]) {
  for (uint32_t row = 0; row < SO_RECIPE_MINDSETS; row++) {
    for (uint32_t n = 0; n < SO_STRATEGY_COUNT; n++)
      ret_blend[row][n] = recipe->blend[n] < 0 ? so_rank_blend[row][n] : recipe->blend[n];
  }
}
