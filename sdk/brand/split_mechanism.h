/*
 * The mechanism of split answers as the brand's side counts them: a cell is a bucket, a report
 * names one. What a device draws is privacy/split's, looked up in the table that is compiled in.
 */
#ifndef SO_BRAND_SPLIT_MECHANISM_H
#define SO_BRAND_SPLIT_MECHANISM_H

#include <sotto/estimate.h>

#include "base/bits.h"

/**
 * Adds to `inout_counts` what devices draw whose true buckets are known. #SOTTO_E_ARGUMENT for a
 * mechanism that sotto_mechanism_split() would not give.
 */
SOTTO_CHECKED sotto_status so_split_mechanism_draw(const sotto_mechanism *mechanism,
                                                   const uint64_t *devices, const so_bits *bits,
                                                   uint64_t *inout_counts);

#endif
