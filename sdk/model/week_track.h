/*
 * What each of the last 53 weeks brought: visits begun and money spent, by epoch, and how much the
 * latest visit with a purchase bought. What questions about spending and coming back are answered
 * from, in fixed memory: a year is 52 whole weeks and the running one. Deliberately knows no items.
 */
#ifndef SO_MODEL_WEEK_TRACK_H
#define SO_MODEL_WEEK_TRACK_H

#include "base/traits.h"
#include "model/occurrence.h"

#define SO_WEEKS 53u

/** One week; a slot of an older week is taken over. */
typedef struct so_week_sum {
  uint32_t epoch;
  uint32_t visits;
  int64_t spend_minor; /* refunds taken off in their own week: may be below 0 */
} so_week_sum;

/** All zero: nothing happened yet. */
typedef struct so_weeks {
  so_week_sum weeks[SO_WEEKS]; /* at epoch mod SO_WEEKS */
  uint32_t session;            /* the latest that began a visit */
  uint32_t buying;             /* the session of the basket; 0: a purchase told late */
  int64_t bought_ms;           /* time of its latest purchase; 0: never */
  uint64_t basket;             /* units bought in it */
} so_weeks;

/** Takes in one occurrence; those told late (session 0) count as money, not as a visit. */
void so_weeks_learn(so_weeks *weeks, const so_occurrence *occurrence);
/** Fills spend, visits and basket as they are at a moment. */
void so_weeks_numbers(const so_weeks *weeks, int64_t now_ms, uint32_t ret_numbers[SO_NUMBER_COUNT]);

#endif
