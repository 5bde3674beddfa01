/*
 * Recording is fast: events wait in a bounded batch in memory and become durable together. What
 * so_batch_flush() acknowledged survives a power cut. A commit that fails keeps the batch, so that
 * nothing is lost while the disk is full, until SO_BATCH_ROOM is used up.
 */
#ifndef SO_FLOW_BATCH_H
#define SO_FLOW_BATCH_H

#include "flow/handle.h"

/** Adds an event where there is room for it; copies the item's id. */
void so_batch_add(sotto *profile, const so_event_row *row, int64_t now_ms);
/** Commits what waits, with its audit count and the session. Nothing waiting: OK and no write. */
SOTTO_CHECKED sotto_status so_batch_flush(sotto *profile);
/** As so_batch_flush(), but writes the session even where no event waits. */
SOTTO_CHECKED sotto_status so_batch_flush_session(sotto *profile);
/** Drops what waits (withdrawal). */
void so_batch_drop(sotto *profile);

#endif
