/*
 * The disk that can lose its power: see power_disk.h.
 */
#include "power_disk.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FILES 16
#define FILE_MAX ((size_t)1 << 19)
#define WRITES_MAX 512
#define SECTOR 512

/* A write that was not synced; a truncation has no data. */
typedef struct disk_write {
  size_t offset, size;
  uint8_t *data;
} disk_write;

typedef struct disk_file {
  char name[64];
  int there, unlinked; /* unlinked: removed, but the directory was not synced */
  size_t size, durable_size;
  uint8_t now[FILE_MAX], durable[FILE_MAX];
  disk_write writes[WRITES_MAX];
  size_t count;
} disk_file;

typedef struct disk_handle {
  sqlite3_file base;
  disk_file *file;
} disk_handle;

static disk_file files[FILES];
static uint32_t operations, cut_at;
static int dead;
static uint64_t random_state;

static uint32_t draw(void) {
  random_state ^= random_state << 13;
  random_state ^= random_state >> 7;
  random_state ^= random_state << 17;
  return (uint32_t)(random_state >> 32);
}

/* Counts an operation; 1 when the power is gone. */
static int gone(void) {
  if (!dead && ++operations == cut_at) dead = 1;
  return dead;
}

static disk_file *find(const char *name, int make) {
  for (size_t i = 0; i < FILES; i++)
    if (files[i].there && strcmp(files[i].name, name) == 0) return &files[i];
  for (size_t i = 0; make && i < FILES; i++) {
    if (files[i].there || files[i].unlinked) continue;
    files[i].there = 1;
    files[i].size = files[i].durable_size = 0;
    snprintf(files[i].name, sizeof files[i].name, "%s", name);
    return &files[i];
  }
  return NULL;
}

static void settle(disk_file *file) {
  for (size_t i = 0; i < file->count; i++) free(file->writes[i].data);
  file->count = 0;
}

static disk_file *file_of(sqlite3_file *handle) {
  return ((disk_handle *)handle)->file;
}

static int remember(disk_file *file, const void *data, size_t size, size_t offset) {
  if (file->count == WRITES_MAX) return SQLITE_IOERR_WRITE;
  disk_write *write = &file->writes[file->count++];
  *write = (disk_write){offset, size, size ? malloc(size) : NULL};
  if (size) memcpy(write->data, data, size);
  return SQLITE_OK;
}

static void put(uint8_t *content, size_t *inout_size, const disk_write *write) {
  if (write->offset > *inout_size) memset(content + *inout_size, 0, write->offset - *inout_size);
  memcpy(content + write->offset, write->data, write->size);
  if (write->offset + write->size > *inout_size) *inout_size = write->offset + write->size;
}

static int do_close(sqlite3_file *handle) {
  (void)handle;
  return SQLITE_OK;
}

static int do_read(sqlite3_file *handle, void *data, int size, sqlite3_int64 offset) {
  const disk_file *file = file_of(handle);
  if (dead) return SQLITE_IOERR_READ;
  const size_t at = (size_t)offset, wanted = (size_t)size;
  const size_t got = at >= file->size ? 0 : file->size - at < wanted ? file->size - at : wanted;
  memcpy(data, file->now + at, got);
  memset((uint8_t *)data + got, 0, wanted - got);
  return got == wanted ? SQLITE_OK : SQLITE_IOERR_SHORT_READ;
}

static int do_write(sqlite3_file *handle, const void *data, int size, sqlite3_int64 offset) {
  disk_file *file = file_of(handle);
  if (gone() || (size_t)(offset + size) > FILE_MAX) return SQLITE_IOERR_WRITE;
  const int code = remember(file, data, (size_t)size, (size_t)offset);
  if (code == SQLITE_OK) put(file->now, &file->size, &file->writes[file->count - 1]);
  return code;
}

static int do_truncate(sqlite3_file *handle, sqlite3_int64 size) {
  disk_file *file = file_of(handle);
  if (gone()) return SQLITE_IOERR_TRUNCATE;
  if ((size_t)size < file->size) file->size = (size_t)size;
  return remember(file, NULL, 0, (size_t)size);
}

static int do_sync(sqlite3_file *handle, int flags) {
  disk_file *file = file_of(handle);
  (void)flags;
  if (gone()) return SQLITE_IOERR_FSYNC;
  memcpy(file->durable, file->now, file->size);
  file->durable_size = file->size;
  settle(file);
  return SQLITE_OK;
}

static int do_size(sqlite3_file *handle, sqlite3_int64 *ret_size) {
  *ret_size = (sqlite3_int64)file_of(handle)->size;
  return SQLITE_OK;
}

