/*
 * What fuzz_main.c and fuzz_entry.c share.
 */
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>

#include "fuzz.h"

void fuzz_hold(int holds, const char *what) {
  if (holds) return;
  fprintf(stderr, "promise broken: %s\n", what);
  abort();
}

static const char *name(void) {
  return "counted";
}

static uint32_t count = 1;

static void fill(void *const room, const size_t size) {
  uint8_t *to = room;
  for (size_t i = 0; i < size; i++) {
    count = count * 1664525u + 1013904223u; /* Numerical Recipes, section 7.1 */
    to[i] = (uint8_t)(count >> 24);
  }
}

static uint32_t word(void) {
  uint32_t value;
  fill(&value, sizeof value);
  return value;
}

void fuzz_start(void) {
  static randombytes_implementation counted = {name, word, NULL, NULL, fill, NULL};
  randombytes_set_implementation(&counted);
  fuzz_hold(sodium_init() >= 0, "libsodium starts");
}
