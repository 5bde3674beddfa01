/*
 * What all kinds of vector files share: hexadecimal fields of a JSON object, and the line that is
 * printed for each vector.
 */
#ifndef VECTOR_FILE_H
#define VECTOR_FILE_H

#include <jansson.h>
#include <sotto/base.h>

/** Vectors so far. */
typedef struct vector_tally {
  int passed;
  int failed;
  int skipped;
} vector_tally;

/** Bytes that free_hex() frees. */
typedef struct hex {
  uint8_t *data;
  size_t size;
} hex;

/** Reads a string of hexadecimal digits, or a list of such strings, one after another; anything
 * else gives no bytes and a NULL. */
hex read_hex(const json_t *value);
void free_hex(hex *bytes);
sotto_bytes bytes_of(const hex *bytes);
/** 1 where `value` is a string (or list) of exactly these bytes. */
int same_hex(const json_t *value, const void *data, size_t size);
/** A member that is a number, or `otherwise`. */
int64_t number_of(const json_t *object, const char *name, int64_t otherwise);

/** A member that is a number of 32 bits; 0 where it is another, `otherwise` where there is none. */
uint32_t small_number_of(const json_t *object, const char *name, uint32_t otherwise);
/** Zeroed memory; ends the program where there is none. */
void *room_for(size_t count, size_t size);

/** Prints the line of a vector; `what` says why it failed or was not run. */
void passed(vector_tally *tally, const char *name);
void failed(vector_tally *tally, const char *name, const char *what);
void skipped(vector_tally *tally, const char *name, const char *what);

#endif
