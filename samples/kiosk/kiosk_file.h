/*
 * Files of a kiosk: read whole, written whole or not at all. Whatever comes by USB goes through
 * here: only regular files, no symbolic link, no device or pipe that would make a reader wait.
 */
#ifndef KIOSK_FILE_H
#define KIOSK_FILE_H

#include <sotto/base.h>

/** Reads a regular file of at most `limit` bytes into memory the caller frees. 0, or an errno. */
int kiosk_file_read(const char *path, size_t limit, sotto_bytes *ret_bytes);
/**
 * Replaces `path` (mode 0600): written beside it, flushed, read back and compared, renamed, the
 * folder flushed. The old file stays until then. Gives 0, or -1 after a sentence on stderr.
 */
int kiosk_file_replace(const char *path, sotto_bytes bytes);
/** Makes the name of a file that was renamed durable. 0, or an errno. */
int kiosk_file_flush_folder(const char *path);
/**
 * Makes a folder of mode 0700, its parents existing. One that is there and of nobody else's use is
 * fine, another one is EPERM. 0, or an errno.
 */
int kiosk_file_folder(const char *path);
/** Frees what kiosk_file_read() gave. */
void kiosk_file_free(sotto_bytes *bytes);

#endif
