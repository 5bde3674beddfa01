/* Splitting rows by the places found in the header. */
#include "brand/table_file.h"

#include <string.h>

#include "base/string.h"

#define CELLS_MAX 32

static uint32_t split(sotto_text line, sotto_text *ret_cells) {
  uint32_t count = 0;
  const char *at = line.data, *end = line.data + line.size;
  while (count < CELLS_MAX) {
    const char *tab = memchr(at, '\t', (size_t)(end - at));
    ret_cells[count++] = (sotto_text){at, (size_t)((tab ? tab : end) - at)};
    if (!tab) break;
    at = tab + 1;
  }
  return count;
}

sotto_status so_table_file_open(so_table_file *ret_table, const char *path,
                                const char *const *names, uint32_t optional) {
  sotto_text line, cells[CELLS_MAX];
  *ret_table = (so_table_file){.path = path};
  sotto_status status = so_line_file_open(&ret_table->lines, path);
  if (!status) status = so_line_file_next(ret_table->lines, &line);
  if (status) return status;
  uint32_t count = line.data ? split(line, cells) : 0;
  for (uint32_t column = 0; names[column]; column++) {
    uint32_t place = 0;
    while (place < count && !so_text_is(cells[place], names[column])) place++;
    if (place == count && column < optional) return SOTTO_E_FORMAT;
    ret_table->places[ret_table->count++] = place < count ? place : UINT32_MAX;
  }
  return SOTTO_OK;
}

void so_table_file_close(so_table_file *table) {
  so_line_file_close(table->lines);
}

sotto_status so_table_file_next(so_table_file *table, sotto_text *ret_cells, int *ret_more) {
  sotto_text line, cells[CELLS_MAX];
  do {
    sotto_status status = so_line_file_next(table->lines, &line);
    if (status) return status;
  } while (line.data && line.size == 0);
  *ret_more = line.data != NULL;
  uint32_t count = line.data ? split(line, cells) : 0;
  for (uint32_t n = 0; n < table->count; n++) {
    uint32_t place = table->places[n];
    ret_cells[n] = place < count ? cells[place] : (sotto_text){NULL, 0};
  }
  return SOTTO_OK;
}

int so_table_file_time(sotto_text cell, int64_t *ret_time_ms) {
  int64_t time = 0;
  if (cell.size == 0 || cell.size > 15) return 0;
  for (size_t n = 0; n < cell.size; n++) {
    if (cell.data[n] < '0' || cell.data[n] > '9') return 0;
    time = time * 10 + (cell.data[n] - '0');
  }
  *ret_time_ms = time;
  return 1;
}

void so_table_file_tell(const so_table_file *table, so_findings *findings, sotto_status status) {
  so_place place = {table->path, 0, {NULL, 0}};
  if (table->lines) place.line = so_line_file_number(table->lines);
  so_find(findings, (so_found){SO_FIND_ERROR(SOTTO_FINDING_FILE), place}, "cannot be read: %s",
          status == SOTTO_E_FORMAT ? "its header lacks a column of this kind of file"
                                   : so_file_words(table->path, status));
}

void so_table_file_count(const so_table_file *table, so_findings *findings, so_table_count told) {
  if (told.count == 0) return;
  so_place place = {table->path, 0, {NULL, 0}};
  so_find(findings, (so_found){SO_FIND_WARNING(told.kind), place}, "%s: %llu", told.words,
          (unsigned long long)told.count);
}
