/*
 * When an origin may be tried again after a failure: exponential, jittered so that a fleet does not
 * come back as one, honouring Retry-After. Of a clock that was set back nothing is owed: a rest
 * that lies further ahead than any rest can be is over.
 */
#ifndef PLATFORM_PACE_H
#define PLATFORM_PACE_H

#include <sotto/deliver.h>

#define SO_PACE_FIRST_MS 30000
#define SO_PACE_LONGEST_MS (6 * INT64_C(3600000))
#define SO_PACE_ASKED_S INT64_C(86400) /* the longest Retry-After that is honoured */
#define SO_PACE_ASKED_MS (1000 * SO_PACE_ASKED_S)

/** Gives when the origin may be tried: `now_ms` where that is now. */
int64_t so_pace_ready(const sotto_deliver_pace *pace, uint64_t origin, int64_t now_ms);
/** Notes a failure; `asked_s` is what the server asked to wait, or 0. Gives the next try. */
int64_t so_pace_fail(sotto_deliver_pace *pace, uint64_t origin, int64_t now_ms, int64_t asked_s);
/** Notes that the origin answered. */
void so_pace_succeed(sotto_deliver_pace *pace, uint64_t origin);

#endif
