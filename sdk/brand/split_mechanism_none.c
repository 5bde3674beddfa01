/* A build without split trust has no such mechanism. */
#include "brand/split_mechanism.h"

sotto_status sotto_mechanism_split(uint32_t buckets, uint32_t minimum_batch, uint32_t epsilon_micro,
                                   sotto_mechanism *ret_mechanism) {
  (void)buckets, (void)minimum_batch, (void)epsilon_micro, (void)ret_mechanism;
  return SOTTO_E_LIMIT;
}

sotto_status so_split_mechanism_draw(const sotto_mechanism *mechanism, const uint64_t *devices,
                                     const so_bits *bits, uint64_t *inout_counts) {
  (void)mechanism, (void)devices, (void)bits, (void)inout_counts;
  return SOTTO_E_ARGUMENT;
}
