/*
 * Reading requests and writing replies: see jni_wire.h. Bytes are put together one by one, so that
 * neither alignment nor byte order of the machine matters.
 */
#include "jni_wire.h"

#include <stdlib.h>
#include <string.h>

const uint8_t *jni_take_bytes(jni_reader *reader, size_t size) {
  if ((size_t)(reader->end - reader->at) < size) {
    reader->bad = 1;
    reader->at = reader->end;
    return NULL;
  }
  const uint8_t *bytes = reader->at;
  reader->at += size;
  return bytes;
}

static uint64_t take(jni_reader *reader, size_t size) {
  const uint8_t *bytes = jni_take_bytes(reader, size);
  uint64_t value = 0;
  for (size_t i = 0; bytes && i < size; i++) value |= (uint64_t)bytes[i] << (8 * i);
  return value;
}

uint32_t jni_take_u32(jni_reader *reader) {
  return (uint32_t)take(reader, 4);
}

uint64_t jni_take_u64(jni_reader *reader) {
  return take(reader, 8);
}

double jni_take_double(jni_reader *reader) {
  const uint64_t bits = take(reader, 8);
  double value;
  memcpy(&value, &bits, sizeof value);
  return value;
}

sotto_text jni_take_text(jni_reader *reader) {
  const size_t size = jni_take_u32(reader);
  const uint8_t *bytes = jni_take_bytes(reader, size);
  return (sotto_text){(const char *)bytes, bytes ? size : 0};
}

const char *jni_take_path(jni_reader *reader) {
  const sotto_text text = jni_take_text(reader);
  if (!text.size) return NULL;
  if (memchr(text.data, 0, text.size) == text.data + text.size - 1) return text.data;
  reader->bad = 1;
  return NULL;
}

void jni_reply_begin(jni_reply *ret_reply) {
  ret_reply->data = ret_reply->fixed;
  ret_reply->size = 0;
  ret_reply->room = sizeof ret_reply->fixed;
  ret_reply->failed = 0;
}

static void wipe(void *bytes, size_t size) {
  for (volatile uint8_t *byte = bytes; size > 0; size--) *byte++ = 0;
}

void jni_reply_end(jni_reply *reply) {
  wipe(reply->data, reply->size);
  if (reply->data != reply->fixed) free(reply->data);
  reply->data = NULL;
}

/* Where `size` more bytes go, or NULL. */
static uint8_t *make_room(jni_reply *reply, size_t size) {
  size_t room = reply->room;
  while (room - reply->size < size && room < SIZE_MAX / 4) room *= 2;
  if (room != reply->room) {
    uint8_t *larger = malloc(room);
    reply->failed |= !larger;
    if (!larger) return NULL;
    memcpy(larger, reply->data, reply->size);
    wipe(reply->data, reply->size);
    if (reply->data != reply->fixed) free(reply->data);
    reply->data = larger;
    reply->room = room;
  }
  reply->size += size;
  return reply->data + reply->size - size;
}

void jni_put_bytes(jni_reply *reply, const void *bytes, size_t size) {
  uint8_t *to = reply->failed || !size ? NULL : make_room(reply, size);
  if (to) memcpy(to, bytes, size);
}

static void put(jni_reply *reply, uint64_t value, size_t size) {
  uint8_t bytes[8];
  for (size_t i = 0; i < size; i++) bytes[i] = (uint8_t)(value >> (8 * i));
  jni_put_bytes(reply, bytes, size);
}

void jni_put_u32(jni_reply *reply, uint32_t value) {
  put(reply, value, 4);
}

void jni_put_u64(jni_reply *reply, uint64_t value) {
  put(reply, value, 8);
}

void jni_put_double(jni_reply *reply, double value) {
  uint64_t bits;
  memcpy(&bits, &value, sizeof bits);
  put(reply, bits, 8);
}

void jni_put_text(jni_reply *reply, sotto_text text) {
  jni_put_u32(reply, (uint32_t)text.size);
  jni_put_bytes(reply, text.data, text.size);
}

void jni_put_words(jni_reply *reply, const char *terminated) {
  jni_put_text(reply, (sotto_text){terminated, terminated ? strlen(terminated) : 0});
}
