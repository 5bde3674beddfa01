/*
 * What an answer means for the report that was sent. A report is dropped only on the word of the
 * collector itself: a problem document (RFC 9457) of DAP (draft-ietf-ppm-dap, section 3.2) or of
 * `sotto-collect serve`, or DAP's list of upload errors. Everything else that is no 2xx may come
 * from something in between, and the report stays.
 */
#ifndef PLATFORM_VERDICT_H
#define PLATFORM_VERDICT_H

#include "deliver/exchange.h"

typedef enum so_verdict {
  SO_VERDICT_DONE,
  SO_VERDICT_RETRY, /* the way or the server is in trouble: others would fare no better */
  SO_VERDICT_LATER, /* this report is not taken yet, the server is well */
  SO_VERDICT_REFUSED,
  SO_VERDICT_RESEAL /* the aggregator's key has changed */
} so_verdict;

so_verdict so_verdict_of(const so_answer *answer);

#endif
