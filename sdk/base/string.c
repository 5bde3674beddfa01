/*
 * Bounded text. A sink drops a whole piece when it does not fit, and everything after it, so that
 * no character is cut in half and no later piece stands in the wrong place.
 */
#include "base/string.h"

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
 * Bytes of the sequence that `lead` begins, with the bounds of its second byte; 0: none begins so.
 */
static size_t sequence_of(uint8_t lead, uint8_t *ret_low, uint8_t *ret_high) {
  static const uint8_t rows[][4] = {
      /* first and last lead, bounds of the second byte */
      {0xC2, 0xDF, 0x80, 0xBF}, /* two bytes; C0 and C1 have shorter forms */
      {0xE0, 0xE0, 0xA0, 0xBF}, /* three: shorter forms left out */
      {0xE1, 0xEC, 0x80, 0xBF}, {0xED, 0xED, 0x80, 0x9F}, /* surrogates left out */
      {0xEE, 0xEF, 0x80, 0xBF}, {0xF0, 0xF0, 0x90, 0xBF}, /* four */
      {0xF1, 0xF3, 0x80, 0xBF}, {0xF4, 0xF4, 0x80, 0x8F}, /* up to U+10FFFF */
  };
  if (lead >= 0x01 && lead <= 0x7F) return 1;
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    if (lead < rows[i][0] || lead > rows[i][1]) continue;
    *ret_low = rows[i][2];
    *ret_high = rows[i][3];
    return lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  }
  return 0;
}

int so_text_is_utf8(sotto_text text) {
  const uint8_t *at = (const uint8_t *)text.data;
  for (size_t left = text.size; left > 0;) {
    uint8_t low, high;
    size_t size = sequence_of(at[0], &low, &high);
    if (size == 0 || size > left) return 0;
    if (size > 1 && (at[1] < low || at[1] > high)) return 0;
    for (size_t i = 2; i < size; i++)
      if ((at[i] & 0xC0) != 0x80) return 0;
    at += size;
    left -= size;
  }
  return 1;
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
  char digits[20];
  size_t at = sizeof digits;
  do {
    digits[--at] = (char)('0' + value % 10);
    value /= 10;
  } while (value);
  so_sink_text(sink, (sotto_text){digits + at, sizeof digits - at});
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

static void sink_escape(so_sink *sink, uint8_t byte) {
  if (byte == '"') {
    so_sink_string(sink, "\\\"");
  } else if (byte == '\\') {
    so_sink_string(sink, "\\\\");
  } else {
    so_sink_string(sink, "\\u00");
    so_sink_hex(sink, &byte, 1);
  }
}

void so_sink_json(so_sink *sink, sotto_text text) {
  so_sink_string(sink, "\"");
  size_t start = 0;
  for (size_t i = 0; i < text.size; i++) {
    uint8_t byte = (uint8_t)text.data[i];
    if (byte >= 0x20 && byte != '"' && byte != '\\') continue;
    so_sink_text(sink, (sotto_text){text.data + start, i - start});
    sink_escape(sink, byte);
    start = i + 1;
  }
  so_sink_text(sink, (sotto_text){text.data + start, text.size - start});
  so_sink_string(sink, "\"");
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
