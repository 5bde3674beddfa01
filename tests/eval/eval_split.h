/*
 * How a log becomes a training part and cases, by protocol (`../shared/data/README.md`):
 *
 *   last-out    trains on all but a user's last two events; asks for the last after all before it,
 *               items of the history excluded
 *   next-visit  trains on all but the last day of each user of two or more; asks for that day
 *   session     trains on the log (or, without a test log, on eleven users of twelve); asks for
 *               each event of the others after all before it
 */
#ifndef EVAL_SPLIT_H
#define EVAL_SPLIT_H

#include "eval_log.h"

typedef enum eval_protocol { EVAL_LAST_OUT, EVAL_NEXT_VISIT, EVAL_SESSION } eval_protocol;

/** Names of the protocols, NULL at the end. */
extern const char *const eval_protocols[];

/** One question: what follows the first `known` events? Those up to `end` (not included). */
typedef struct eval_case {
  size_t known;
  size_t end;
} eval_case;

/** How many events of a user the training part has; `own_test`: the test is in a log of its own. */
size_t eval_split_train(eval_protocol protocol, const eval_user *user, int own_test);
/** The user's first case; `known` 0: there is none. */
eval_case eval_split_first(eval_protocol protocol, const eval_user *user, int own_test);

#endif
