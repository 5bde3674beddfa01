/*
 * Events as JSON the host already makes: GA4 (Measurement Protocol, gtag's data layer) and Segment
 * track calls. Sources: developers.google.com/analytics/devguides/collection/protocol/ga4/reference
 * and segment.com/docs/connections/spec/ecommerce/v2. Words, people and prices of carts in it are
 * read past; only the fields of sotto_event are taken. Shapes, told apart by their fields:
 *   {"name": "view_item", "params": {"items": [...]}}                       GA4
 *   {"events": [{"name": ..., "params": ...}], "timestamp_micros": ...}     GA4, collected
 *   {"event": "view_item", "ecommerce": {"items": [...]}}                   gtag data layer
 *   ["event", "view_item", {"items": [...]}]                                gtag call
 *   {"type": "track", "event": "Product Viewed", "properties": {...}}       Segment
 */
#include <stdlib.h>
#include <string.h>

#include "base/secret.h"
#include "flow/event_name.h"
#include "flow/ingest.h"
#include "flow/json_field.h"

/* What has been read so far. Texts of `events` view the parsed JSON. */
typedef struct reading {
  sotto *profile;
  sotto_event events[SO_INGEST_MAX];
  size_t count;
  const char *currency; /* of the running event, or NULL */
} reading;

/* The first member that is there; `keys` are parted by a space. */
static json_t *first_of(const json_t *object, const char *keys) {
  for (const char *at = keys; *at; at += *at == ' ') {
    size_t size = strcspn(at, " ");
    json_t *value = json_object_getn(object, at, size);
    if (value && !json_is_null(value)) return value;
    at += size;
  }
  return NULL;
}

static sotto_text text_of(const json_t *text) {
  return (sotto_text){json_string_value(text), json_string_length(text)};
}

static sotto_status fail(const reading *in, sotto_status status, const char *detail) {
  return so_handle_fail(in->profile, status, detail);
}

/* The item's id: text, or a whole number, which becomes text inside the parsed tree. */
static sotto_status read_item_id(reading *in, json_t *object, sotto_event *event) {
  json_t *id = first_of(object, "item_id product_id id sku");
  if (!id) return SOTTO_OK;
  if (json_is_integer(id)) {
    json_t *text = json_sprintf("%lld", (long long)json_integer_value(id));
    if (!text || json_object_set_new(object, "item_id", text)) return SOTTO_E_MEMORY;
    id = text;
  }
  if (!json_is_string(id)) return fail(in, SOTTO_E_EVENT_ITEM, "item_id: not text");
  event->item = text_of(id);
  return SOTTO_OK;
}

static sotto_status read_price(reading *in, const json_t *object, sotto_event *event) {
  const json_t *price = first_of(object, "price");
  const so_pack *pack = so_handle_pack(in->profile);
  char ours[5] = {0};
  if (!price) return SOTTO_OK;
  if (pack) memcpy(ours, pack->header->currency, 4);
  const char *given = in->currency ? in->currency : ours;
  int64_t minor = 0;
  if (so_json_field_money(price, so_json_field_digits(given), &minor))
    return fail(in, SOTTO_E_EVENT_AMOUNT, "price: not a number from 0");
  /* A price in another currency than the shop's cannot be compared: not known. */
  int comparable = !*ours || strcmp(given, ours) == 0;
  event->price_minor = comparable ? minor : -1;
  return SOTTO_OK;
}

static sotto_status read_count(reading *in, const json_t *object, const char *key,
                               uint32_t *inout) {
  const json_t *value = first_of(object, key);
  if (!value || !so_json_field_count(value, inout)) return SOTTO_OK;
  char detail[64];
  so_sink sink = so_sink_of(detail, sizeof detail - 1);
  so_sink_string(&sink, key);
  so_sink_string(&sink, ": not a whole number from 0");
  detail[sink.size] = '\0';
  return fail(in, SOTTO_E_EVENT_AMOUNT, detail);
}

/* Fields that stand beside the items. */
static sotto_status read_common(reading *in, const json_t *params, sotto_event *event) {
  const json_t *page = json_object_get(params, "page");
  if (json_is_string(page)) event->page = so_event_name_page(text_of(page));
  sotto_status status = read_count(in, params, "dwell_ms", &event->dwell_ms);
  if (!status) status = read_count(in, params, "result_count", &event->result_count);
  return status;
}

