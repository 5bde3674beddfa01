/*
 * Runs a target without a fuzzing engine: every seed, every seed cut at every byte (the first 4,096
 * of them), then mutated seeds from a fixed generator.
 *
 * usage: fuzz_TARGET [INPUTS]     (20,000)
 *        fuzz_TARGET --seeds FOLDER   writes the seeds as files
 *        fuzz_TARGET --file FILE      runs one input, as a fuzzer left it
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"

#define CUTS 4096u

static uint64_t state = 0x9e3779b97f4a7c15u;

/* Xorshift64 (Marsaglia 2003). */
static uint32_t below(size_t bound) {
  state ^= state << 13;
  state ^= state >> 7;
  state ^= state << 17;
  return bound ? (uint32_t)((state >> 20) % bound) : 0;
}

/* Runs a copy of exactly this size. */
static int run(const uint8_t *data, size_t size) {
  uint8_t *copy = malloc(size ? size : 1);
  fuzz_hold(copy != NULL, "memory");
  memcpy(copy, data, size);
  int accepted = fuzz_run(copy, size);
  free(copy);
  return accepted;
}

/* Overwrites some bytes with a number that programs trip over. */
static void set_number(uint8_t *data, size_t size) {
  static const uint64_t numbers[] = {0,          1,          0x7f,       0x80,      0xff,
                                     0x100,      0x7fff,     0x8000,     0xffff,    0x10000,
                                     0x7fffffff, 0x80000000, 0xffffffff, UINT64_MAX};
  uint64_t number = numbers[below(sizeof numbers / sizeof numbers[0])];
  size_t bytes = (size_t)1 << below(4), at = below(size), big = below(2);
  for (size_t i = 0; i < bytes && at + i < size; i++)
    data[at + i] = (uint8_t)(number >> 8 * (big ? bytes - 1 - i : i));
}

/* Moves the end of the input from one place to another, so that bytes vanish or come twice. */
static size_t move(uint8_t *data, size_t size) {
  size_t from = below(size + 1), to = below(size + 1);
  size_t length = size - from;
  if (to + length > FUZZ_MAX) length = FUZZ_MAX - to;
  memmove(data + to, data + from, length);
  return to + length;
}

static size_t splice(uint8_t *data, size_t size, const uint8_t *other, size_t other_size) {
  size_t at = below(size + 1), from = below(other_size + 1), length = other_size - from;
  if (at + length > FUZZ_MAX) length = FUZZ_MAX - at;
  memcpy(data + at, other + from, length);
  return at + length;
}

static size_t mutate(uint8_t *data, size_t size, const uint8_t *other, size_t other_size) {
  for (uint32_t times = 1 + below(4); times--;) switch (size ? below(8) : 5) {
    case 0:
    case 1: data[below(size)] ^= (uint8_t)(1u << below(8)); break;
    case 2: data[below(size)] = (uint8_t)below(256); break;
    case 3: set_number(data, size); break;
    case 4: size = below(size + 1); break;
    case 5: size = splice(data, size, other, other_size); break;
    default: size = below(3) ? size : move(data, size); break;
    }
  return size;
}

static uint32_t run_seeds(void) {
  static uint8_t room[FUZZ_MAX];
  uint32_t seeds = 0;
  size_t size;
  for (; (size = fuzz_seed(seeds, room)) > 0; seeds++) {
    fuzz_hold(run(room, size), "a seed is accepted");
    for (size_t cut = 0; cut < size && cut < CUTS; cut++) (void)run(room, cut);
  }
  fuzz_hold(seeds > 0, "there are seeds");
  return seeds;
}

static void run_mutations(uint32_t seeds, long inputs) {
  static uint8_t room[FUZZ_MAX], other[FUZZ_MAX];
  long accepted = 0;
  for (long i = 0; i < inputs; i++) {
    size_t size = fuzz_seed(below(seeds), room), other_size = fuzz_seed(below(seeds), other);
    accepted += run(room, mutate(room, size, other, other_size));
  }
  printf("%u seeds, %ld inputs, %ld accepted\n", seeds, inputs, accepted);
}

static int write_seeds(const char *folder) {
  static uint8_t room[FUZZ_MAX];
  size_t size, written = 1;
  for (uint32_t i = 0; written && (size = fuzz_seed(i, room)) > 0; i++) {
    char path[4096];
    snprintf(path, sizeof path, "%s/seed_%u", folder, i);
    FILE *file = fopen(path, "wb");
    if (!file) return 1;
    written = fwrite(room, size, 1, file);
    if (fclose(file)) return 1;
  }
  return !written;
}

static int run_file(const char *path) {
  static uint8_t room[FUZZ_MAX];
  FILE *file = fopen(path, "rb");
  if (!file) return 1;
  size_t size = fread(room, 1, sizeof room, file);
  if (fclose(file)) return 1;
  printf("%s\n", run(room, size) ? "accepted" : "refused");
  return 0;
}

int main(int count, char **arguments) {
  fuzz_start();
  if (count == 3 && strcmp(arguments[1], "--seeds") == 0) return write_seeds(arguments[2]);
  if (count == 3 && strcmp(arguments[1], "--file") == 0) return run_file(arguments[2]);
  long inputs = count == 2 ? strtol(arguments[1], NULL, 10) : 20000;
  const char *more = getenv("SOTTO_LONG");
  run_mutations(run_seeds(), more && *more ? inputs * 20 : inputs);
  return 0;
}
