/* One pass: split, look up, gather a user, hand over. */
#include "brand/event_log.h"

#include <stdlib.h>
#include <string.h>

#include "base/string.h"
#include "brand/array.h"
#include "brand/line_file.h"
#include "brand/number_map.h"

#define USERS_REMEMBERED 4000000u

enum { USER, TIME, EVENT, ITEM, COLUMN_COUNT };
enum { CELLS_MAX = 32 };

typedef struct log_run {
  const so_event_log *log;
  so_findings *findings;
  so_line_file *file;
  uint32_t columns[COLUMN_COUNT]; /* places in a row */
  uint32_t last_column;
  so_array user;   /* char: the user under way */
  so_array events; /* so_logged */
  int again;
  int sorted;
  so_number_map seen;
  so_event_counts counts;
} log_run;

/** Views of the first cells of a row; gives how many. */
static uint32_t split(sotto_text line, sotto_text *ret_cells, uint32_t most) {
  uint32_t count = 0;
  const char *at = line.data, *end = line.data + line.size;
  while (count < most) {
    const char *tab = memchr(at, '\t', (size_t)(end - at));
    ret_cells[count++] = (sotto_text){at, (size_t)((tab ? tab : end) - at)};
    if (!tab) break;
    at = tab + 1;
  }
  return count;
}

static sotto_status read_header(log_run *run) {
  static const char *const names[COLUMN_COUNT] = {"user", "time_ms", "event", "item"};
  sotto_text line, cells[CELLS_MAX];
  sotto_status status = so_line_file_next(run->file, &line);
  if (status) return status;
  if (!line.data) return SOTTO_E_FORMAT;
  uint32_t count = split(line, cells, CELLS_MAX);
  for (uint32_t column = 0; column < COLUMN_COUNT; column++) {
    uint32_t place = 0;
    while (place < count && !so_text_is(cells[place], names[column])) place++;
    if (place == count) return SOTTO_E_FORMAT;
    run->columns[column] = place;
    if (place > run->last_column) run->last_column = place;
  }
  return SOTTO_OK;
}

static int by_time(const void *left, const void *right) {
  const so_logged *a = left, *b = right;
  return (a->time_ms > b->time_ms) - (a->time_ms < b->time_ms);
}

/** Insertion sort keeps equal times in file order and is fast on the nearly sorted. */
static void sort_events(so_logged *events, size_t count) {
  size_t moves = 0;
  for (size_t n = 1; n < count; n++) {
    so_logged event = events[n];
    size_t place = n;
    for (; place > 0 && events[place - 1].time_ms > event.time_ms; place--, moves++)
      events[place] = events[place - 1];
    events[place] = event;
    if (moves > 1000000) {
      qsort(events, count, sizeof *events, by_time);
      return;
    }
  }
}

static void hand_over(log_run *run) {
  if (run->events.count == 0) return;
  if (!run->sorted) sort_events(run->events.data, run->events.count);
  run->log->take(run->log->context, run->events.data, run->events.count, run->again);
  so_array_resize(&run->events, 0);
  run->sorted = 1;
  run->again = 1;
}

static void begin_user(log_run *run, sotto_text user) {
  hand_over(run);
  run->again = 0;
  so_array_resize(&run->user, 0);
  so_array_append(&run->user, user.data, user.size);
  if (run->seen.count < USERS_REMEMBERED) {
    size_t before = run->seen.count;
    (void)so_number_map_put(&run->seen, so_number_map_hash(user, 0), 1);
    if (run->seen.count == before) {
      run->counts.scattered++;
      return;
    }
  }
  run->counts.users++;
}

static int read_time(sotto_text cell, int64_t *ret_time) {
  int64_t time = 0;
  if (cell.size == 0 || cell.size > 15) return 0;
  for (size_t n = 0; n < cell.size; n++) {
    if (cell.data[n] < '0' || cell.data[n] > '9') return 0;
    time = time * 10 + (cell.data[n] - '0');
  }
  *ret_time = time;
  return 1;
}

/** Events that say the person did not want it teach no pairs. */
static int is_refusal(sotto_text event) {
  return so_text_is(event, "remove_from_cart") || so_text_is(event, "refund") ||
         so_text_is(event, "dismiss");
}

static void add_event(log_run *run, so_logged event) {
  if (event.item == UINT32_MAX) {
    run->counts.unknown_items++;
    return;
  }
  const so_logged *last = so_array_at(&run->events, run->events.count - 1);
  if (last && last->time_ms > event.time_ms) run->sorted = 0;
  so_array_push(&run->events, &event);
  run->counts.events++;
  if (run->events.count == SO_EVENT_LOG_PIECE) hand_over(run);
}

static void take_line(log_run *run, sotto_text line) {
  sotto_text cells[CELLS_MAX];
  so_logged event;
  uint32_t count = split(line, cells, run->last_column + 1);
  if (count <= run->last_column || !read_time(cells[run->columns[TIME]], &event.time_ms)) {
    run->counts.bad_rows++;
    return;
  }
  sotto_text user = cells[run->columns[USER]], item = cells[run->columns[ITEM]];
  sotto_text current = {run->user.data, run->user.count}, name = cells[run->columns[EVENT]];
  if (!so_text_equal(user, current) || run->counts.users == 0) begin_user(run, user);
  if (item.size == 0 || is_refusal(name)) return;
  event.item = run->log->item_of(run->log->context, item);
  event.purchase = so_text_is(name, "purchase");
  add_event(run, event);
}

static void tell(const log_run *run, uint64_t count, const char *words) {
  if (count == 0) return;
  so_place place = {run->log->path, 0, {NULL, 0}};
  so_find(run->findings, (so_found){SO_FIND_WARNING(SOTTO_FINDING_EVENTS), place}, "%llu %s",
          (unsigned long long)count, words);
}

static sotto_status read_lines(log_run *run) {
  for (;;) {
    sotto_text line;
    sotto_status status = so_line_file_next(run->file, &line);
    if (status || !line.data) return status;
    if (so_line_file_number(run->file) % 65536 == 0)
      so_find_progress(run->findings, "learning from the log", so_line_file_at(run->file),
                       so_line_file_size(run->file));
    if (line.size) take_line(run, line);
    if (run->events.failed || run->user.failed || run->seen.failed) return SOTTO_E_MEMORY;
  }
}

sotto_status so_event_log_read(const so_event_log *log, so_findings *findings,
                               so_event_counts *ret_counts) {
  log_run run = {.log = log, .findings = findings, .sorted = 1};
  run.user = so_array_of(1);
  run.events = so_array_of(sizeof(so_logged));
  sotto_status status = so_line_file_open(&run.file, log->path);
  if (!status) status = read_header(&run);
  if (!status) status = read_lines(&run);
  if (status) {
    so_place place = {log->path, run.file ? so_line_file_number(run.file) : 0, {NULL, 0}};
    so_find(findings, (so_found){SO_FIND_ERROR(SOTTO_FINDING_FILE), place},
            "the log cannot be read: %s",
            status == SOTTO_E_FORMAT ? "its header lacks one of user, time_ms, event, item"
                                     : sotto_status_text(status));
  } else {
    hand_over(&run);
    tell(&run, run.counts.bad_rows, "rows have too few cells or no valid time; left out");
    tell(&run, run.counts.unknown_items, "events name items the catalogue lacks; left out");
    tell(&run, run.counts.scattered, "users come back after others: sort the log by user");
    *ret_counts = run.counts;
  }
  so_line_file_close(run.file);
  so_array_free(&run.user);
  so_array_free(&run.events);
  so_number_map_free(&run.seen);
  return status;
}
