/*
 * Lines of a text file, plain or gzip (zlib tells by itself), one at a time in bounded memory. Ends
 * of line may be LF or CRLF; a byte-order mark at the start is skipped. Splits no cells.
 */
#ifndef SO_BRAND_LINE_FILE_H
#define SO_BRAND_LINE_FILE_H

#include <sotto/base.h>

/** Longest line accepted, in bytes. */
#define SO_LINE_MAX (1u << 20)

typedef struct so_line_file so_line_file;

/** Opens; #SOTTO_E_MISSING, #SOTTO_E_STORAGE, #SOTTO_E_MEMORY. Close with so_line_file_close(). */
SOTTO_CHECKED sotto_status so_line_file_open(so_line_file **ret_file, const char *path);
void so_line_file_close(so_line_file *file);
/**
 * Gives the next line without its end; the view dies at the next call. `data` NULL: the file is at
 * its end. #SOTTO_E_LIMIT for a line beyond SO_LINE_MAX, which is stepped over: the next call gives
 * the line behind it. #SOTTO_E_CORRUPT for a broken gzip stream.
 */
SOTTO_CHECKED sotto_status so_line_file_next(so_line_file *file, sotto_text *ret_line);
/** Number of the last line given, from 1. */
uint64_t so_line_file_number(const so_line_file *file);
/** Bytes of the file on disk, and how many of them have been read: for progress. */
uint64_t so_line_file_size(const so_line_file *file);
uint64_t so_line_file_at(const so_line_file *file);

/** Why a file could not be read or written, as a sentence: what its status alone does not say. */
const char *so_file_words(const char *path, sotto_status status);

#endif
