/*
 * Files the collector reads whole (packs, truths) and reports it reads one by one. A report file
 * (`*.sottoreports`) is repeated { u32 length, little-endian | body }.
 */
#ifndef SO_TOOLS_COLLECT_FILE_H
#define SO_TOOLS_COLLECT_FILE_H

#include <sotto/base.h>
#include <stdio.h>

#define SO_REPORT_FILE_BODY_MAX 65536u

/** Reads a whole file; the caller frees `ret_file->data`. #SOTTO_E_MISSING, #SOTTO_E_STORAGE. */
SOTTO_CHECKED sotto_status so_collect_read_file(const char *path, sotto_bytes *ret_file);
/** A report file being read. */
typedef struct so_report_file {
  FILE *file;
  uint64_t size; /* bytes; 0 where not known */
  uint64_t at;   /* bytes read so far */
  uint8_t body[SO_REPORT_FILE_BODY_MAX];
} so_report_file;

/** Opens; #SOTTO_E_MISSING, #SOTTO_E_STORAGE. */
SOTTO_CHECKED sotto_status so_report_file_open(so_report_file *ret_file, const char *path);
/**
 * Reads the next body, a view until the next read; an empty one marks the end. #SOTTO_E_CORRUPT
 * where the file is cut short or a length makes no sense: nothing after it can be trusted.
 * #SOTTO_E_STORAGE.
 */
SOTTO_CHECKED sotto_status so_report_file_next(so_report_file *file, sotto_bytes *ret_body);
void so_report_file_close(so_report_file *file);

#endif
