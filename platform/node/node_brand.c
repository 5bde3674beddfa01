/*
 * Packs, the brand's questions, what waits to leave, and the audit log that proves it.
 */
#include "node_call.h"

#include <string.h>

/* Packs. */

static int take_pack(node_call *call, const napi_value *values) {
  static const node_field FIELDS[] = {{"path", NODE_PATH, 0, 0, NULL}};
  static const node_shape SHAPE = {NULL, FIELDS, 1, sizeof(const char *)};
  return node_call_read(call, &SHAPE, values, &call->text[0].data);
}

static sotto_status run_install(node_call *call) {
  return sotto_pack_install(call->home->profile, call->text[0].data);
}

static const node_field pack_fields[] = {
    {"brand", NODE_CHARS, offsetof(sotto_pack_info, brand), 64, NULL},
    {"currency", NODE_CHARS, offsetof(sotto_pack_info, currency), 4, NULL},
    {"items", NODE_U32, offsetof(sotto_pack_info, items), 0, NULL},
    {"questions", NODE_U32, offsetof(sotto_pack_info, questions), 0, NULL},
    {"slots", NODE_U32, offsetof(sotto_pack_info, slots), 0, NULL},
    {"sequence", NODE_U64, offsetof(sotto_pack_info, sequence), 0, NULL},
    {"createdMs", NODE_I64, offsetof(sotto_pack_info, created_ms), 0, NULL},
    {"expiresMs", NODE_I64, offsetof(sotto_pack_info, expires_ms), 0, NULL},
    {"hash", NODE_HEX, offsetof(sotto_pack_info, hash), SOTTO_DIGEST_SIZE, NULL},
    {"keyId", NODE_HEX, offsetof(sotto_pack_info, key_id), 8, NULL},
};
static const node_shape pack_shape = NODE_SHAPE("pack", pack_fields, sotto_pack_info);

static sotto_status run_pack(node_call *call) {
  return sotto_pack_get(call->home->profile, &call->out.pack);
}

static void give_pack(node_call *call) {
  node_page_struct(&call->page, &pack_shape, &call->out.pack);
}

/* Questions. */

static const char *question_name(uint32_t state) {
  static const char *const NAMES[] = {"open", "answered", "category", "exhausted",
                                      "off",  "invalid",  "clock",    "not_due"};
  return state < sizeof NAMES / sizeof *NAMES ? NAMES[state] : "";
}

static const char *trust_name(uint32_t trust) {
  return trust == SOTTO_TRUST_SPLIT ? "split" : "local";
}

static const node_field preview_fields[] = {
    {"question", NODE_HEX, offsetof(sotto_preview, question), SOTTO_QUESTION_ID_SIZE, NULL},
    {"name", NODE_TEXT, offsetof(sotto_preview, name), 0, NULL},
    {"words", NODE_TEXT, offsetof(sotto_preview, words), 0, NULL},
    {"answer", NODE_TEXT, offsetof(sotto_preview, answer), 0, NULL},
    {"bucket", NODE_U32, offsetof(sotto_preview, bucket), 0, NULL},
    {"buckets", NODE_U32, offsetof(sotto_preview, buckets), 0, NULL},
    {"category", NODE_NAME, offsetof(sotto_preview, category), 0, sotto_category_name},
    {"state", NODE_NAME, offsetof(sotto_preview, state), 0, question_name},
    {"every", NODE_U32, offsetof(sotto_preview, every), 0, NULL},
    {"costMicro", NODE_U64, offsetof(sotto_preview, cost_micro), 0, NULL},
    {"oddsNumerator", NODE_ID, offsetof(sotto_preview, odds_numerator), 0, NULL},
    {"oddsDenominator", NODE_ID, offsetof(sotto_preview, odds_denominator), 0, NULL},
    {"balanceMicro", NODE_U64, offsetof(sotto_preview, balance_micro), 0, NULL},
    {"reportBytes", NODE_U32, offsetof(sotto_preview, report_bytes), 0, NULL},
    {"trust", NODE_NAME, offsetof(sotto_preview, trust), 0, trust_name},
    {"minimumBatch", NODE_U32, offsetof(sotto_preview, minimum_batch), 0, NULL},
    {"delta2p60", NODE_ID, offsetof(sotto_preview, delta_2p60), 0, NULL},
    {"epsilon0Micro", NODE_U64, offsetof(sotto_preview, epsilon0_micro), 0, NULL},
    {"leader", NODE_TEXT, offsetof(sotto_preview, leader), 0, NULL},
    {"helper", NODE_TEXT, offsetof(sotto_preview, helper), 0, NULL},
};
static const node_shape preview_shape = NODE_SHAPE("preview", preview_fields, sotto_preview);

static uint32_t add_preview(void *rows, const sotto_preview *preview) {
  return node_rows_add(rows, preview);
}

static sotto_status run_preview(node_call *call) {
  node_rows_begin(&call->rows, &preview_shape, &call->arena);
  return sotto_question_each(call->home->profile, add_preview, &call->rows);
}

static int take_question(node_call *call, const napi_value *values) {
  static const node_field FIELDS[] = {{"question", NODE_EXACT, 0, SOTTO_QUESTION_ID_SIZE, NULL}};
  static const node_shape SHAPE = {NULL, FIELDS, 1, SOTTO_QUESTION_ID_SIZE};
  return node_call_read(call, &SHAPE, values, call->id);
}

static sotto_status run_answer(node_call *call) {
  return sotto_question_answer(call->home->profile, call->id);
}

