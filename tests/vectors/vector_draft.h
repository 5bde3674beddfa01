/*
 * Which wire version a Prio3 file is of. The format does not say, but every seed is expanded with
 * the version in its domain separation: only under the right one do the shares of a measurement sum
 * to small numbers.
 */
#ifndef VECTOR_DRAFT_H
#define VECTOR_DRAFT_H

#include "prio/prio3.h"
#include "vector_file.h"

/** What is looked at: one report's input shares, for an instance whose sizes are right. */
typedef struct draft_shares {
  const so_prio3 *prio;
  const json_t *input_shares;
  uint32_t seed_size;
} draft_shares;

/** Gives the version whose expansion fits, or -1: shares that are damaged (as negative vectors have
 * them), of another XOF, or of a draft that shares differently. */
int draft_of(const draft_shares *from);

#endif
