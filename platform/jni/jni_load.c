/*
 * What the Java machine sees of the library: JNI_OnLoad alone is exported, and registers the
 * native methods of dev.sotto.Native. A call carries an operation's number and its arguments in one
 * array; a failure becomes the exception that dev.sotto.SottoException makes of its status and
 * sentence.
 */
#include "jni_call.h"
#include "jni_handle.h"

#include <stdlib.h>
#include <string.h>

#define REQUEST_FIXED 512
#define DETAIL_MOST 512
#define GROUP_SIZE 64

static const jni_operation *const groups[] = {
    jni_record_operations, jni_shelf_operations,  jni_mind_operations,   jni_choice_operations,
    jni_ask_operations,    jni_answer_operations, jni_rights_operations, jni_told_operations,
};

static struct {
  jclass type;
  jmethodID of;
} failure;

/* ---- failures ---- */

static void throw_words(JNIEnv *env, sotto_status status, sotto_text words) {
  jbyteArray bytes = (*env)->NewByteArray(env, (jsize)words.size);
  if (!bytes) return;
  (*env)->SetByteArrayRegion(env, bytes, 0, (jsize)words.size, (const jbyte *)words.data);
  jthrowable thrown =
      (*env)->CallStaticObjectMethod(env, failure.type, failure.of, (jint)status, bytes);
  if (!(*env)->ExceptionCheck(env) && thrown) (*env)->Throw(env, thrown);
}

/* The handle's own sentence says more than the status's; it never holds personal data. */
static void throw_status(JNIEnv *env, sotto_status status, sotto *profile) {
  char detail[DETAIL_MOST];
  size_t size = sizeof detail;
  const char *general = sotto_status_text(status);
  if (profile && !sotto_error_detail(profile, detail, &size) && size)
    throw_words(env, status, (sotto_text){detail, size});
  else
    throw_words(env, status, (sotto_text){general, strlen(general)});
}

/* ---- requests ---- */

/* A request in C's memory: in place where it is small, else allocated. */
typedef struct request {
  uint8_t *data;
  size_t size;
  uint8_t fixed[REQUEST_FIXED];
} request;

static sotto_status request_copy(JNIEnv *env, jbyteArray array, request *ret_request) {
  const jsize size = (*env)->GetArrayLength(env, array);
  ret_request->size = (size_t)size;
  ret_request->data = (size_t)size <= REQUEST_FIXED ? ret_request->fixed : malloc((size_t)size);
  if (!ret_request->data) return SOTTO_E_MEMORY;
  (*env)->GetByteArrayRegion(env, array, 0, size, (jbyte *)ret_request->data);
  return SOTTO_OK;
}

/* What was said in a search, or typed as a passphrase, does not stay in freed memory. */
static void request_free(request *held) {
  sotto_passphrase_wipe((char *)held->data, held->size);
  if (held->data != held->fixed) free(held->data);
}

static jni_act act_of(uint32_t number) {
  const uint32_t group = number / GROUP_SIZE, at = number % GROUP_SIZE;
  if (group >= sizeof groups / sizeof *groups) return NULL;
  for (uint32_t i = 0; groups[group][i].name; i++)
    if (i == at) return groups[group][i].act;
  return NULL;
}

static jbyteArray reply_array(JNIEnv *env, const jni_reply *reply) {
  if (!reply->size) return NULL;
  jbyteArray array = (*env)->NewByteArray(env, (jsize)reply->size);
  if (array)
    (*env)->SetByteArrayRegion(env, array, 0, (jsize)reply->size, (const jbyte *)reply->data);
  return array;
}

static sotto_status act(jni_call *call) {
  const jni_act operation = act_of(jni_take_u32(&call->in));
  if (!operation) return SOTTO_E_ARGUMENT;
  const sotto_status status = operation(call);
  if (status) return status;
  return call->out.failed || call->out.size > INT32_MAX ? SOTTO_E_MEMORY : SOTTO_OK;
}

