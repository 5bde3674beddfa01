/*
 * What one person is shown and told: arms of a slot, answers to what is asked in one's own words,
 * audiences, and the brief. All of cost class memory, but the list of decisions and the person's
 * own brief, which read the disk.
 */
#include "node_call.h"

#include <stdlib.h>
#include <string.h>

static const char *name_in(const char *const *names, size_t count, uint32_t value) {
  return value < count ? names[value] : "";
}

static const char *choice_name(uint32_t kind) {
  static const char *const NAMES[] = {"learned",  "explored", "sticky",
                                      "held_out", "capped",   "default"};
  return name_in(NAMES, sizeof NAMES / sizeof *NAMES, kind);
}

static const char *wording_name(uint32_t wording) {
  static const char *const NAMES[] = {"inferred", "newcomer", "expert"};
  return name_in(NAMES, sizeof NAMES / sizeof *NAMES, wording);
}

/* Arms. */

static const node_field choice_request_fields[] = {
    {"slot", NODE_TEXT, offsetof(sotto_choice_request, slot), 0, NULL},
    {"item", NODE_TEXT, offsetof(sotto_choice_request, item), 0, NULL},
    {"seed", NODE_ID, offsetof(sotto_choice_request, seed), 0, NULL},
};
static const node_shape choice_request_shape =
    NODE_SHAPE("choice_request", choice_request_fields, sotto_choice_request);

static const node_field choice_fields[] = {
    {"kind", NODE_NAME, offsetof(sotto_choice, kind), 0, choice_name},
    {"decision", NODE_ID, offsetof(sotto_choice, decision), 0, NULL},
    {"propensity", NODE_F64, offsetof(sotto_choice, propensity), 0, NULL},
    {"arm", NODE_TEXT, offsetof(sotto_choice, arm), 0, NULL},
    {"label", NODE_TEXT, offsetof(sotto_choice, label), 0, NULL},
    {"content", NODE_TEXT, offsetof(sotto_choice, content), 0, NULL},
};
static const node_shape choice_shape = NODE_SHAPE("choice", choice_fields, sotto_choice);

static int take_choice(node_call *call, const napi_value *values) {
  sotto_choice_request_init(&call->in.choice);
  return node_call_read(call, &choice_request_shape, values, &call->in.choice);
}

static sotto_status run_choose(node_call *call) {
  return sotto_choose(call->home->profile, &call->in.choice, &call->out.choice);
}

static void give_choice(node_call *call) {
  node_page_struct(&call->page, &choice_shape, &call->out.choice);
}

static int take_outcome(node_call *call, const napi_value *values) {
  static const node_field FIELDS[] = {{"reward", NODE_F64, 0, 0, NULL}};
  static const node_shape SHAPE = {NULL, FIELDS, 1, sizeof(double)};
  call->real = -1; /* none is refused */
  return node_call_number(call, "decision", values[0], &call->number[0]) &&
         node_call_read(call, &SHAPE, values + 1, &call->real);
}

static sotto_status run_outcome(node_call *call) {
  return sotto_outcome(call->home->profile, call->number[0], call->real);
}

static uint32_t add_reason(void *rows, const sotto_reason *reason) {
  return node_rows_add(rows, reason);
}

static int take_decision(node_call *call, const napi_value *values) {
  return node_call_number(call, "decision", values[0], &call->number[0]);
}

static sotto_status run_explain_choice(node_call *call) {
  node_rows_begin(&call->rows, &node_reason_shape, &call->arena);
  return sotto_choice_explain(call->home->profile, call->number[0], add_reason, &call->rows);
}

static const node_field decision_fields[] = {
    {"kind", NODE_NAME, offsetof(sotto_decision, kind), 0, choice_name},
    {"decision", NODE_ID, offsetof(sotto_decision, decision), 0, NULL},
    {"timeMs", NODE_I64, offsetof(sotto_decision, time_ms), 0, NULL},
    {"propensity", NODE_F64, offsetof(sotto_decision, propensity), 0, NULL},
    {"reward", NODE_F64, offsetof(sotto_decision, reward), 0, NULL},
    {"mindset", NODE_NAME, offsetof(sotto_decision, mindset), 0, sotto_mindset_name},
    {"kept", NODE_YES, offsetof(sotto_decision, kept), 0, NULL},
    {"slot", NODE_TEXT, offsetof(sotto_decision, slot), 0, NULL},
    {"arm", NODE_TEXT, offsetof(sotto_decision, arm), 0, NULL},
    {"item", NODE_OPTION, offsetof(sotto_decision, item), 0, NULL},
};
static const node_shape decision_shape = NODE_SHAPE("decision", decision_fields, sotto_decision);

static uint32_t add_decision(void *rows, const sotto_decision *decision) {
  return node_rows_add(rows, decision);
}

static sotto_status run_choices(node_call *call) {
  node_rows_begin(&call->rows, &decision_shape, &call->arena);
  return sotto_choice_each(call->home->profile, add_decision, &call->rows);
}

/* Asking. The conversation is an ArrayBuffer of JavaScript's, changed in place. */

static const node_field query_fields[] = {
    {"utterance", NODE_TEXT, offsetof(sotto_query, utterance), 0, NULL},
    {"limit", NODE_U32, offsetof(sotto_query, limit), 0, NULL},
    {"wording", NODE_U32, offsetof(sotto_query, wording), 0, NULL},
    {"locale", NODE_TEXT, offsetof(sotto_query, locale), 0, NULL},
    {"slot", NODE_TEXT, offsetof(sotto_query, slot), 0, NULL},
};
static const node_shape query_shape = NODE_SHAPE("query", query_fields, sotto_query);

