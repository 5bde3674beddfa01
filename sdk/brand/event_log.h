/*
 * Reading an event log (`user, time_ms, event, item, quantity, price_minor`, in user order) in one
 * pass and bounded memory: one user's events at a time, put in order of time. Rows that cannot be
 * used are counted by reason and told once at the end, since a log has millions.
 */
#ifndef SO_BRAND_EVENT_LOG_H
#define SO_BRAND_EVENT_LOG_H

#include "brand/finding.h"

/** Events of one user held at a time; a longer history is given in pieces. */
#define SO_EVENT_LOG_PIECE 65536u

/** One event of a user; `item` is whatever number the caller gave its id. */
typedef struct so_logged {
  int64_t time_ms;
  uint32_t item;
  uint32_t type; /* sotto_event_type; what a log calls by another name counts as a view */
} so_logged;

/** Who takes what is read. */
typedef struct so_event_log {
  const char *path;
  void *context;
  /** Number of an item id; UINT32_MAX: not in the catalogue. */
  uint32_t (*item_of)(void *context, sotto_text id);
  /** Takes one user's events in order of time; `again`: a further piece of the same user. */
  void (*take)(void *context, const so_logged *events, size_t count, int again);
} so_event_log;

/** What a log held. */
typedef struct so_event_counts {
  uint64_t events; /* used */
  uint64_t users;
  uint64_t unknown_items;
  uint64_t bad_rows;
  uint64_t scattered; /* users whose rows do not stand together */
} so_event_counts;

/** Reads the log. #SOTTO_E_MISSING, #SOTTO_E_FORMAT (no such columns), #SOTTO_E_CORRUPT, … */
SOTTO_CHECKED sotto_status so_event_log_read(const so_event_log *log, so_findings *findings,
                                             so_event_counts *ret_counts);

#endif
