/*
 * Asking in one's own words. The conversation is the app's memory: it travels with each turn as
 * bytes and is wiped here when the turn is over. Empty in a build without search.
 */
#include "jni_call.h"

#include <sotto/store_passphrase.h>
#include <string.h>

#ifdef SOTTO_WITH_SEARCH
static uint32_t put_found(void *context, const sotto_found *found) {
  jni_call *call = context;
  jni_put_next(&call->out);
  jni_put_text(&call->out, found->item);
  jni_put_text(&call->out, found->title);
  jni_put_u64(&call->out, (uint64_t)found->price_minor);
  jni_put_u64(&call->out, (uint64_t)found->score_micro);
  jni_put_u64(&call->out, (uint64_t)found->words_micro);
  jni_put_u64(&call->out, (uint64_t)found->personal_micro);
  jni_put_text(&call->out, found->reason);
  jni_put_text(&call->out, found->part);
  jni_put_u32(&call->out, found->quantity);
  return 0;
}

static void put_answer(jni_call *call, const sotto_reply *reply) {
  jni_put_u32(&call->out, reply->fitting);
  jni_put_u32(&call->out, reply->wording);
  jni_put_words(&call->out, reply->words);
  jni_put_words(&call->out, reply->said);
  jni_put_words(&call->out, reply->standing);
  jni_put_words(&call->out, reply->meant);
  jni_put_words(&call->out, reply->left_out);
}

/* No bytes begin a conversation. */
static sotto_status take_conversation(jni_call *call, sotto_conversation *ret_conversation) {
  const sotto_text so_far = jni_take_text(&call->in);
  if (so_far.size == sizeof *ret_conversation) {
    memcpy(ret_conversation, so_far.data, sizeof *ret_conversation);
    return SOTTO_OK;
  }
  sotto_conversation_init(ret_conversation);
  return so_far.size ? SOTTO_E_ARGUMENT : SOTTO_OK;
}

static sotto_status turn(jni_call *call, sotto_conversation *inout_conversation) {
  sotto_query query;
  sotto_reply reply = {.struct_size = sizeof reply};
  sotto_query_init(&query);
  query.limit = jni_take_u32(&call->in);
  query.wording = jni_take_u32(&call->in);
  query.utterance = jni_take_text(&call->in);
  query.locale = jni_take_text(&call->in);
  query.slot = jni_take_text(&call->in);
  query.visit = put_found;
  query.context = call;
  if (call->in.bad) return SOTTO_E_ARGUMENT;
  const sotto_status status = sotto_search(call->profile, &query, inout_conversation, &reply);
  if (status) return status;
  (void)jni_put_last(call, SOTTO_OK);
  put_answer(call, &reply);
  sotto_passphrase_wipe((char *)&reply, sizeof reply);
  jni_put_text(&call->out,
               (sotto_text){(const char *)inout_conversation, sizeof *inout_conversation});
  return SOTTO_OK;
}

static sotto_status search(jni_call *call) {
  sotto_conversation conversation;
  sotto_status status = take_conversation(call, &conversation);
  if (!status) status = turn(call, &conversation);
  sotto_conversation_init(&conversation);
  return status;
}
#endif

const jni_operation jni_ask_operations[] = {
#ifdef SOTTO_WITH_SEARCH
    {"search", search},
#endif
    {NULL, NULL},
};
