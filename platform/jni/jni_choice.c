/*
 * Choosing what one person sees, and what came of it. Empty in a build without `choose`.
 */
#include "jni_call.h"

#ifdef SOTTO_WITH_CHOOSE
static sotto_status choose(jni_call *call) {
  sotto_choice_request request;
  sotto_choice choice = {.struct_size = sizeof choice};
  sotto_choice_request_init(&request);
  request.slot = jni_take_text(&call->in);
  request.item = jni_take_text(&call->in);
  request.seed = jni_take_u64(&call->in);
  if (call->in.bad) return SOTTO_E_ARGUMENT;
  const sotto_status status = sotto_choose(call->profile, &request, &choice);
  if (status) return status;
  jni_put_u32(&call->out, choice.kind);
  jni_put_u64(&call->out, choice.decision);
  jni_put_double(&call->out, choice.propensity);
  jni_put_text(&call->out, choice.arm);
  jni_put_text(&call->out, choice.label);
  jni_put_text(&call->out, choice.content);
  return SOTTO_OK;
}

static sotto_status outcome(jni_call *call) {
  const uint64_t decision = jni_take_u64(&call->in);
  const double reward = jni_take_double(&call->in);
  return call->in.bad ? SOTTO_E_ARGUMENT : sotto_outcome(call->profile, decision, reward);
}

static sotto_status choice_explain(jni_call *call) {
  const uint64_t decision = jni_take_u64(&call->in);
  if (call->in.bad) return SOTTO_E_ARGUMENT;
  return jni_put_last(call, sotto_choice_explain(call->profile, decision, jni_put_reason, call));
}

static uint32_t put_decision(void *context, const sotto_decision *decision) {
  jni_call *call = context;
  jni_put_next(&call->out);
  jni_put_u32(&call->out, decision->kind);
  jni_put_u64(&call->out, decision->decision);
  jni_put_u64(&call->out, (uint64_t)decision->time_ms);
  jni_put_double(&call->out, decision->propensity);
  jni_put_double(&call->out, decision->reward);
  jni_put_u32(&call->out, decision->mindset);
  jni_put_u32(&call->out, decision->kept);
  jni_put_text(&call->out, decision->slot);
  jni_put_text(&call->out, decision->arm);
  jni_put_text(&call->out, decision->item);
  return 0;
}

static sotto_status choice_each(jni_call *call) {
  return jni_put_last(call, sotto_choice_each(call->profile, put_decision, call));
}
#endif

const jni_operation jni_choice_operations[] = {
#ifdef SOTTO_WITH_CHOOSE
    {"choose", choose},
    {"outcome", outcome},
    {"choice_explain", choice_explain},
    {"choice_each", choice_each},
#endif
    {NULL, NULL},
};
