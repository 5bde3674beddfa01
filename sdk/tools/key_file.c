/* Reading keys out of text, and writing them. */
#include "tools/key_file.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/** The digits before closing white space; what stands before them ends in white space. */
static sotto_status key_of(const char *text, size_t length, uint8_t *ret_key, size_t size) {
  while (length > 0 && isspace((unsigned char)text[length - 1])) length--;
  if (length < 2 * size) return SOTTO_E_FORMAT;
  const char *digits = text + length - 2 * size;
  size_t got = 0;
  if (digits > text && !isspace((unsigned char)digits[-1])) return SOTTO_E_FORMAT;
  int bad = sodium_hex2bin(ret_key, size, digits, 2 * size, NULL, &got, NULL) != 0 || got != size;
  return bad ? SOTTO_E_FORMAT : SOTTO_OK;
}

sotto_status so_key_file_read(const char *path, uint8_t *ret_key, size_t size) {
  char text[1024];
  FILE *file = fopen(path, "rb");
  if (!file) return errno == ENOENT || errno == ENOTDIR ? SOTTO_E_MISSING : SOTTO_E_STORAGE;
  setvbuf(file, NULL, _IONBF, 0); /* no copy of a secret is left in a buffer */
  size_t length = fread(text, 1, sizeof text, file);
  sotto_status status = ferror(file) ? SOTTO_E_STORAGE : SOTTO_OK;
  fclose(file);
  if (!status && length == size)
    memcpy(ret_key, text, size);
  else if (!status)
    status = length < sizeof text ? key_of(text, length, ret_key, size) : SOTTO_E_FORMAT;
  sodium_memzero(text, sizeof text);
  return status;
}

sotto_status so_key_file_public(const char *path, const char *member, uint8_t ret_key[32]) {
  json_t *document = json_load_file(path, 0, NULL);
  const char *text = json_string_value(json_object_get(document, member));
  sotto_status status =
      text ? key_of(text, strlen(text), ret_key, 32) : so_key_file_read(path, ret_key, 32);
  json_decref(document);
  return status;
}

int so_key_file_join(char ret_path[SO_KEY_FILE_PATH_MAX], const char *folder, const char *name) {
  int size = snprintf(ret_path, SO_KEY_FILE_PATH_MAX, "%s/%s", folder, name);
  return size > 0 && size < SO_KEY_FILE_PATH_MAX;
}

int so_key_file_write(const char *path, const char *text, int secret) {
  int handle = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, secret ? 0600 : 0666);
  if (handle < 0) return 0;
  size_t size = strlen(text), at = 0;
  ssize_t count = 1;
  for (; at < size && count > 0; at += count > 0 ? (size_t)count : 0)
    count = write(handle, text + at, size - at);
  int good = at == size && fsync(handle) == 0;
  int why = errno;
  if (close(handle) != 0 && good) {
    good = 0;
    why = errno;
  }
  if (!good) (void)unlink(path);
  errno = why;
  return good;
}
