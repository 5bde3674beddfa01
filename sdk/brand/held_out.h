/*
 * Steps of a log that are kept apart, so that a recipe can be judged by what people did next: of
 * one user in six everything (a stranger to the tables), of two more only the last step (regulars).
 * At most 2,000 users of any log, chosen by their place in it (reservoir sampling, Vitter 1985,
 * with a hash for chance), so that the same log gives the same ones.
 */
#ifndef SO_BRAND_HELD_OUT_H
#define SO_BRAND_HELD_OUT_H

#include "brand/event_log.h"

#define SO_HELD_USERS_MAX 2000
/** A longer history is not held. */
#define SO_HELD_EVENTS_MAX 2048

/** A user whose last step (an event, or a day's purchases) follows the first `known` events. */
typedef struct so_held_user {
  so_logged *events;
  size_t count;
  size_t known;
  size_t learnt; /* events the tables may learn while the rest is held: `known`, or 0 */
} so_held_user;

typedef struct so_held_out {
  so_held_user users[SO_HELD_USERS_MAX];
  size_t count;
  uint64_t eligible; /* seen so far */
  int failed;
} so_held_out;

/**
 * Holds the `number`-th user of the log, by a copy. 1: held, and the first `learnt` events are to
 * be learnt; `ret_released` (of no events, or to be freed by the caller) had to make room, and
 * the rest of it is to be learnt. 0: all of the user is to be learnt.
 */
int so_held_out_take(so_held_out *held, uint64_t number, so_held_user *inout_user,
                     so_held_user *ret_released);
void so_held_out_free(so_held_out *held);

#endif
