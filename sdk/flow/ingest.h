/*
 * Taking events in: each is checked, given its category and session, and then kept, used for this
 * session only, or dropped, as consent says. All of a call or nothing.
 */
#ifndef SO_FLOW_INGEST_H
#define SO_FLOW_INGEST_H

#include "flow/handle.h"

/** Most events one call may bring. */
#define SO_INGEST_MAX (SO_BATCH_ROOM - SO_BATCH_MAX)

/** Checks one event's fields; the event codes name the bad one. */
SOTTO_CHECKED sotto_status so_ingest_check(sotto *profile, const sotto_event *event,
                                           int64_t now_ms);
/** Gives the row of a checked event: its category and defaults, no session yet. */
so_event_row so_ingest_row(const sotto_event *event, int64_t now_ms);
/** Records `count` events. The event codes name the bad field; then nothing was recorded. */
SOTTO_CHECKED sotto_status so_ingest_events(sotto *profile, const sotto_event *events,
                                            size_t count);
/** Ends the session now and makes it durable. */
SOTTO_CHECKED sotto_status so_ingest_session_end(sotto *profile);

#endif
