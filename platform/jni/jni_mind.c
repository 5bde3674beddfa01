/*
 * What the device makes of the person: mindset, needs, affinities, audiences.
 */
#include "jni_call.h"

static sotto_status mindset_get(jni_call *call) {
  sotto_mindset_info info = {.struct_size = sizeof info};
  const sotto_status status = sotto_mindset_get(call->profile, &info);
  if (status) return status;
  jni_put_u32(&call->out, info.state);
  jni_put_double(&call->out, info.purchase_score);
  jni_put_u64(&call->out, (uint64_t)info.since_ms);
  jni_put_u32(&call->out, info.events);
  return SOTTO_OK;
}

static sotto_status mindset_explain(jni_call *call) {
  return jni_put_last(call, sotto_mindset_explain(call->profile, jni_put_reason, call));
}

static uint32_t put_affinity(void *context, const sotto_affinity *affinity) {
  jni_call *call = context;
  jni_put_next(&call->out);
  jni_put_text(&call->out, affinity->attribute);
  jni_put_text(&call->out, affinity->value);
  jni_put_u32(&call->out, affinity->category);
  jni_put_double(&call->out, affinity->strength);
  jni_put_double(&call->out, affinity->lift);
  jni_put_double(&call->out, affinity->evidence);
  jni_put_u32(&call->out, affinity->stated);
  return 0;
}

static sotto_status affinity_each(jni_call *call) {
  const sotto_text attribute = jni_take_text(&call->in);
  if (call->in.bad) return SOTTO_E_ARGUMENT;
  return jni_put_last(call, sotto_affinity_each(call->profile, attribute, put_affinity, call));
}

#if defined(SOTTO_WITH_NEED) || defined(SOTTO_WITH_AUDIENCE)
static void put_reasons(jni_call *call, const sotto_reason *reasons, size_t count) {
  for (size_t i = 0; i < count; i++) (void)jni_put_reason(call, &reasons[i]);
  (void)jni_put_last(call, SOTTO_OK);
}
#endif

#ifdef SOTTO_WITH_NEED
static uint32_t put_need(void *context, const sotto_need_info *need) {
  jni_call *call = context;
  jni_put_next(&call->out);
  jni_put_u32(&call->out, need->need);
  jni_put_double(&call->out, need->score);
  jni_put_text(&call->out, need->words);
  put_reasons(call, need->facts, need->fact_count);
  return 0;
}

static sotto_status need_each(jni_call *call) {
  return jni_put_last(call, sotto_need_each(call->profile, put_need, call));
}
#endif

#ifdef SOTTO_WITH_AUDIENCE
static uint32_t put_audience(void *context, const sotto_audience *audience) {
  jni_call *call = context;
  jni_put_next(&call->out);
  jni_put_text(&call->out, audience->id);
  jni_put_text(&call->out, audience->label);
  put_reasons(call, audience->reasons, audience->reason_count);
  return 0;
}

static sotto_status audience_each(jni_call *call) {
  return jni_put_last(call, sotto_audience_each(call->profile, put_audience, call));
}
#endif

const jni_operation jni_mind_operations[] = {
    {"mindset_get", mindset_get},
    {"mindset_explain", mindset_explain},
    {"affinity_each", affinity_each},
#ifdef SOTTO_WITH_NEED
    {"need_each", need_each},
#endif
#ifdef SOTTO_WITH_AUDIENCE
    {"audience_each", audience_each},
#endif
    {NULL, NULL},
};
