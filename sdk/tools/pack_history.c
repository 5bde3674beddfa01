/* Two passes over the file, sharing one loop. */
#include "tools/pack_history.h"

#include <string.h>

#include "brand/table_file.h"

enum { USER, TIME, EVENT, ITEM, COLUMN_COUNT };

/** Copies a text that fits; gives 0 and leaves the old one where it does not. */
static int keep(char to[SO_HISTORY_TEXT_MAX], sotto_text text) {
  if (text.size == 0 || text.size >= SO_HISTORY_TEXT_MAX) return 0;
  memset(to, 0, SO_HISTORY_TEXT_MAX);
  memcpy(to, text.data, text.size);
  return 1;
}

/** One usable row of the history's user, who is found in the first one. */
static int read_row(so_history *history, const sotto_text *cells, so_history_row *ret_row) {
  if (!so_table_file_time(cells[TIME], &ret_row->time_ms)) return 0;
  if (!history->user[0] && !keep(history->user, cells[USER])) return 0;
  ret_row->event = cells[EVENT];
  ret_row->item = cells[ITEM];
  return cells[USER].size == strlen(history->user) &&
         memcmp(cells[USER].data, history->user, cells[USER].size) == 0;
}

sotto_status so_history_each(so_history *history, so_history_fn take, void *context) {
  static const char *const names[] = {"user", "time_ms", "event", "item", NULL};
  so_table_file table;
  sotto_text cells[COLUMN_COUNT];
  so_history_row row;
  int more = 1;
  sotto_status status = so_table_file_open(&table, history->path, names, COLUMN_COUNT);
  while (!status && more) {
    status = so_table_file_next(&table, cells, &more);
    if (!status && more && read_row(history, cells, &row)) take(context, &row);
  }
  so_table_file_close(&table);
  return status;
}

static void note(void *context, const so_history_row *row) {
  so_history *history = context;
  if (row->time_ms > history->last_ms) history->last_ms = row->time_ms;
  (void)keep(history->last_item, row->item);
}

sotto_status so_history_scan(so_history *ret_history, const char *path) {
  memset(ret_history, 0, sizeof *ret_history);
  ret_history->path = path;
  return so_history_each(ret_history, note, ret_history);
}
