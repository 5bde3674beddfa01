/*
 * The whole profile as JSON, for the person to take along (GDPR articles 15 and 20):
 *
 *   {"sotto_export": 1, "exported_ms": …, "running_session": …,
 *    "consent": {"keep": {"history": "granted", …}, …},
 *    "events": [{"name": "view_item", "time_ms": …, "session": …, "item_id": …, …}],
 *    "statements": [{"attribute": …, "value": …, "strength": …, "category": …, "time_ms": …}],
 *    "decisions": [{"slot": …, "arm": …, "item_id": …, "time_ms": …, "kind": …, "mindset": …,
 *                   "propensity": …, "outcome_micro": …}],
 *    "affinities": [{"attribute": …, "value": …, "lift_percent": …, "stated": …}],
 *    "mindset": "focused"}
 *
 * Decisions stand there in a build with `choose`; a propensity is in parts of 2^30, an outcome what
 * the host said, -1 where it did not. The last two are what the models made of the rest; an import
 * computes them anew. Keys, the budget ledger, answers, the outbox and the audit log never travel.
 * Logged before the first byte is given. One chunk a row, so that no profile needs to fit into
 * memory.
 */
#include "flow/batch.h"
#include "flow/choices.h"
#include "flow/event_name.h"
#include "flow/outlook.h"
#include "flow/subject.h"
#include "vault/decision_rows.h"
#include "vault/setting_rows.h"

#define CHUNK_MAX 8192 /* a row of the longest texts, every byte escaped */

typedef struct exporting {
  sotto *profile;
  sotto_write_fn write;
  void *context;
  sotto_status status; /* of a write made inside a visitor that has none */
  const char *comma;   /* before the next element */
  so_sink sink;
  char chunk[CHUNK_MAX];
} exporting;

static sotto_status send(exporting *out, const char *end) {
  so_sink_string(&out->sink, end);
  const sotto_bytes bytes = {(const uint8_t *)out->chunk, out->sink.size};
  if (out->sink.bad) return SOTTO_E_LIMIT;
  out->sink.size = 0;
  return out->write(out->context, bytes);
}

static sotto_status send_opening(exporting *out, const char *opening) {
  out->comma = "";
  return send(out, opening);
}

static so_sink *element(exporting *out) {
  so_sink_string(&out->sink, out->comma);
  so_sink_string(&out->sink, "\n{");
  out->comma = ",";
  return &out->sink;
}

static sotto_status write_event(void *context, const so_event_row *row) {
  so_sink *sink = element(context);
  so_sink_member_text(sink, "name", so_text_of(so_event_name_of(row->type)));
  so_sink_member_number(sink, "time_ms", row->time_ms);
  so_sink_member_number(sink, "session", row->session);
  if (row->item.size) so_sink_member_text(sink, "item_id", row->item);
  if (row->quantity != 1) so_sink_member_number(sink, "quantity", row->quantity);
  if (row->price_minor >= 0) so_sink_member_number(sink, "price_minor", row->price_minor);
  if (row->page) so_sink_member_number(sink, "page", row->page);
  if (row->dwell_ms) so_sink_member_number(sink, "dwell_ms", row->dwell_ms);
  if (row->result_count) so_sink_member_number(sink, "result_count", row->result_count);
  return send(context, "}");
}

static sotto_status write_statement(void *context, const so_statement_row *row) {
  so_sink *sink = element(context);
  so_sink_member_text(sink, "attribute", row->attribute);
  so_sink_member_text(sink, "value", row->value);
  so_sink_member_number(sink, "strength", row->strength);
  so_sink_member_text(sink, "category", so_text_of(sotto_category_name(row->category)));
  so_sink_member_number(sink, "time_ms", row->time_ms);
  return send(context, "}");
}

#ifdef SOTTO_WITH_CHOOSE
static sotto_status write_decision(void *context, const so_decision_row *row) {
  so_sink *sink = element(context);
  so_sink_member_text(sink, "slot", row->slot);
  so_sink_member_text(sink, "arm", row->arm);
  if (row->item.size) so_sink_member_text(sink, "item_id", row->item);
  so_sink_member_number(sink, "time_ms", row->time_ms);
  so_sink_member_number(sink, "kind", row->kind);
  so_sink_member_number(sink, "mindset", row->mindset);
  so_sink_member_number(sink, "propensity", row->propensity);
  so_sink_member_number(sink, "outcome_micro", row->outcome_micro);
  return send(context, "}");
}

