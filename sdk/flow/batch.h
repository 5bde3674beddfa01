/*
 * Recording is fast: events wait in a bounded batch in memory and become durable together. Also
 * where an event's session is found. What so_batch_flush() acknowledged survives a power cut.
 */
#ifndef SO_FLOW_BATCH_H
#define SO_FLOW_BATCH_H

#include "flow/handle.h"

/** Adds an event that may be kept; commits when the batch is full. Copies the item's id. */
SOTTO_CHECKED sotto_status so_batch_add(sotto *profile, const so_event_row *row, int64_t now_ms);
/** Commits what waits, with its audit count and the session. Nothing waiting: OK and no write. */
SOTTO_CHECKED sotto_status so_batch_flush(sotto *profile);
/** Drops what waits (withdrawal). */
void so_batch_drop(sotto *profile);

#endif
