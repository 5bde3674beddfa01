/*
 * Small secret files, shared by the stores that keep one: read whole, replaced whole, overwritten
 * before they go. Mode 0600, symbolic links refused. Knows nothing of what the files hold.
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
/** Removes "path.new" if there is one. */
void durable_cancel(const char *path);
/** Overwrites and unlinks; OK where there is no file. */
SOTTO_CHECKED sotto_status durable_remove(const char *path);

#endif
