/*
 * What may leave: previews, answers, the outbox, the budget ledger.
 */
#include "jni_call.h"

static uint32_t put_preview(void *context, const sotto_preview *preview) {
  jni_call *call = context;
  jni_put_next(&call->out);
  jni_put_bytes(&call->out, preview->question, sizeof preview->question);
  jni_put_text(&call->out, preview->words);
  jni_put_text(&call->out, preview->name);
  jni_put_text(&call->out, preview->answer);
  jni_put_u32(&call->out, preview->bucket);
  jni_put_u32(&call->out, preview->category);
  jni_put_u32(&call->out, preview->buckets);
  jni_put_u32(&call->out, preview->state);
  jni_put_u32(&call->out, preview->every);
  jni_put_u64(&call->out, preview->cost_micro);
  jni_put_u64(&call->out, preview->odds_numerator);
  jni_put_u64(&call->out, preview->odds_denominator);
  jni_put_u64(&call->out, preview->balance_micro);
  jni_put_u64(&call->out, preview->report_bytes);
  jni_put_u32(&call->out, preview->trust);
  jni_put_u32(&call->out, preview->minimum_batch);
  jni_put_u64(&call->out, preview->delta_2p60);
  jni_put_u64(&call->out, preview->epsilon0_micro);
  jni_put_text(&call->out, preview->leader);
  jni_put_text(&call->out, preview->helper);
  return 0;
}

static sotto_status question_each(jni_call *call) {
  return jni_put_last(call, sotto_question_each(call->profile, put_preview, call));
}

static sotto_status question_answer(jni_call *call) {
  const uint8_t *question = jni_take_bytes(&call->in, SOTTO_QUESTION_ID_SIZE);
  return question ? sotto_question_answer(call->profile, question) : SOTTO_E_ARGUMENT;
}

static uint32_t put_report(void *context, const sotto_report *report) {
  jni_call *call = context;
  jni_put_next(&call->out);
  jni_put_u64(&call->out, report->id);
  jni_put_bytes(&call->out, report->question, sizeof report->question);
  jni_put_u32(&call->out, report->epoch);
  jni_put_u32(&call->out, report->attempts);
  jni_put_u64(&call->out, (uint64_t)report->send_after_ms);
  jni_put_u64(&call->out, report->cost_micro);
  jni_put_text(&call->out, (sotto_text){(const char *)report->body.data, report->body.size});
  jni_put_u32(&call->out, report->trust);
  jni_put_text(&call->out, report->url);
  jni_put_text(&call->out, report->method);
  jni_put_text(&call->out, report->media_type);
  return 0;
}

static sotto_status outbox_each(jni_call *call) {
  return jni_put_last(call, sotto_outbox_each(call->profile, put_report, call));
}

static sotto_status outbox_settle(jni_call *call) {
  const uint64_t report = jni_take_u64(&call->in);
  const sotto_delivery delivery = jni_take_u32(&call->in);
  return call->in.bad ? SOTTO_E_ARGUMENT : sotto_outbox_settle(call->profile, report, delivery);
}

static sotto_status budget_get(jni_call *call) {
  sotto_budget budget = {.struct_size = sizeof budget};
  const sotto_status status = sotto_budget_get(call->profile, &budget);
  if (status) return status;
  jni_put_u32(&call->out, budget.epoch);
  jni_put_u64(&call->out, budget.balance_micro);
  jni_put_u64(&call->out, budget.depth_micro);
  jni_put_u64(&call->out, budget.spent_micro);
  jni_put_u64(&call->out, budget.weekly_micro);
  jni_put_u64(&call->out, (uint64_t)budget.next_ms);
  jni_put_u32(&call->out, budget.anchored);
  jni_put_u32(&call->out, budget.behind);
  return SOTTO_OK;
}

const jni_operation jni_answer_operations[] = {
    {"question_each", question_each}, {"question_answer", question_answer},
    {"outbox_each", outbox_each},     {"outbox_settle", outbox_settle},
    {"budget_get", budget_get},       {NULL, NULL},
};