static const node_field budget_fields[] = {
    {"epoch", NODE_U32, offsetof(sotto_budget, epoch), 0, NULL},
    {"balanceMicro", NODE_U64, offsetof(sotto_budget, balance_micro), 0, NULL},
    {"depthMicro", NODE_U64, offsetof(sotto_budget, depth_micro), 0, NULL},
    {"spentMicro", NODE_U64, offsetof(sotto_budget, spent_micro), 0, NULL},
    {"spentDelta2p60", NODE_ID, offsetof(sotto_budget, spent_delta_2p60), 0, NULL},
    {"spentEpsilon0Micro", NODE_U64, offsetof(sotto_budget, spent_epsilon0_micro), 0, NULL},
    {"weeklyMicro", NODE_U64, offsetof(sotto_budget, weekly_micro), 0, NULL},
    {"nextMs", NODE_I64, offsetof(sotto_budget, next_ms), 0, NULL},
    {"anchored", NODE_YES, offsetof(sotto_budget, anchored), 0, NULL},
    {"behind", NODE_YES, offsetof(sotto_budget, behind), 0, NULL},
};
static const node_shape budget_shape = NODE_SHAPE("budget", budget_fields, sotto_budget);

static sotto_status run_budget(node_call *call) {
  return sotto_budget_get(call->home->profile, &call->out.budget);
}

static void give_budget(node_call *call) {
  node_page_struct(&call->page, &budget_shape, &call->out.budget);
}

/* The outbox. */

static const node_field report_fields[] = {
    {"id", NODE_ID, offsetof(sotto_report, id), 0, NULL},
    {"question", NODE_HEX, offsetof(sotto_report, question), SOTTO_QUESTION_ID_SIZE, NULL},
    {"epoch", NODE_U32, offsetof(sotto_report, epoch), 0, NULL},
    {"attempts", NODE_U32, offsetof(sotto_report, attempts), 0, NULL},
    {"sendAfterMs", NODE_I64, offsetof(sotto_report, send_after_ms), 0, NULL},
    {"costMicro", NODE_U64, offsetof(sotto_report, cost_micro), 0, NULL},
    {"body", NODE_BYTES, offsetof(sotto_report, body), 0, NULL},
    {"trust", NODE_NAME, offsetof(sotto_report, trust), 0, trust_name},
    {"url", NODE_TEXT, offsetof(sotto_report, url), 0, NULL},
    {"method", NODE_TEXT, offsetof(sotto_report, method), 0, NULL},
    {"mediaType", NODE_TEXT, offsetof(sotto_report, media_type), 0, NULL},
};
static const node_shape report_shape = NODE_SHAPE("report", report_fields, sotto_report);

static uint32_t add_report(void *rows, const sotto_report *report) {
  return node_rows_add(rows, report);
}

static sotto_status run_outbox(node_call *call) {
  node_rows_begin(&call->rows, &report_shape, &call->arena);
  return sotto_outbox_each(call->home->profile, add_report, &call->rows);
}

static int take_settle(node_call *call, const napi_value *values) {
  return node_call_number(call, "report", values[0], &call->number[0]) &&
         node_call_number(call, "delivery", values[1], &call->number[1]);
}

static sotto_status run_settle(node_call *call) {
  return sotto_outbox_settle(call->home->profile, call->number[0], (sotto_delivery)call->number[1]);
}

/* The audit log. */

static const node_field audit_fields[] = {
    {"sequence", NODE_U64, offsetof(sotto_audit_row, sequence), 0, NULL},
    {"timeMs", NODE_I64, offsetof(sotto_audit_row, time_ms), 0, NULL},
    {"act", NODE_NAME, offsetof(sotto_audit_row, act), 0, sotto_act_name},
    {"costMicro", NODE_U64, offsetof(sotto_audit_row, cost_micro), 0, NULL},
    {"detail", NODE_TEXT, offsetof(sotto_audit_row, detail), 0, NULL},
    {"words", NODE_TEXT, offsetof(sotto_audit_row, words), 0, NULL},
    {"hash", NODE_HEX, offsetof(sotto_audit_row, hash), SOTTO_DIGEST_SIZE, NULL},
};
static const node_shape audit_shape = NODE_SHAPE("audit", audit_fields, sotto_audit_row);

static uint32_t add_audit(void *rows, const sotto_audit_row *row) {
  return node_rows_add(rows, row);
}

static int take_after(node_call *call, const napi_value *values) {
  return node_call_number(call, "after", values[0], &call->number[0]);
}

static sotto_status run_audit(node_call *call) {
  node_rows_begin(&call->rows, &audit_shape, &call->arena);
  return sotto_audit_each(call->home->profile, call->number[0], add_audit, &call->rows);
}

static sotto_status run_verify(node_call *call) {
  return sotto_audit_verify(call->home->profile, &call->number[0]);
}

static void give_number(node_call *call) {
  node_page_number(&call->page, (double)call->number[0]);
}

static const node_operation list[] = {
    {"installPack", take_pack, run_install, NULL, 1, 0, 0},
    {"pack", NULL, run_pack, give_pack, 0, 0, 0},
    {"preview", NULL, run_preview, node_call_rows, 0, 0, 0},
    {"answer", take_question, run_answer, NULL, 1, 0, 0},
    {"budget", NULL, run_budget, give_budget, 0, 0, 0},
    {"outbox", NULL, run_outbox, node_call_rows, 1, 0, 0},
    {"settle", take_settle, run_settle, NULL, 1, 0, 0},
    {"audit", take_after, run_audit, node_call_rows, 1, 0, 0},
    {"verifyAudit", NULL, run_verify, give_number, 1, 0, 0},
};
static const node_shape *const shapes[] = {&pack_shape, &preview_shape, &budget_shape,
                                           &report_shape, &audit_shape};
const node_operations node_brand = NODE_OPERATIONS(list, shapes);
