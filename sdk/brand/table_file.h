/*
 * Tab-separated files with a header, by named columns: event logs, session logs, histories. Columns
 * may come in any order and among others; a cell a row lacks is empty. Does not unquote (feeds do).
 */
#ifndef SO_BRAND_TABLE_FILE_H
#define SO_BRAND_TABLE_FILE_H

#include "brand/finding.h"
#include "brand/line_file.h"

#define SO_TABLE_COLUMNS_MAX 8

typedef struct so_table_file {
  so_line_file *lines;
  const char *path;
  uint32_t places[SO_TABLE_COLUMNS_MAX]; /* in a row; UINT32_MAX: not in this file */
  uint32_t count;                        /* columns asked for */
} so_table_file;

/**
 * Opens and finds `names` (NULL-terminated) in the header; those from `optional` on may be absent.
 * #SOTTO_E_MISSING, #SOTTO_E_FORMAT, … Close with so_table_file_close(), also after an error.
 */
SOTTO_CHECKED sotto_status so_table_file_open(so_table_file *ret_table, const char *path,
                                              const char *const *names, uint32_t optional);
void so_table_file_close(so_table_file *table);
/** Gives the next row's cells in the order of the names; `*ret_more` 0: the file is at its end. */
SOTTO_CHECKED sotto_status so_table_file_next(so_table_file *table, sotto_text *ret_cells,
                                              int *ret_more);
/** Reads a time of up to 15 digits; 0 where it is none. */
int so_table_file_time(sotto_text cell, int64_t *ret_time_ms);
/** How many rows had something wrong; `words` say what, before the number. */
typedef struct so_table_count {
  uint32_t kind;
  uint64_t count;
  const char *words;
} so_table_count;
/** Tells a count other than 0. */
void so_table_file_count(const so_table_file *table, so_findings *findings, so_table_count told);
/** Tells why a table could not be read. */
void so_table_file_tell(const so_table_file *table, so_findings *findings, sotto_status status);

#endif
