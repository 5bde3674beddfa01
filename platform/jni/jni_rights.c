/*
 * The person's rights: consent, what is kept, taking it away, forgetting, and the audit log.
 */
#include "jni_call.h"

#include <string.h>

static sotto_status consent_set(jni_call *call) {
  sotto_consent consent;
  sotto_consent_init(&consent);
  consent.gpc = jni_take_u32(&call->in);
  const uint8_t *own = jni_take_bytes(&call->in, sizeof consent.verdicts);
  const uint8_t *host = jni_take_bytes(&call->in, sizeof consent.host_verdicts);
  if (!own || !host) return SOTTO_E_ARGUMENT;
  memcpy(consent.verdicts, own, sizeof consent.verdicts);
  memcpy(consent.host_verdicts, host, sizeof consent.host_verdicts);
  return sotto_consent_set(call->profile, &consent);
}

static sotto_status consent_get(jni_call *call) {
  sotto_consent consent;
  sotto_consent_init(&consent);
  const sotto_status status = sotto_consent_get(call->profile, &consent);
  if (status) return status;
  jni_put_u32(&call->out, consent.gpc);
  jni_put_bytes(&call->out, consent.verdicts, sizeof consent.verdicts);
  jni_put_bytes(&call->out, consent.host_verdicts, sizeof consent.host_verdicts);
  return SOTTO_OK;
}

static uint32_t put_kept(void *context, const sotto_kept *kept) {
  jni_call *call = context;
  jni_put_next(&call->out);
  jni_put_u32(&call->out, kept->category);
  jni_put_text(&call->out, kept->kind);
  jni_put_text(&call->out, kept->words);
  jni_put_u64(&call->out, (uint64_t)kept->time_ms);
  return 0;
}

static sotto_status profile_each(jni_call *call) {
  return jni_put_last(call, sotto_profile_each(call->profile, put_kept, call));
}

#ifdef SOTTO_WITH_JSON
static sotto_status put_chunk(void *context, sotto_bytes chunk) {
  jni_call *call = context;
  jni_put_bytes(&call->out, chunk.data, chunk.size);
  return call->out.failed ? SOTTO_E_MEMORY : SOTTO_OK;
}

static sotto_status profile_export(jni_call *call) {
  return sotto_profile_export(call->profile, put_chunk, call);
}

static sotto_status audit_export(jni_call *call) {
  return sotto_audit_export(call->profile, put_chunk, call);
}
#endif

static sotto_status forget(jni_call *call) {
  sotto_scope scope;
  size_t rows = 0;
  sotto_scope_init(&scope);
  scope.kind = jni_take_u32(&call->in);
  scope.item = jni_take_text(&call->in);
  scope.attribute = jni_take_text(&call->in);
  scope.value = jni_take_text(&call->in);
  scope.from_ms = (int64_t)jni_take_u64(&call->in);
  scope.to_ms = (int64_t)jni_take_u64(&call->in);
  scope.category = jni_take_u32(&call->in);
  if (call->in.bad) return SOTTO_E_ARGUMENT;
  const sotto_status status = sotto_forget(call->profile, &scope, &rows);
  if (!status) jni_put_u64(&call->out, rows);
  return status;
}

static uint32_t put_row(void *context, const sotto_audit_row *row) {
  jni_call *call = context;
  jni_put_next(&call->out);
  jni_put_u64(&call->out, row->sequence);
  jni_put_u64(&call->out, (uint64_t)row->time_ms);
  jni_put_u32(&call->out, row->act);
  jni_put_u64(&call->out, row->cost_micro);
  jni_put_text(&call->out, row->detail);
  jni_put_text(&call->out, row->words);
  jni_put_bytes(&call->out, row->hash, sizeof row->hash);
  return 0;
}

static sotto_status audit_each(jni_call *call) {
  const uint64_t after = jni_take_u64(&call->in);
  if (call->in.bad) return SOTTO_E_ARGUMENT;
  return jni_put_last(call, sotto_audit_each(call->profile, after, put_row, call));
}

/* A chain that breaks is an answer here, not a failure: Java is told where. */
static sotto_status audit_verify(jni_call *call) {
  uint64_t rows = 0;
  const sotto_status status = sotto_audit_verify(call->profile, &rows);
  if (status && status != SOTTO_E_TAMPERED) return status;
  jni_put_u32(&call->out, status == SOTTO_OK);
  jni_put_u64(&call->out, rows);
  return SOTTO_OK;
}

const jni_operation jni_rights_operations[] = {
    {"consent_set", consent_set},
    {"consent_get", consent_get},
    {"profile_each", profile_each},
#ifdef SOTTO_WITH_JSON
    {"profile_export", profile_export},
    {"audit_export", audit_export},
#endif
    {"forget", forget},
    {"audit_each", audit_each},
    {"audit_verify", audit_verify},
    {NULL, NULL},
};
