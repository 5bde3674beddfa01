/*
 * An export read back. Two passes over the parsed tree: every row is checked as if it were recorded
 * now; then all of it becomes durable at once or none. Rows whose category may not be kept are left
 * out: an import widens no consent. The consent, affinities and mindset in it are read past; there
 * is no ledger in it.
 */
#include <jansson.h>

#include "flow/advise.h"
#include "flow/batch.h"
#include "flow/budget.h"
#include "flow/choices.h"
#include "flow/event_name.h"
#include "flow/ingest.h"
#include "flow/recall.h"
#include "flow/subject.h"
#include "flow/visit.h"
#include "vault/decision_rows.h"
#include "vault/setting_rows.h"

#define TEXT_BYTES_MAX 1024

typedef struct importing {
  sotto *profile;
  int64_t now_ms;
  json_t *events;
  json_t *statements;
  json_t *decisions;  /* NULL: none, or a build that has no use for them */
  json_int_t running; /* session that was running in the export, 0: none */
  int merging;        /* into a profile that has sessions of its own */
  int writing;        /* the second pass */
  uint32_t told;      /* see so_visit_retell() */
  size_t taken_events, taken_statements;
  int64_t last_decision; /* highest id given */
} importing;

static sotto_status fail(const importing *in, sotto_status status, const char *detail) {
  return so_handle_fail(in->profile, status, detail);
}

static sotto_text text_of(const json_t *object, const char *name) {
  const json_t *value = json_object_get(object, name);
  return (sotto_text){json_string_value(value), json_string_length(value)};
}

/* The amounts of an event, each absent or a whole number in its range; 0 where one is not. */
static int read_amounts(json_t *object, sotto_event *event, uint32_t *ret_session) {
  json_int_t price = -1, whole[] = {1, 0, 0, 0, 0};
  if (json_unpack(object, "{s?I, s?I, s?I, s?I, s?I, s?I}", "price_minor", &price, "quantity",
                  &whole[0], "page", &whole[1], "dwell_ms", &whole[2], "result_count", &whole[3],
                  "session", &whole[4]))
    return 0;
  for (size_t i = 0; i < sizeof whole / sizeof *whole; i++)
    if (whole[i] < 0 || whole[i] > UINT32_MAX) return 0;
  event->price_minor = price;
  event->quantity = (uint32_t)whole[0];
  event->page = (sotto_page)whole[1];
  event->dwell_ms = (uint32_t)whole[2];
  event->result_count = (uint32_t)whole[3];
  *ret_session = (uint32_t)whole[4];
  return price >= -1;
}

/* Reads and checks one event; `ret_session` is the session it had. */
static sotto_status read_event(const importing *in, json_t *object, sotto_event *ret_event,
                               uint32_t *ret_session) {
  json_int_t time_ms = 0;
  sotto_event_init(ret_event);
  if (!json_is_object(object)) return fail(in, SOTTO_E_JSON, "events: not objects");
  ret_event->type = so_event_name_type(text_of(object, "name"));
  ret_event->item = text_of(object, "item_id");
  if (!ret_event->type) return fail(in, SOTTO_E_EVENT_NAME, "name: no such event");
  if (json_unpack(object, "{s:I}", "time_ms", &time_ms) || time_ms < 1)
    return fail(in, SOTTO_E_EVENT_TIME, "time_ms: not a moment");
  if (!read_amounts(object, ret_event, ret_session))
    return fail(in, SOTTO_E_EVENT_AMOUNT, "an amount is not a whole number in its range");
  ret_event->time_ms = time_ms;
  return so_ingest_check(in->profile, ret_event, in->now_ms);
}

static int may_keep(const importing *in, sotto_category category) {
  return in->writing && so_consent_rule_use(&in->profile->consent, category) == SO_USE_KEEP;
}

static sotto_status take_event(importing *in, json_t *object) {
  sotto_event event;
  uint32_t session = 0;
  sotto_status status = read_event(in, object, &event, &session);
  if (status || !may_keep(in, so_consent_rule_event(event.type))) return status;
  so_event_row row = so_ingest_row(&event, in->now_ms);
  row.session = in->merging ? 0 : session;
  row.session = so_visit_retell(in->profile, &in->told, &row);
  in->taken_events++;
  return so_event_rows_append(in->profile->vault, &row);
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
  const so_named named = so_handle_named(profile, row->attribute, row->value);
  return named.key == SO_PACK_NONE ? row->category : named.pack->keys[named.key].category;
}

static sotto_status read_statement(const importing *in, json_t *object, so_statement_row *ret_row) {
  json_int_t strength = 0, time_ms = 0;
  const int strong = !json_unpack(object, "{s:I}", "strength", &strength);
  const int timed = !json_unpack(object, "{s:I}", "time_ms", &time_ms);
  const so_statement_row row = {text_of(object, "attribute"), text_of(object, "value"),
                                category_of(text_of(object, "category")), (int32_t)strength,
                                time_ms};
  const so_fault faults[] = {
      {!is_name(row.attribute) || !is_name(row.value), SOTTO_E_EVENT_TEXT,
       "statements: attribute or value absent, too long or not UTF-8"},
      {row.category == SOTTO_CATEGORY_COUNT, SOTTO_E_JSON, "statements: no such category"},
      {!strong || !strength || strength < -100 || strength > 100, SOTTO_E_EVENT_AMOUNT,
       "strength: not from -100 to 100, or 0"},
      {!timed || time_ms < 1, SOTTO_E_EVENT_TIME, "statements: time_ms is not a moment"}};
  sotto_status status = so_handle_check(in->profile, faults, sizeof faults / sizeof *faults);
  if (status) return status;
  *ret_row = row;
  ret_row->category = category_in_force(in->profile, &row);
  return SOTTO_OK;
}

