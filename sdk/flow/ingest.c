/*
 * Taking events in: see ingest.h. What the host need not know (dropped, used for this session only)
 * is still OK.
 */
#include "flow/ingest.h"

#include <assert.h>

#include "base/epoch.h"
#include "flow/batch.h"
#include "flow/event_name.h"
#include "flow/install.h"
#include "flow/recall.h"
#include "flow/visit.h"
#include "model/mind.h"

#define TIME_FROM_MS 946684800000 /* 2000 */
#define QUANTITY_MAX 1000000u
#define RESULTS_MAX 10000000u
#define PRICE_MAX_MINOR 1000000000000

sotto_status so_ingest_check(sotto *profile, const sotto_event *event, int64_t now_ms) {
  const int64_t time_ms = event->time_ms ? event->time_ms : now_ms;
  const int known = so_event_name_of(event->type) != NULL;
  const int nameless = known && so_event_name_needs_item(event->type) && !event->item.size;
  const int unpayable = event->price_minor < -1 || event->price_minor > PRICE_MAX_MINOR;
  const int elsewhen = time_ms < TIME_FROM_MS || time_ms > now_ms + SO_DAY_MS;
  const so_fault faults[] = {
      {!known, SOTTO_E_EVENT_NAME, "type: no such event"},
      {event->page > SOTTO_PAGE_DOWNLOAD, SOTTO_E_EVENT_NAME, "page: no such kind of page"},
      {elsewhen, SOTTO_E_EVENT_TIME, "time: before 2000 or over a day ahead"},
      {nameless, SOTTO_E_EVENT_ITEM, "item: this event must name an item"},
      {event->item.size > SO_ITEM_ID_MAX, SOTTO_E_EVENT_ITEM, "item: longer than 128 bytes"},
      {!so_text_is_utf8(event->item), SOTTO_E_EVENT_ITEM, "item: not UTF-8"},
      {event->quantity > QUANTITY_MAX, SOTTO_E_EVENT_AMOUNT, "quantity: above 1,000,000"},
      {unpayable, SOTTO_E_EVENT_AMOUNT, "price: negative or absurd"},
      {event->dwell_ms > (uint32_t)SO_DAY_MS, SOTTO_E_EVENT_AMOUNT, "dwell: longer than a day"},
      {event->result_count > RESULTS_MAX, SOTTO_E_EVENT_AMOUNT, "result_count: absurd"},
  };
  return so_handle_check(profile, faults, sizeof faults / sizeof *faults);
}

/* How consent lets an event of this type be used now; a pause never keeps. */
static so_use use_of(const sotto *profile, sotto_event_type type) {
  so_use use = so_consent_rule_use(&profile->consent, so_consent_rule_event(type));
  return profile->paused && use == SO_USE_KEEP ? SO_USE_SESSION : use;
}

so_event_row so_ingest_row(const sotto_event *event, int64_t now_ms) {
  return (so_event_row){.time_ms = event->time_ms ? event->time_ms : now_ms,
                        .category = so_consent_rule_event(event->type),
                        .type = event->type,
                        .page = event->page,
                        .quantity = event->quantity ? event->quantity : 1,
                        .dwell_ms = event->dwell_ms,
                        .result_count = event->result_count,
                        .price_minor = event->price_minor,
                        .item = event->item};
}

/* Events for the session only live in the mind alone, so it must be warm for them. */
static sotto_status take(sotto *profile, const sotto_event *event, int64_t now_ms) {
  so_use use = use_of(profile, event->type);
  if (use == SO_USE_DROP) return SOTTO_OK;
  so_event_row row = so_ingest_row(event, now_ms);
  row.session = so_visit_place(profile, row.time_ms, event->time_ms == 0);
  sotto_status status = use == SO_USE_SESSION ? so_recall_load(profile) : SOTTO_OK;
  if (status) return status;
  if (profile->warmth == SO_WARM) so_recall_learn(profile, &row, profile->paused ? 1u : 0u);
  if (use == SO_USE_KEEP)
    so_batch_add(profile, &row, now_ms);
  else
    profile->transient++;
  return SOTTO_OK;
}

/* All of them or none: nothing is taken before every event was looked at and has room. */
static sotto_status make_ready(sotto *profile, const sotto_event *events, size_t count,
                               int64_t *ret_now_ms) {
  int64_t now_ms = 0;
  sotto_status status = so_handle_now(profile, &now_ms);
  if (status) return status;
  so_install_expire(profile, now_ms);
  for (size_t i = 0; !status && i < count; i++)
    status = so_ingest_check(profile, &events[i], now_ms);
  if (!status && profile->batch_count + count > SO_BATCH_ROOM) status = so_batch_flush(profile);
  *ret_now_ms = now_ms;
  return status;
}

sotto_status so_ingest_events(sotto *profile, const sotto_event *events, size_t count) {
  assert(count <= SO_INGEST_MAX);
  int64_t now_ms = 0;
  sotto_status status = make_ready(profile, events, count, &now_ms);
  for (size_t i = 0; !status && i < count; i++) status = take(profile, &events[i], now_ms);
  if (status) return status;
  /* The events are in: a commit that fails now is tried again, and flush says so. */
  if (profile->batch_count >= SO_BATCH_MAX && so_batch_flush(profile)) so_handle_log(profile);
  return SOTTO_OK;
}

sotto_status so_ingest_session_end(sotto *profile) {
  int open = profile->visit.open != 0;
  so_visit_end(profile);
  return open && so_consent_rule_any_keep(&profile->consent) ? so_batch_flush_session(profile)
                                                             : so_batch_flush(profile);
}

static sotto_status check_named(sotto *profile, const so_named *named) {
  const so_fault faults[] = {
      {!named->pack, SOTTO_E_STATE, "no pack is installed"},
      {named->key == SO_PACK_NONE, SOTTO_E_MISSING, "attribute: the pack has no such key"},
      {named->value == SO_PACK_NONE, SOTTO_E_MISSING, "value: the pack has no such value"},
  };
  return so_handle_check(profile, faults, sizeof faults / sizeof *faults);
}

/* The audit row says that something was stated, never what. */
static sotto_status write_statement(sotto *profile, void *said, so_sink *detail) {
  (void)detail;
  return so_statement_rows_put(profile->vault, said);
}

static sotto_status learn_statement(sotto *profile, const so_named *named, int32_t strength) {
  sotto_status status = so_recall_load(profile);
  if (!status) so_affinity_state(&profile->mind->affinity, named->pack, named->value, strength);
  return status;
}

sotto_status so_ingest_statement(sotto *profile, so_statement_row *said) {
  const so_named named = so_handle_named(profile, said->attribute, said->value);
  sotto_status status = check_named(profile, &named);
  if (!status) status = so_handle_now(profile, &said->time_ms);
  if (status) return status;
  said->category = named.pack->keys[named.key].category;
  so_use use = so_consent_rule_use(&profile->consent, said->category);
  if (use == SO_USE_DROP)
    return so_handle_fail(profile, SOTTO_E_DENIED, "this category may not be kept or used");
  int keep = use == SO_USE_KEEP && (!profile->paused || !said->strength);
  if (keep) status = so_handle_act(profile, SOTTO_ACT_STATED, write_statement, said);
  if (status || !so_recall_may_use(profile, said->category)) return status;
  if (!keep) {
    (void)so_visit_place(profile, said->time_ms, 1); /* it ends with a session */
    profile->transient++;
  }
  return learn_statement(profile, &named, said->strength);
}
