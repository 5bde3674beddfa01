/*
 * Threads that open reports: nearly all the time of counting goes into the elliptic curve, and
 * reports do not know of each other. One batch is under way at a time; whoever gave it does
 * something else meanwhile (the store takes the batch before it).
 */
#ifndef SO_TOOLS_COLLECT_CREW_H
#define SO_TOOLS_COLLECT_CREW_H

#include "tools/collect_count.h"

typedef struct so_crew so_crew;

/** Reports to open: views of bodies, and where what they say goes. */
typedef struct so_crew_batch {
  const sotto_bytes *bodies;
  so_read_report *reports;
  size_t count;
} so_crew_batch;

/** Starts as many threads as there are processors. #SOTTO_E_MEMORY. */
SOTTO_CHECKED sotto_status so_crew_start(const sotto_collector *collector, so_crew **ret_crew);
/** Ends them. NULL is allowed. */
void so_crew_end(so_crew *crew);
/** Hands over a batch, which must stay until so_crew_wait(). */
void so_crew_give(so_crew *crew, const so_crew_batch *batch);
/** Waits until the batch is opened. */
void so_crew_wait(so_crew *crew);
/** Opens one report here and now. */
void so_crew_read(const sotto_collector *collector, sotto_bytes body, so_read_report *ret_report);

#endif
