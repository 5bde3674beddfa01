/*
 * The mechanism of split answers as the brand's side counts them: a cell is a bucket, a report
 * names one. What a device draws is privacy/split's, looked up in the table that is compiled in.
 */
#ifndef SO_BRAND_SPLIT_MECHANISM_H
#define SO_BRAND_SPLIT_MECHANISM_H

#include <sotto/estimate.h>

#include "base/bits.h"
#include "privacy/question.h"

/** The mechanism of a question of this trust model. As sotto_mechanism_plan() and
 * sotto_mechanism_split(). */
SOTTO_CHECKED static inline sotto_status so_mechanism_of(sotto_mechanism *ret_mechanism,
                                                         uint32_t trust, const so_split_ask *ask) {
  return trust == SO_TRUST_SPLIT
             ? sotto_mechanism_split(ask->buckets, ask->minimum_batch, ask->epsilon_micro,
                                     ret_mechanism)
             : sotto_mechanism_plan(ask->buckets, ask->epsilon_micro, ret_mechanism);
}

/**
 * Adds to `inout_counts` what devices draw whose true buckets are known. #SOTTO_E_ARGUMENT for a
 * mechanism that sotto_mechanism_split() would not give.
 */
SOTTO_CHECKED sotto_status so_split_mechanism_draw(const sotto_mechanism *mechanism,
                                                   const uint64_t *devices, const so_bits *bits,
                                                   uint64_t *inout_counts);

#endif