static sotto_status write_decisions(exporting *out) {
  sotto_status status = send_opening(out, "],\n\"decisions\":[");
  return status ? status : so_decision_rows_each(out->profile->vault, write_decision, out);
}
#else
# define write_decisions(out) SOTTO_OK
#endif

static uint32_t write_affinity(void *context, const sotto_affinity *affinity) {
  exporting *out = context;
  const double most = 1e12, hundredths = affinity->lift * 100;
  so_sink *sink = element(out);
  so_sink_member_text(sink, "attribute", affinity->attribute);
  so_sink_member_text(sink, "value", affinity->value);
  so_sink_member_number(sink, "lift_percent", (int64_t)(hundredths < most ? hundredths : most));
  so_sink_member(sink, "stated");
  out->status = send(out, affinity->stated ? "true}" : "false}");
  return out->status != SOTTO_OK;
}

static sotto_status write_head(exporting *out, int64_t now_ms) {
  static const char *const verdicts[] = {"unknown", "granted", "denied"};
  const sotto *profile = out->profile;
  so_sink *sink = &out->sink;
  so_sink_member_number(sink, "sotto_export", SO_EXPORT_VERSION);
  so_sink_member_number(sink, "exported_ms", now_ms);
  so_sink_member_number(sink, "running_session", profile->visit.open ? profile->visit.number : 0);
  so_sink_member(sink, "consent");
  so_sink_string(sink, "{");
  for (sotto_purpose purpose = 0; purpose < SOTTO_PURPOSE_COUNT; purpose++) {
    so_sink_member(sink, sotto_purpose_name(purpose));
    so_sink_string(sink, "{");
    for (sotto_category category = 0; category < SOTTO_CATEGORY_COUNT; category++) {
      sotto_verdict verdict = so_consent_rule_verdict(&profile->consent, category, purpose);
      so_sink_member_text(sink, sotto_category_name(category), so_text_of(verdicts[verdict]));
    }
    so_sink_string(sink, "}");
  }
  return send_opening(out, "},\n\"events\":[");
}

/* Only what consent lets the models know is there to be told. */
static sotto_status write_outlook(exporting *out) {
  sotto_mindset_info mindset;
  sotto_status status = SOTTO_OK;
  if (so_handle_pack(out->profile))
    status = so_outlook_affinities(out->profile, (sotto_text){NULL, 0}, write_affinity, out);
  if (!status) status = out->status;
  so_sink_string(&out->sink, "]");
  if (!status) status = so_outlook_mindset(out->profile, &mindset);
  if (!status)
    so_sink_member_text(&out->sink, "mindset", so_text_of(sotto_mindset_name(mindset.state)));
  return status == SOTTO_E_DENIED ? SOTTO_OK : status;
}

static sotto_status write_all(exporting *out, int64_t now_ms) {
  so_vault *vault = out->profile->vault;
  sotto_status status = write_head(out, now_ms);
  if (!status) status = so_event_rows_each(vault, 0, write_event, out);
  if (!status) status = send_opening(out, "],\n\"statements\":[");
  if (!status) status = so_statement_rows_each(vault, write_statement, out);
  if (!status) status = write_decisions(out);
  if (!status) status = send_opening(out, "],\n\"affinities\":[");
  if (!status) status = write_outlook(out);
  return status ? status : send(out, "}\n");
}

sotto_status so_export_write(sotto *profile, sotto_write_fn write, void *context) {
  exporting out = {.profile = profile, .write = write, .context = context};
  int64_t now_ms = 0;
  out.sink = so_sink_of(out.chunk, sizeof out.chunk);
  sotto_status status = so_handle_now(profile, &now_ms);
  if (!status) status = so_batch_flush(profile);
  if (!status) status = so_handle_act(profile, SOTTO_ACT_EXPORTED, NULL, NULL);
  return status ? status : write_all(&out, now_ms);
}
