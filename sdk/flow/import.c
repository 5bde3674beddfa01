/*
 * Reading an export: see import.h. Two passes over the parsed tree: check everything, then write.
 */
#include "flow/import.h"

#include <jansson.h>

#include "flow/advise.h"
#include "flow/batch.h"
#include "flow/event_name.h"
#include "flow/export.h"
#include "flow/ingest.h"
#include "flow/recall.h"
#include "flow/reseat.h"
#include "flow/visit.h"
#include "vault/setting_rows.h"

#define TEXT_BYTES_MAX 1024

typedef struct importing {
  sotto *profile;
  int64_t now_ms;
  const json_t *events;
  const json_t *statements;
  int64_t running; /* session that was running in the export, 0: none */
  int merging;     /* into a profile that has sessions of its own */
  size_t taken_events, taken_statements;
} importing;

static sotto_status fail(const importing *in, sotto_status status, const char *detail) {
  return so_handle_fail(in->profile, status, detail);
}

static sotto_text text_of(const json_t *object, const char *name) {
  const json_t *value = json_object_get(object, name);
  return (sotto_text){json_string_value(value), json_string_length(value)};
}

/* A whole number in a range, or `absent` where the field is not there. 0 where it is not so. */
static int number_of(const json_t *object, const char *name, const int64_t range[2],
                     int64_t *inout_value) {
  const json_t *value = json_object_get(object, name);
  if (!value) return 1;
  if (!json_is_integer(value)) return 0;
  *inout_value = json_integer_value(value);
  return *inout_value >= range[0] && *inout_value <= range[1];
}

static int amounts_of(const json_t *object, sotto_event *event, int64_t *ret_session) {
  static const int64_t whole[2] = {0, UINT32_MAX}, price[2] = {-1, INT64_MAX};
  int64_t quantity = 1, page = 0, dwell = 0, results = 0;
  int good = number_of(object, "quantity", whole, &quantity) &&
             number_of(object, "page", whole, &page) &&
             number_of(object, "dwell_ms", whole, &dwell) &&
             number_of(object, "result_count", whole, &results) &&
             number_of(object, "session", whole, ret_session) &&
             number_of(object, "price_minor", price, &event->price_minor);
  event->quantity = (uint32_t)quantity;
  event->page = (sotto_page)page;
  event->dwell_ms = (uint32_t)dwell;
  event->result_count = (uint32_t)results;
  return good;
}

/* Reads and checks one event; `ret_session` is the session it had. */
static sotto_status read_event(const importing *in, const json_t *object, sotto_event *ret_event,
                               int64_t *ret_session) {
  static const int64_t any[2] = {1, INT64_MAX};
  sotto_event_init(ret_event);
  *ret_session = 0;
  if (!json_is_object(object)) return fail(in, SOTTO_E_JSON, "events: not objects");
  ret_event->type = so_event_name_type(text_of(object, "name"));
  ret_event->item = text_of(object, "item_id");
  if (!ret_event->type) return fail(in, SOTTO_E_EVENT_NAME, "name: no such event");
  if (!json_object_get(object, "time_ms") ||
      !number_of(object, "time_ms", any, &ret_event->time_ms))
    return fail(in, SOTTO_E_EVENT_TIME, "time_ms: not a moment");
  if (!amounts_of(object, ret_event, ret_session))
    return fail(in, SOTTO_E_EVENT_AMOUNT, "an amount is not a whole number in its range");
  return so_ingest_check(in->profile, ret_event, in->now_ms);
}

static int is_name(sotto_text text) {
  return text.size > 0 && text.size <= TEXT_BYTES_MAX && so_text_is_utf8(text);
}

static sotto_category category_of(sotto_text name) {
  sotto_category category = 0;
  while (category < SOTTO_CATEGORY_COUNT && !so_text_is(name, sotto_category_name(category)))
    category++;
  return category;
}

/* The installed pack's category counts where it knows the attribute. */
static sotto_category category_in_force(sotto *profile, const so_statement_row *row) {
  const so_pack *pack = so_handle_pack(profile);
  uint32_t key = pack ? so_pack_find_key(pack, row->attribute) : SO_PACK_NONE;
  return key == SO_PACK_NONE ? row->category : pack->keys[key].category;
}

static sotto_status read_statement(const importing *in, const json_t *object,
                                   so_statement_row *ret_row) {
  static const int64_t strengths[2] = {-100, 100}, moments[2] = {1, INT64_MAX};
  int64_t strength = 0, time_ms = 0;
  *ret_row = (so_statement_row){text_of(object, "attribute"), text_of(object, "value"),
                                category_of(text_of(object, "category")), 0, 0};
  if (!is_name(ret_row->attribute) || !is_name(ret_row->value))
    return fail(in, SOTTO_E_EVENT_TEXT,
                "statements: attribute or value absent, too long or not UTF-8");
  if (ret_row->category == SOTTO_CATEGORY_COUNT)
    return fail(in, SOTTO_E_JSON, "statements: no such category");
  if (!number_of(object, "strength", strengths, &strength) || !strength)
    return fail(in, SOTTO_E_EVENT_AMOUNT, "strength: not from -100 to 100, or 0");
  if (!number_of(object, "time_ms", moments, &time_ms) || !time_ms)
    return fail(in, SOTTO_E_EVENT_TIME, "statements: time_ms is not a moment");
  ret_row->category = category_in_force(in->profile, ret_row);
  ret_row->strength = (int32_t)strength;
  ret_row->time_ms = time_ms;
  return SOTTO_OK;
}