static const node_field found_fields[] = {
    {"item", NODE_TEXT, offsetof(sotto_found, item), 0, NULL},
    {"title", NODE_TEXT, offsetof(sotto_found, title), 0, NULL},
    {"priceMinor", NODE_I64, offsetof(sotto_found, price_minor), 0, NULL},
    {"scoreMicro", NODE_I64, offsetof(sotto_found, score_micro), 0, NULL},
    {"wordsMicro", NODE_I64, offsetof(sotto_found, words_micro), 0, NULL},
    {"personalMicro", NODE_I64, offsetof(sotto_found, personal_micro), 0, NULL},
    {"reason", NODE_TEXT, offsetof(sotto_found, reason), 0, NULL},
    {"part", NODE_OPTION, offsetof(sotto_found, part), 0, NULL},
    {"quantity", NODE_U32, offsetof(sotto_found, quantity), 0, NULL},
};
static const node_shape found_shape = NODE_SHAPE("found", found_fields, sotto_found);

#define REPLY_TEXT(key, member)                                                                    \
 { key, NODE_CHARS, offsetof(sotto_reply, member), sizeof((sotto_reply *)0)->member, NULL }
static const node_field reply_fields[] = {
    {"fitting", NODE_U32, offsetof(sotto_reply, fitting), 0, NULL},
    {"wording", NODE_NAME, offsetof(sotto_reply, wording), 0, wording_name},
    REPLY_TEXT("words", words),
    REPLY_TEXT("said", said),
    REPLY_TEXT("standing", standing),
    REPLY_TEXT("meant", meant),
    REPLY_TEXT("leftOut", left_out),
};
static const node_shape reply_shape = NODE_SHAPE("reply", reply_fields, sotto_reply);

static uint32_t add_found(void *rows, const sotto_found *found) {
  return node_rows_add(rows, found);
}

/* The bytes are copied in and out, because a Uint8Array may begin anywhere. */
static int take_query(node_call *call, const napi_value *values) {
  napi_typedarray_type type;
  size_t size = 0;
  if (napi_get_typedarray_info(call->env, values[0], &type, &size, &call->shared, NULL, NULL) !=
          napi_ok ||
      size != sizeof(sotto_conversation)) {
    call->reader.wrong = "conversation";
    call->reader.expected = "one this addon began";
    return 0;
  }
  sotto_query_init(&call->in.query);
  return node_call_read(call, &query_shape, values + 1, &call->in.query);
}

static sotto_status run_search(node_call *call) {
  sotto_conversation conversation;
  memcpy(&conversation, call->shared, sizeof conversation);
  node_rows_begin(&call->rows, &found_shape, &call->arena);
  call->in.query.visit = add_found;
  call->in.query.context = &call->rows;
  const sotto_status status =
      sotto_search(call->home->profile, &call->in.query, &conversation, &call->out.reply);
  memcpy(call->shared, &conversation, sizeof conversation);
  sotto_conversation_init(&conversation);
  return status;
}

static void give_reply(node_call *call) {
  node_page_struct(&call->page, &reply_shape, &call->out.reply);
  node_page_rows(&call->page, &call->rows);
}

/* Audiences and the brief. */

static const node_field audience_fields[] = {
    {"id", NODE_TEXT, offsetof(sotto_audience, id), 0, NULL},
    {"label", NODE_TEXT, offsetof(sotto_audience, label), 0, NULL},
    {"reasons", NODE_REASONS, offsetof(sotto_audience, reasons), 0, NULL},
};
static const node_shape audience_shape = NODE_SHAPE("audience", audience_fields, sotto_audience);

static uint32_t add_audience(void *rows, const sotto_audience *audience) {
  return node_rows_add(rows, audience);
}

static sotto_status run_audiences(node_call *call) {
  node_rows_begin(&call->rows, &audience_shape, &call->arena);
  return sotto_audience_each(call->home->profile, add_audience, &call->rows);
}

static const node_field brief_fields[] = {
    {"reader", NODE_U32, offsetof(sotto_brief_request, reader), 0, NULL},
    {"locale", NODE_TEXT, offsetof(sotto_brief_request, locale), 0, NULL},
};
static const node_shape brief_shape = NODE_SHAPE("brief", brief_fields, sotto_brief_request);

static int take_brief(node_call *call, const napi_value *values) {
  sotto_brief_request_init(&call->in.brief);
  return node_call_read(call, &brief_shape, values, &call->in.brief);
}

#define BRIEF_MOST 65536 /* brief.h */

static sotto_status run_brief(node_call *call) {
  call->whole = malloc(BRIEF_MOST);
  if (!call->whole) return SOTTO_E_MEMORY;
  call->whole_size = call->whole_room = BRIEF_MOST;
  return sotto_brief(call->home->profile, &call->in.brief, call->whole, &call->whole_size);
}

static const node_operation list[] = {
    {"choose", take_choice, run_choose, give_choice, 0, 0, 0},
    {"outcome", take_outcome, run_outcome, NULL, 0, 0, 0},
    {"explainChoice", take_decision, run_explain_choice, node_call_rows, 0, 0, 0},
    {"choices", NULL, run_choices, node_call_rows, 1, 0, 0},
    {"search", take_query, run_search, give_reply, 0, 0, 0},
    {"audiences", NULL, run_audiences, node_call_rows, 0, 0, 0},
    {"brief", take_brief, run_brief, node_call_whole, 1, 0, 0},
};
static const node_shape *const shapes[] = {&choice_shape, &decision_shape, &found_shape,
                                           &reply_shape, &audience_shape};
const node_operations node_told = NODE_OPERATIONS(list, shapes);
