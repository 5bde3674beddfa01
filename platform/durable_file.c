/*
 * A file is replaced by writing a new one beside it, syncing, renaming and syncing the directory,
 * so that a cut leaves the old or the new content, never none. A secret that the old one held is
 * overwritten in place, which is as good as the file system lets it: a copy-on-write one keeps the
 * old blocks.
 */
#include "durable_file.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

sotto_status durable_failure(void) {
  switch (errno) {
  case ENOENT:
  case ENOTDIR: return SOTTO_E_MISSING;
  case ENOSPC:
  case EDQUOT:
  case EFBIG: return SOTTO_E_DISK_FULL;
  case EROFS:
  case EACCES:
  case EPERM: return SOTTO_E_READ_ONLY;
  default: return SOTTO_E_STORAGE;
  }
}

static sotto_status unread(void) {
  if (errno == ENOENT) return SOTTO_E_MISSING;
  return errno == EACCES || errno == EPERM ? SOTTO_E_KEY_DENIED : SOTTO_E_STORAGE;
}

sotto_status durable_read(const char *path, uint8_t *ret_bytes, size_t *inout_size) {
  const int file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
  if (file < 0) return unread();
  const ssize_t size = read(file, ret_bytes, *inout_size);
  close(file);
  if (size < 0) return SOTTO_E_STORAGE;
  *inout_size = (size_t)size;
  return SOTTO_OK;
}

static int beside(const char *path, char ret_path[PATH_MAX]) {
  return (size_t)snprintf(ret_path, PATH_MAX, "%s.new", path) < PATH_MAX;
}

static sotto_status write_synced(const char *path, sotto_bytes bytes) {
  /* What a cut, or somebody else, left there has a mode and readers of its own. */
  if (unlink(path) != 0 && errno != ENOENT) return durable_failure();
  const int file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (file < 0) return durable_failure();
  sotto_status status = SOTTO_OK;
  errno = 0;
  if (write(file, bytes.data, bytes.size) != (ssize_t)bytes.size || fsync(file) != 0)
    status = durable_failure();
  if (close(file) != 0 && status == SOTTO_OK) status = durable_failure();
  return status;
}

sotto_status durable_prepare(const char *path, sotto_bytes bytes) {
  char next[PATH_MAX];
  if (!beside(path, next)) return SOTTO_E_LIMIT;
  const sotto_status status = write_synced(next, bytes);
  if (status) unlink(next);
  return status;
}

/* Ends the descriptor. */
static void blank(int file) {
  static const uint8_t zeros[512];
  struct stat about;
  if (file < 0) return;
  if (fstat(file, &about) == 0 && S_ISREG(about.st_mode)) {
    ssize_t left = (ssize_t)about.st_size, done = 1;
    for (; left > 0 && done > 0; left -= done)
      done = write(file, zeros, left < (ssize_t)sizeof zeros ? (size_t)left : sizeof zeros);
    fsync(file);
  }
  close(file);
}

void durable_cancel(const char *path) {
  char next[PATH_MAX];
  if (!beside(path, next)) return;
  blank(open(next, O_WRONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
  unlink(next);
}

static sotto_status sync_directory(const char *path) {
  char copy[PATH_MAX];
  if ((size_t)snprintf(copy, sizeof copy, "%s", path) >= sizeof copy) return SOTTO_E_LIMIT;
  const int directory = open(dirname(copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (directory < 0) return durable_failure();
  const sotto_status status = fsync(directory) == 0 ? SOTTO_OK : durable_failure();
  close(directory);
  return status;
}

sotto_status durable_rename(const char *from, const char *path) {
  return rename(from, path) == 0 ? sync_directory(path) : durable_failure();
}

static sotto_status bring(const char *path) {
  char next[PATH_MAX];
  if (!beside(path, next)) return SOTTO_E_LIMIT;
  const sotto_status status = durable_rename(next, path);
  if (status) unlink(next);
  return status;
}

sotto_status durable_commit(const char *path) {
  const int old = open(path, O_WRONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
  const sotto_status status = bring(path);
  /* Until the rename is on the disk, a cut brings the old file back: it must still be whole. */
  if (status == SOTTO_OK)
    blank(old);
  else if (old >= 0)
    close(old);
  return status;
}

sotto_status durable_publish(const char *path, sotto_bytes bytes) {
  const sotto_status status = durable_prepare(path, bytes);
  return status ? status : bring(path);
}

sotto_status durable_remove(const char *path) {
  durable_cancel(path);
  blank(open(path, O_WRONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
  if (unlink(path) != 0) return errno == ENOENT ? SOTTO_OK : durable_failure();
  return sync_directory(path);
}
