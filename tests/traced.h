/*
 * The system calls of a child process, one by one: what a test needs to say which calls a piece of
 * work makes and in which order. Linux only; where ptrace is not allowed (some containers, an
 * emulator) the caller skips. Follows neither threads nor grandchildren.
 */
#ifndef TESTS_TRACED_H
#define TESTS_TRACED_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/* One call after it returned; `result` is negative where it failed. */
typedef struct traced_call {
  pid_t child; /* stopped */
  uint64_t number;
  uint64_t arguments[6];
  int64_t result;
} traced_call;

typedef void (*traced_fn)(void *context, const traced_call *call);

/* Runs `work` in a child and visits each of its calls. Both get `context`; the child has a copy.
 * Gives the child's exit code (0: `work` returned), or -1 where ptrace is not allowed. */
int traced_run(void (*work)(void *context), traced_fn visit, void *context);

/* Copies a terminated text out of the stopped child; cut at `size`. */
void traced_text(pid_t child, uint64_t address, char *ret_text, size_t size);

#endif
