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
/**
 * Tells the sessions of rows that are already there anew, row after row, as for an import: gives
 * the session of the next row, which was told to be in `row->session` (0: in none). `*inout_told`
 * is what the row before had, 0 before the first. A boundary between two rows that stay stays a
 * boundary: the silence between them is at least as long as either silence beside the row that
 * went, and a session that was ended by hand was ended all the same. The mind must be cold.
 */
uint32_t so_visit_retell(sotto *profile, uint32_t *inout_told, const so_event_row *row);
/**
 * Tells all rows anew inside the open transaction, as if what was forgotten had never happened, and
 * writes the running session.
 */
SOTTO_CHECKED sotto_status so_visit_retell_all(sotto *profile);

#endif
