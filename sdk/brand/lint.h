/*
 * Looking at a finished pack with the eyes of a shopper and of a fleet: slots that rules leave too
 * little for, questions that may not or cannot usefully be asked, sentences a locale lacks, and
 * words of discreet values in titles that everybody sees. Works on the pack as a device reads it.
 */
#ifndef SO_BRAND_LINT_H
#define SO_BRAND_LINT_H

#include "brand/brand_file.h"
#include "model/pack_reader.h"

/** What to look at. */
typedef struct so_lint {
  const so_pack *pack;
  const so_brand *brand;
  uint64_t fleet_size; /* devices expected to answer; 0: judge by each minimum_batch */
  so_findings *findings;
} so_lint;

/** Tells every finding; errors are those a pack must not have. */
void so_lint_pack(const so_lint *lint);

#endif
