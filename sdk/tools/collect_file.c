/*
 * Reading packs and report files.
 */
#include "tools/collect_file.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

#define FILE_MAX ((uint64_t)1 << 32)

static sotto_status status_of_errno(void) {
  return errno == ENOENT || errno == ENOTDIR ? SOTTO_E_MISSING : SOTTO_E_STORAGE;
}

static sotto_status open_sized(const char *path, FILE **ret_file, uint64_t *ret_size) {
  FILE *file = fopen(path, "rb");
  if (!file) return status_of_errno();
  struct stat facts;
  if (fstat(fileno(file), &facts) != 0 || S_ISDIR(facts.st_mode)) {
    fclose(file);
    return SOTTO_E_STORAGE;
  }
  *ret_size = S_ISREG(facts.st_mode) ? (uint64_t)facts.st_size : 0;
  *ret_file = file;
  return SOTTO_OK;
}

sotto_status so_collect_read_file(const char *path, sotto_bytes *ret_file) {
  FILE *file = NULL;
  uint64_t size = 0;
  sotto_status status = open_sized(path, &file, &size);
  if (status != SOTTO_OK) return status;
  uint8_t *data = size < FILE_MAX ? malloc(size ? (size_t)size : 1) : NULL;
  status = data ? SOTTO_OK : SOTTO_E_MEMORY;
  if (data && fread(data, 1, (size_t)size, file) != size) status = SOTTO_E_STORAGE;
  fclose(file);
  if (status == SOTTO_OK)
    *ret_file = (sotto_bytes){data, (size_t)size};
  else
    free(data);
  return status;
}

sotto_status so_report_file_open(so_report_file *ret_file, const char *path) {
  ret_file->at = 0;
  return open_sized(path, &ret_file->file, &ret_file->size);
}

sotto_status so_report_file_next(so_report_file *file, sotto_bytes *ret_body) {
  uint8_t prefix[4];
  size_t got = fread(prefix, 1, sizeof prefix, file->file);
  if (ferror(file->file)) return SOTTO_E_STORAGE;
  *ret_body = (sotto_bytes){file->body, 0};
  if (got == 0) return SOTTO_OK;
  size_t size =
      prefix[0] | (size_t)prefix[1] << 8 | (size_t)prefix[2] << 16 | (size_t)prefix[3] << 24;
  if (got < sizeof prefix || size == 0 || size > sizeof file->body) return SOTTO_E_CORRUPT;
  if (fread(file->body, 1, size, file->file) != size)
    return ferror(file->file) ? SOTTO_E_STORAGE : SOTTO_E_CORRUPT;
  file->at += sizeof prefix + size;
  ret_body->size = size;
  return SOTTO_OK;
}

void so_report_file_close(so_report_file *file) {
  if (file->file) fclose(file->file);
  file->file = NULL;
}
