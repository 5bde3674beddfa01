/*
 * Reading packs, keys and report files.
 */
#include "tools/collect_file.h"

#include <errno.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define FILE_MAX ((uint64_t)1 << 32)
#define KEY_TEXT_MAX 512u

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

static int digit_of(uint8_t c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

static int is_space(uint8_t c) {
  return c == '\n' || c == '\r' || c == '\t' || c == ' ';
}

static sotto_status key_of_digits(const uint8_t *digits, uint8_t *ret_key) {
  for (size_t i = 0; i < SO_KEY_FILE_SIZE; i++) {
    int high = digit_of(digits[2 * i]), low = digit_of(digits[2 * i + 1]);
    if (high < 0 || low < 0) return SOTTO_E_FORMAT;
    ret_key[i] = (uint8_t)(high * 16 + low);
  }
  return SOTTO_OK;
}

/* The last 64 digits before closing white space; what stands before them ends in white space. */
static sotto_status key_of_text(const uint8_t *text, size_t size, uint8_t *ret_key) {
  while (size > 0 && is_space(text[size - 1])) size--;
  if (size < 2 * SO_KEY_FILE_SIZE) return SOTTO_E_FORMAT;
  const uint8_t *digits = text + size - 2 * SO_KEY_FILE_SIZE;
  if (digits > text && !is_space(digits[-1])) return SOTTO_E_FORMAT;
  return key_of_digits(digits, ret_key);
}

sotto_status so_collect_read_key(const char *path, uint8_t ret_key[SO_KEY_FILE_SIZE]) {
  uint8_t text[KEY_TEXT_MAX];
  FILE *file = fopen(path, "rb");
  if (!file) return status_of_errno();
  setvbuf(file, NULL, _IONBF, 0);
  size_t size = fread(text, 1, sizeof text, file);
  fclose(file);
  sotto_status status = SOTTO_OK;
  if (size == SO_KEY_FILE_SIZE)
    memcpy(ret_key, text, size);
  else
    status = size < sizeof text ? key_of_text(text, size, ret_key) : SOTTO_E_FORMAT;
  explicit_bzero(text, sizeof text);
  return status;
}

sotto_status so_collect_read_public(const char *path, uint8_t ret_key[SO_KEY_FILE_SIZE]) {
  json_t *document = json_load_file(path, 0, NULL);
  const char *text = json_string_value(json_object_get(document, "signing_key"));
  sotto_status status = text ? key_of_text((const uint8_t *)text, strlen(text), ret_key)
                             : so_collect_read_key(path, ret_key);
  json_decref(document);
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
