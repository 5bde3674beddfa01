/*
 * What happens in the shop, and what it shows: events, picks and their reasons, mindset, needs,
 * affinities. All of cost class memory, so all at once.
 */
#include "node_call.h"

#include <string.h>

static uint32_t add_reason(void *rows, const sotto_reason *reason) {
  return node_rows_add(rows, reason);
}

/* Events. */

static const node_field event_fields[] = {
    {"type", NODE_U32, offsetof(sotto_event, type), 0, NULL},
    {"item", NODE_TEXT, offsetof(sotto_event, item), 0, NULL},
    {"timeMs", NODE_I64, offsetof(sotto_event, time_ms), 0, NULL},
    {"quantity", NODE_U32, offsetof(sotto_event, quantity), 0, NULL},
    {"page", NODE_U32, offsetof(sotto_event, page), 0, NULL},
    {"priceMinor", NODE_I64, offsetof(sotto_event, price_minor), 0, NULL},
    {"dwellMs", NODE_U32, offsetof(sotto_event, dwell_ms), 0, NULL},
    {"resultCount", NODE_U32, offsetof(sotto_event, result_count), 0, NULL},
};
static const node_shape event_shape = NODE_SHAPE("event", event_fields, sotto_event);

static int take_event(node_call *call, const napi_value *values) {
  sotto_event_init(&call->in.event);
  return node_call_read(call, &event_shape, values, &call->in.event);
}

static sotto_status run_record(node_call *call) {
  return sotto_record(call->home->profile, &call->in.event);
}

static int take_json(node_call *call, const napi_value *values) {
  sotto_text text = {NULL, 0};
  const int taken = node_call_text(call, "json", values[0], &text);
  call->bytes = (sotto_bytes){(const uint8_t *)text.data, text.size};
  return taken;
}

static sotto_status run_record_json(node_call *call) {
  return sotto_record_json(call->home->profile, call->bytes, &call->out.count);
}

static const node_field context_fields[] = {
    {"hourBand", NODE_U32, offsetof(sotto_context, hour_band), 0, NULL},
    {"weekday", NODE_U32, offsetof(sotto_context, weekday), 0, NULL},
    {"season", NODE_U32, offsetof(sotto_context, season), 0, NULL},
    {"channel", NODE_U32, offsetof(sotto_context, channel), 0, NULL},
    {"entry", NODE_U32, offsetof(sotto_context, entry), 0, NULL},
    {"weather", NODE_U32, offsetof(sotto_context, weather), 0, NULL},
    {"place", NODE_U32, offsetof(sotto_context, place), 0, NULL},
};
static const node_shape context_shape = NODE_SHAPE("context", context_fields, sotto_context);

static int take_context(node_call *call, const napi_value *values) {
  sotto_context_init(&call->in.context);
  return node_call_read(call, &context_shape, values, &call->in.context);
}

static sotto_status run_context(node_call *call) {
  return sotto_context_set(call->home->profile, &call->in.context);
}

/* Picks. */

static const node_field request_fields[] = {
    {"limit", NODE_U32, offsetof(sotto_request, limit), 0, NULL},
    {"slot", NODE_TEXT, offsetof(sotto_request, slot), 0, NULL},
    {"item", NODE_TEXT, offsetof(sotto_request, item), 0, NULL},
    {"category", NODE_TEXT, offsetof(sotto_request, category), 0, NULL},
    {"exclude", NODE_TEXTS, offsetof(sotto_request, exclude), 0, NULL},
    {"priceFromMinor", NODE_I64, offsetof(sotto_request, price_from_minor), 0, NULL},
    {"priceToMinor", NODE_I64, offsetof(sotto_request, price_to_minor), 0, NULL},
    {"diversity", NODE_F64, offsetof(sotto_request, diversity), 0, NULL},
    {"seed", NODE_ID, offsetof(sotto_request, seed), 0, NULL},
    {"complete", NODE_YES, offsetof(sotto_request, complete), 0, NULL},
};
static const node_shape request_shape = NODE_SHAPE("request", request_fields, sotto_request);

