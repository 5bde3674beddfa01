/*
 * The running session: where an event belongs, when a session ends, and what of it survives a
 * restart. Told by event time, so that history recorded late falls into the sessions it had.
 */
#ifndef SO_FLOW_VISIT_H
#define SO_FLOW_VISIT_H

#include "flow/handle.h"

/**
 * Gives the session of an event at `time_ms`, beginning one where the gap or the limit is passed.
 * An event older than the running session (said by the host, `live` 0) belongs to none: 0. A live
 * one with a clock that went back begins a new session.
 */
uint32_t so_visit_place(sotto *profile, int64_t time_ms, int live);
/** Ends the running session in memory; what was learnt for the session only is forgotten. */
void so_visit_end(sotto *profile);
/** Ends it where `now_ms` is past its gap or limit. */
void so_visit_expire(sotto *profile, int64_t now_ms);
/** Reads what a former handle left. */
SOTTO_CHECKED sotto_status so_visit_read(sotto *profile);
/** Writes it, inside a transaction. */
SOTTO_CHECKED sotto_status so_visit_write(sotto *profile);

#endif
