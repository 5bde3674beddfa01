/*
 * What happened: events, context, statements, and making it durable.
 */
#include "jni_call.h"

static sotto_status record(jni_call *call) {
  sotto_event event;
  sotto_event_init(&event);
  event.type = jni_take_u32(&call->in);
  event.time_ms = (int64_t)jni_take_u64(&call->in);
  event.item = jni_take_text(&call->in);
  event.quantity = jni_take_u32(&call->in);
  event.page = jni_take_u32(&call->in);
  event.price_minor = (int64_t)jni_take_u64(&call->in);
  event.dwell_ms = jni_take_u32(&call->in);
  event.result_count = jni_take_u32(&call->in);
  return call->in.bad ? SOTTO_E_ARGUMENT : sotto_record(call->profile, &event);
}

static sotto_status context_set(jni_call *call) {
  sotto_context context;
  sotto_context_init(&context);
  context.hour_band = jni_take_u32(&call->in);
  context.weekday = jni_take_u32(&call->in);
  context.season = jni_take_u32(&call->in);
  context.channel = jni_take_u32(&call->in);
  context.entry = jni_take_u32(&call->in);
  context.weather = jni_take_u32(&call->in);
  context.place = jni_take_u32(&call->in);
  return call->in.bad ? SOTTO_E_ARGUMENT : sotto_context_set(call->profile, &context);
}

static sotto_status state_preference(jni_call *call) {
  const sotto_text attribute = jni_take_text(&call->in), value = jni_take_text(&call->in);
  const int32_t strength = (int32_t)jni_take_u32(&call->in);
  if (call->in.bad) return SOTTO_E_ARGUMENT;
  return sotto_state_preference(call->profile, attribute, value, strength);
}

static sotto_status session_end(jni_call *call) {
  return sotto_session_end(call->profile);
}

static sotto_status flush(jni_call *call) {
  return sotto_flush(call->profile);
}

static sotto_status tick(jni_call *call) {
  return sotto_tick(call->profile);
}

static sotto_status learning_pause(jni_call *call) {
  const uint32_t paused = jni_take_u32(&call->in);
  return call->in.bad ? SOTTO_E_ARGUMENT : sotto_learning_pause(call->profile, paused);
}

#ifdef SOTTO_WITH_JSON
static sotto_bytes take_all(jni_call *call) {
  return (sotto_bytes){call->in.at, (size_t)(call->in.end - call->in.at)};
}

static sotto_status record_json(jni_call *call) {
  size_t count;
  const sotto_status status = sotto_record_json(call->profile, take_all(call), &count);
  if (!status) jni_put_u64(&call->out, count);
  return status;
}

static sotto_status profile_import(jni_call *call) {
  size_t count;
  const sotto_status status = sotto_profile_import(call->profile, take_all(call), &count);
  if (!status) jni_put_u64(&call->out, count);
  return status;
}

static sotto_status messages_set(jni_call *call) {
  return sotto_messages_set(call->profile, take_all(call));
}
#endif

const jni_operation jni_record_operations[] = {
    {"record", record},
    {"context_set", context_set},
    {"state_preference", state_preference},
    {"session_end", session_end},
    {"flush", flush},
    {"tick", tick},
    {"learning_pause", learning_pause},
#ifdef SOTTO_WITH_JSON
    {"record_json", record_json},
    {"profile_import", profile_import},
    {"messages_set", messages_set},
#endif
    {NULL, NULL},
};
