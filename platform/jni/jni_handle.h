/*
 * An open profile as Java holds it, and the key store under it. The handle owns the request it was
 * opened with (directory, keys, passphrase: the library's options point into it) and one reference
 * to the Java object that keeps the secret; all of it goes, wiped, when the profile is closed.
 */
#ifndef JNI_HANDLE_H
#define JNI_HANDLE_H

#include "jni_wire.h"
#include <jni.h>
#include <sotto/sotto.h>
#include <sotto/store_insecure_file.h>
#include <sotto/store_passphrase.h>

/** Kinds of key store, as Java names them. */
enum {
  JNI_KEYS_PROVIDER = 0,      /* a Java object that loads, stores and wipes */
  JNI_KEYS_RAM = 1,           /* a direct buffer with a sotto_store_ram */
  JNI_KEYS_PASSPHRASE = 2,    /* what the person typed */
  JNI_KEYS_INSECURE_FILE = 3, /* a plain file */
  JNI_KEYS_COUNT = 4
};

/** Says that a Java provider keeps the anchor too. */
#define JNI_KEYS_ANCHORED 1u

/** A key store lent by Java. At the same address from opening to closing. */
typedef struct jni_keys {
  JavaVM *machine;
  jobject keeper; /* global reference: the bridge of a provider, or the buffer; may be NULL */
  sotto_port port;
  union {
    sotto_store_insecure_file file;
    sotto_store_passphrase words;
  } store;
} jni_keys;

/** An open profile. */
typedef struct jni_handle {
  sotto *profile;
  jni_keys keys;
  uint8_t *request;
  size_t request_size;
} jni_handle;

/** Bytes of a direct buffer that holds a RAM store. */
size_t jni_ram_size(void);
/** Makes an empty RAM store in a buffer. */
void jni_ram_begin(void *store);
/** Sets its clock; 0: the system's. */
void jni_ram_clock(void *store, int64_t now_ms);
/** Locks or unlocks it. */
void jni_ram_lock(void *store, uint32_t locked);

/** Finds the methods of the Java side that a key store calls; 0 where one is missing. */
int jni_keys_prepare(JNIEnv *env);
/** Reads which key store is meant and makes its port over `keeper`. */
sotto_status jni_keys_open(JNIEnv *env, jni_reader *reader, jobject keeper, jni_keys *ret_keys);
/** Lets go of the Java object. */
void jni_keys_close(JNIEnv *env, jni_keys *keys);

/** Opens a profile from `handle->request`, which it keeps; on failure nothing is left open. */
sotto_status jni_handle_open(JNIEnv *env, jobject keeper, jni_handle *handle);
/** Closes the profile, wipes and frees the handle. */
void jni_handle_close(JNIEnv *env, jni_handle *handle);
/** How many handles are open in this process. */
uint32_t jni_handle_count(void);

#endif
