/*
 * The mind in memory: built from the kept rows on first use, taught by each new event, rebuilt
 * after a forget or withdrawal. Derived state is an exact function of the kept events in row order.
 */
#ifndef SO_FLOW_RECALL_H
#define SO_FLOW_RECALL_H

#include "flow/handle.h"

/** Makes the mind warm: replays the kept rows when it is cold. */
SOTTO_CHECKED sotto_status so_recall_load(sotto *profile);
/** Forgets the mind and replays what is kept now. Call after rows were deleted and committed. */
SOTTO_CHECKED sotto_status so_recall_rebuild(sotto *profile);
/** Teaches one event; the mind must be warm. `flags` as in so_occurrence. */
void so_recall_learn(sotto *profile, const so_event_row *row, uint32_t flags);
/** Fills the traits that consent allows for `purpose`; everything else is "none". */
SOTTO_CHECKED sotto_status so_recall_traits(sotto *profile, sotto_purpose purpose,
                                            so_traits *ret_traits);

#endif
