/*
 * What many operations put into their replies (lists and reasons), and the brief.
 */
#include "jni_call.h"

#include <stdlib.h>

sotto_status jni_whole(const jni_call *call) {
  return call->in.bad ? SOTTO_E_ARGUMENT : SOTTO_OK;
}

void jni_put_next(jni_reply *reply) {
  jni_put_u32(reply, 1);
}

sotto_status jni_put_last(jni_call *call, sotto_status status) {
  if (!status) jni_put_u32(&call->out, 0);
  return status;
}

uint32_t jni_put_reason(void *context, const sotto_reason *reason) {
  jni_call *call = context;
  jni_put_next(&call->out);
  jni_put_u32(&call->out, reason->kind);
  jni_put_u64(&call->out, (uint64_t)reason->score_micro);
  jni_put_text(&call->out, reason->text);
  jni_put_text(&call->out, reason->item);
  return 0;
}

#ifdef SOTTO_WITH_BRIEF
# define BRIEF_MOST 65536

static void take_brief_request(jni_call *call, sotto_brief_request *ret_request) {
  sotto_brief_request_init(ret_request);
  ret_request->reader = jni_take_u32(&call->in);
  ret_request->locale = jni_take_text(&call->in);
}

static sotto_status brief(jni_call *call) {
  sotto_brief_request request;
  size_t size = BRIEF_MOST;
  take_brief_request(call, &request);
  if (call->in.bad) return SOTTO_E_ARGUMENT;
  char *json = malloc(BRIEF_MOST);
  if (!json) return SOTTO_E_MEMORY;
  const sotto_status status = sotto_brief(call->profile, &request, json, &size);
  if (!status) jni_put_text(&call->out, (sotto_text){json, size});
  free(json);
  return status;
}

static uint32_t put_line(void *context, const sotto_brief_line *line) {
  jni_call *call = context;
  jni_put_next(&call->out);
  jni_put_u32(&call->out, line->kind);
  jni_put_text(&call->out, line->text);
  return 0;
}

static sotto_status brief_say(jni_call *call) {
  sotto_brief_request request;
  take_brief_request(call, &request);
  if (call->in.bad) return SOTTO_E_ARGUMENT;
  return jni_put_last(call, sotto_brief_say(call->profile, &request, put_line, call));
}
#endif

const jni_operation jni_told_operations[] = {
#ifdef SOTTO_WITH_BRIEF
    {"brief", brief},
    {"brief_say", brief_say},
#endif
    {NULL, NULL},
};
