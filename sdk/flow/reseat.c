/*
 * Sessions told anew: see reseat.h.
 */
#include "flow/reseat.h"

#include <assert.h>

#include "flow/visit.h"

typedef struct telling {
  sotto *profile;
  so_reseat reseat;
} telling;

uint32_t so_reseat_next(sotto *profile, so_reseat *reseat, const so_event_row *row) {
  assert(profile->warmth == SO_COLD);
  if (row->session) {
    if (reseat->told && reseat->told != row->session) profile->visit.open = 0;
    reseat->told = row->session;
  }
  return so_visit_place(profile, row->time_ms, row->session != 0);
}

static sotto_status move(void *context, const so_event_row *row) {
  telling *at = context;
  uint32_t session = so_reseat_next(at->profile, &at->reseat, row);
  if (session == row->session) return SOTTO_OK;
  return so_event_rows_reseat(at->profile->vault, row->id, session);
}

sotto_status so_reseat_all(sotto *profile) {
  telling at = {profile, {0}};
  const so_visit before = profile->visit;
  const sotto_context context = profile->context;
  profile->visit = (so_visit){0};
  sotto_status status = so_event_rows_each(profile->vault, 0, move, &at);
  profile->context = context;
  /* The running session goes on only if a row of it is left. */
  if (!before.open || at.reseat.told != before.number) profile->visit.open = 0;
  if (!status) status = so_visit_write(profile);
  if (status) profile->visit = before;
  return status;
}