static sotto_status check_all(const importing *in) {
  sotto_event event;
  so_statement_row row;
  int64_t session = 0;
  sotto_status status = SOTTO_OK;
  for (size_t i = 0; !status && i < json_array_size(in->events); i++)
    status = read_event(in, json_array_get(in->events, i), &event, &session);
  for (size_t i = 0; !status && i < json_array_size(in->statements); i++)
    status = read_statement(in, json_array_get(in->statements, i), &row);
  return status;
}

static int may_keep(const importing *in, sotto_category category) {
  return so_consent_rule_use(&in->profile->consent, category) == SO_USE_KEEP;
}

static sotto_status write_event(importing *in, so_reseat *reseat, const json_t *object) {
  sotto_event event;
  int64_t session = 0, id = 0;
  sotto_status status = read_event(in, object, &event, &session);
  if (status || !may_keep(in, so_consent_rule_event(event.type))) return status;
  so_event_row row = so_ingest_row(&event, in->now_ms);
  row.session = in->merging ? 0 : (uint32_t)session;
  row.session = so_reseat_next(in->profile, reseat, &row);
  in->taken_events++;
  return so_event_rows_append(in->profile->vault, &row, &id);
}

static sotto_status write_statement(importing *in, const json_t *object) {
  so_statement_row row;
  sotto_status status = read_statement(in, object, &row);
  if (status || !may_keep(in, row.category)) return status;
  in->taken_statements++;
  return so_statement_rows_put(in->profile->vault, &row);
}

static sotto_status write_all(importing *in) {
  so_reseat reseat = {0};
  sotto_status status = SOTTO_OK;
  for (size_t i = 0; !status && i < json_array_size(in->events); i++)
    status = write_event(in, &reseat, json_array_get(in->events, i));
  for (size_t i = 0; !status && i < json_array_size(in->statements); i++)
    status = write_statement(in, json_array_get(in->statements, i));
  if (!in->merging && reseat.told != in->running) in->profile->visit.open = 0;
  return status ? status : so_visit_write(in->profile);
}

static sotto_status write_durably(importing *in) {
  char detail[64];
  sotto *profile = in->profile;
  const so_visit visit = profile->visit;
  const sotto_context context = profile->context;
  so_sink sink = so_sink_of(detail, sizeof detail);
  sotto_status status = so_handle_begin(profile, SOTTO_ACT_IMPORTED);
  if (status) return status;
  status = write_all(in);
  profile->context = context;
  so_sink_string(&sink, "{\"events\":");
  so_sink_u64(&sink, in->taken_events);
  so_sink_string(&sink, ",\"statements\":");
  so_sink_u64(&sink, in->taken_statements);
  so_sink_string(&sink, "}");
  const sotto_audit_row row = so_handle_row(in->now_ms, SOTTO_ACT_IMPORTED, so_sink_view(&sink));
  status = so_handle_end(profile, status, &row);
  if (status) profile->visit = visit;
  return status;
}

/* The lists of a document that says it is an export. */
static sotto_status find_lists(importing *in, const json_t *root) {
  const json_t *version = json_object_get(root, "sotto_export");
  in->events = json_object_get(root, "events");
  in->statements = json_object_get(root, "statements");
  in->running = json_integer_value(json_object_get(root, "running_session"));
  in->merging = in->profile->visit.number != 0;
  if (!json_is_integer(version)) return fail(in, SOTTO_E_JSON, "not an export of a profile");
  if (json_integer_value(version) != SO_EXPORT_VERSION)
    return fail(in, SOTTO_E_FORMAT, "an export of another version");
  if (!json_is_array(in->events) || (in->statements && !json_is_array(in->statements)))
    return fail(in, SOTTO_E_JSON, "events and statements must be lists");
  return SOTTO_OK;
}

static sotto_status import_root(importing *in, const json_t *root) {
  sotto *profile = in->profile;
  sotto_status status = find_lists(in, root);
  if (!status) status = so_handle_now(profile, &in->now_ms);
  if (!status) status = check_all(in);
  if (!status) status = so_batch_flush(profile);
  if (status) return status;
  so_recall_cool(profile);
  so_advise_reset(profile);
  return write_durably(in);
}

sotto_status so_import_read(sotto *profile, sotto_bytes json, size_t *ret_events) {
  importing in = {.profile = profile};
  if (json.size > SO_IMPORT_BYTES_MAX) return fail(&in, SOTTO_E_LIMIT, "more than 64 MiB");
  json_t *root = json_loadb((const char *)json.data, json.size, JSON_REJECT_DUPLICATES, NULL);
  sotto_status status = root ? import_root(&in, root) : fail(&in, SOTTO_E_JSON, "not JSON");
  if (!status) *ret_events = in.taken_events;
  json_decref(root);
  return status;
}
