/*
 * What an app really sent against what its audit log says: every byte must belong to a report that
 * the log names by its hash. A connection is plain HTTP/1.1 requests, or reports framed by their
 * u32 length (a .sottoreports file), or one bare report. Of an HTTP head only what any client sends
 * may be there, the same in every request: a cookie, a token or an odd header is a leak. An address
 * or a User-Agent of one person's own looks like anyone's; only the same app's recording on another
 * device tells, whose heads must be these very bytes.
 */
#include <ctype.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "checks.h"
#include "wire_log.h"

#define HEAD_MAX 2048

/* What was seen so far. */
typedef struct wire_seen {
  page *out;
  const examined *subject;
  size_t bytes, matched, reports, heads, heads_bad;
  size_t *times;       /* how often the report of each audit row was sent */
  char head[HEAD_MAX]; /* the first request's, without its length */
} wire_seen;

/* 1 where these bytes are a report of the log. */
static int take_report(wire_seen *in, const uint8_t *bytes, size_t size) {
  uint8_t digest[SOTTO_DIGEST_SIZE];
  char hash[2 * SOTTO_DIGEST_SIZE + 1];
  crypto_generichash(digest, sizeof digest, bytes, size, NULL, 0);
  page_hex(hash, digest, sizeof digest);
  const examined_row *row = examined_answer(in->subject, hash);
  if (!row) return 0;
  in->times[row - in->subject->rows]++;
  in->reports++;
  return 1;
}

/* One report, or several framed; gives how many of the bytes were reports. */
static size_t take_body(wire_seen *in, const uint8_t *bytes, size_t size) {
  if (take_report(in, bytes, size)) return size;
  size_t at = 0;
  while (at + 4 <= size) {
    const size_t length = bytes[at] | (size_t)bytes[at + 1] << 8 | (size_t)bytes[at + 2] << 16 |
                          (size_t)bytes[at + 3] << 24;
    if (length > size - at - 4 || !take_report(in, bytes + at + 4, length)) break;
    at += 4 + length;
  }
  return at;
}

static int may_send(const char *line) {
  static const char *const names[] = {
      "host:",   "content-type:",    "content-length:", "accept:",
      "expect:", "accept-encoding:", "connection:",     "user-agent:"};
  for (size_t i = 0; i < sizeof names / sizeof *names; i++)
    if (strncasecmp(line, names[i], strlen(names[i])) == 0) return 1;
  return 0;
}

/* The same words in every request, none of them odd. Gives the length of the body. */
static size_t take_head(wire_seen *in, const char *head, size_t size) {
  char kept[HEAD_MAX] = "", line[HEAD_MAX];
  size_t length = 0, at = 0, number = 0, used = 0;
  int bad = size >= HEAD_MAX / 2;
  while (!bad && at < size) {
    const char *end = memchr(head + at, '\r', size - at);
    const size_t width = end ? (size_t)(end - head) - at : size - at;
    memcpy(line, head + at, width);
    line[width] = '\0';
    at += width + 2;
    if (strncasecmp(line, "content-length:", 15) == 0)
      length = strtoul(line + 15, NULL, 10);
    else
      used += (size_t)snprintf(kept + used, sizeof kept - used, "%s\n", line);
    bad |= number++ && width && !may_send(line);
  }
  in->heads++;
  if (!in->head[0]) memcpy(in->head, kept, sizeof kept);
  bad |= strcmp(in->head, kept) != 0;
  if (bad) page_line(in->out, "An HTTP head that may tell more: %.200s", line);
  in->heads_bad += bad;
  return length;
}

static size_t take_requests(wire_seen *in, const wire_stream *stream) {
  size_t at = 0, matched = 0;
  while (at < stream->size) {
    const char *head = (const char *)stream->bytes + at;
    const char *end = memmem(head, stream->size - at, "\r\n\r\n", 4);
    if (!end) break;
    const size_t size = (size_t)(end - head) + 4;
    const size_t length = take_head(in, head, size - 2);
    at += size;
    if (length > stream->size - at) break;
    if (!in->times) { /* another device's: its reports are not in this log */
      at += length;
      continue;
    }
    const size_t body = take_body(in, stream->bytes + at, length);
    if (body < length) break;
    matched += size + length;
    at += length;
  }
  return matched;
}

