/* One pass: split, look up, gather a user, hand over. */
#include "brand/event_log.h"

#include <stdlib.h>
#include <string.h>

#include <sotto/event.h>

#include "base/string.h"
#include "brand/array.h"
#include "brand/number_map.h"
#include "brand/table_file.h"

#define USERS_REMEMBERED 4000000u

enum { USER, TIME, EVENT, ITEM, COLUMN_COUNT };

typedef struct log_run {
  const so_event_log *log;
  so_findings *findings;
  so_table_file table;
  so_array user;   /* char: the user under way */
  so_array events; /* so_logged */
  int again;
  int sorted;
  so_number_map seen;
  so_event_counts counts;
} log_run;

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

static uint32_t type_of(sotto_text event) {
  static const struct {
    const char *name;
    uint32_t type;
  } types[] = {{"view_item", SOTTO_EVENT_VIEW_ITEM},
               {"purchase", SOTTO_EVENT_PURCHASE},
               {"add_to_cart", SOTTO_EVENT_ADD_TO_CART},
               {"add_to_wishlist", SOTTO_EVENT_ADD_TO_WISHLIST},
               {"review_read", SOTTO_EVENT_REVIEW_READ}};
  for (size_t n = 0; n < sizeof types / sizeof *types; n++) {
    if (so_text_is(event, types[n].name)) return types[n].type;
  }
  return SOTTO_EVENT_VIEW_ITEM;
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

static void take_row(log_run *run, const sotto_text *cells) {
  so_logged event;
  if (!so_table_file_time(cells[TIME], &event.time_ms) || !cells[ITEM].data) {
    run->counts.bad_rows++;
    return;
  }
  sotto_text current = {run->user.data, run->user.count};
  if (!so_text_equal(cells[USER], current) || run->counts.users == 0) begin_user(run, cells[USER]);
  if (cells[ITEM].size == 0 || is_refusal(cells[EVENT])) return;
  event.item = run->log->item_of(run->log->context, cells[ITEM]);
  event.type = type_of(cells[EVENT]);
  add_event(run, event);
}

static sotto_status read_rows(log_run *run) {
  for (uint64_t row = 1;; row++) {
    sotto_text cells[COLUMN_COUNT];
    int more;
    sotto_status status = so_table_file_next(&run->table, cells, &more);
    if (status || !more) return status;
    if (row % 65536 == 0)
      so_find_progress(run->findings, "learning from the log", so_line_file_at(run->table.lines),
                       so_line_file_size(run->table.lines));
    take_row(run, cells);
    if (run->events.failed || run->user.failed || run->seen.failed) return SOTTO_E_MEMORY;
  }
}

sotto_status so_event_log_read(const so_event_log *log, so_findings *findings,
                               so_event_counts *ret_counts) {
  static const char *const names[] = {"user", "time_ms", "event", "item", NULL};
  log_run run = {.log = log, .findings = findings, .sorted = 1};
  run.user = so_array_of(1);
  run.events = so_array_of(sizeof(so_logged));
  sotto_status status = so_table_file_open(&run.table, log->path, names, COLUMN_COUNT);
  if (!status) status = read_rows(&run);
  if (status) {
    so_table_file_tell(&run.table, findings, status);
  } else {
    hand_over(&run);
    so_table_file_count(&run.table, findings,
                        (so_table_count){SOTTO_FINDING_EVENTS, run.counts.bad_rows,
                                         "left out, rows with too few cells or no valid time"});
    so_table_file_count(&run.table, findings,
                        (so_table_count){SOTTO_FINDING_EVENTS, run.counts.unknown_items,
                                         "left out, events of items the catalogue lacks"});
    so_table_file_count(&run.table, findings,
                        (so_table_count){SOTTO_FINDING_EVENTS, run.counts.scattered,
                                         "sort the log by user; users who come back after others"});
    *ret_counts = run.counts;
  }
  so_table_file_close(&run.table);
  so_array_free(&run.user);
  so_array_free(&run.events);
  so_number_map_free(&run.seen);
  return status;
}