static const node_field pick_fields[] = {
    {"id", NODE_ID, offsetof(sotto_pick, id), 0, NULL},
    {"item", NODE_TEXT, offsetof(sotto_pick, item), 0, NULL},
    {"title", NODE_TEXT, offsetof(sotto_pick, title), 0, NULL},
    {"priceMinor", NODE_I64, offsetof(sotto_pick, price_minor), 0, NULL},
    {"scoreMicro", NODE_I64, offsetof(sotto_pick, score_micro), 0, NULL},
};
static const node_shape pick_shape = NODE_SHAPE("pick", pick_fields, sotto_pick);

static int take_request(node_call *call, const napi_value *values) {
  sotto_request_init(&call->in.request);
  return node_call_read(call, &request_shape, values, &call->in.request);
}

/* Written at once, without keeping rows: picks view the pack, which nothing changes meanwhile. */
static sotto_status run_recommend(node_call *call) {
  sotto_pick picks[SOTTO_PICKS_MAX];
  size_t count = SOTTO_PICKS_MAX;
  const sotto_status status =
      sotto_recommend(call->home->profile, &call->in.request, picks, &count);
  if (status != SOTTO_OK) return status;
  node_page_number(&call->page, (double)count);
  for (size_t i = 0; i < count; i++) node_page_struct(&call->page, &pick_shape, &picks[i]);
  return SOTTO_OK;
}

static void give_written(node_call *call) {
  (void)call;
}

static int take_id(node_call *call, const napi_value *values) {
  return node_call_number(call, "id", values[0], &call->number[0]);
}

static sotto_status run_explain(node_call *call) {
  node_rows_begin(&call->rows, &node_reason_shape, &call->arena);
  return sotto_pick_explain(call->home->profile, call->number[0], add_reason, &call->rows);
}

static const node_field why_fields[] = {
    {"kind", NODE_U32, offsetof(sotto_why, kind), 0, NULL},
    {"place", NODE_U32, offsetof(sotto_why, place), 0, NULL},
    {"scoreMicro", NODE_I64, offsetof(sotto_why, score_micro), 0, NULL},
    {"behindMicro", NODE_I64, offsetof(sotto_why, behind_micro), 0, NULL},
    {"text", NODE_TEXT, offsetof(sotto_why, text), 0, NULL},
};
static const node_shape why_shape = NODE_SHAPE("why", why_fields, sotto_why);

static uint32_t add_why(void *context, const sotto_why *why) {
  return node_rows_add(&((node_call *)context)->rows, why);
}

static uint32_t add_why_reason(void *context, const sotto_reason *reason) {
  return node_rows_add(&((node_call *)context)->more, reason);
}

static int take_why(node_call *call, const napi_value *values) {
  return node_call_text(call, "item", values[0], &call->text[0]) && take_request(call, values + 1);
}

static sotto_status run_why(node_call *call) {
  const sotto_why_visit visit = {add_why, add_why_reason, call};
  node_rows_begin(&call->rows, &why_shape, &call->arena);
  node_rows_begin(&call->more, &node_reason_shape, &call->arena);
  return sotto_item_explain(call->home->profile, &call->in.request, call->text[0], &visit);
}

static void give_why(node_call *call) {
  node_page_rows(&call->page, &call->rows); /* one */
  node_page_rows(&call->page, &call->more);
}

static int take_item(node_call *call, const napi_value *values) {
  return node_call_text(call, "item", values[0], &call->text[0]);
}

static sotto_status run_dismiss(node_call *call) {
  return sotto_pick_dismiss(call->home->profile, call->text[0]);
}

static sotto_status run_title(node_call *call) {
  return sotto_item_title(call->home->profile, call->text[0], &call->out.text);
}

static void give_text(node_call *call) {
  node_page_text(&call->page, call->out.text.data, call->out.text.size);
}

/* The shopper. */

static const node_field mindset_fields[] = {
    {"state", NODE_NAME, offsetof(sotto_mindset_info, state), 0, sotto_mindset_name},
    {"purchaseScore", NODE_F64, offsetof(sotto_mindset_info, purchase_score), 0, NULL},
    {"sinceMs", NODE_I64, offsetof(sotto_mindset_info, since_ms), 0, NULL},
    {"events", NODE_U32, offsetof(sotto_mindset_info, events), 0, NULL},
};
static const node_shape mindset_shape = NODE_SHAPE("mindset", mindset_fields, sotto_mindset_info);

