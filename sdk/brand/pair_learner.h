/*
 * Counting what an event log holds of items and their pairs, one user after another in bounded
 * memory: people per item, ordered pairs within a window (window 10, weight .8 to the distance less
 * one), and co-purchases within a day. Counts only; how they become weights is brand/statistics.
 */
#ifndef SO_BRAND_PAIR_LEARNER_H
#define SO_BRAND_PAIR_LEARNER_H

#include "base/traits.h"
#include "brand/event_log.h"
#include "brand/pair_table.h"

typedef struct so_pair_learner {
  size_t items;
  so_pair_table pairs;
  so_pair_table baskets;
  uint32_t *people; /* per item: users who met it */
  uint32_t *buyers; /* per item: days of a user on which it was bought */
  uint32_t *met;    /* per item: last user who met it */
  uint32_t user;
  uint32_t window[SO_PAIR_WINDOW];
  uint32_t window_count;
} so_pair_learner;

/** #SOTTO_E_MEMORY. Free with so_pair_learner_free(), also after an error. */
SOTTO_CHECKED sotto_status so_pair_learner_init(so_pair_learner *ret_learner, size_t items);
void so_pair_learner_free(so_pair_learner *learner);
/** Learns one user's events in order of time; `again`: a further piece of the same user. */
void so_pair_learner_take(so_pair_learner *learner, const so_logged *events, size_t count,
                          int again);
/** Makes everything learnt so far count; before anything is read. */
void so_pair_learner_settle(so_pair_learner *learner);
/** Learns the rest of a user whose first `learnt` events were learnt before. */
void so_pair_learner_resume(so_pair_learner *learner, const so_logged *events, size_t count,
                            size_t learnt);

#endif
