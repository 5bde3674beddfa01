/*
 * What a fuzz target is: seeds it makes itself (no corpus is kept), and one call that takes any
 * bytes. fuzz_main.c mutates the seeds from a fixed generator, so that a run repeats; built by
 * clang, the same targets run under libFuzzer (fuzz_entry.c). Inputs stand in memory of exactly
 * their size, so that a sanitizer sees a read beyond them.
 */
#ifndef FUZZ_H
#define FUZZ_H

#include <sotto/base.h>

#define FUZZ_MAX 16384u

/** Writes seed `number` and gives its size; 0 where there is no such seed. */
size_t fuzz_seed(uint32_t number, uint8_t room[FUZZ_MAX]);
/** Takes one input; 1 where it was accepted, which every seed must be. */
int fuzz_run(const uint8_t *data, size_t size);

/** Ends the program with `what` where a promise does not hold. */
void fuzz_hold(int holds, const char *what);
/** Readies libsodium, with random bytes that repeat from one program to the next. */
void fuzz_start(void);

#endif
