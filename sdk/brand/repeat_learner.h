/*
 * Do people buy of a product type again? Counts, per type, the users who bought of it and came back
 * to buy something on a later day, and those of them who then bought of it once more, one user
 * after another; then shrinks each share to that of all types, as if ten more buyers had been like
 * the rest. From a log the count is exact, so the stated error is 0: no noise was added.
 */
#ifndef SO_BRAND_REPEAT_LEARNER_H
#define SO_BRAND_REPEAT_LEARNER_H

#include "brand/catalogue.h"
#include "brand/event_log.h"

/** Types of one user that are followed. */
#define SO_REPEAT_TYPES 64

/** One product type. */
typedef struct so_repeat_count {
  uint64_t user;   /* who bought of it last; 0: nobody yet */
  uint32_t back;   /* 1: they bought something on a later day … */
  uint32_t again;  /* … and of this type */
  uint32_t buyers; /* who came back */
  uint32_t repeaters;
} so_repeat_count;

typedef struct so_repeat_learner {
  so_array counts; /* so_repeat_count per product type */
  uint64_t user;   /* being learnt */
  int64_t day;     /* of their latest purchase */
  size_t own_count;
  uint32_t own[SO_REPEAT_TYPES]; /* types they bought of */
} so_repeat_learner;

void so_repeat_learner_init(so_repeat_learner *ret_learner);
void so_repeat_learner_free(so_repeat_learner *learner);
/** Begins a user. */
void so_repeat_learner_next(so_repeat_learner *learner);
/** Learns events of the user, in order of time. */
void so_repeat_learner_take(so_repeat_learner *learner, const so_catalogue *catalogue,
                            const so_logged *events, size_t count);
/** Makes a share per type (so_pack_repeat) of the counts; none where nobody came back. */
void so_repeat_learner_shares(const so_repeat_learner *learner, so_array *ret_shares);

#endif
