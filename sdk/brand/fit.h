/*
 * Fitting a recipe to the steps held out of the log: coordinate search over a few values each,
 * every candidate judged by the shipped ranker itself, in a pack in memory, by what those people
 * did next. A value is taken where half of the cases are better off by more than a standard error,
 * the whole where the other half, which chose nothing, is. Otherwise, and on logs too small to
 * tell, the compiled-in recipe stays. The same log gives the same recipe.
 *
 * A case is a user's last step after all before it (brand/held_out). Its score is the mean of: one
 * of ten picks hit, share of the step among twenty and, of a single item, its reciprocal rank.
 */
#ifndef SO_BRAND_FIT_H
#define SO_BRAND_FIT_H

#include "brand/assembly.h"

/**
 * Sets `statistics->recipe` and makes the tables it was judged with; the caller makes the final
 * ones. `assembly` names brand and catalogue and is not changed. #SOTTO_E_MEMORY.
 */
SOTTO_CHECKED sotto_status so_fit(const so_assembly *assembly, const so_learning *learning,
                                  so_statistics *statistics);

#endif