static int do_lock(sqlite3_file *handle, int level) {
  (void)handle, (void)level;
  return SQLITE_OK;
}

static int do_reserved(sqlite3_file *handle, int *ret_reserved) {
  (void)handle;
  *ret_reserved = 0;
  return SQLITE_OK;
}

static int do_control(sqlite3_file *handle, int operation, void *argument) {
  (void)handle, (void)operation, (void)argument;
  return SQLITE_NOTFOUND;
}

static int do_sector(sqlite3_file *handle) {
  (void)handle;
  return SECTOR;
}

static int do_device(sqlite3_file *handle) {
  (void)handle;
  return 0;
}

static const sqlite3_io_methods methods = {
    .iVersion = 1,
    .xClose = do_close,
    .xRead = do_read,
    .xWrite = do_write,
    .xTruncate = do_truncate,
    .xSync = do_sync,
    .xFileSize = do_size,
    .xLock = do_lock,
    .xUnlock = do_lock,
    .xCheckReservedLock = do_reserved,
    .xFileControl = do_control,
    .xSectorSize = do_sector,
    .xDeviceCharacteristics = do_device,
};

static int do_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *handle, int flags,
                   int *ret_flags) {
  (void)vfs;
  disk_file *file = dead ? NULL : find(name ? name : "temporary", flags & SQLITE_OPEN_CREATE);
  if (!file) return SQLITE_CANTOPEN;
  ((disk_handle *)handle)->file = file;
  handle->pMethods = &methods;
  if (ret_flags) *ret_flags = flags;
  return SQLITE_OK;
}

static int do_delete(sqlite3_vfs *vfs, const char *name, int sync_directory) {
  disk_file *file = find(name, 0);
  (void)vfs;
  if (!file) return SQLITE_IOERR_DELETE_NOENT;
  if (gone()) return SQLITE_IOERR_DELETE;
  file->there = 0;
  file->unlinked = !sync_directory;
  return SQLITE_OK;
}

static int do_access(sqlite3_vfs *vfs, const char *name, int flags, int *ret_there) {
  (void)vfs, (void)flags;
  *ret_there = find(name, 0) != NULL;
  return SQLITE_OK;
}

static int do_path(sqlite3_vfs *vfs, const char *name, int capacity, char *ret_path) {
  (void)vfs;
  snprintf(ret_path, (size_t)capacity, "%s", name);
  return SQLITE_OK;
}

void power_disk_install(void) {
  static sqlite3_vfs disk;
  disk = *sqlite3_vfs_find(NULL);
  disk.iVersion = 1;
  disk.zName = "power";
  disk.szOsFile = sizeof(disk_handle);
  disk.mxPathname = 60;
  disk.pNext = NULL;
  disk.xOpen = do_open;
  disk.xDelete = do_delete;
  disk.xAccess = do_access;
  disk.xFullPathname = do_path;
  sqlite3_vfs_register(&disk, 1);
}

void power_disk_reset(void) {
  for (size_t i = 0; i < FILES; i++) {
    settle(&files[i]);
    files[i].there = files[i].unlinked = 0;
  }
}

void power_disk_cut(uint32_t cut) {
  operations = 0;
  cut_at = cut;
  dead = 0;
}

uint32_t power_disk_operations(void) {
  return operations;
}

void power_disk_make(const char *name) {
  find(name, 1);
}

/* A write that was under way: lost, torn at a sector, replaced by noise, or whole. */
static void survive(disk_file *file, disk_write *write) {
  const uint32_t fate = draw() % 5;
  if (fate == 0) return;
  if (!write->data) {
    if (write->offset < file->durable_size) file->durable_size = write->offset;
    return;
  }
  if (fate == 1) write->size = write->size / SECTOR ? draw() % (write->size / SECTOR) * SECTOR : 0;
  if (fate == 2)
    for (size_t i = 0; i < write->size; i++) write->data[i] = (uint8_t)draw();
  put(file->durable, &file->durable_size, write);
}

void power_disk_restore(uint64_t seed) {
  random_state = seed * 0x9e3779b97f4a7c15u + 1;
  for (size_t i = 0; i < FILES; i++) {
    disk_file *file = &files[i];
    if (file->unlinked && !find(file->name, 0)) file->there = draw() % 2;
    file->unlinked = 0;
    for (size_t n = 0; n < file->count; n++) survive(file, &file->writes[n]);
    settle(file);
    memcpy(file->now, file->durable, file->durable_size);
    file->size = file->durable_size;
  }
  cut_at = 0;
  dead = 0;
}
