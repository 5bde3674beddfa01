/*
 * Popularity by moment: how much more often people meet a product type in an hour band, on a
 * weekday or in a season (of the northern half, UTC) than they do on the whole; people are counted,
 * once for each moment. A log says nothing of channel, entry, weather and place: those come from
 * noised estimates alone. Times before 2001 are no times (synthetic logs) and are passed over.
 */
#ifndef SO_BRAND_MOMENT_LEARNER_H
#define SO_BRAND_MOMENT_LEARNER_H

#include "brand/catalogue.h"
#include "brand/event_log.h"

/** People who met a type at a moment; and the last of them. */
typedef struct so_moment_count {
  uint32_t people;
  uint32_t last;
} so_moment_count;

typedef struct so_moment_learner {
  so_array counts; /* so_moment_count: of each moment, one per product type */
  uint32_t types;
  uint32_t user;
} so_moment_learner;

void so_moment_learner_init(so_moment_learner *ret_learner);
void so_moment_learner_free(so_moment_learner *learner);
/** Begins a user. */
void so_moment_learner_next(so_moment_learner *learner);
void so_moment_learner_take(so_moment_learner *learner, const so_catalogue *catalogue,
                            const so_logged *events, size_t count);
/** Makes so_pack_moment rows of what is lifted beyond its sampling error, in the pack's order. */
void so_moment_learner_rows(const so_moment_learner *learner, so_array *ret_rows);

#endif
