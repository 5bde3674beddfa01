/*
 * The running session: see visit.h.
 */
#include "flow/visit.h"

#include <assert.h>
#include <string.h>

#include "flow/recall.h"
#include "vault/setting_rows.h"

_Static_assert(sizeof(so_visit) == 24, "stored as it is");

static int is_past(const sotto *profile, int64_t time_ms) {
  const so_visit *visit = &profile->visit;
  return time_ms - visit->last_ms > (int64_t)profile->options.session_gap_ms ||
         time_ms - visit->started_ms > (int64_t)profile->options.session_limit_ms;
}

static uint32_t begin_at(sotto *profile, int64_t time_ms) {
  so_visit_end(profile);
  profile->visit.number++;
  profile->visit.open = 1;
  profile->visit.started_ms = time_ms;
  profile->visit.last_ms = time_ms;
  return profile->visit.number;
}

/* Where an event older than the newest one belongs; `running`: a session could take it. */
static uint32_t place_older(sotto *profile, int64_t time_ms, int live, int running) {
  const so_visit *visit = &profile->visit;
  int64_t back_ms = visit->last_ms - time_ms;
  if (!live) return running && time_ms >= visit->started_ms ? visit->number : 0;
  int small = running && back_ms <= (int64_t)profile->options.session_gap_ms;
  return small ? visit->number : begin_at(profile, time_ms);
}

uint32_t so_visit_place(sotto *profile, int64_t time_ms, int live) {
  so_visit *visit = &profile->visit;
  int running = visit->open && !is_past(profile, time_ms);
  if (visit->number && time_ms < visit->last_ms)
    return place_older(profile, time_ms, live, running);
  if (!running) return begin_at(profile, time_ms);
  visit->last_ms = time_ms;
  return visit->number;
}

void so_visit_end(sotto *profile) {
  if (!profile->visit.open && !profile->transient) return;
  profile->visit.open = 0;
  memset(&profile->context, 0, sizeof profile->context);
  so_recall_end_session(profile);
}

void so_visit_expire(sotto *profile, int64_t now_ms) {
  if (is_past(profile, now_ms)) so_visit_end(profile);
}

sotto_status so_visit_read(sotto *profile) {
  so_visit visit;
  sotto_status status = so_handle_stored(profile, SO_SETTING_SESSION, &visit, sizeof visit);
  if (!status) profile->visit = visit;
  return status == SOTTO_E_MISSING ? SOTTO_OK : status;
}

sotto_status so_visit_write(sotto *profile) {
  return so_handle_store(profile, SO_SETTING_SESSION, &profile->visit, sizeof profile->visit);
}

uint32_t so_visit_retell(sotto *profile, uint32_t *inout_told, const so_event_row *row) {
  assert(profile->warmth == SO_COLD);
  if (row->session) {
    if (*inout_told && *inout_told != row->session) profile->visit.open = 0;
    *inout_told = row->session;
  }
  return so_visit_place(profile, row->time_ms, row->session != 0);
}

typedef struct retelling {
  sotto *profile;
  uint32_t told;
} retelling;

static sotto_status move(void *context, const so_event_row *row) {
  retelling *at = context;
  uint32_t session = so_visit_retell(at->profile, &at->told, row);
  if (session == row->session) return SOTTO_OK;
  return so_event_rows_reseat(at->profile->vault, row->id, session);
}

sotto_status so_visit_retell_all(sotto *profile) {
  retelling at = {profile, 0};
  const so_visit before = profile->visit;
  const sotto_context context = profile->context;
  profile->visit = (so_visit){0};
  sotto_status status = so_event_rows_each(profile->vault, 0, move, &at);
  profile->context = context;
  /* The running session goes on only if a row of it is left. */
  if (!before.open || at.told != before.number) profile->visit.open = 0;
  return status ? status : so_visit_write(profile);
}
