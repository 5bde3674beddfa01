/*
 * The mind in memory: built from the kept rows on first use, taught by each new event, rebuilt
 * after a forget or withdrawal (so_recall_cool, then so_recall_load). Derived state is an exact
 * function of the kept events in row order, the statements and the pack. Also the one place that
 * says what consent lets the mind learn and show.
 */
#ifndef SO_FLOW_RECALL_H
#define SO_FLOW_RECALL_H

#include "base/traits.h"
#include "flow/handle.h"

/** 1 where data of a category may personalize: granted, or not refused while in memory only. */
int so_recall_may_use(const sotto *profile, sotto_category category);
/** Bit per category whose attributes may be learnt and shown; 0 where history may not. */
uint32_t so_recall_categories(const sotto *profile);
/** Makes the mind warm: replays the kept rows, what waits and the statements when it is cold. */
SOTTO_CHECKED sotto_status so_recall_load(sotto *profile);
/** Wipes the mind: call after rows were deleted. The next so_recall_load() rebuilds it. */
void so_recall_cool(sotto *profile);
/** Teaches one event; the mind must be warm. `flags` as in so_occurrence. */
void so_recall_learn(sotto *profile, const so_event_row *row, uint32_t flags);
/** Ends the session in the mind; a mind that learnt for the session only becomes cold. */
void so_recall_end_session(sotto *profile);
/** After another pack: looks everything up again, statements included. */
SOTTO_CHECKED sotto_status so_recall_rebind(sotto *profile);
/**
 * Fills the traits that a question may be told; everything else is "none". The top value of a key
 * is told only where its category now and that of every statement about it may be contributed, and
 * never where it is discreet.
 */
SOTTO_CHECKED sotto_status so_recall_traits(sotto *profile, so_traits *ret_traits);
/** A kiosk's visitor answers as the visit ends: pages and steps are those of the running one. */
void so_recall_visit(const sotto *visitor, so_traits *inout_traits);

#endif
