/*
 * Learning the purchase score from labelled sessions (`session, time_ms, page, outcome` and perhaps
 * `group`): one logistic weight vector over every prefix of 1 to 12 pages, then Platt scaling per
 * length bucket on sessions it was not fitted to. The features are those the device computes
 * (model/score_model), from the same code.
 */
#ifndef SO_BRAND_LEARN_MINDSET_H
#define SO_BRAND_LEARN_MINDSET_H

#include "brand/array.h"
#include "brand/finding.h"

/**
 * Fills `model` with the floats of section MINDSET; leaves it empty, with a finding, where there is
 * too little to learn from (fewer than 50 sessions of either outcome). `*ret_sessions` is how many
 * were used. #SOTTO_E_MISSING, #SOTTO_E_FORMAT, #SOTTO_E_MEMORY.
 */
SOTTO_CHECKED sotto_status so_learn_mindset(so_array *model, const char *path,
                                            so_findings *findings, uint64_t *ret_sessions);

#endif
