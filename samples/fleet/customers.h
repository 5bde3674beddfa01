/*
 * Real customers from an event log in the common format (user, time_ms, event, item, quantity,
 * price_minor, in user order then time; .gz or plain). Times are moved by whole weeks so that the
 * log ends in the pack's week. Times that are only ranks (before 2000) are
 * moved likewise.
 */
#ifndef SAMPLES_FLEET_CUSTOMERS_H
#define SAMPLES_FLEET_CUSTOMERS_H

#include <stddef.h>
#include <stdint.h>

/** One line of the log. */
typedef struct customer_line {
  int64_t time_ms;
  int64_t price_minor; /* -1: unknown */
  uint32_t item;       /* offset of its id in `ids` */
  uint32_t quantity;
  uint32_t type; /* sotto_event_type */
} customer_line;

/** All customers; lines of customer i are [starts[i], starts[i + 1]). */
typedef struct customer_log {
  customer_line *lines;
  size_t line_count;
  size_t *starts;
  size_t count;
  char *ids;
  size_t ids_size;
  size_t skipped; /* lines that could not be read */
} customer_log;

/** Reads the log; exits with a sentence where it cannot. `end_ms`: where the log shall end. */
void customers_load(customer_log *ret_customers, const char *path, int64_t end_ms);
void customers_free(customer_log *customers);

#endif
