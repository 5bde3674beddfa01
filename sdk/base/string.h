/*
 * Bounded text: comparing, checking UTF-8, and appending to a caller's buffer without overflow.
 * Used for sentences, JSON output and error detail. Nothing is allocated.
 */
#ifndef SO_BASE_STRING_H
#define SO_BASE_STRING_H

#include <sotto/base.h>

/** A growing text in a fixed buffer; what does not fit is dropped and `bad` is set. */
typedef struct so_sink {
  char *data;
  size_t capacity;
  size_t size;
  int bad;
} so_sink;

sotto_text so_text_of(const char *terminated);
int so_text_equal(sotto_text a, sotto_text b);
int so_text_is(sotto_text a, const char *terminated);
/**
 * 1 when the text is well-formed UTF-8 without NUL (RFC 3629: no surrogates, no overlong forms).
 */
int so_text_is_utf8(sotto_text text);

so_sink so_sink_of(char *data, size_t capacity);
void so_sink_text(so_sink *sink, sotto_text text);
void so_sink_string(so_sink *sink, const char *terminated);
void so_sink_u64(so_sink *sink, uint64_t value);
void so_sink_i64(so_sink *sink, int64_t value);
void so_sink_hex(so_sink *sink, const uint8_t *bytes, size_t size);
/** Appends a JSON string with quotes and escapes. */
void so_sink_json(so_sink *sink, sotto_text text);
/**
 * Begins a member of a JSON object: its name, after a brace where the sink is empty and a comma
 * where a member stands before it.
 */
void so_sink_member(so_sink *sink, const char *name);
void so_sink_member_text(so_sink *sink, const char *name, sotto_text value);
/** A member of hexadecimal digits; one of a number in quotes, as it may have 64 bits. */
void so_sink_member_hex(so_sink *sink, const char *name, const uint8_t *bytes, size_t size);
void so_sink_member_digits(so_sink *sink, const char *name, uint64_t value);
void so_sink_member_number(so_sink *sink, const char *name, int64_t value);
/** Appends `value_micro` / 10^6 with two decimals, rounded up: "1.00". */
void so_sink_micro(so_sink *sink, uint64_t value_micro);
sotto_text so_sink_view(const so_sink *sink);

#endif
