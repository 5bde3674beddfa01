/*
 * One POST to the other aggregator, or from the collector: libcurl with a deadline, a bounded
 * answer, and no redirects; https with libcurl's TLS and the system's trust, or http on this
 * machine.
 */
#ifndef SO_TOOLS_AGGREGATE_CALL_H
#define SO_TOOLS_AGGREGATE_CALL_H

#include <sotto/base.h>

#define SO_CALL_TOKEN_SIZE 65 /* 64 digits and their end */

/** A call; all borrowed. `base` is the other's URL, with or without a closing slash. */
typedef struct so_call {
  const char *base;
  const char *path; /* "sotto/verify" */
  const char *token;
  sotto_bytes body;
  long timeout_ms;
  size_t answer_max;
} so_call;

/** What came back. The caller frees `data`. */
typedef struct so_call_answer {
  long status; /* HTTP */
  uint8_t *data;
  size_t size;
} so_call_answer;

/** 1 for a URL that may be called: a token in the clear is nobody's but this machine's to hear. */
int so_call_is_allowed(const char *base);
/** Calls. Any HTTP status is an answer; #SOTTO_E_BUSY where none came (refused, too slow, cut,
 * larger than `answer_max`), #SOTTO_E_FORMAT for a URL that is none or not allowed,
 * #SOTTO_E_MEMORY. */
SOTTO_CHECKED sotto_status so_call_post(so_call_answer *ret_answer, const so_call *call);

#endif
