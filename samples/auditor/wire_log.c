/*
 * Reading recordings: see wire_log.h.
 */
#include "wire_log.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void append(wire_stream *stream, uint8_t byte) {
  if (stream->size == stream->room) {
    const size_t room = stream->room ? 2 * stream->room : 4096;
    uint8_t *grown = realloc(stream->bytes, room);
    if (!grown) return;
    stream->bytes = grown;
    stream->room = room;
  }
  stream->bytes[stream->size++] = byte;
}

static wire_stream *stream_of(wire_log *log, int descriptor) {
  const int at = descriptor >= 0 && descriptor < WIRE_STREAMS_MAX ? log->open[descriptor] : 0;
  return at ? &log->streams[at - 1] : NULL;
}

/* socket(AF_INET, …) = 5: from here on 5 is a connection that leaves the device. */
static void open_socket(wire_log *log, const char *line) {
  const char *result = strstr(line, ") = ");
  const int descriptor = result ? (int)strtol(result + 4, NULL, 10) : -1;
  if (descriptor < 0 || descriptor >= WIRE_STREAMS_MAX) return;
  log->open[descriptor] = 0;
  if (strstr(line, "socket(AF_UNIX") || strstr(line, "socket(AF_NETLINK") ||
      strstr(line, "socket(AF_LOCAL"))
    return;
  if (log->count == WIRE_STREAMS_MAX) {
    log->cut++;
    return;
  }
  log->streams[log->count++] = (wire_stream){.descriptor = descriptor};
  log->open[descriptor] = (int)log->count;
}

static int digit_of(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Two hexadecimal digits, or -1. */
static int pair_of(const char *at) {
  return digit_of(at[0]) < 0 || digit_of(at[1]) < 0 ? -1 : digit_of(at[0]) << 4 | digit_of(at[1]);
}

/* What follows a backslash: x41, 101 or a letter such as n. Moves past it. */
static uint8_t take_escape(const char **inout_at) {
  static const char names[] = "n\nt\tr\rv\vf\f";
  const char *at = *inout_at;
  unsigned value = 0;
  if (*at == 'x' && pair_of(at + 1) >= 0) {
    *inout_at = at + 3;
    return (uint8_t)pair_of(at + 1);
  }
  size_t digits = 0;
  for (; digits < 3 && at[digits] >= '0' && at[digits] <= '7'; digits++)
    value = value * 8 + (unsigned)(at[digits] - '0');
  *inout_at = at + (digits ? digits : 1);
  if (digits) return (uint8_t)value;
  const char *name = strchr(names, *at);
  return (uint8_t)(name && (name - names) % 2 == 0 ? name[1] : *at);
}

/* One byte of a string as strace writes it. */
static uint8_t take_byte(const char **inout_at) {
  const char first = *(*inout_at)++;
  return first == '\\' ? take_escape(inout_at) : (uint8_t)first;
}

/* The string that begins here, of which `left` bytes went out (below 0: all). Gives its end. */
static const char *take_string(wire_stream *stream, const char *at, long *inout_left) {
  while (*at && *at != '"') {
    const uint8_t byte = take_byte(&at);
    if (*inout_left == 0) continue;
    append(stream, byte);
    *inout_left -= *inout_left > 0;
  }
  return *at ? at + 1 : at;
}

/* Every quoted string of the call, in order: the buffers of writev and sendmsg too. */
static void take_strings(wire_log *log, wire_stream *stream, const char *call) {
  const char *result = strstr(call, ") = ");
  long left = result ? strtol(result + 4, NULL, 10) : -1; /* unfinished: all of it */
  if (result && left < 0) return;
  for (const char *at = strchr(call, '"'); at; at = strchr(at, '"')) {
    at = take_string(stream, at + 1, &left);
    if (strncmp(at, "...", 3) == 0) log->cut++;
  }
}

static void take_line(wire_log *log, const char *line) {
  static const char *const writes[] = {"sendto(", "write(", "sendmsg(", "send(", "writev("};
  if (strstr(line, "socket(AF_")) {
    open_socket(log, line);
    return;
  }
  for (size_t i = 0; i < sizeof writes / sizeof *writes; i++) {
    const char *call = strstr(line, writes[i]);
    const char *quote = strchr(line, '"');
    if (!call || (quote && quote < call)) continue;
    wire_stream *stream = stream_of(log, (int)strtol(call + strlen(writes[i]), NULL, 10));
    if (stream) take_strings(log, stream, call);
    return;
  }
}

/* A trace is text whose lines hold calls; a recording of bytes is taken as it is. */
static int is_trace(const char *bytes, size_t size) {
  return memchr(bytes, '\0', size) == NULL && strstr(bytes, "(") && strstr(bytes, ") = ") &&
         (strstr(bytes, "socket(") || strstr(bytes, "write("));
}

static void take_trace(wire_log *log, char *text) {
  for (char *line = text, *end; *line; line = end + 1) {
    end = strchr(line, '\n');
    if (end) *end = '\0';
    take_line(log, line);
    if (!end) return;
  }
}

int wire_log_read(wire_log *ret_log, const char *path) {
  memset(ret_log, 0, sizeof *ret_log);
  FILE *file = fopen(path, "rb");
  if (!file) return 0;
  wire_stream whole = {.descriptor = -1};
  for (int byte; (byte = fgetc(file)) != EOF;) append(&whole, (uint8_t)byte);
  const int good = !ferror(file);
  fclose(file);
  append(&whole, 0);
  if (!good || !whole.bytes) {
    free(whole.bytes);
    return 0;
  }
  whole.size--;
  if (is_trace((char *)whole.bytes, whole.size)) {
    take_trace(ret_log, (char *)whole.bytes);
    free(whole.bytes);
  } else {
    ret_log->streams[ret_log->count++] = whole;
  }
  return 1;
}

void wire_log_free(wire_log *log) {
  for (size_t i = 0; i < log->count; i++) free(log->streams[i].bytes);
  log->count = 0;
}
