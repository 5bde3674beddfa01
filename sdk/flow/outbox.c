/*
 * The outbox: see outbox.h.
 */
#include "flow/outbox.h"

#include <string.h>

#include "crypto/envelope.h"
#include "flow/asked.h"
#include "flow/split_outbox.h"
#include "vault/report_rows.h"

#define STOP SOTTO_E_STATE /* ends a visit early; never leaves this file */

/* What is looked for, or the visitor of the host. */
typedef struct search {
  int64_t now_ms;
  uint64_t wanted; /* id of a report, or 0: the first that is past its expiry */
  uint64_t found;
  uint8_t digest[SO_DIGEST_SIZE];
  sotto_report_fn visit;
  void *context;
} search;

static sotto_status look(void *context, const so_report_row *row) {
  search *in = context;
  int hit = in->wanted ? row->id == in->wanted : row->expires_ms <= in->now_ms;
  if (!hit) return SOTTO_OK;
  in->found = row->id;
  so_digest(in->digest, row->body);
  return STOP;
}

static sotto_status run(sotto *profile, so_report_row_fn each, search *in) {
  sotto_status status = so_report_rows_each(profile->vault, each, in);
  return status == STOP ? SOTTO_OK : so_handle_vault(profile, status);
}

/* Removes or keeps the found report inside a transaction of `act`. */
static sotto_status settle(sotto *profile, const search *in, sotto_act act, const char *because) {
  char detail[160];
  so_sink sink = so_sink_of(detail, sizeof detail);
  so_sink_member_hex(&sink, "report", in->digest, sizeof in->digest);
  so_sink_member_text(&sink, "because", so_text_of(because));
  so_sink_string(&sink, "}");
  sotto_status status = so_handle_begin(profile, act);
  if (status) return status;
  status = act == SOTTO_ACT_TRIED ? so_report_rows_retry(profile->vault, in->found)
                                  : so_report_rows_remove(profile->vault, in->found);
  sotto_audit_row row = so_handle_row(in->now_ms, act, so_sink_view(&sink));
  return so_handle_end(profile, status, &row);
}

sotto_status so_outbox_expire(sotto *profile, int64_t now_ms) {
  for (;;) {
    search in = {.now_ms = now_ms};
    sotto_status status = run(profile, look, &in);
    if (status || !in.found) return status;
    status = settle(profile, &in, SOTTO_ACT_DROPPED, "expired");
    if (status) return status;
  }
}

static sotto_status show_split(const search *in, sotto_report *report, sotto_bytes kept) {
  char room[SO_SPLIT_URLS_MAX];
  sotto_status status = so_split_outbox_show(report, kept, room);
  if (status) return status;
  return in->visit(in->context, report) ? STOP : SOTTO_OK;
}

static sotto_status show(void *context, const so_report_row *row) {
  const search *in = context;
  sotto_report report = {.id = row->id,
                         .epoch = row->epoch,
                         .attempts = row->attempts,
                         .send_after_ms = row->send_after_ms,
                         .cost_micro = row->cost_micro,
                         .body = row->body};
  memcpy(report.question, row->question, sizeof report.question);
  if (SO_SPLIT_BUILT && row->kept.size) return show_split(in, &report, row->kept);
  return in->visit(in->context, &report) ? STOP : SOTTO_OK;
}

sotto_status so_outbox_each(sotto *profile, sotto_report_fn visit, void *context) {
  search in = {.visit = visit, .context = context};
  if (!so_asked_contributes(profile)) return SOTTO_OK; /* a withdrawal the disk refused */
  sotto_status status = so_handle_now(profile, &in.now_ms);
  if (!status) status = so_outbox_expire(profile, in.now_ms);
  return status ? status : run(profile, show, &in);
}

sotto_status so_outbox_settle(sotto *profile, uint64_t report, sotto_delivery delivery) {
  search in = {.wanted = report};
  sotto_status status = so_handle_now(profile, &in.now_ms);
  if (!status && report) status = run(profile, look, &in);
  if (status) return status;
  if (!in.found) return so_handle_fail(profile, SOTTO_E_MISSING, "no such report waits");
  if (delivery == SOTTO_DELIVERY_DONE) return settle(profile, &in, SOTTO_ACT_SENT, "delivered");
  if (delivery == SOTTO_DELIVERY_RETRY) return settle(profile, &in, SOTTO_ACT_TRIED, "retry");
  return settle(profile, &in, SOTTO_ACT_DROPPED, "refused");
}
