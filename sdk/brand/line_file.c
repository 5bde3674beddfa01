/* Lines out of one buffer that keeps the unfinished tail at its front. */
#include "brand/line_file.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#define BUFFER_SIZE (SO_LINE_MAX + 65536u)

struct so_line_file {
  gzFile file;
  uint64_t size;
  uint64_t number;
  size_t start; /* of the next line in `buffer` */
  size_t end;   /* of what was read */
  int ended;
  char buffer[BUFFER_SIZE];
};

sotto_status so_line_file_open(so_line_file **ret_file, const char *path) {
  struct stat facts;
  if (stat(path, &facts) != 0) return errno == ENOENT ? SOTTO_E_MISSING : SOTTO_E_STORAGE;
  if (!S_ISREG(facts.st_mode)) return SOTTO_E_STORAGE;
  so_line_file *file = malloc(sizeof *file);
  if (!file) return SOTTO_E_MEMORY;
  memset(file, 0, offsetof(so_line_file, buffer));
  file->size = (uint64_t)facts.st_size;
  file->file = gzopen(path, "rb");
  if (!file->file) {
    free(file);
    return SOTTO_E_STORAGE;
  }
  (void)gzbuffer(file->file, 1u << 18);
  *ret_file = file;
  return SOTTO_OK;
}

void so_line_file_close(so_line_file *file) {
  if (!file) return;
  (void)gzclose_r(file->file);
  free(file);
}

/** Moves the tail to the front and reads more behind it; what is too long for a line goes. */
static sotto_status refill(so_line_file *file, int *inout_dropped) {
  memmove(file->buffer, file->buffer + file->start, file->end - file->start);
  file->end -= file->start;
  file->start = 0;
  if (file->end > SO_LINE_MAX) {
    *inout_dropped = 1;
    file->end = 0;
  }
  size_t room = BUFFER_SIZE - file->end;
  if (room > (1u << 18)) room = 1u << 18;
  int count = gzread(file->file, file->buffer + file->end, (unsigned)room);
  if (count < 0) return SOTTO_E_CORRUPT;
  int error = Z_OK;
  (void)gzerror(file->file, &error);
  if (count == 0 && error == Z_BUF_ERROR) return SOTTO_E_CORRUPT;
  file->ended = count == 0;
  file->end += (size_t)count;
  return SOTTO_OK;
}

/** Takes the line [start, start + size) and steps over it and its end. */
static sotto_text take(so_line_file *file, size_t size) {
  sotto_text line = {file->buffer + file->start, size};
  file->start += size < file->end - file->start ? size + 1 : size;
  file->number++;
  if (line.size && line.data[line.size - 1] == '\r') line.size--;
  if (file->number == 1 && line.size >= 3 && memcmp(line.data, "\xef\xbb\xbf", 3) == 0) {
    line.data += 3;
    line.size -= 3;
  }
  return line;
}

/** Finds how long the next line is, reading on as need be; SIZE_MAX at the end of the file. */
static sotto_status measure(so_line_file *file, size_t *ret_size, int *ret_dropped) {
  size_t looked = 0, size = 0;
  for (*ret_dropped = 0;;) {
    const char *start = file->buffer + file->start;
    size = file->end - file->start;
    const char *end = size > looked ? memchr(start + looked, '\n', size - looked) : NULL;
    if (end) size = (size_t)(end - start);
    if (end || file->ended) break;
    sotto_status status = refill(file, ret_dropped);
    if (status) return status;
    looked = *ret_dropped ? 0 : size;
  }
  int over = file->start == file->end && !*ret_dropped;
  *ret_size = over ? SIZE_MAX : size;
  return SOTTO_OK;
}

sotto_status so_line_file_next(so_line_file *file, sotto_text *ret_line) {
  size_t size;
  int dropped;
  sotto_status status = measure(file, &size, &dropped);
  if (status) return status;
  sotto_text line = size == SIZE_MAX ? (sotto_text){NULL, 0} : take(file, size);
  if (dropped || line.size > SO_LINE_MAX) return SOTTO_E_LIMIT;
  *ret_line = line;
  return SOTTO_OK;
}

uint64_t so_line_file_number(const so_line_file *file) {
  return file->number;
}

uint64_t so_line_file_size(const so_line_file *file) {
  return file->size;
}

uint64_t so_line_file_at(const so_line_file *file) {
  z_off_t at = gzoffset(file->file);
  return at < 0 ? 0 : (uint64_t)at;
}

const char *so_file_words(const char *path, sotto_status status) {
  struct stat facts;
  if (status != SOTTO_E_STORAGE && status != SOTTO_E_READ_ONLY) return sotto_status_text(status);
  if (stat(path, &facts) == 0 && S_ISDIR(facts.st_mode)) return "It is a directory, not a file.";
  if (access(path, status == SOTTO_E_STORAGE ? R_OK : W_OK) != 0 && errno == EACCES)
    return "You have no permission for it.";
  return sotto_status_text(status);
}
