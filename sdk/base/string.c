/*
 * Bounded text. A sink drops a whole piece when it does not fit, and everything after it, so that
 * no character is cut in half and no later piece stands in the wrong place.
 */
#include "base/string.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

sotto_text so_text_of(const char *terminated) {
  return (sotto_text){terminated, terminated ? strlen(terminated) : 0};
}

int so_text_equal(sotto_text a, sotto_text b) {
  return a.size == b.size && (a.size == 0 || memcmp(a.data, b.data, a.size) == 0);
}

int so_text_is(sotto_text a, const char *terminated) {
  return so_text_equal(a, so_text_of(terminated));
}

/*
 * Bytes of the well-formed sequence at the front of `left` bytes, or 0. A sequence is refused when
 * a shorter one says the same, when it is a surrogate and when it is above U+10FFFF, by its value.
 */
static size_t sequence_at(const uint8_t *at, size_t left) {
  static const uint8_t sizes[16] = {1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 2, 2, 3, 4};
  static const uint32_t least[] = {0, 0x1, 0x80, 0x800, 0x10000};
  size_t size = sizes[at[0] >> 4];
  if (size == 0 || size > left) return 0;
  uint32_t point = at[0] & 0xFFu >> size;
  for (size_t i = 1; i < size; i++) {
    if ((at[i] & 0xC0) != 0x80) return 0;
    point = point << 6 | (at[i] & 0x3F);
  }
  int surrogate = point >> 11 == 0xD800 >> 11;
  return point >= least[size] && point <= 0x10FFFF && !surrogate ? size : 0;
}

int so_text_is_utf8(sotto_text text) {
  size_t size = 1;
  for (size_t at = 0; at < text.size && size > 0; at += size)
    size = sequence_at((const uint8_t *)text.data + at, text.size - at);
  return size > 0;
}

so_sink so_sink_of(char *data, size_t capacity) {
  return (so_sink){.data = data, .capacity = capacity};
}

void so_sink_text(so_sink *sink, sotto_text text) {
  if (text.size == 0) return;
  if (sink->bad || text.size > sink->capacity - sink->size) {
    sink->bad = 1;
    return;
  }
  memcpy(sink->data + sink->size, text.data, text.size);
  sink->size += text.size;
}

void so_sink_string(so_sink *sink, const char *terminated) {
  so_sink_text(sink, so_text_of(terminated));
}

void so_sink_u64(so_sink *sink, uint64_t value) {
  char digits[24];
  int size = snprintf(digits, sizeof digits, "%" PRIu64, value);
  so_sink_text(sink, (sotto_text){digits, (size_t)size});
}

void so_sink_i64(so_sink *sink, int64_t value) {
  if (value < 0) so_sink_string(sink, "-");
  so_sink_u64(sink, value < 0 ? 0 - (uint64_t)value : (uint64_t)value);
}

void so_sink_hex(so_sink *sink, const uint8_t *bytes, size_t size) {
  static const char digits[] = "0123456789abcdef";
  for (size_t i = 0; i < size; i++) {
    const char pair[2] = {digits[bytes[i] >> 4], digits[bytes[i] & 15]};
    so_sink_text(sink, (sotto_text){pair, 2});
  }
}

void so_sink_json(so_sink *sink, sotto_text text) {
  size_t start = sink->size;
  so_sink_string(sink, "\"");
  for (size_t i = 0; i < text.size; i++) {
    uint8_t byte = (uint8_t)text.data[i];
    if (byte == '"' || byte == '\\') so_sink_string(sink, "\\");
    if (byte < 0x20) so_sink_string(sink, "\\u00");
    if (byte < 0x20)
      so_sink_hex(sink, &byte, 1);
    else
      so_sink_text(sink, (sotto_text){text.data + i, 1});
  }
  so_sink_string(sink, "\"");
  if (sink->bad) sink->size = start; /* one piece: all of it or nothing */
}

void so_sink_member(so_sink *sink, const char *name) {
  if (!sink->size) so_sink_string(sink, "{");
  so_sink_string(sink, sink->size && sink->data[sink->size - 1] == '{' ? "\"" : ",\"");
  so_sink_string(sink, name);
  so_sink_string(sink, "\":");
}

void so_sink_member_text(so_sink *sink, const char *name, sotto_text value) {
  so_sink_member(sink, name);
  so_sink_json(sink, value);
}

void so_sink_member_hex(so_sink *sink, const char *name, const uint8_t *bytes, size_t size) {
  so_sink_member(sink, name);
  so_sink_string(sink, "\"");
  so_sink_hex(sink, bytes, size);
  so_sink_string(sink, "\"");
}

void so_sink_member_digits(so_sink *sink, const char *name, uint64_t value) {
  so_sink_member(sink, name);
  so_sink_string(sink, "\"");
  so_sink_u64(sink, value);
  so_sink_string(sink, "\"");
}

void so_sink_member_number(so_sink *sink, const char *name, int64_t value) {
  so_sink_member(sink, name);
  so_sink_i64(sink, value);
}

void so_sink_micro(so_sink *sink, uint64_t value_micro) {
  uint64_t cents = value_micro / 10000 + (value_micro % 10000 != 0);
  const char decimals[3] = {'.', (char)('0' + cents / 10 % 10), (char)('0' + cents % 10)};
  so_sink_u64(sink, cents / 100);
  so_sink_text(sink, (sotto_text){decimals, 3});
}

sotto_text so_sink_view(const so_sink *sink) {
  return (sotto_text){sink->data, sink->size};
}
