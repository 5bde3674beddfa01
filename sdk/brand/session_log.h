/*
 * Reading labelled sessions (`session, time_ms, page, outcome`, perhaps `group`) into the
 * occurrences a device would have seen. What page names mean is sotto_session_page()'s table. A
 * purchase row and what follows it are left out: it is the outcome itself.
 */
#ifndef SO_BRAND_SESSION_LOG_H
#define SO_BRAND_SESSION_LOG_H

#include "brand/finding.h"
#include "model/occurrence.h"

/** Pages of a session that are looked at. */
#define SO_SESSION_LOG_PAGES 12

/** One session's first pages. */
typedef struct so_labelled {
  so_occurrence pages[SO_SESSION_LOG_PAGES];
  uint32_t count;
  uint32_t outcome;
} so_labelled;

/** Takes one session; a return other than 0 stops the reading. */
typedef int (*so_labelled_fn)(void *context, const so_labelled *session);

typedef struct so_session_log {
  const char *path;
  so_labelled_fn take;
  void *context;
} so_session_log;

/** Reads the log. #SOTTO_E_MISSING, #SOTTO_E_FORMAT (columns), #SOTTO_E_CORRUPT, #SOTTO_E_LIMIT. */
SOTTO_CHECKED sotto_status so_session_log_read(const so_session_log *log, so_findings *findings);

#endif
