/*
 * The audiences of the installed pack on this device: who is in, what that changes on a shelf, and
 * what of it a question may be told. Consent decides here which traits may be read; the predicates
 * are the model's (model/audience_tree), the words in audience_words. Only in a build with the
 * feature `audience`.
 */
#ifndef SO_FLOW_AUDIENCE_H
#define SO_FLOW_AUDIENCE_H

#include <sotto/audience.h>

#include "base/traits.h"
#include "flow/handle.h"
#include "model/audience_tree.h"
#include "model/pick.h"

/**
 * Brings the audiences up to date with the mind: O(traits that predicates read). Gives NULL where
 * the pack has none. #SOTTO_E_STATE without a pack, #SOTTO_E_MEMORY.
 */
SOTTO_CHECKED sotto_status so_audience_look(sotto *profile, const so_audiences **ret_audiences);
/** 1 where the profile is in the pack's audience of this number now; 0 where it cannot be told. */
int so_audience_in(sotto *profile, uint32_t audience);
/** Adds to a request the rules and weights that stand for the audiences the profile is in. */
SOTTO_CHECKED sotto_status so_audience_target(sotto *profile, so_rank_request *inout_request);
/** 1 where membership may be told: everything the audience reads may be contributed. */
int so_audience_may_tell(sotto *profile, uint32_t audience);
/**
 * Fills which audiences may be told and whether the profile is in each: those that read only
 * categories which may be both used and contributed, now and when something was said of them.
 */
SOTTO_CHECKED sotto_status so_audience_traits(sotto *profile, so_traits *inout_traits);
/** Forgets what was made ready for the pack, and who is in. */
void so_audience_reset(sotto *profile);
/** See sotto_audience_each(). */
SOTTO_CHECKED sotto_status so_audience_words_each(sotto *profile, sotto_audience_fn visit,
                                                  void *context);
/** See sotto_audience_in(). */
SOTTO_CHECKED sotto_status so_audience_asked(sotto *profile, sotto_text id, uint32_t *ret_in);

#endif
