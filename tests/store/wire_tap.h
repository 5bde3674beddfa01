/*
 * What the tap on the wire to the TPM does and has seen. The tap is a TCTI of its own, loaded by
 * libtss2 in front of the one to swtpm; it finds this variable in the test's program.
 */
#ifndef STORE_WIRE_TAP_H
#define STORE_WIRE_TAP_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#define WIRE_SEEN (1 << 20)

extern struct wire_tap {
  pid_t chip;
  int commands;            /* sent so far */
  int cut_at;              /* the wire ends at this command (from 1); 0: never */
  int cut_after;           /* 1: the chip gets it and works, its answer is lost */
  int cut_power;           /* 1: the chip is killed at the cut */
  int cut_host;            /* 1: this process is */
  uint32_t answer;         /* a response code given in the chip's place */
  int answers;             /* how many times; -1: always */
  uint32_t answer_to;      /* only to this command code; 0: to any */
  uint8_t seen[WIRE_SEEN]; /* both directions */
  size_t seen_size;
} wire_tap;

#endif
