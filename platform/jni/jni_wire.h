/*
 * The wire between Java and C: one byte array in, one byte array out, little-endian, text as size
 * and UTF-8. So no Java object is touched while a profile's lock is held, text never takes JNI's
 * modified UTF-8, and every call has the same shape. Knows nothing of profiles.
 */
#ifndef JNI_WIRE_H
#define JNI_WIRE_H

#include <sotto/base.h>

/** Bytes of a reply that need no allocation. */
#define JNI_REPLY_FIXED 2048

/** What Java sent. `bad` is set by the first take beyond the end; what is taken then is zero. */
typedef struct jni_reader {
  const uint8_t *at;
  const uint8_t *end;
  uint32_t bad;
} jni_reader;

/** What goes back. `failed` is set where memory ran out; puts do nothing then. */
typedef struct jni_reply {
  uint8_t *data;
  size_t size;
  size_t room;
  uint32_t failed;
  uint8_t fixed[JNI_REPLY_FIXED];
} jni_reply;

uint32_t jni_take_u32(jni_reader *reader);
uint64_t jni_take_u64(jni_reader *reader);
double jni_take_double(jni_reader *reader);
/** Gives a view into the request. */
sotto_text jni_take_text(jni_reader *reader);
/** Gives `size` bytes of the request; NULL where there are fewer. */
const uint8_t *jni_take_bytes(jni_reader *reader, size_t size);
/** Gives text that the sender ended with a zero and that holds no other; NULL where it was empty.
 */
const char *jni_take_path(jni_reader *reader);

void jni_reply_begin(jni_reply *ret_reply);
/** Frees what a reply allocated. */
void jni_reply_end(jni_reply *reply);
void jni_put_u32(jni_reply *reply, uint32_t value);
void jni_put_u64(jni_reply *reply, uint64_t value);
void jni_put_double(jni_reply *reply, double value);
void jni_put_text(jni_reply *reply, sotto_text text);
void jni_put_words(jni_reply *reply, const char *terminated);
/** Bytes as they are, with no size before them. */
void jni_put_bytes(jni_reply *reply, const void *bytes, size_t size);

#endif
