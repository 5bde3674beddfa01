/* Days are UTC days. */
#include "eval_split.h"

#define DAY_MS INT64_C(86400000)
#define TEST_SHARE 12 /* one user of so many, without a test log */

const char *const eval_protocols[] = {"last-out", "next-visit", "session", NULL};

static int64_t day_of(const eval_event *event) {
  return event->time_ms / DAY_MS;
}

/** Where the last day begins. */
static size_t last_day(const eval_user *user) {
  size_t at = user->count - 1;
  while (at > 0 && day_of(&user->events[at - 1]) == day_of(&user->events[at])) at--;
  return at;
}

static int is_test(const eval_user *user) {
  return ((uint32_t)user->place * 2654435761u >> 8) % TEST_SHARE == 0; /* Knuth's hash */
}

size_t eval_split_train(eval_protocol protocol, const eval_user *user, int own_test) {
  size_t day;
  switch (protocol) {
  case EVAL_LAST_OUT: return user->count > 2 ? user->count - 2 : 0;
  case EVAL_NEXT_VISIT: day = last_day(user); return day > 0 ? day : user->count;
  default: return own_test || !is_test(user) ? user->count : 0;
  }
}

eval_case eval_split_first(eval_protocol protocol, const eval_user *user, int own_test) {
  switch (protocol) {
  case EVAL_LAST_OUT: return (eval_case){user->count - 1, user->count};
  case EVAL_NEXT_VISIT: return (eval_case){last_day(user), user->count};
  default:
    if (user->count < 2 || (!own_test && !is_test(user))) return (eval_case){0, 0};
    return (eval_case){1, 2};
  }
}
