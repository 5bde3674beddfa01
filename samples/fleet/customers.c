/*
 * Real customers from a log: see customers.h. The whole log is held in memory, because each
 * customer is replayed on whichever thread is free.
 */
#include "customers.h"

#include <sotto/sotto.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#define WEEK_MS 604800000
#define YEAR_2000_MS 946684800000

typedef struct log_loading {
  customer_log *all;
  size_t line_capacity;
  size_t start_capacity;
  size_t id_capacity;
  char user[4096]; /* as long as a line */
} log_loading;

static void *grow(void *block, size_t *inout_capacity, size_t needed, size_t element) {
  if (needed <= *inout_capacity) return block;
  *inout_capacity = needed * 2 + 1024;
  void *larger = realloc(block, *inout_capacity * element);
  if (!larger) {
    fprintf(stderr, "The log does not fit into memory.\n");
    exit(1);
  }
  return larger;
}

static uint32_t keep_id(log_loading *load, const char *id) {
  customer_log *all = load->all;
  size_t size = strlen(id) + 1, at = all->ids_size;
  all->ids = grow(all->ids, &load->id_capacity, at + size, 1);
  memcpy(all->ids + at, id, size);
  all->ids_size += size;
  return (uint32_t)at;
}

static void begin_customer(log_loading *load, const char *user) {
  customer_log *all = load->all;
  if (all->count && strcmp(load->user, user) == 0) return;
  snprintf(load->user, sizeof load->user, "%s", user);
  all->starts = grow(all->starts, &load->start_capacity, all->count + 2, sizeof *all->starts);
  all->starts[all->count++] = all->line_count;
}

/** An empty event name is a meeting of unknown kind: it counts as interest, not as a sale. */
static uint32_t type_of(const char *name) {
  if (!*name) return SOTTO_EVENT_VIEW_ITEM;
  return sotto_event_type_of((sotto_text){name, strlen(name)});
}

static void keep_line(log_loading *load, char *fields[6]) {
  customer_log *all = load->all;
  customer_line line = {
      .time_ms = strtoll(fields[1], NULL, 10),
      .price_minor = *fields[5] ? strtoll(fields[5], NULL, 10) : -1,
      .quantity = (uint32_t)strtoul(fields[4], NULL, 10),
      .type = type_of(fields[2]),
  };
  if (!line.type || !*fields[3] || strlen(fields[3]) > 128 || line.quantity > 1000000) {
    all->skipped++;
    return;
  }
  begin_customer(load, fields[0]);
  line.item = keep_id(load, fields[3]);
  all->lines = grow(all->lines, &load->line_capacity, all->line_count + 1, sizeof line);
  all->lines[all->line_count++] = line;
}

static int split(char *text, char *fields[6]) {
  text[strcspn(text, "\r\n")] = 0;
  for (int i = 0; i < 6; i++) {
    fields[i] = text;
    char *tab = text ? strchr(text, '\t') : NULL;
    if (!text) return 0;
    if (tab) *tab = 0;
    text = tab ? tab + 1 : NULL;
  }
  return 1;
}

/** By whole weeks, so that weekdays and hours stay; times that are only ranks by any amount. */
static void move_times(customer_log *all, int64_t end_ms) {
  int64_t last = 0;
  for (size_t i = 0; i < all->line_count; i++)
    if (all->lines[i].time_ms > last) last = all->lines[i].time_ms;
  int64_t shift = last < YEAR_2000_MS ? end_ms - last : (end_ms - last) / WEEK_MS * WEEK_MS;
  for (size_t i = 0; i < all->line_count; i++) all->lines[i].time_ms += shift;
}

void customers_load(customer_log *ret_customers, const char *path, int64_t end_ms) {
  char text[4096], *fields[6];
  log_loading load = {.all = ret_customers};
  gzFile log = gzopen(path, "rb");
  memset(ret_customers, 0, sizeof *ret_customers);
  if (!log || !gzgets(log, text, sizeof text) || strncmp(text, "user\ttime_ms\tevent", 18) != 0) {
    fprintf(stderr, "%s is not an event log (user, time_ms, event, item, quantity, price_minor).\n",
            path);
    exit(2);
  }
  while (gzgets(log, text, sizeof text)) {
    if (split(text, fields))
      keep_line(&load, fields);
    else
      ret_customers->skipped++;
  }
  gzclose(log);
  if (!ret_customers->count) {
    fprintf(stderr, "%s holds no events.\n", path);
    exit(2);
  }
  ret_customers->starts[ret_customers->count] = ret_customers->line_count;
  move_times(ret_customers, end_ms);
}

void customers_free(customer_log *customers) {
  free(customers->lines);
  free(customers->starts);
  free(customers->ids);
}
