/*
 * Key stores for a profile opened from Java: see jni_handle.h. A provider's exceptions never cross:
 * its bridge catches them, keeps them for the caller and answers with a status. Secrets pass in
 * fresh arrays that are wiped on both sides.
 */
#include "jni_handle.h"

#include <sotto/store_posix.h>
#include <sotto/store_ram.h>
#include <string.h>

#define ANCHOR_SIZE 80 /* as put_anchor() writes it */

static struct { jmethodID load, store, wipe, load_anchor, advance_anchor; } bridge;

int jni_keys_prepare(JNIEnv *env) {
  jclass type = (*env)->FindClass(env, "dev/sotto/KeyBridge");
  if (!type) return 0;
  bridge.load = (*env)->GetMethodID(env, type, "load", "([B)I");
  if (bridge.load) bridge.store = (*env)->GetMethodID(env, type, "store", "([B)I");
  if (bridge.store) bridge.wipe = (*env)->GetMethodID(env, type, "wipe", "()I");
  if (bridge.wipe) bridge.load_anchor = (*env)->GetMethodID(env, type, "loadAnchor", "([B)I");
  if (bridge.load_anchor)
    bridge.advance_anchor = (*env)->GetMethodID(env, type, "advanceAnchor", "([B)I");
  (*env)->DeleteLocalRef(env, type);
  return bridge.advance_anchor != NULL;
}

/* The library calls a port on the thread that called the library: one that Java attached. */
static JNIEnv *here(const jni_keys *keys) {
  void *env = NULL;
  return (*keys->machine)->GetEnv(keys->machine, &env, JNI_VERSION_1_6) == JNI_OK ? env : NULL;
}

/* The bridge throws only where it could not even catch. */
static sotto_status said(JNIEnv *env, jint status) {
  if (!(*env)->ExceptionCheck(env)) return status <= 0 ? status : SOTTO_E_PORT;
  (*env)->ExceptionClear(env);
  return SOTTO_E_PORT;
}

static jbyteArray array_of(JNIEnv *env, const uint8_t *bytes, jsize size) {
  jbyteArray array = (*env)->NewByteArray(env, size);
  if (!array)
    (*env)->ExceptionClear(env);
  else
    (*env)->SetByteArrayRegion(env, array, 0, size, (const jbyte *)bytes);
  return array;
}

/* Calls a method of the bridge with an array of `size` bytes, and takes it back into `inout`. */
static sotto_status exchange(const jni_keys *keys, jmethodID what, uint8_t *inout, jsize size) {
  static const uint8_t zeros[ANCHOR_SIZE];
  JNIEnv *env = here(keys);
  jbyteArray array = env ? array_of(env, inout, size) : NULL;
  if (!array) return SOTTO_E_PORT;
  const jint status = (*env)->CallIntMethod(env, keys->keeper, what, array);
  const sotto_status result = said(env, status);
  if (!result) (*env)->GetByteArrayRegion(env, array, 0, size, (jbyte *)inout);
  (*env)->SetByteArrayRegion(env, array, 0, size, (const jbyte *)zeros);
  (*env)->DeleteLocalRef(env, array);
  return result;
}

static void wipe_bytes(uint8_t *bytes, size_t size) {
  sotto_passphrase_wipe((char *)bytes, size);
}

static sotto_status load(void *context, uint8_t ret_key[SOTTO_KEY_SIZE]) {
  uint8_t key[SOTTO_KEY_SIZE] = {0};
  const sotto_status status = exchange(context, bridge.load, key, SOTTO_KEY_SIZE);
  if (!status) memcpy(ret_key, key, SOTTO_KEY_SIZE);
  wipe_bytes(key, sizeof key);
  return status;
}

static sotto_status keep(void *context, const uint8_t key[SOTTO_KEY_SIZE]) {
  uint8_t copy[SOTTO_KEY_SIZE];
  memcpy(copy, key, SOTTO_KEY_SIZE);
  const sotto_status status = exchange(context, bridge.store, copy, SOTTO_KEY_SIZE);
  wipe_bytes(copy, sizeof copy);
  return status;
}

static sotto_status wipe(void *context) {
  const jni_keys *keys = context;
  JNIEnv *env = here(keys);
  if (!env) return SOTTO_E_PORT;
  const jint status = (*env)->CallIntMethod(env, keys->keeper, bridge.wipe);
  return said(env, status);
}

/* An anchor as bytes that mean the same on every machine. */
static void put_anchor(const sotto_anchor *anchor, uint8_t ret_bytes[ANCHOR_SIZE]) {
  jni_reply reply;
  jni_reply_begin(&reply);
  jni_put_u64(&reply, anchor->epoch);
  jni_put_u64(&reply, anchor->epsilon_micro);
  jni_put_u64(&reply, anchor->delta_2p60);
  jni_put_u64(&reply, anchor->epsilon0_micro);
  jni_put_u64(&reply, anchor->generation);
  jni_put_u64(&reply, anchor->audit_count);
  jni_put_bytes(&reply, anchor->audit_hash, sizeof anchor->audit_hash);
  memcpy(ret_bytes, reply.data, ANCHOR_SIZE);
  jni_reply_end(&reply);
}

