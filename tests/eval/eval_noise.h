/*
 * A statistics file of nothing but noise: every estimate is drawn around what says nothing (a share
 * of 0, a lift of 1) with the standard error it states, each row its own; or a file of vectors
 * drawn at random. A device must do no worse with it than without.
 */
#ifndef EVAL_NOISE_H
#define EVAL_NOISE_H

#include <stdint.h>

/** Kinds of statistic, NULL at the end. */
extern const char *const eval_noise_kinds[];

typedef struct eval_noise {
  const char *kind;
  const char *items; /* the catalogue it is about */
  const char *known; /* a statistics file whose rows count instead of noise; NULL: none */
  uint64_t seed;
} eval_noise;

/** Writes noise of one kind about the items of a catalogue. */
void eval_noise_write(const char *path, const eval_noise *wanted);

#endif