/* ---- the native methods ---- */

static jbyteArray JNICALL native_call(JNIEnv *env, jclass type, jlong handle, jbyteArray array) {
  request held;
  jni_call call;
  jbyteArray result = NULL;
  (void)type;
  call.profile = ((jni_handle *)(intptr_t)handle)->profile;
  jni_reply_begin(&call.out);
  sotto_status status = request_copy(env, array, &held);
  if (!status) {
    call.in = (jni_reader){held.data, held.data + held.size, 0};
    status = act(&call);
    request_free(&held);
  }
  if (status)
    throw_status(env, status, call.profile);
  else
    result = reply_array(env, &call.out);
  jni_reply_end(&call.out);
  return result;
}

static jlong JNICALL native_open(JNIEnv *env, jclass type, jbyteArray array, jobject keeper) {
  const jsize size = (*env)->GetArrayLength(env, array);
  jni_handle *handle = calloc(1, sizeof *handle);
  uint8_t *copy = malloc((size_t)size + 1);
  sotto_status status = handle && copy ? SOTTO_OK : SOTTO_E_MEMORY;
  (void)type;
  if (!status) {
    (*env)->GetByteArrayRegion(env, array, 0, size, (jbyte *)copy);
    handle->request = copy;
    handle->request_size = (size_t)size;
    status = jni_handle_open(env, keeper, handle);
  }
  if (!status) return (jlong)(intptr_t)handle;
  if (copy) sotto_passphrase_wipe((char *)copy, (size_t)size);
  free(copy);
  free(handle);
  throw_status(env, status, NULL);
  return 0;
}

static void JNICALL native_close(JNIEnv *env, jclass type, jlong handle) {
  (void)type;
  jni_handle_close(env, (jni_handle *)(intptr_t)handle);
}

static void put_receipt(jni_reply *reply, sotto_status status, const sotto_receipt *receipt) {
  jni_put_u32(reply, (uint32_t)status);
  jni_put_u32(reply, receipt->strength);
  jni_put_words(reply, receipt->store_name);
  jni_put_u32(reply, receipt->key_destroyed);
  jni_put_u32(reply, receipt->files_removed);
  jni_put_u64(reply, (uint64_t)receipt->time_ms);
}

static sotto_status erase(JNIEnv *env, jni_reader *reader, jobject keeper, jni_reply *reply) {
  jni_keys keys;
  sotto_receipt receipt = {.struct_size = sizeof receipt};
  sotto_status status = jni_keys_open(env, reader, keeper, &keys);
  if (status) return status;
  const char *directory = jni_take_path(reader);
  status =
      directory && !reader->bad ? sotto_erase(directory, &keys.port, &receipt) : SOTTO_E_ARGUMENT;
  jni_keys_close(env, &keys);
  if (status && !(status == SOTTO_E_READ_ONLY && receipt.key_destroyed)) return status;
  put_receipt(reply, status, &receipt);
  return SOTTO_OK;
}

static jbyteArray JNICALL native_erase(JNIEnv *env, jclass type, jbyteArray array, jobject keeper) {
  request held;
  jni_reply reply;
  jbyteArray result = NULL;
  (void)type;
  jni_reply_begin(&reply);
  sotto_status status = request_copy(env, array, &held);
  if (!status) {
    jni_reader reader = {held.data, held.data + held.size, 0};
    status = erase(env, &reader, keeper, &reply);
    request_free(&held);
  }
  if (status)
    throw_status(env, status, NULL);
  else
    result = reply_array(env, &reply);
  jni_reply_end(&reply);
  return result;
}

