/*
 * Writing the export: see export.h. One chunk a row, so that no profile needs to fit into memory.
 */
#include "flow/export.h"

#include "flow/batch.h"
#include "flow/event_name.h"
#include "flow/outlook.h"
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

static void field_text(so_sink *sink, const char *name, sotto_text value) {
  so_sink_string(sink, ",\"");
  so_sink_string(sink, name);
  so_sink_string(sink, "\":");
  so_sink_json(sink, value);
}

static void field_number(so_sink *sink, const char *name, int64_t value) {
  so_sink_string(sink, ",\"");
  so_sink_string(sink, name);
  so_sink_string(sink, "\":");
  so_sink_i64(sink, value);
}

static so_sink *begin(exporting *out) {
  out->sink = so_sink_of(out->chunk, sizeof out->chunk);
  return &out->sink;
}

static sotto_status send(exporting *out) {
  const sotto_bytes bytes = {(const uint8_t *)out->sink.data, out->sink.size};
  if (out->sink.bad) return SOTTO_E_LIMIT;
  return out->write(out->context, bytes);
}

static sotto_status send_string(exporting *out, const char *text) {
  so_sink_string(begin(out), text);
  return send(out);
}

/* Opens an element of a list: {"name":value */
static so_sink *element(exporting *out, const char *name, sotto_text value) {
  so_sink *sink = begin(out);
  so_sink_string(sink, out->comma);
  so_sink_string(sink, "\n{\"");
  so_sink_string(sink, name);
  so_sink_string(sink, "\":");
  so_sink_json(sink, value);
  out->comma = ",";
  return sink;
}

static sotto_status send_element(exporting *out) {
  so_sink_string(&out->sink, "}");
  return send(out);
}

static sotto_status write_event(void *context, const so_event_row *row) {
  exporting *out = context;
  so_sink *sink = element(out, "name", so_text_of(so_event_name_of(row->type)));
  field_number(sink, "time_ms", row->time_ms);
  field_number(sink, "session", row->session);
  if (row->item.size) field_text(sink, "item_id", row->item);
  if (row->quantity != 1) field_number(sink, "quantity", row->quantity);
  if (row->price_minor >= 0) field_number(sink, "price_minor", row->price_minor);
  if (row->page) field_number(sink, "page", row->page);
  if (row->dwell_ms) field_number(sink, "dwell_ms", row->dwell_ms);
  if (row->result_count) field_number(sink, "result_count", row->result_count);
  return send_element(out);
}

static sotto_status write_statement(void *context, const so_statement_row *row) {
  exporting *out = context;
  so_sink *sink = element(out, "attribute", row->attribute);
  field_text(sink, "value", row->value);
  field_number(sink, "strength", row->strength);
  field_text(sink, "category", so_text_of(sotto_category_name(row->category)));
  field_number(sink, "time_ms", row->time_ms);
  return send_element(out);
}

static uint32_t write_affinity(void *context, const sotto_affinity *affinity) {
  exporting *out = context;
  const double most = 1e12, hundredths = affinity->lift * 100;
  so_sink *sink = element(out, "attribute", affinity->attribute);
  field_text(sink, "value", affinity->value);
  field_number(sink, "lift_percent", (int64_t)(hundredths < most ? hundredths : most));
  so_sink_string(sink, affinity->stated ? ",\"stated\":true" : ",\"stated\":false");
  out->status = send_element(out);
  return out->status != SOTTO_OK;
}

static const char *verdict_name(sotto_verdict verdict) {
  static const char *const names[] = {"unknown", "granted", "denied"};
  return names[verdict];
}

static sotto_status write_head(exporting *out, int64_t now_ms) {
  so_sink *sink = begin(out);
  so_sink_string(sink, "{\"sotto_export\":");
  so_sink_u64(sink, SO_EXPORT_VERSION);
  field_number(sink, "exported_ms", now_ms);
  field_number(sink, "running_session", out->profile->visit.open ? out->profile->visit.number : 0);
  so_sink_string(sink, ",\n\"consent\":{");
  for (sotto_purpose purpose = 0; purpose < SOTTO_PURPOSE_COUNT; purpose++) {
    so_sink_string(sink, purpose ? ",\"" : "\"");
    so_sink_string(sink, sotto_purpose_name(purpose));
    so_sink_string(sink, "\":{\"");
    for (sotto_category category = 0; category < SOTTO_CATEGORY_COUNT; category++) {
      if (category) so_sink_string(sink, ",\"");
      so_sink_string(sink, sotto_category_name(category));
      so_sink_string(sink, "\":\"");
      so_sink_string(
          sink, verdict_name(so_consent_rule_verdict(&out->profile->consent, category, purpose)));
      so_sink_string(sink, "\"");
    }
    so_sink_string(sink, "}");
  }
  so_sink_string(sink, "},\n\"events\":[");
  return send(out);
}

/* Only what consent lets the models know is there to be told. */
static sotto_status write_outlook(exporting *out) {
  sotto_mindset_info mindset;
  sotto_status status = SOTTO_OK;
  out->comma = "";
  if (so_handle_pack(out->profile))
    status = so_outlook_affinities(out->profile, (sotto_text){NULL, 0}, write_affinity, out);
  if (!status) status = out->status;
  if (!status) status = send_string(out, "]");
  if (status) return status;
  status = so_outlook_mindset(out->profile, &mindset);
  if (status == SOTTO_E_DENIED) return SOTTO_OK;
  if (status) return status;
  field_text(begin(out), "mindset", so_text_of(sotto_mindset_name(mindset.state)));
  return send(out);
}

static sotto_status write_all(exporting *out, int64_t now_ms) {
  so_vault *vault = out->profile->vault;
  sotto_status status = write_head(out, now_ms);
  out->comma = "";
  if (!status) status = so_event_rows_each(vault, 0, write_event, out);
  if (!status) status = send_string(out, "],\n\"statements\":[");
  out->comma = "";
  if (!status) status = so_statement_rows_each(vault, write_statement, out);
  if (!status) status = send_string(out, "],\n\"affinities\":[");
  if (!status) status = write_outlook(out);
  return status ? status : send_string(out, "}\n");
}

static sotto_status log_it(sotto *profile, int64_t now_ms) {
  sotto_status status = so_handle_begin(profile, SOTTO_ACT_EXPORTED);
  if (status) return status;
  const sotto_audit_row row = so_handle_row(now_ms, SOTTO_ACT_EXPORTED, (sotto_text){NULL, 0});
  return so_handle_end(profile, SOTTO_OK, &row);
}

sotto_status so_export_write(sotto *profile, sotto_write_fn write, void *context) {
  exporting out = {.profile = profile, .write = write, .context = context};
  int64_t now_ms = 0;
  sotto_status status = so_handle_now(profile, &now_ms);
  if (!status) status = so_batch_flush(profile);
  if (!status) status = log_it(profile, now_ms);
  return status ? status : write_all(&out, now_ms);
}