static int is_http(const wire_stream *stream) {
  return stream->size > 5 &&
         (memcmp(stream->bytes, "POST ", 5) == 0 || memcmp(stream->bytes, "PUT ", 4) == 0);
}

static void take_stream(wire_seen *in, const wire_stream *stream) {
  if (!stream->size) return;
  const size_t matched =
      is_http(stream) ? take_requests(in, stream) : take_body(in, stream->bytes, stream->size);
  if (stream->descriptor >= 0) page_line(in->out, "socket %d:", stream->descriptor);
  page_line(in->out, "%zu bytes, %zu of them in order", stream->size, matched);
  in->bytes += stream->size;
  in->matched += matched;
}

static void show_head(page *out, const char *head) {
  page_line(out, "The head of each request:");
  for (size_t width; *head; head += width + (head[width] == '\n')) {
    width = strcspn(head, "\n");
    page_line(out, "   %.*s", width < 200 ? (int)width : 200, head);
  }
}

/* The heads of another device's recording against the first head here; 0 where unreadable. */
static int take_other(wire_seen *in, const char *path) {
  wire_log log;
  size_t *times = in->times;
  const size_t before = in->heads;
  if (!wire_log_read(&log, path)) return 0;
  in->times = NULL;
  for (size_t i = 0; i < log.count; i++)
    if (is_http(&log.streams[i])) take_requests(in, &log.streams[i]);
  in->times = times;
  wire_log_free(&log);
  if (in->heads == before) page_line(in->out, "%.200s holds no HTTP request.", path);
  in->heads_bad += in->heads == before;
  return 1;
}

/* With one device's recording alone the name of what was proved says so. */
static int check_heads(wire_seen *in, const check_sent *sent) {
  const size_t own = in->heads;
  if (own == 0) page_line(in->out, "No HTTP head is in it, so none was checked.");
  if (own == 0 && sent->other_count == 0) return 1;
  if (own) show_head(in->out, in->head);
  for (size_t i = 0; i < sent->other_count; i++)
    if (!take_other(in, sent->others[i])) return 0;
  const size_t bad = in->heads_bad + (own == 0);
  const char *held = sent->other_count ? "wire heads" : "wire heads of this device alone";
  page_check(in->out, bad ? "wire heads" : held, bad == 0,
             page_words("%zu HTTP heads here and %zu of %zu other devices; %zu differ or hold more "
                        "than any client sends.%s",
                        own, in->heads - own, sent->other_count, bad,
                        sent->other_count ? ""
                                          : " An address or a User-Agent of this person's own "
                                            "cannot be told: give --other FILE."));
  return 1;
}

/* A report may go again only when a failed try, too, was logged. */
static size_t too_often(const wire_seen *in) {
  size_t count = 0;
  for (size_t i = 0; i < in->subject->row_count; i++) {
    size_t logged = 0;
    for (size_t j = 0; in->times[i] > 1 && j < in->subject->row_count; j++) {
      const examined_row *row = &in->subject->rows[j];
      logged +=
          (row->act == SOTTO_ACT_SENT || row->act == SOTTO_ACT_TRIED) &&
          strcmp(examined_text(row, "report"), examined_text(&in->subject->rows[i], "report")) == 0;
    }
    count += in->times[i] > 1 && in->times[i] > logged;
  }
  return count;
}

int check_wire(page *out, const examined *subject, const check_sent *sent) {
  wire_log log;
  wire_seen in = {.out = out, .subject = subject};
  page_section(out, "What an app really sent");
  in.times = calloc(subject->row_count + 1, sizeof *in.times);
  if (!in.times || !wire_log_read(&log, sent->path)) {
    free(in.times);
    return 0;
  }
  for (size_t i = 0; i < log.count; i++) take_stream(&in, &log.streams[i]);
  page_check(out, "wire", in.bytes > 0 && in.matched == in.bytes && !log.cut,
             in.bytes || log.cut
                 ? page_words("%zu bytes in %zu reports; %zu bytes are of no logged report, %zu "
                              "writes are cut in the recording.",
                              in.bytes, in.reports, in.bytes - in.matched, log.cut)
                 : "the recording holds no byte that was sent: nothing could be checked.");
  const int readable = check_heads(&in, sent);
  page_check(out, "wire repeats", too_often(&in) == 0,
             page_words("%zu reports were sent more often than the log says.", too_often(&in)));
  wire_log_free(&log);
  free(in.times);
  return readable;
}
