/*
 * POSIX file operations of a profile's directory. errno is turned into a status and a sentence at
 * the place where it happens and nowhere else.
 */
#define _DEFAULT_SOURCE 1 /* flock, O_NOFOLLOW */

#include "vault/place.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

sotto_status so_place_status(int error) {
  switch (error) {
  case ENOENT: return SOTTO_E_MISSING;
  case ENOSPC:
  case EDQUOT:
  case EFBIG: return SOTTO_E_DISK_FULL;
  case EROFS:
  case EACCES:
  case EPERM: return SOTTO_E_READ_ONLY;
  case ENOMEM: return SOTTO_E_MEMORY;
  case EWOULDBLOCK: return SOTTO_E_BUSY;
  default: return SOTTO_E_STORAGE;
  }
}

static sotto_status failed(so_place *place, const char *name) {
  const int error = errno;
  char words[96];
  if (strerror_r(error, words, sizeof words) != 0) snprintf(words, sizeof words, "error %d", error);
  snprintf(place->detail, sizeof place->detail, "%s: %s", name, words);
  return so_place_status(error);
}

/* Reading cannot fail for want of a writable place. */
static sotto_status failed_reading(so_place *place, const char *name) {
  const sotto_status status = failed(place, name);
  return status == SOTTO_E_READ_ONLY ? SOTTO_E_STORAGE : status;
}

