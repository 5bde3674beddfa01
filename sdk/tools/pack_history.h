/*
 * The history of one shopper out of an event log: the first user of the file, in file order. For
 * trying a pack by hand; statistics are learnt elsewhere (brand/event_log).
 */
#ifndef SO_TOOLS_PACK_HISTORY_H
#define SO_TOOLS_PACK_HISTORY_H

#include <sotto/base.h>

#define SO_HISTORY_TEXT_MAX 129

/** One event of the history; views die on return. */
typedef struct so_history_row {
  int64_t time_ms;
  sotto_text event; /* a GA4 name; may be empty */
  sotto_text item;  /* may be empty */
} so_history_row;

/** Takes one event. */
typedef void (*so_history_fn)(void *context, const so_history_row *row);

/** What a history is about, as a whole. */
typedef struct so_history {
  const char *path;
  char user[SO_HISTORY_TEXT_MAX];
  char last_item[SO_HISTORY_TEXT_MAX];
  int64_t last_ms;
} so_history;

/** Looks through the file once. #SOTTO_E_MISSING, #SOTTO_E_FORMAT (columns), #SOTTO_E_CORRUPT, … */
SOTTO_CHECKED sotto_status so_history_scan(so_history *ret_history, const char *path);
/** Gives every event of its user. */
SOTTO_CHECKED sotto_status so_history_each(so_history *history, so_history_fn take, void *context);

#endif
