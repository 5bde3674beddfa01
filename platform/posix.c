/*
 * The POSIX half of every port: wall clock, read-only mapping, a log line on stderr. Maps regular
 * files only, so that a pipe or device named by mistake cannot block a visit. Keeps no state.
 */
#include <fcntl.h>
#include <sotto/store_posix.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define STEP_NS 20000000 /* twice the longest step of a kernel in use */

static sotto_status now(void *context, int64_t *ret_unix_ms) {
  struct timespec moment;
  (void)context;
  if (clock_gettime(CLOCK_REALTIME, &moment) != 0) return SOTTO_E_PORT;
  *ret_unix_ms = (int64_t)moment.tv_sec * 1000 + moment.tv_nsec / 1000000;
  return SOTTO_OK;
}

static sotto_status map_opened(int file, sotto_bytes *ret_bytes) {
  struct stat about;
  if (fstat(file, &about) != 0) return SOTTO_E_STORAGE;
  if (!S_ISREG(about.st_mode)) return SOTTO_E_FORMAT;
  if (about.st_size == 0) {
    *ret_bytes = (sotto_bytes){NULL, 0};
    return SOTTO_OK;
  }
  const size_t size = (size_t)about.st_size;
  if ((off_t)size != about.st_size) return SOTTO_E_LIMIT; /* more than this machine can address */
  void *data = mmap(NULL, size, PROT_READ, MAP_PRIVATE, file, 0);
  if (data == MAP_FAILED) return SOTTO_E_STORAGE;
  *ret_bytes = (sotto_bytes){data, size};
  return SOTTO_OK;
}

/* A change leaves its trace in the time of change, which no program can set, in steps of the
 * kernel's clock: what was changed within this step could change again and show the same. */
static void wait_for_next_step(const struct stat *about) {
  struct timespec moment;
  const struct timespec step = {0, STEP_NS};
  if (clock_gettime(CLOCK_REALTIME, &moment) == 0 &&
      (moment.tv_sec - about->st_ctim.tv_sec) * INT64_C(1000000000) + moment.tv_nsec -
              about->st_ctim.tv_nsec <
          STEP_NS)
    (void)nanosleep(&step, NULL);
}

/* Of inode, size and time of change. None where the file system keeps milliseconds at best: such
 * ones (FAT) let programs set it. */
static void stamp_opened(int file, uint8_t ret_stamp[SOTTO_STAMP_SIZE]) {
  struct stat about;
  memset(ret_stamp, 0, SOTTO_STAMP_SIZE);
  if (fstat(file, &about) != 0) return;
  wait_for_next_step(&about);
  if (fstat(file, &about) != 0 || about.st_ctim.tv_nsec % 1000000 == 0) return;
  const int64_t parts[] = {(int64_t)about.st_ino, about.st_size, about.st_ctim.tv_sec,
                           about.st_ctim.tv_nsec};
  memcpy(ret_stamp, parts, sizeof parts);
}

static sotto_status map_stamped(void *context, const char *path, sotto_bytes *ret_bytes,
                                uint8_t ret_stamp[SOTTO_STAMP_SIZE]) {
  (void)context;
  const int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (file < 0) return SOTTO_E_MISSING;
  stamp_opened(file, ret_stamp);
  const sotto_status status = map_opened(file, ret_bytes);
  close(file);
  return status;
}

static sotto_status map(void *context, const char *path, sotto_bytes *ret_bytes) {
  uint8_t stamp[SOTTO_STAMP_SIZE];
  return map_stamped(context, path, ret_bytes, stamp);
}

static void unmap(void *context, sotto_bytes bytes) {
  (void)context;
  if (bytes.size > 0) munmap((void *)(uintptr_t)bytes.data, bytes.size);
}

/* Whole pages only: what shares a page with other bytes stays. They are read again when needed. */
static void trim(void *context, sotto_bytes bytes) {
  const uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE), start = (uintptr_t)bytes.data;
  const uintptr_t from = (start + page - 1) / page * page, to = (start + bytes.size) / page * page;
  (void)context;
  if (from < to) madvise((void *)from, to - from, MADV_DONTNEED);
}

void sotto_posix_lend(sotto_port *port) {
  port->clock_now = now;
  port->file_map = map;
  port->file_unmap = unmap;
  port->file_trim = trim;
  port->file_map_stamped = map_stamped;
}

void sotto_posix_log(void *context, int32_t level, const char *line) {
  (void)context;
  fprintf(stderr, "sotto: %d: %s\n", (int)level, line);
}
