/*
 * Event logs of the common format (`user, time_ms, event, item, quantity, price_minor`), plain or
 * gzip, one user at a time and in bounded memory. Measures nothing itself.
 */
#ifndef EVAL_LOG_H
#define EVAL_LOG_H

#include <stddef.h>
#include <stdint.h>

#define EVAL_ITEM_MAX 128u
/** Events of a user beyond these are left out, the oldest first to stay. */
#define EVAL_EVENTS_MAX 2000000u

typedef struct eval_event {
  int64_t time_ms;
  uint32_t type; /* sotto_event_type; an unknown name counts as view_item */
  uint32_t quantity;
  int64_t price_minor;
  char item[EVAL_ITEM_MAX + 1];
} eval_event;

/** One user's events in order of time. */
typedef struct eval_user {
  const char *name;
  eval_event *events;
  size_t count;
  uint64_t place; /* in the file, from 0 */
} eval_user;

/** Takes a user; the view dies on return. */
typedef void (*eval_user_fn)(void *context, const eval_user *user);

/** Reads the whole log; stops the program with a sentence where it cannot. Gives its users. */
uint64_t eval_log_each(const char *path, eval_user_fn take, void *context);

#endif
