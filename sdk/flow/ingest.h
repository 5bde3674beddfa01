/*
 * Taking in what happened and what the person says. Events are checked, given their category and
 * session, and then kept, used for this session only, or dropped, as consent says; all of a call or
 * nothing. What the person says about themselves is never overwritten by inference.
 */
#ifndef SO_FLOW_INGEST_H
#define SO_FLOW_INGEST_H

#include "flow/handle.h"
#include "vault/setting_rows.h"

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
/** Records what the JSON says; `*ret_count` is how many events it became. All or nothing. */
SOTTO_CHECKED sotto_status so_ingest_json(sotto *profile, sotto_bytes json, size_t *ret_count);
/**
 * Keeps or uses what the person says: see sotto_state_preference(). `said->category` and
 * `said->time_ms` are filled in here.
 */
SOTTO_CHECKED sotto_status so_ingest_statement(sotto *profile, so_statement_row *said);

#endif
