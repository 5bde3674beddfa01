/*
 * Opening and closing a profile for Java: see jni_handle.h.
 */
#include "jni_handle.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

static atomic_uint open_handles;

uint32_t jni_handle_count(void) {
  return atomic_load(&open_handles);
}

/* A trusted key: 32 bytes, or none. */
static const uint8_t *take_key(jni_reader *reader) {
  const sotto_text key = jni_take_text(reader);
  if (key.size && key.size != 32) reader->bad = 1;
  return key.size == 32 ? (const uint8_t *)key.data : NULL;
}

static void take_options(jni_reader *reader, sotto_options *ret_options) {
  sotto_options_init(ret_options);
  ret_options->flags = jni_take_u32(reader);
  ret_options->directory = jni_take_path(reader);
  ret_options->locale = jni_take_path(reader);
  ret_options->session_gap_ms = jni_take_u32(reader);
  ret_options->session_limit_ms = jni_take_u32(reader);
  ret_options->retention_days = jni_take_u32(reader);
  ret_options->retention_kib = jni_take_u32(reader);
  ret_options->epsilon_depth_micro = jni_take_u32(reader);
  ret_options->epsilon_year_micro = jni_take_u32(reader);
  ret_options->pack_list = jni_take_path(reader);
  ret_options->pack_keys[0] = take_key(reader);
  ret_options->pack_keys[1] = take_key(reader);
}

static void take_consent(jni_reader *reader, sotto_consent *ret_consent) {
  sotto_consent_init(ret_consent);
  ret_consent->gpc = jni_take_u32(reader);
  const uint8_t *own = jni_take_bytes(reader, sizeof ret_consent->verdicts);
  const uint8_t *host = jni_take_bytes(reader, sizeof ret_consent->host_verdicts);
  if (own) memcpy(ret_consent->verdicts, own, sizeof ret_consent->verdicts);
  if (host) memcpy(ret_consent->host_verdicts, host, sizeof ret_consent->host_verdicts);
}

sotto_status jni_handle_open(JNIEnv *env, jobject keeper, jni_handle *handle) {
  sotto_options options;
  sotto_consent consent;
  jni_reader reader = {handle->request, handle->request + handle->request_size, 0};
  sotto_status status = jni_keys_open(env, &reader, keeper, &handle->keys);
  if (status) return status;
  take_options(&reader, &options);
  take_consent(&reader, &consent);
  status = reader.bad ? SOTTO_E_ARGUMENT
                      : sotto_open(&options, &consent, &handle->keys.port, &handle->profile);
  if (status)
    jni_keys_close(env, &handle->keys);
  else
    atomic_fetch_add(&open_handles, 1);
  return status;
}

void jni_handle_close(JNIEnv *env, jni_handle *handle) {
  sotto_close(handle->profile);
  jni_keys_close(env, &handle->keys);
  sotto_passphrase_wipe((char *)handle->request, handle->request_size);
  free(handle->request);
  free(handle);
  atomic_fetch_sub(&open_handles, 1);
}
