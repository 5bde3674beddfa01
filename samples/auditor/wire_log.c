/*
 * Reading recordings: see wire_log.h.
 */
#include "wire_log.h"

#include <ctype.h>
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

static int *place_of(wire_log *log, long descriptor) {
  return descriptor >= 0 && descriptor < WIRE_STREAMS_MAX ? &log->open[descriptor] : NULL;
}

static wire_stream *stream_of(wire_log *log, long descriptor) {
  const int *at = place_of(log, descriptor);
  return at && *at > 0 ? &log->streams[*at - 1] : NULL;
}

/* What a call gave: behind its strings, which may hold anything. NULL while it is unfinished. */
static const char *result_of(const char *call) {
  const char *quote = strrchr(call, '"');
  const char *result = strstr(quote ? quote : call, ") = ");
  return result ? result + 4 : NULL;
}

/* socket(AF_INET, …) = 5: from here on 5 is a connection that leaves the device. */
static void open_socket(wire_log *log, const char *call) {
  const char *result = result_of(call);
  const long descriptor = result ? strtol(result, NULL, 10) : -1;
  int *at = place_of(log, descriptor);
  if (descriptor < 0) return;
  if (strstr(call, "AF_UNIX") || strstr(call, "AF_NETLINK") || strstr(call, "AF_LOCAL")) {
    if (at) *at = WIRE_LOCAL;
    return;
  }
  if (!at || log->count == WIRE_STREAMS_MAX) {
    log->cut++;
    return;
  }
  log->streams[log->count++] = (wire_stream){.descriptor = (int)descriptor};
  *at = (int)log->count;
}

/* dup(5) = 7, accept(5, …) = 7: what is written to 7 leaves as what is written to 5 does. */
static void copy_socket(wire_log *log, const char *call) {
  const char *result = result_of(call);
  const long made = result ? strtol(result, NULL, 10) : -1;
  const int *from = place_of(log, strtol(strchr(call, '(') + 1, NULL, 10));
  int *to = place_of(log, made);
  if (to)
    *to = from ? *from : 0;
  else
    log->cut += made >= 0;
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

/* Every quoted string of the call, in order: the buffers of writev and sendmsg too. `counted`: its
   result is how many of these bytes went out. */
static void take_strings(wire_log *log, wire_stream *stream, const char *call, int counted) {
  const char *result = result_of(call);
  long left = -1; /* unfinished: all of it */
  if (result && *result == '-') return;
  if (result && counted && *result != '?') left = strtol(result, NULL, 10);
  for (const char *at = strchr(call, '"'); at; at = strchr(at, '"')) {
    at = take_string(stream, at + 1, &left);
    if (strncmp(at, "...", 3) == 0) log->cut++;
  }
  log->cut += left > 0;
}

static void take_write(wire_log *log, const char *call) {
  wire_stream *stream = stream_of(log, strtol(call + 1, NULL, 10));
  if (stream) take_strings(log, stream, call, 1);
}

/* Nobody sends on a file: a descriptor whose opening is not in the log counts as unseen bytes. */
static int sends_unseen(wire_log *log, const char *call) {
  const int *at = place_of(log, strtol(call + 1, NULL, 10));
  const char *result = result_of(call);
  return (!at || *at == 0) && !(result && *result == '-');
}

static void take_send(wire_log *log, const char *call) {
  log->cut += sends_unseen(log, call);
  take_write(log, call);
}

/* Its result counts messages, not bytes. */
static void take_batch(wire_log *log, const char *call) {
  wire_stream *stream = stream_of(log, strtol(call + 1, NULL, 10));
  log->cut += sends_unseen(log, call);
  if (stream) take_strings(log, stream, call, 0);
}

/* Bytes that the kernel moves from a file or a pipe are in no log. */
static void take_file(wire_log *log, const char *call) {
  log->cut += stream_of(log, strtol(call + 1, NULL, 10)) != NULL;
}

static void take_pipe(wire_log *log, const char *call) {
  const char *from = strchr(call, ',');
  const char *to = from ? strchr(from + 1, ',') : NULL;
  log->cut += to && stream_of(log, strtol(to + 1, NULL, 10));
}

static void take_ring(wire_log *log, const char *call) {
  (void)call;
  log->cut++;
}

static const struct {
  const char *name;
  void (*take)(wire_log *log, const char *call);
} calls[] = {{"socket", open_socket},  {"dup", copy_socket},         {"dup2", copy_socket},
             {"dup3", copy_socket},    {"fcntl", copy_socket},       {"accept", copy_socket},
             {"accept4", copy_socket}, {"write", take_write},        {"writev", take_write},
             {"pwrite64", take_write}, {"pwritev", take_write},      {"pwritev2", take_write},
             {"send", take_send},      {"sendto", take_send},        {"sendmsg", take_send},
             {"sendmmsg", take_batch}, {"sendfile", take_file},      {"sendfile64", take_file},
             {"splice", take_pipe},    {"io_uring_setup", take_ring}};

/* The call's name is the word before the first parenthesis. */
static void take_call(wire_log *log, const char *line, const char *parenthesis) {
  const char *name = parenthesis;
  while (name > line && (isalnum((unsigned char)name[-1]) || name[-1] == '_')) name--;
  const size_t size = (size_t)(parenthesis - name);
  if (strncmp(name, "fcntl(", 6) == 0 && !strstr(name, "F_DUPFD")) return;
  for (size_t i = 0; i < sizeof calls / sizeof *calls; i++)
    if (strlen(calls[i].name) == size && memcmp(calls[i].name, name, size) == 0)
      calls[i].take(log, parenthesis);
}

static void take_line(wire_log *log, const char *line) {
  const char *parenthesis = strchr(line, '(');
  const char *resumed = strstr(line, "<... socket resumed>");
  if (resumed && (!parenthesis || resumed < parenthesis))
    open_socket(log, resumed);
  else if (parenthesis)
    take_call(log, line, parenthesis);
}

/* A trace is text whose lines hold calls; a recording of bytes is taken as it is. */
static int is_trace(const char *bytes, size_t size) {
  return memchr(bytes, '\0', size) == NULL && strstr(bytes, "(") && strstr(bytes, ") = ") &&
         (strstr(bytes, "socket(") || strstr(bytes, "write(") || strstr(bytes, "send"));
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