static sotto_status make_directory(so_place *place, const char *directory) {
  if (mkdir(directory, 0700) != 0) return errno == EEXIST ? SOTTO_OK : failed(place, "directory");
  const int made = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
  if (made < 0) return failed(place, "directory");
  const int parent = openat(made, "..", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (parent >= 0) {
    (void)fsync(parent); /* a parent that cannot be synced must not stop the visit */
    close(parent);
  }
  close(made);
  return SOTTO_OK;
}

sotto_status so_place_enter(so_place *ret_place, const char *directory, int create) {
  ret_place->directory = ret_place->lock = -1;
  ret_place->detail[0] = 0;
  if (strlen(directory) + sizeof SO_FILE_DATA_NEXT_JOURNAL + 1 > SO_PATH_MAX) return SOTTO_E_LIMIT;
  snprintf(ret_place->path, sizeof ret_place->path, "%s", directory);
  if (create) {
    const sotto_status status = make_directory(ret_place, directory);
    if (status) return status;
  }
  ret_place->directory = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
  return ret_place->directory < 0 ? failed_reading(ret_place, "directory") : SOTTO_OK;
}

void so_place_leave(so_place *place) {
  if (place->lock >= 0) close(place->lock);
  if (place->directory >= 0) close(place->directory);
  place->lock = place->directory = -1;
}

static int open_in(const so_place *place, const char *name, int flags) {
  return openat(place->directory, name, flags | O_CLOEXEC | O_NOFOLLOW, 0600);
}

static int open_lock(const so_place *place) {
  const int file = open_in(place, SO_FILE_LOCK, O_RDWR | O_CREAT);
  if (file >= 0 || (errno != EROFS && errno != EACCES)) return file;
  const int error = errno;
  const int readable = open_in(place, SO_FILE_LOCK, O_RDONLY);
  if (readable < 0) errno = error;
  return readable;
}

/* 1 when the locked file is still the one in the directory: an erase may have unlinked it. */
static int still_there(const so_place *place) {
  struct stat held, named;
  return fstat(place->lock, &held) == 0 &&
         fstatat(place->directory, SO_FILE_LOCK, &named, AT_SYMLINK_NOFOLLOW) == 0 &&
         held.st_ino == named.st_ino && held.st_dev == named.st_dev;
}

sotto_status so_place_lock(so_place *place) {
  for (int tries = 0; tries < 8; tries++) {
    place->lock = open_lock(place);
    if (place->lock < 0) return failed(place, SO_FILE_LOCK);
    if (flock(place->lock, LOCK_EX | LOCK_NB) == 0 && still_there(place)) return SOTTO_OK;
    const int error = errno;
    close(place->lock);
    place->lock = -1;
    if (error == EWOULDBLOCK) break;
  }
  snprintf(place->detail, sizeof place->detail, "%s: held by another handle", SO_FILE_LOCK);
  return SOTTO_E_BUSY;
}

sotto_status so_place_has(so_place *place, const char *name) {
  struct stat about;
  if (fstatat(place->directory, name, &about, AT_SYMLINK_NOFOLLOW) != 0)
    return errno == ENOENT ? SOTTO_E_MISSING : failed_reading(place, name);
  if (S_ISREG(about.st_mode)) return SOTTO_OK;
  snprintf(place->detail, sizeof place->detail, "%s: not a regular file", name);
  return SOTTO_E_STORAGE;
}

sotto_status so_place_read(so_place *place, const char *name, uint8_t *ret_bytes,
                           size_t *inout_size) {
  const int file = open_in(place, name, O_RDONLY | O_NONBLOCK);
  if (file < 0) return failed_reading(place, name);
  const ssize_t size = read(file, ret_bytes, *inout_size);
  const sotto_status status = size < 0 ? failed_reading(place, name) : SOTTO_OK;
  close(file);
  if (!status) *inout_size = (size_t)size;
  return status;
}

static sotto_status write_synced(so_place *place, const char *name, sotto_bytes content) {
  const int file = open_in(place, name, O_WRONLY | O_CREAT | O_TRUNC);
  if (file < 0) return failed(place, name);
  errno = ENOSPC; /* what a short write means */
  sotto_status status = SOTTO_OK;
  if (write(file, content.data, content.size) != (ssize_t)content.size || fsync(file) != 0)
    status = failed(place, name);
  if (close(file) != 0 && status == SOTTO_OK) status = failed(place, name);
  return status;
}

sotto_status so_place_settle(so_place *place) {
  return fsync(place->directory) == 0 ? SOTTO_OK : failed(place, "directory");
}

sotto_status so_place_rename(so_place *place, const char *from, const char *to) {
  if (renameat(place->directory, from, place->directory, to) != 0) return failed(place, to);
  return so_place_settle(place);
}

sotto_status so_place_replace(so_place *place, const char *name, sotto_bytes content) {
  sotto_status status = write_synced(place, SO_FILE_HEAD_PART, content);
  if (!status) status = so_place_rename(place, SO_FILE_HEAD_PART, name);
  if (status) unlinkat(place->directory, SO_FILE_HEAD_PART, 0);
  return status;
}

sotto_status so_place_make(so_place *place, const char *name) {
  unlinkat(place->directory, name, 0);
  const int file = open_in(place, name, O_RDWR | O_CREAT | O_EXCL);
  if (file < 0) return failed(place, name);
  close(file);
  return SOTTO_OK;
}

sotto_status so_place_sync(so_place *place, const char *name) {
  const int file = open_in(place, name, O_RDWR);
  if (file < 0) return failed(place, name);
  const sotto_status status = fsync(file) == 0 ? SOTTO_OK : failed(place, name);
  close(file);
  return status;
}

sotto_status so_place_remove(so_place *place, const char *name, uint32_t *inout_removed) {
  if (unlinkat(place->directory, name, 0) != 0)
    return errno == ENOENT ? SOTTO_OK : failed(place, name);
  if (inout_removed) ++*inout_removed;
  return SOTTO_OK;
}

void so_place_blank(so_place *place, const char *name, size_t size) {
  uint8_t zeros[512];
  const int file = open_in(place, name, O_WRONLY);
  if (file < 0) return;
  memset(zeros, 0, sizeof zeros);
  if (write(file, zeros, size < sizeof zeros ? size : sizeof zeros) > 0) (void)fsync(file);
  close(file);
}

void so_place_path(const so_place *place, const char *name, char *ret_path) {
  snprintf(ret_path, SO_PATH_MAX, "%.*s/%s",
           (int)(SO_PATH_MAX - 1 - sizeof SO_FILE_DATA_NEXT_JOURNAL), place->path, name);
}

char *so_place_absolute(const char *path) {
  return realpath(path, NULL);
}
