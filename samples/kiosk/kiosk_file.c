/*
 * Whole files: see kiosk_file.h.
 */
#include "kiosk_file.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PATH_ROOM 1024

static int read_all(int handle, uint8_t *room, size_t size) {
  for (size_t at = 0; at < size;) {
    const ssize_t got = read(handle, room + at, size - at);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return got ? errno : EIO;
    at += (size_t)got;
  }
  return 0;
}

static int read_open(int handle, size_t limit, sotto_bytes *ret_bytes) {
  struct stat facts;
  if (fstat(handle, &facts)) return errno;
  if (!S_ISREG(facts.st_mode)) return EINVAL;
  if (facts.st_size < 0 || (size_t)facts.st_size > limit) return EFBIG;
  const size_t size = (size_t)facts.st_size;
  uint8_t *room = malloc(size + 1);
  if (!room) return ENOMEM;
  const int bad = read_all(handle, room, size);
  if (bad) {
    free(room);
    return bad;
  }
  room[size] = 0;
  *ret_bytes = (sotto_bytes){room, size};
  return 0;
}

int kiosk_file_read(const char *path, size_t limit, sotto_bytes *ret_bytes) {
  const int handle = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY);
  if (handle < 0) return errno;
  const int bad = read_open(handle, limit, ret_bytes);
  close(handle);
  return bad;
}

void kiosk_file_free(sotto_bytes *bytes) {
  free((void *)(uintptr_t)bytes->data);
  *bytes = (sotto_bytes){NULL, 0};
}

int kiosk_file_folder(const char *path) {
  struct stat facts;
  if (mkdir(path, 0700) == 0) return 0;
  if (errno != EEXIST) return errno;
  if (lstat(path, &facts)) return errno;
  if (!S_ISDIR(facts.st_mode)) return ENOTDIR;
  return facts.st_uid != geteuid() || facts.st_mode & 077 ? EPERM : 0;
}

static int write_all(int handle, sotto_bytes bytes) {
  for (size_t at = 0; at < bytes.size;) {
    const ssize_t put = write(handle, bytes.data + at, bytes.size - at);
    if (put < 0 && errno == EINTR) continue;
    if (put <= 0) return put ? errno : EIO;
    at += (size_t)put;
  }
  return fsync(handle) ? errno : 0;
}

static int write_beside(const char *beside, sotto_bytes bytes) {
  unlink(beside);
  const int handle = open(beside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (handle < 0) return errno;
  int bad = write_all(handle, bytes);
  if (close(handle) && !bad) bad = errno;
  sotto_bytes again = {NULL, 0};
  if (!bad) bad = kiosk_file_read(beside, bytes.size, &again);
  if (!bad && (again.size != bytes.size || memcmp(again.data, bytes.data, bytes.size) != 0))
    bad = EIO;
  kiosk_file_free(&again);
  return bad;
}

int kiosk_file_flush_folder(const char *path) {
  char room[PATH_ROOM];
  snprintf(room, sizeof room, "%s", path);
  const int handle = open(dirname(room), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (handle < 0) return errno;
  /* Some file systems of sticks cannot flush a folder: then the rename is as durable as they are.
   */
  const int bad = fsync(handle) && errno != EINVAL ? errno : 0;
  close(handle);
  return bad;
}

int kiosk_file_replace(const char *path, sotto_bytes bytes) {
  char beside[PATH_ROOM];
  if (snprintf(beside, sizeof beside, "%s.part", path) >= (int)sizeof beside) return -1;
  int bad = write_beside(beside, bytes);
  if (!bad && rename(beside, path)) bad = errno;
  if (!bad) bad = kiosk_file_flush_folder(path);
  if (!bad) return 0;
  unlink(beside);
  fprintf(stderr, "Cannot write %s: %s. Nothing was changed.\n", path, strerror(bad));
  return -1;
}
