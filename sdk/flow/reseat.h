/*
 * Sessions told anew from rows that are already there: after a forget, as if what went had never
 * happened, and for rows of an import. A boundary between two rows that stay stays a boundary: the
 * silence between them is at least as long as either silence beside the row that went, and a
 * session that was ended by hand was ended all the same. The mind must be cold.
 */
#ifndef SO_FLOW_RESEAT_H
#define SO_FLOW_RESEAT_H

#include "flow/handle.h"

/** Where the telling stands. */
typedef struct so_reseat {
  uint32_t told; /* number that the row before had, 0: none before */
} so_reseat;

/** Gives the session of the next row, which was told to be in session `told` (0: in none). */
uint32_t so_reseat_next(sotto *profile, so_reseat *reseat, const so_event_row *row);
/** Tells all rows anew inside the open transaction and writes the running session. */
SOTTO_CHECKED sotto_status so_reseat_all(sotto *profile);

#endif
