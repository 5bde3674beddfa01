/*
 * The journey of a choice: who may be chosen for at all, the arms in question, what is known of
 * each, the draw, what is logged; what came of it; and what another policy would have brought. The
 * maths is the model's (bandit, off_policy), the memory flow/choices', the words are
 * flow/choice_words'.
 */
#ifndef SO_FLOW_CHOOSE_H
#define SO_FLOW_CHOOSE_H

#include "flow/choices.h"

/** See sotto_choose(). */
SOTTO_CHECKED sotto_status so_choose_arm(sotto *profile, const sotto_choice_request *request,
                                         sotto_choice *ret_choice);
/** See sotto_outcome(); the reward is 0 … 1. */
SOTTO_CHECKED sotto_status so_choose_outcome(sotto *profile, uint64_t decision, double reward);
/** See sotto_choice_each(). */
SOTTO_CHECKED sotto_status so_choose_each(sotto *profile, sotto_decision_fn visit, void *context);
/** See sotto_choice_evaluate(). */
SOTTO_CHECKED sotto_status so_choose_evaluate(sotto *profile, sotto_text slot,
                                              const sotto_policy *policy,
                                              sotto_policy_estimate_result *ret_result);
/**
 * Fills the traits of arms and of the hold-out as far as they may be told; the mind must be warm.
 * Nothing in a build without `choose`.
 */
#ifdef SOTTO_WITH_CHOOSE
void so_choose_traits(sotto *profile, so_traits *inout_traits);
#else
# define so_choose_traits(profile, inout_traits) ((void)0)
#endif
/** Gives the time and makes mind and decisions ready. */
SOTTO_CHECKED sotto_status so_choose_begin(sotto *profile, int64_t *ret_now_ms);
/** See sotto_choice_explain(). */
SOTTO_CHECKED sotto_status so_choice_words_explain(sotto *profile, uint64_t decision,
                                                   sotto_reason_fn visit, void *context);

#endif
