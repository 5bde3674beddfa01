/*
 * Small files, read whole and replaced whole: a store's secret, overwritten before it goes, and
 * what is public, which others may be reading. Mode 0600, symbolic links refused. Knows nothing of
 * what the files hold.
 */
#ifndef PLATFORM_DURABLE_FILE_H
#define PLATFORM_DURABLE_FILE_H

#include <sotto/base.h>

/** Reads a file; `*inout_size` is the space in, the size out, cut there. MISSING, STORAGE. */
SOTTO_CHECKED sotto_status durable_read(const char *path, uint8_t *ret_bytes, size_t *inout_size);
/**
 * Writes "path.new" and syncs it. Nothing under `path` changes. DISK_FULL, READ_ONLY, LIMIT,
 * STORAGE; then no "path.new" is left.
 */
SOTTO_CHECKED sotto_status durable_prepare(const char *path, sotto_bytes bytes);
/** Renames "path.new" to `path` durably and overwrites what the old file held. */
SOTTO_CHECKED sotto_status durable_commit(const char *path);
/** Writes a file that holds no secret anew, durably: who reads the old one reads it to its end. */
SOTTO_CHECKED sotto_status durable_publish(const char *path, sotto_bytes bytes);
/** Renames, and syncs the directory of `path`. */
SOTTO_CHECKED sotto_status durable_rename(const char *from, const char *path);
/** What errno says of a file that was to be made or changed. */
SOTTO_CHECKED sotto_status durable_failure(void);
/** Removes "path.new" if there is one. */
void durable_cancel(const char *path);
/** Overwrites and unlinks; OK where there is no file. */
SOTTO_CHECKED sotto_status durable_remove(const char *path);

#endif