static sotto_status take_statement(importing *in, json_t *object) {
  so_statement_row row;
  sotto_status status = read_statement(in, object, &row);
  if (status || !may_keep(in, row.category)) return status;
  in->taken_statements++;
  return so_statement_rows_put(in->profile->vault, &row);
}

#ifdef SOTTO_WITH_CHOOSE
/* Its whole numbers; 0 where one is missing or out of its range. */
static int read_draw(const importing *in, json_t *object, so_decision_row *row) {
  json_int_t kind = -1, mindset = -1, propensity = 0, outcome = -2, time_ms = 0;
  if (json_unpack(object, "{s:I, s:I, s:I, s:I, s:I}", "time_ms", &time_ms, "kind", &kind,
                  "mindset", &mindset, "propensity", &propensity, "outcome_micro", &outcome))
    return 0;
  *row = (so_decision_row){.time_ms = time_ms,
                           .category = SOTTO_CATEGORY_HISTORY,
                           .kind = (uint32_t)kind,
                           .mindset = (uint32_t)mindset,
                           .propensity = (uint32_t)propensity,
                           .outcome_micro = (int32_t)outcome};
  const int drawn = kind == SOTTO_CHOICE_LEARNED || kind == SOTTO_CHOICE_EXPLORED;
  return drawn && (uint64_t)mindset < SOTTO_MINDSET_COUNT && propensity >= 1 &&
         propensity <= INT64_C(1) << 30 && outcome >= -1 && outcome <= SO_MICRO && time_ms >= 1 &&
         time_ms <= in->now_ms;
}

static sotto_status read_decision(const importing *in, json_t *object, so_decision_row *ret_row) {
  const sotto_text slot = text_of(object, "slot"), arm = text_of(object, "arm");
  const sotto_text item = text_of(object, "item_id");
  so_decision_row row;
  const so_fault faults[] = {{!is_name(slot) || !is_name(arm) || (item.size && !is_name(item)),
                              SOTTO_E_EVENT_TEXT,
                              "decisions: slot, arm or item absent, too long or not UTF-8"},
                             {!read_draw(in, object, &row), SOTTO_E_EVENT_AMOUNT,
                              "decisions: a number is missing or out of its range"}};
  sotto_status status = so_handle_check(in->profile, faults, sizeof faults / sizeof *faults);
  if (status) return status;
  *ret_row = row;
  ret_row->slot = slot;
  ret_row->arm = arm;
  ret_row->item = item;
  return SOTTO_OK;
}

static sotto_status take_decision(importing *in, json_t *object) {
  so_decision_row row;
  sotto_status status = read_decision(in, object, &row);
  if (status || !may_keep(in, SOTTO_CATEGORY_HISTORY)) return status;
  row.id = ++in->last_decision;
  return so_decision_rows_append(in->profile->vault, &row);
}

static sotto_status take_decisions(importing *in) {
  sotto_status status = so_decision_rows_last(in->profile->vault, &in->last_decision);
  for (size_t i = 0; !status && i < json_array_size(in->decisions); i++)
    status = take_decision(in, json_array_get(in->decisions, i));
  return status;
}
#else
# define take_decisions(in) SOTTO_OK
#endif

static sotto_status take_all(importing *in) {
  sotto_status status = SOTTO_OK;
  for (size_t i = 0; !status && i < json_array_size(in->events); i++)
    status = take_event(in, json_array_get(in->events, i));
  for (size_t i = 0; !status && i < json_array_size(in->statements); i++)
    status = take_statement(in, json_array_get(in->statements, i));
  return status ? status : take_decisions(in);
}

static sotto_status write_all(sotto *profile, void *work, so_sink *detail) {
  importing *in = work;
  const sotto_context context = profile->context;
  in->writing = 1;
  sotto_status status = take_all(in);
  profile->context = context;
  if (!in->merging && in->told != in->running) profile->visit.open = 0;
  so_sink_member_number(detail, "events", (int64_t)in->taken_events);
  so_sink_member_number(detail, "statements", (int64_t)in->taken_statements);
  if (!status) status = so_budget_empty(profile, in->now_ms);
  return status ? status : so_visit_write(profile);
}

/* The lists of a document that says it is an export. */
static sotto_status find_lists(importing *in, const json_t *root) {
  const json_t *version = json_object_get(root, "sotto_export");
  in->events = json_object_get(root, "events");
  in->statements = json_object_get(root, "statements");
  in->decisions = json_object_get(root, "decisions");
  in->running = json_integer_value(json_object_get(root, "running_session"));
  in->merging = in->profile->visit.number != 0;
  const int lists = json_is_array(in->events) &&
                    (!in->statements || json_is_array(in->statements)) &&
                    (!in->decisions || json_is_array(in->decisions));
  const so_fault faults[] = {
      {!json_is_integer(version), SOTTO_E_JSON, "not an export of a profile"},
      {json_integer_value(version) != SO_EXPORT_VERSION, SOTTO_E_FORMAT,
       "an export of another version"},
      {!lists, SOTTO_E_JSON, "events, statements and decisions must be lists"}};
  return so_handle_check(in->profile, faults, sizeof faults / sizeof *faults);
}

static sotto_status import_root(importing *in, const json_t *root) {
  sotto *profile = in->profile;
  sotto_status status = find_lists(in, root);
  if (!status) status = so_handle_now(profile, &in->now_ms);
  if (!status) status = take_all(in);
  if (!status) status = so_batch_flush(profile);
  if (status) return status;
  const so_visit before = profile->visit;
  so_recall_cool(profile);
  so_advise_reset(profile);
  status = so_handle_act(profile, SOTTO_ACT_IMPORTED, write_all, in);
  if (status) profile->visit = before;
  return status;
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
