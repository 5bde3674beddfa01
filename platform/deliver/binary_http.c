/*
 * Binary HTTP: see binary_http.h.
 */
#include "deliver/binary_http.h"

#include <string.h>
#include <strings.h>

enum { FRAMING_REQUEST = 0, FRAMING_RESPONSE = 1, FRAMING_RESPONSE_CHUNKED = 3 };

/* Writes, or with no room counts. Numbers are QUIC's of variable length (RFC 9000, section 16). */
typedef struct ink {
  uint8_t *room;
  size_t at;
} ink;

static void put(ink *to, const void *bytes, size_t size) {
  if (to->room && size) memcpy(to->room + to->at, bytes, size);
  to->at += size;
}

static void put_number(ink *to, uint64_t number) {
  const uint32_t power = number < 64 ? 0 : number < 16384 ? 1 : number < 1073741824 ? 2 : 3;
  const uint32_t size = 1u << power;
  uint8_t bytes[8];
  for (uint32_t i = 0; i < size; i++) bytes[i] = (uint8_t)(number >> 8 * (size - 1 - i));
  bytes[0] |= (uint8_t)(power << 6);
  put(to, bytes, size);
}

static void put_text(ink *to, sotto_text text) {
  put_number(to, text.size);
  put(to, text.data, text.size);
}

static void put_request(ink *to, const so_bhttp_request *request) {
  static const sotto_text name = {"content-type", 12};
  ink field = {NULL, 0};
  put_number(to, FRAMING_REQUEST);
  put_text(to, request->method);
  put_text(to, request->scheme);
  put_text(to, request->authority);
  put_text(to, request->path);
  put_text(&field, name);
  put_text(&field, request->media_type);
  put_number(to, request->media_type.size ? field.at : 0);
  if (request->media_type.size) {
    put_text(to, name);
    put_text(to, request->media_type);
  }
  put_number(to, request->body.size);
  put(to, request->body.data, request->body.size);
  put_number(to, 0); /* no trailers */
}

size_t so_bhttp_size(const so_bhttp_request *request) {
  ink count = {NULL, 0};
  put_request(&count, request);
  const size_t over = request->pad_to ? count.at % request->pad_to : 0;
  return count.at + (over ? request->pad_to - over : 0);
}

void so_bhttp_write(uint8_t *ret_bytes, const so_bhttp_request *request) {
  ink to = {ret_bytes, 0};
  put_request(&to, request);
  memset(ret_bytes + to.at, 0, so_bhttp_size(request) - to.at);
}

typedef struct eye {
  uint8_t *data;
  size_t size, at;
  int bad;
} eye;

static sotto_bytes look(eye *from, uint64_t size) {
  if (from->bad || size > from->size - from->at) {
    from->bad = 1;
    return (sotto_bytes){NULL, 0};
  }
  const sotto_bytes seen = {from->data + from->at, (size_t)size};
  from->at += (size_t)size;
  return seen;
}

static uint64_t look_number(eye *from) {
  const sotto_bytes first = look(from, 1);
  if (from->bad) return 0;
  uint64_t number = first.data[0] & 63;
  const sotto_bytes rest = look(from, (1u << (first.data[0] >> 6)) - 1);
  for (size_t i = 0; i < rest.size; i++) number = number << 8 | rest.data[i];
  return number;
}

/* What follows may be cut off whole where nothing of it is wanted (section 3.8). */
static int is_over(const eye *from) {
  return from->at == from->size;
}

static void keep(so_bhttp_response *response, sotto_bytes name, sotto_bytes value) {
  const sotto_text text = {(const char *)value.data, value.size};
  const char *as = (const char *)name.data;
  if (name.size == 12 && strncasecmp(as, "content-type", 12) == 0) response->media_type = text;
  if (name.size == 11 && strncasecmp(as, "retry-after", 11) == 0) response->retry_after = text;
}

/* A section of fields, up to where it ends or, in the other form, to a name of length 0. */
static void look_fields(eye *from, int chunked, so_bhttp_response *response) {
  eye inner = *from;
  if (is_over(from)) return;
  if (!chunked) {
    const uint64_t size = look_number(from);
    const sotto_bytes section = look(from, size);
    inner = (eye){from->data, from->at, from->at - section.size, from->bad};
  }
  while (!inner.bad && !is_over(&inner)) {
    const sotto_bytes name = look(&inner, look_number(&inner));
    if (!name.size) {
      inner.bad |= !chunked;
      break;
    }
    const sotto_bytes value = look(&inner, look_number(&inner));
    if (!inner.bad && response) keep(response, name, value);
  }
  from->bad |= inner.bad;
  if (chunked) from->at = inner.at;
}

static sotto_bytes look_content(eye *from, int chunked) {
  if (is_over(from)) return (sotto_bytes){NULL, 0};
  if (!chunked) return look(from, look_number(from));
  uint8_t *start = from->data + from->at;
  size_t size = 0;
  while (!from->bad && !is_over(from)) {
    const sotto_bytes chunk = look(from, look_number(from));
    if (!chunk.size) break;
    memmove(start + size, chunk.data, chunk.size);
    size += chunk.size;
  }
  return (sotto_bytes){start, size};
}

/* Past the informational answers, to the final one's status. */
static uint32_t look_status(eye *from, int chunked) {
  uint64_t status = look_number(from);
  while (!from->bad && status >= 100 && status < 200) {
    look_fields(from, chunked, NULL);
    status = look_number(from);
  }
  from->bad |= status < 200 || status > 599;
  return from->bad ? 0 : (uint32_t)status;
}

static void look_padding(eye *from) {
  for (; !from->bad && !is_over(from); from->at++) from->bad |= from->data[from->at] != 0;
}

sotto_status so_bhttp_read(so_bhttp_response *ret_response, uint8_t *inout_bytes, size_t size) {
  eye from = {inout_bytes, size, 0, 0};
  so_bhttp_response response = {0};
  const uint64_t framing = look_number(&from);
  const int chunked = framing == FRAMING_RESPONSE_CHUNKED;
  if (!chunked && framing != FRAMING_RESPONSE) return SOTTO_E_FORMAT;
  response.status = look_status(&from, chunked);
  look_fields(&from, chunked, &response);
  response.body = look_content(&from, chunked);
  if (!from.bad) look_fields(&from, chunked, NULL);
  look_padding(&from);
  if (from.bad) return SOTTO_E_FORMAT;
  *ret_response = response;
  return SOTTO_OK;
}
