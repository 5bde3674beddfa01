/* Two passes over the file, sharing one loop. */
#include "tools/pack_history.h"

#include <stdlib.h>
#include <string.h>

#include "brand/line_file.h"

#define CELLS_MAX 16

enum { USER, TIME, EVENT, ITEM, COLUMN_COUNT };

static uint32_t cells_of(sotto_text line, sotto_text *ret_cells) {
  uint32_t count = 0;
  for (size_t start = 0, n = 0; n <= line.size && count < CELLS_MAX; n++) {
    if (n < line.size && line.data[n] != '\t') continue;
    ret_cells[count++] = (sotto_text){line.data + start, n - start};
    start = n + 1;
  }
  return count;
}

static int is(sotto_text text, const char *word) {
  return text.size == strlen(word) && memcmp(text.data, word, text.size) == 0;
}

static int read_columns(so_history *history, sotto_text header) {
  static const char *const names[COLUMN_COUNT] = {"user", "time_ms", "event", "item"};
  sotto_text cells[CELLS_MAX];
  uint32_t count = cells_of(header, cells), found = 0;
  for (uint32_t column = 0; column < COLUMN_COUNT; column++) {
    uint32_t place = 0;
    while (place < count && !is(cells[place], names[column])) place++;
    history->columns[column] = place;
    found += place < count;
  }
  return found == COLUMN_COUNT;
}

/** Copies a text that fits; gives 0 and leaves the old one where it does not. */
static int keep(char to[SO_HISTORY_TEXT_MAX], sotto_text text) {
  if (text.size == 0 || text.size >= SO_HISTORY_TEXT_MAX) return 0;
  memset(to, 0, SO_HISTORY_TEXT_MAX);
  memcpy(to, text.data, text.size);
  return 1;
}

static int64_t time_of(sotto_text cell) {
  char digits[20] = "";
  if (cell.size < sizeof digits) memcpy(digits, cell.data, cell.size);
  return strtoll(digits, NULL, 10);
}

/** One usable row of the history's user, who is found in the first one. */
static int read_row(so_history *history, sotto_text line, so_history_row *ret_row) {
  sotto_text cells[CELLS_MAX];
  uint32_t count = cells_of(line, cells);
  for (uint32_t column = 0; column < COLUMN_COUNT; column++) {
    if (history->columns[column] >= count) return 0;
  }
  if (!history->user[0] && !keep(history->user, cells[history->columns[USER]])) return 0;
  if (!is(cells[history->columns[USER]], history->user)) return 0;
  ret_row->time_ms = time_of(cells[history->columns[TIME]]);
  ret_row->event = cells[history->columns[EVENT]];
  ret_row->item = cells[history->columns[ITEM]];
  return 1;
}

sotto_status so_history_each(so_history *history, so_history_fn take, void *context) {
  so_line_file *file;
  sotto_text line;
  so_history_row row;
  sotto_status status = so_line_file_open(&file, history->path);
  if (status) return status;
  status = so_line_file_next(file, &line);
  if (!status && (!line.data || !read_columns(history, line))) status = SOTTO_E_FORMAT;
  while (!status) {
    status = so_line_file_next(file, &line);
    if (status || !line.data) break;
    if (read_row(history, line, &row)) take(context, &row);
  }
  so_line_file_close(file);
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
