/*
 * The full path beside the drill: some of the customers get a real profile in memory, with the pack
 * installed, their history recorded and every week's questions answered through the public
 * interface of a device, ledger, noise, sealing and outbox included. What they were asked, could
 * pay and would tell is compared with what the drill made of the same customers.
 */
#ifndef EVAL_FULL_H
#define EVAL_FULL_H

#include "eval_fleet.h"

#define EVAL_FULL_WEEKS 20u /* of a full device's life */

/** Whose histories. */
typedef struct eval_full_asking {
  const char *events;
  eval_protocol protocol;
  const char *pack;
  const uint8_t *signing_public;
  uint64_t every; /* one customer of so many takes the full path */
} eval_full_asking;

/** What came of it: the two-sample test of homogeneity (Pearson 1900) over what was told. */
typedef struct eval_full_found {
  uint64_t devices, answers, bytes;
  double chi2, p;
  uint32_t degrees;
} eval_full_found;

void eval_full_compare(const eval_fleet *fleet, const eval_full_asking *asking,
                       eval_full_found *ret_found);

#endif
