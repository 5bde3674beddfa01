/* Lines by zlib, which reads plain files too. What is left out is counted and told once a file. */
#include "eval_log.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include <sotto/event.h>

#define LINE_SIZE 65536
#define COLUMNS 6
/** A device's clock ends in 2200; times before 2001 are moved by up to 10^12 ms. */
#define TIME_END_MS INT64_C(6258118400000)

enum { USER, TIME, EVENT, ITEM, QUANTITY, PRICE };

typedef struct reading {
  const char *path;
  eval_user_fn take;
  void *context;
  uint32_t places[COLUMNS];
  eval_user user;
  size_t capacity;
  uint64_t left_out; /* rows */
  char name[LINE_SIZE];
} reading;

static void stop(const char *path, const char *words) {
  fprintf(stderr, "sotto-eval: %s: %s\n", path, words);
  exit(2);
}

/** Splits a line in place; gives how many cells there are. */
static uint32_t split(char *line, char *cells[32]) {
  uint32_t count = 0;
  line[strcspn(line, "\r\n")] = 0;
  while (line && count < 32) {
    char *tab = strchr(line, '\t');
    cells[count++] = line;
    if (tab) *tab++ = 0;
    line = tab;
  }
  return count;
}

/** Behind the mark that some programs put before UTF-8. */
static char *behind_mark(char *line) {
  return strncmp(line, "\xef\xbb\xbf", 3) == 0 ? line + 3 : line;
}

static void read_header(reading *run, char *line) {
  static const char *const names[COLUMNS] = {"user", "time_ms",  "event",
                                             "item", "quantity", "price_minor"};
  char *cells[32];
  uint32_t count = split(behind_mark(line), cells);
  for (uint32_t n = 0; n < COLUMNS; n++) {
    run->places[n] = 0;
    while (run->places[n] < count && strcmp(cells[run->places[n]], names[n]) != 0) run->places[n]++;
    if (run->places[n] == count && n <= ITEM) stop(run->path, "its header lacks a column");
  }
}

static int by_time(const void *left, const void *right) {
  const eval_event *a = left, *b = right;
  if (a->time_ms != b->time_ms) return a->time_ms < b->time_ms ? -1 : 1;
  return (a > b) - (a < b);
}

static void hand_over(reading *run) {
  eval_event *events = run->user.events;
  int sorted = 1;
  for (size_t n = 1; n < run->user.count; n++) sorted &= events[n - 1].time_ms <= events[n].time_ms;
  if (!sorted) qsort(events, run->user.count, sizeof *events, by_time);
  if (run->user.count) {
    run->take(run->context, &run->user);
    run->user.place++;
  }
  run->user.count = 0;
}

static void add(reading *run, const eval_event *event) {
  eval_user *user = &run->user;
  if (user->count == EVAL_EVENTS_MAX) return;
  if (user->count == run->capacity) {
    run->capacity = run->capacity ? run->capacity * 2 : 256;
    user->events = realloc(user->events, run->capacity * sizeof *user->events);
    if (!user->events) stop(run->path, "out of memory");
  }
  user->events[user->count++] = *event;
}

static const char *cell_of(const reading *run, char **cells, uint32_t count, uint32_t column) {
  return run->places[column] < count ? cells[run->places[column]] : "";
}

static void take_row(reading *run, char *line) {
  char *cells[32], *end;
  uint32_t count = split(line, cells);
  const char *user = cell_of(run, cells, count, USER), *item = cell_of(run, cells, count, ITEM);
  const char *name = cell_of(run, cells, count, EVENT), *time = cell_of(run, cells, count, TIME);
  const char *price = cell_of(run, cells, count, PRICE);
  eval_event event = {.price_minor = price[0] ? strtoll(price, NULL, 10) : -1};
  event.time_ms = strtoll(time, &end, 10);
  int timed = end != time && !*end && event.time_ms >= 0 && event.time_ms < TIME_END_MS;
  if (!timed || !item[0] || strlen(item) > EVAL_ITEM_MAX) {
    run->left_out++;
    return;
  }
  event.type = sotto_event_type_of((sotto_text){name, strlen(name)});
  if (!event.type) event.type = SOTTO_EVENT_VIEW_ITEM;
  event.quantity = (uint32_t)strtoul(cell_of(run, cells, count, QUANTITY), NULL, 10);
  memcpy(event.item, item, strlen(item) + 1);
  if (strcmp(user, run->name) != 0) {
    hand_over(run);
    memcpy(run->name, user, strlen(user) + 1);
  }
  add(run, &event);
}

/** The log is read several times; its path tells them apart from another's. */
static void tell_left_out(const reading *run) {
  static const char *told;
  if (run->left_out && told != run->path)
    fprintf(stderr, "%s: left out, rows without a time in ms from 1970 on or an item id: %llu\n",
            run->path, (unsigned long long)run->left_out);
  told = run->path;
}

uint64_t eval_log_each(const char *path, eval_user_fn take, void *context) {
  static char line[LINE_SIZE];
  reading *run = calloc(1, sizeof *run);
  gzFile file = gzopen(path, "rb");
  if (!run || !file) stop(path, "cannot be read");
  *run = (reading){.path = path, .take = take, .context = context};
  run->user.name = run->name;
  if (!gzgets(file, line, sizeof line)) stop(path, "is empty");
  read_header(run, line);
  while (gzgets(file, line, sizeof line)) take_row(run, line);
  hand_over(run);
  tell_left_out(run);
  gzclose(file);
  uint64_t users = run->user.place;
  free(run->user.events);
  free(run);
  return users;
}