static sotto_status add(reading *in, json_t *object, const sotto_event *common) {
  if (in->count == SO_INGEST_MAX) return fail(in, SOTTO_E_LIMIT, "more than 256 items in one call");
  sotto_event event = *common;
  sotto_status status = SOTTO_OK;
  if (object && !json_is_object(object)) return fail(in, SOTTO_E_JSON, "items: not objects");
  if (object) status = read_item_id(in, object, &event);
  if (object && !status) status = read_price(in, object, &event);
  if (object && !status) status = read_count(in, object, "quantity", &event.quantity);
  if (!status) in->events[in->count++] = event;
  return status;
}

static sotto_status read_items(reading *in, json_t *params, const sotto_event *common) {
  json_t *items = first_of(params, "items products");
  if (items && !json_is_array(items)) return fail(in, SOTTO_E_JSON, "items: not a list");
  size_t count = json_array_size(items);
  sotto_status status = SOTTO_OK;
  if (!count) return add(in, json_is_object(params) ? params : NULL, common);
  for (size_t i = 0; !status && i < count; i++) status = add(in, json_array_get(items, i), common);
  return status;
}

static sotto_status read_time(reading *in, const json_t *object, sotto_event *event) {
  const json_t *time = first_of(object, "timestamp_micros timestamp time_ms");
  if (!time) return SOTTO_OK;
  int micros = time == json_object_get(object, "timestamp_micros");
  return so_json_field_time(time, micros, &event->time_ms)
             ? fail(in, SOTTO_E_EVENT_TIME, "timestamp: not a moment")
             : SOTTO_OK;
}

/* One event: its name, its parameters, and the object that may hold its time. */
static sotto_status read_event(reading *in, const json_t *name, json_t *params,
                               sotto_event *event) {
  if (!json_is_string(name)) return fail(in, SOTTO_E_JSON, "the event's name is missing");
  if (params && !json_is_object(params)) return fail(in, SOTTO_E_JSON, "params: not an object");
  event->type = so_event_name_type(text_of(name));
  if (!event->type) return fail(in, SOTTO_E_EVENT_NAME, "name: no such event");
  in->currency = params ? json_string_value(first_of(params, "currency")) : NULL;
  sotto_status status = read_common(in, params, event);
  return status ? status : read_items(in, params, event);
}

static sotto_status read_object(reading *in, json_t *object, int64_t time_ms) {
  sotto_event event;
  sotto_event_init(&event);
  event.time_ms = time_ms;
  if (!json_is_object(object)) return fail(in, SOTTO_E_JSON, "an event is not an object");
  sotto_status status = read_time(in, object, &event);
  if (status) return status;
  return read_event(in, first_of(object, "name event"),
                    first_of(object, "params properties ecommerce"), &event);
}

/* ["event", name, params], as gtag() is called. */
static sotto_status read_call(reading *in, json_t *call) {
  sotto_event event;
  const char *command = json_string_value(json_array_get(call, 0));
  sotto_event_init(&event);
  if (!command || strcmp(command, "event") != 0)
    return fail(in, SOTTO_E_JSON, "a gtag call must be [\"event\", name, params]");
  return read_event(in, json_array_get(call, 1), json_array_get(call, 2), &event);
}

static sotto_status read_root(reading *in, json_t *root) {
  if (json_is_array(root)) return read_call(in, root);
  json_t *events = json_object_get(root, "events");
  if (!events) return read_object(in, root, 0);
  if (!json_is_array(events)) return fail(in, SOTTO_E_JSON, "events: not a list");
  sotto_event shared;
  sotto_event_init(&shared);
  sotto_status status = read_time(in, root, &shared);
  for (size_t i = 0; !status && i < json_array_size(events); i++)
    status = read_object(in, json_array_get(events, i), shared.time_ms);
  return status;
}

sotto_status so_ingest_json(sotto *profile, sotto_bytes json, size_t *ret_count) {
  reading *in = calloc(1, sizeof *in);
  if (!in) return SOTTO_E_MEMORY;
  in->profile = profile;
  json_t *root = json_loadb((const char *)json.data, json.size, JSON_REJECT_DUPLICATES, NULL);
  sotto_status status = root ? read_root(in, root) : fail(in, SOTTO_E_JSON, "not JSON");
  if (!status) status = so_ingest_events(profile, in->events, in->count);
  if (!status) *ret_count = in->count;
  json_decref(root);
  so_secret_wipe(in, sizeof *in);
  free(in);
  return status;
}