/* The number of an operation by its name in ASCII; -1: not in this build. */
static jint JNICALL native_find(JNIEnv *env, jclass type, jbyteArray name) {
  char wanted[32] = "";
  const jsize size = (*env)->GetArrayLength(env, name);
  (void)type;
  if (size >= (jsize)sizeof wanted) return -1;
  (*env)->GetByteArrayRegion(env, name, 0, size, (jbyte *)wanted);
  for (uint32_t group = 0; group < sizeof groups / sizeof *groups; group++)
    for (uint32_t at = 0; groups[group][at].name; at++)
      if (strcmp(groups[group][at].name, wanted) == 0) return (jint)(group * GROUP_SIZE + at);
  return -1;
}

static jint JNICALL native_ram_size(JNIEnv *env, jclass type) {
  (void)env, (void)type;
  return (jint)jni_ram_size();
}

/* Each takes a direct buffer of at least that size, made by dev.sotto.RamStore. */
static void JNICALL native_ram_begin(JNIEnv *env, jclass type, jobject buffer) {
  (void)type;
  jni_ram_begin((*env)->GetDirectBufferAddress(env, buffer));
}

static void JNICALL native_ram_clock(JNIEnv *env, jclass type, jobject buffer, jlong now_ms) {
  (void)type;
  jni_ram_clock((*env)->GetDirectBufferAddress(env, buffer), now_ms);
}

static void JNICALL native_ram_lock(JNIEnv *env, jclass type, jobject buffer, jboolean locked) {
  (void)type;
  jni_ram_lock((*env)->GetDirectBufferAddress(env, buffer), locked);
}

static jint JNICALL native_count(JNIEnv *env, jclass type) {
  (void)env, (void)type;
  return (jint)jni_handle_count();
}

/* ---- loading ---- */

typedef void (*function)(void);

/* A function pointer is no object pointer in C, but JNI's table wants one. */
static JNINativeMethod method_of(char *name, char *signature, function called) {
  JNINativeMethod method = {name, signature, NULL};
  memcpy(&method.fnPtr, &called, sizeof called);
  return method;
}

static jint register_methods(JNIEnv *env) {
  const JNINativeMethod methods[] = {
      method_of("find", "([B)I", (function)native_find),
      method_of("open", "([BLjava/lang/Object;)J", (function)native_open),
      method_of("close", "(J)V", (function)native_close),
      method_of("call", "(J[B)[B", (function)native_call),
      method_of("erase", "([BLjava/lang/Object;)[B", (function)native_erase),
      method_of("count", "()I", (function)native_count),
      method_of("ramSize", "()I", (function)native_ram_size),
      method_of("ramBegin", "(Ljava/nio/ByteBuffer;)V", (function)native_ram_begin),
      method_of("ramClock", "(Ljava/nio/ByteBuffer;J)V", (function)native_ram_clock),
      method_of("ramLock", "(Ljava/nio/ByteBuffer;Z)V", (function)native_ram_lock),
  };
  jclass type = (*env)->FindClass(env, "dev/sotto/Native");
  return type
             ? (*env)->RegisterNatives(env, type, methods, (jint)(sizeof methods / sizeof *methods))
             : JNI_ERR;
}

static jint prepare_failure(JNIEnv *env) {
  jclass type = (*env)->FindClass(env, "dev/sotto/SottoException");
  if (!type) return JNI_ERR;
  failure.of = (*env)->GetStaticMethodID(env, type, "of", "(I[B)Ldev/sotto/SottoException;");
  failure.type = failure.of ? (*env)->NewGlobalRef(env, type) : NULL;
  return failure.type ? JNI_OK : JNI_ERR;
}

JNIEXPORT jint JNICALL JNI_OnLoad(JavaVM *machine, void *reserved) {
  void *env = NULL;
  (void)reserved;
  if ((*machine)->GetEnv(machine, &env, JNI_VERSION_1_6) != JNI_OK) return JNI_ERR;
  if (register_methods(env) != JNI_OK || prepare_failure(env) != JNI_OK) return JNI_ERR;
  return jni_keys_prepare(env) ? JNI_VERSION_1_6 : JNI_ERR;
}