static void take_anchor(const uint8_t bytes[ANCHOR_SIZE], sotto_anchor *ret_anchor) {
  jni_reader reader = {bytes, bytes + ANCHOR_SIZE, 0};
  *ret_anchor = (sotto_anchor){.struct_size = sizeof *ret_anchor};
  ret_anchor->epoch = (uint32_t)jni_take_u64(&reader);
  ret_anchor->epsilon_micro = jni_take_u64(&reader);
  ret_anchor->delta_2p60 = jni_take_u64(&reader);
  ret_anchor->epsilon0_micro = jni_take_u64(&reader);
  ret_anchor->generation = jni_take_u64(&reader);
  ret_anchor->audit_count = jni_take_u64(&reader);
  memcpy(ret_anchor->audit_hash, reader.at, sizeof ret_anchor->audit_hash);
}

static sotto_status anchor_load(void *context, sotto_anchor *ret_anchor) {
  uint8_t bytes[ANCHOR_SIZE] = {0};
  const sotto_status status = exchange(context, bridge.load_anchor, bytes, ANCHOR_SIZE);
  if (!status) take_anchor(bytes, ret_anchor);
  return status;
}

static sotto_status anchor_advance(void *context, const sotto_anchor *anchor) {
  uint8_t bytes[ANCHOR_SIZE];
  put_anchor(anchor, bytes);
  return exchange(context, bridge.advance_anchor, bytes, ANCHOR_SIZE);
}

static void provide(jni_keys *keys, uint32_t anchored) {
  sotto_posix_lend(&keys->port);
  keys->port.context = keys;
  keys->port.key_load = load;
  keys->port.key_store = keep;
  keys->port.key_wipe = wipe;
  if (!(anchored & JNI_KEYS_ANCHORED)) return;
  keys->port.anchor_load = anchor_load;
  keys->port.anchor_advance = anchor_advance;
}

size_t jni_ram_size(void) {
  return sizeof(sotto_store_ram);
}

void jni_ram_begin(void *store) {
  sotto_port unused;
  sotto_store_ram_init(store, &unused);
}

void jni_ram_clock(void *store, int64_t now_ms) {
  ((sotto_store_ram *)store)->now_ms = now_ms;
}

void jni_ram_lock(void *store, uint32_t locked) {
  ((sotto_store_ram *)store)->locked = locked;
}

/* What the store holds stays: only its port is made anew. */
static sotto_status from_ram(JNIEnv *env, jni_keys *keys) {
  sotto_store_ram *store = (*env)->GetDirectBufferAddress(env, keys->keeper);
  if (!store) return SOTTO_E_ARGUMENT;
  sotto_store_ram held = *store;
  sotto_store_ram_init(store, &keys->port);
  *store = held;
  wipe_bytes(held.key, sizeof held.key);
  return SOTTO_OK;
}

static sotto_status from_text(jni_keys *keys, uint32_t kind, sotto_text secret) {
  if (kind == JNI_KEYS_PASSPHRASE) {
    sotto_store_passphrase_init(&keys->store.words, secret, &keys->port);
    return SOTTO_OK;
  }
  return sotto_store_insecure_file_init(&keys->store.file, secret.data, SOTTO_INSECURE_FILE,
                                        &keys->port);
}

static sotto_status choose_store(JNIEnv *env, jni_reader *reader, jni_keys *keys) {
  const uint32_t kind = jni_take_u32(reader), flags = jni_take_u32(reader);
  const uint32_t strength = jni_take_u32(reader);
  const char *name = jni_take_path(reader);
  const sotto_text secret = jni_take_text(reader);
  if (reader->bad || kind >= JNI_KEYS_COUNT) return SOTTO_E_ARGUMENT;
  if (kind >= JNI_KEYS_PASSPHRASE) return from_text(keys, kind, secret);
  if (!keys->keeper) return SOTTO_E_ARGUMENT;
  if (kind == JNI_KEYS_RAM) return from_ram(env, keys);
  keys->port.strength = strength;
  keys->port.store_name = name ? name : "java";
  provide(keys, flags);
  return SOTTO_OK;
}

sotto_status jni_keys_open(JNIEnv *env, jni_reader *reader, jobject keeper, jni_keys *ret_keys) {
  sotto_port_init(&ret_keys->port);
  ret_keys->keeper = NULL;
  if ((*env)->GetJavaVM(env, &ret_keys->machine) != JNI_OK) return SOTTO_E_PORT;
  if (keeper) {
    ret_keys->keeper = (*env)->NewGlobalRef(env, keeper);
    if (!ret_keys->keeper) return SOTTO_E_MEMORY;
  }
  const sotto_status status = choose_store(env, reader, ret_keys);
  if (status) jni_keys_close(env, ret_keys);
  return status;
}

void jni_keys_close(JNIEnv *env, jni_keys *keys) {
  if (keys->keeper) (*env)->DeleteGlobalRef(env, keys->keeper);
  keys->keeper = NULL;
}
