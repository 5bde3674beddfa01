/* Fields and lines of vector files. */
#include "vector_file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* Appends the bytes of `text`; 0 where it is not hexadecimal. */
static int append(hex *bytes, const char *text) {
  size_t size = strlen(text) / 2;
  if (strlen(text) % 2) return 0;
  uint8_t *longer = realloc(bytes->data, bytes->size + size + 1);
  if (!longer) return 0;
  bytes->data = longer;
  for (size_t i = 0; i < size; i++) {
    int high = digit(text[2 * i]), low = digit(text[2 * i + 1]);
    if (high < 0 || low < 0) return 0;
    bytes->data[bytes->size++] = (uint8_t)(high << 4 | low);
  }
  return 1;
}

hex read_hex(const json_t *value) {
  hex bytes = {NULL, 0};
  size_t count = json_is_array(value) ? json_array_size(value) : 1;
  int good = append(&bytes, "");
  for (size_t i = 0; i < count && good; i++) {
    const json_t *one = json_is_array(value) ? json_array_get(value, i) : value;
    good = json_is_string(one) && append(&bytes, json_string_value(one));
  }
  if (!good) free_hex(&bytes);
  return bytes;
}

void free_hex(hex *bytes) {
  free(bytes->data);
  *bytes = (hex){NULL, 0};
}

sotto_bytes bytes_of(const hex *bytes) {
  return (sotto_bytes){bytes->data, bytes->size};
}

int same_hex(const json_t *value, const void *data, size_t size) {
  hex expected = read_hex(value);
  int same = expected.data && expected.size == size && memcmp(expected.data, data, size) == 0;
  free_hex(&expected);
  return same;
}

int64_t number_of(const json_t *object, const char *name, int64_t otherwise) {
  const json_t *value = json_object_get(object, name);
  return json_is_integer(value) ? json_integer_value(value) : otherwise;
}

uint32_t small_number_of(const json_t *object, const char *name, uint32_t otherwise) {
  int64_t number = number_of(object, name, otherwise);
  return number < 0 || number > UINT32_MAX ? 0 : (uint32_t)number;
}

void *room_for(size_t count, size_t size) {
  void *room = calloc(count ? count : 1, size);
  if (!room) {
    fprintf(stderr, "sotto-vectors: out of memory\n");
    exit(2);
  }
  return room;
}

void passed(vector_tally *tally, const char *name) {
  tally->passed++;
  printf("passed   %s\n", name);
}

void failed(vector_tally *tally, const char *name, const char *what) {
  tally->failed++;
  printf("FAILED   %s: %s\n", name, what);
}

void skipped(vector_tally *tally, const char *name, const char *what) {
  tally->skipped++;
  printf("skipped  %s: %s\n", name, what);
}
