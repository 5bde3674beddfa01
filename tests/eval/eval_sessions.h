/*
 * Labelled sessions in memory (`session, time_ms, page, outcome` and perhaps `group`; plain or
 * gzip): of each the first pages, names stored once, so that a million sessions fit.
 */
#ifndef EVAL_SESSIONS_H
#define EVAL_SESSIONS_H

#include <sotto/event.h>
#include <stdio.h>

#define EVAL_PAGES 12u /* of a session that are looked at */

typedef struct eval_page {
  int64_t time_ms;
  uint32_t name;  /* of `names` */
  uint32_t group; /* likewise */
  uint32_t type;  /* sotto_event_type */
  uint32_t kind;  /* sotto_page */
} eval_page;

typedef struct eval_session {
  uint32_t outcome;
  uint32_t count;
  uint64_t first; /* of `pages` */
} eval_session;

typedef struct eval_sessions {
  eval_session *sessions;
  size_t count;
  eval_page *pages;
  size_t page_count;
  char **names;      /* found by hash; NULL: free */
  uint64_t left_out; /* rows that could not be used */
} eval_sessions;

/** Reads a file; ends the program with a sentence where it cannot. */
void eval_sessions_read(const char *path, eval_sessions *ret_sessions);
void eval_sessions_free(eval_sessions *sessions);
/** Writes one session's rows as they were read. */
void eval_sessions_write(const eval_sessions *sessions, size_t session, FILE *file);

#endif
