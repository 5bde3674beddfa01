/*
 * Pack and picks: what a shelf shows and why. A pick's texts view the pack, so they are copied into
 * the reply before the call ends; Java keeps an install from coming in between.
 */
#include "jni_call.h"

#include <stdlib.h>

static sotto_status pack_install(jni_call *call) {
  const char *path = jni_take_path(&call->in);
  if (call->in.bad || !path) return SOTTO_E_ARGUMENT;
  return sotto_pack_install(call->profile, path);
}

static sotto_status pack_get(jni_call *call) {
  sotto_pack_info info = {.struct_size = sizeof info};
  const sotto_status status = sotto_pack_get(call->profile, &info);
  if (status) return status;
  jni_put_u32(&call->out, info.items);
  jni_put_u32(&call->out, info.questions);
  jni_put_u32(&call->out, info.slots);
  jni_put_u64(&call->out, info.sequence);
  jni_put_u64(&call->out, (uint64_t)info.created_ms);
  jni_put_u64(&call->out, (uint64_t)info.expires_ms);
  jni_put_bytes(&call->out, info.hash, sizeof info.hash);
  jni_put_words(&call->out, info.brand);
  jni_put_words(&call->out, info.currency);
  return SOTTO_OK;
}

static sotto_status item_title(jni_call *call) {
  sotto_text title;
  const sotto_text item = jni_take_text(&call->in);
  if (call->in.bad) return SOTTO_E_ARGUMENT;
  const sotto_status status = sotto_item_title(call->profile, item, &title);
  if (!status) jni_put_text(&call->out, title);
  return status;
}

/* The exclusions come last and are of any number; `*ret_exclude` is the caller's to free. */
static sotto_status take_exclusions(jni_call *call, sotto_request *request,
                                    sotto_text **ret_exclude) {
  const size_t count = jni_take_u32(&call->in);
  *ret_exclude = NULL;
  if (count > (size_t)(call->in.end - call->in.at) / 4) return SOTTO_E_ARGUMENT;
  if (!count) return jni_whole(call);
  sotto_text *exclude = malloc(count * sizeof *exclude);
  if (!exclude) return SOTTO_E_MEMORY;
  for (size_t i = 0; i < count; i++) exclude[i] = jni_take_text(&call->in);
  request->exclude = *ret_exclude = exclude;
  request->exclude_count = count;
  return jni_whole(call);
}

static sotto_status take_request(jni_call *call, sotto_request *ret_request,
                                 sotto_text **ret_exclude) {
  sotto_request_init(ret_request);
  ret_request->limit = jni_take_u32(&call->in);
  ret_request->slot = jni_take_text(&call->in);
  ret_request->item = jni_take_text(&call->in);
  ret_request->category = jni_take_text(&call->in);
  ret_request->price_from_minor = (int64_t)jni_take_u64(&call->in);
  ret_request->price_to_minor = (int64_t)jni_take_u64(&call->in);
  ret_request->diversity = jni_take_double(&call->in);
  ret_request->seed = jni_take_u64(&call->in);
  ret_request->complete = jni_take_u32(&call->in);
  return take_exclusions(call, ret_request, ret_exclude);
}

static sotto_status put_pick(jni_call *call, const sotto_pick *pick, uint32_t explained) {
  jni_put_next(&call->out);
  jni_put_u64(&call->out, pick->id);
  jni_put_text(&call->out, pick->item);
  jni_put_text(&call->out, pick->title);
  jni_put_u64(&call->out, (uint64_t)pick->price_minor);
  jni_put_u64(&call->out, (uint64_t)pick->score_micro);
  const sotto_status status =
      explained ? sotto_pick_explain(call->profile, pick->id, jni_put_reason, call) : SOTTO_OK;
  return jni_put_last(call, status);
}

static sotto_status recommend(jni_call *call) {
  sotto_request request;
  sotto_text *exclude;
  sotto_pick picks[SOTTO_PICKS_MAX];
  size_t count = SOTTO_PICKS_MAX;
  const uint32_t explained = jni_take_u32(&call->in);
  sotto_status status = take_request(call, &request, &exclude);
  if (!status) status = sotto_recommend(call->profile, &request, picks, &count);
  free(exclude);
  for (size_t i = 0; !status && i < count; i++) status = put_pick(call, &picks[i], explained);
  return jni_put_last(call, status);
}

#ifdef SOTTO_WITH_WHATIF
static uint32_t put_why(void *context, const sotto_why *why) {
  jni_call *call = context;
  jni_put_u32(&call->out, why->kind);
  jni_put_u32(&call->out, why->place);
  jni_put_u64(&call->out, (uint64_t)why->score_micro);
  jni_put_u64(&call->out, (uint64_t)why->behind_micro);
  jni_put_text(&call->out, why->text);
  return 0;
}

static sotto_status item_explain(jni_call *call) {
  sotto_request request;
  sotto_text *exclude;
  const sotto_why_visit visit = {put_why, jni_put_reason, call};
  const sotto_text item = jni_take_text(&call->in);
  sotto_status status = take_request(call, &request, &exclude);
  if (!status) status = sotto_item_explain(call->profile, &request, item, &visit);
  free(exclude);
  return jni_put_last(call, status);
}
#endif

static sotto_status pick_dismiss(jni_call *call) {
  const sotto_text item = jni_take_text(&call->in);
  return call->in.bad ? SOTTO_E_ARGUMENT : sotto_pick_dismiss(call->profile, item);
}

const jni_operation jni_shelf_operations[] = {
    {"pack_install", pack_install}, {"pack_get", pack_get},
    {"item_title", item_title},     {"recommend", recommend},
#ifdef SOTTO_WITH_WHATIF
    {"item_explain", item_explain},
#endif
    {"pick_dismiss", pick_dismiss}, {NULL, NULL},
};