static sotto_status run_mindset(node_call *call) {
  return sotto_mindset_get(call->home->profile, &call->out.mindset);
}

static void give_mindset(node_call *call) {
  node_page_struct(&call->page, &mindset_shape, &call->out.mindset);
}

static sotto_status run_mindset_reasons(node_call *call) {
  node_rows_begin(&call->rows, &node_reason_shape, &call->arena);
  return sotto_mindset_explain(call->home->profile, add_reason, &call->rows);
}

static const node_field need_fields[] = {
    {"need", NODE_NAME, offsetof(sotto_need_info, need), 0, sotto_need_name},
    {"score", NODE_F64, offsetof(sotto_need_info, score), 0, NULL},
    {"words", NODE_TEXT, offsetof(sotto_need_info, words), 0, NULL},
    {"facts", NODE_REASONS, offsetof(sotto_need_info, facts), 0, NULL},
};
static const node_shape need_shape = NODE_SHAPE("need", need_fields, sotto_need_info);

static uint32_t add_need(void *rows, const sotto_need_info *need) {
  return node_rows_add(rows, need);
}

static sotto_status run_needs(node_call *call) {
  node_rows_begin(&call->rows, &need_shape, &call->arena);
  return sotto_need_each(call->home->profile, add_need, &call->rows);
}

static const node_field affinity_fields[] = {
    {"attribute", NODE_TEXT, offsetof(sotto_affinity, attribute), 0, NULL},
    {"value", NODE_TEXT, offsetof(sotto_affinity, value), 0, NULL},
    {"category", NODE_NAME, offsetof(sotto_affinity, category), 0, sotto_category_name},
    {"strength", NODE_F64, offsetof(sotto_affinity, strength), 0, NULL},
    {"lift", NODE_F64, offsetof(sotto_affinity, lift), 0, NULL},
    {"evidence", NODE_F64, offsetof(sotto_affinity, evidence), 0, NULL},
    {"stated", NODE_YES, offsetof(sotto_affinity, stated), 0, NULL},
};
static const node_shape affinity_shape = NODE_SHAPE("affinity", affinity_fields, sotto_affinity);

static uint32_t add_affinity(void *rows, const sotto_affinity *affinity) {
  return node_rows_add(rows, affinity);
}

static int take_attribute(node_call *call, const napi_value *values) {
  return node_call_text(call, "attribute", values[0], &call->text[0]);
}

static sotto_status run_affinities(node_call *call) {
  node_rows_begin(&call->rows, &affinity_shape, &call->arena);
  return sotto_affinity_each(call->home->profile, call->text[0], add_affinity, &call->rows);
}

static const node_operation list[] = {
    {"record", take_event, run_record, NULL, 0, 0, 0},
    {"recordJson", take_json, run_record_json, node_call_count, 0, 0, 0},
    {"setContext", take_context, run_context, NULL, 0, 0, 0},
    {"recommend", take_request, run_recommend, give_written, 0, 0, 0},
    {"explain", take_id, run_explain, node_call_rows, 0, 0, 0},
    {"why", take_why, run_why, give_why, 0, 0, 0},
    {"dismiss", take_item, run_dismiss, NULL, 0, 0, 0},
    {"title", take_item, run_title, give_text, 0, 0, 0},
    {"mindset", NULL, run_mindset, give_mindset, 0, 0, 0},
    {"mindsetReasons", NULL, run_mindset_reasons, node_call_rows, 0, 0, 0},
    {"needs", NULL, run_needs, node_call_rows, 0, 0, 0},
    {"affinities", take_attribute, run_affinities, node_call_rows, 0, 0, 0},
};
static const node_shape *const shapes[] = {&node_reason_shape, &pick_shape, &why_shape,
                                           &mindset_shape,     &need_shape, &affinity_shape};
const node_operations node_shop = NODE_OPERATIONS(list, shapes);
