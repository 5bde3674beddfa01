/*
 * What the models think of the person, as far as consent lets it be shown: the mindset and why, the
 * affinities.
 */
#ifndef SO_FLOW_OUTLOOK_H
#define SO_FLOW_OUTLOOK_H

#include "flow/handle.h"
#include "model/mind.h"

/** Gives the mindset now, where history may personalize. #SOTTO_E_DENIED. */
SOTTO_CHECKED sotto_status so_outlook_look(sotto *profile, so_mind_view *ret_view);
/** See sotto_mindset_get(). */
SOTTO_CHECKED sotto_status so_outlook_mindset(sotto *profile, sotto_mindset_info *ret_mindset);
/** See sotto_mindset_explain(). */
SOTTO_CHECKED sotto_status so_outlook_explain(sotto *profile, sotto_reason_fn visit, void *context);
/** See sotto_affinity_each(). */
SOTTO_CHECKED sotto_status so_outlook_affinities(sotto *profile, sotto_text attribute,
                                                 sotto_affinity_fn visit, void *context);

#endif
