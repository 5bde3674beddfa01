/*
 * With a share g of random answers an answer is the true one with chance 1 - g (k - 1) / k, which
 * is the threshold. The odds' denominator is g itself, in 2^-32 (privacy/split).
 */
#include "brand/split_mechanism.h"

#include "privacy/split.h"

/* 2^64 g (k - 1) / k, rounded up: the chance of another bucket than the true one. */
static uint64_t others_of(const so_split *split) {
  uint64_t k = split->buckets, parts = (uint64_t)split->random_q32 * (k - 1);
  uint64_t whole = parts / k, rest = parts % k;
  return (whole << 32) + ((rest << 32) + k - 1) / k;
}

sotto_status sotto_mechanism_split(uint32_t buckets, uint32_t minimum_batch, uint32_t epsilon_micro,
                                   sotto_mechanism *ret_mechanism) {
  so_split split;
  const so_split_ask ask = {buckets, minimum_batch, epsilon_micro};
  sotto_status status = so_split_plan(&split, &ask);
  if (status != SOTTO_OK) return status;
  *ret_mechanism = (sotto_mechanism){.struct_size = sizeof *ret_mechanism,
                                     .kind = SOTTO_MECHANISM_SPLIT,
                                     .buckets = buckets,
                                     .size = 1,
                                     .cells = buckets,
                                     .report_bytes = 4,
                                     .threshold = 0 - others_of(&split),
                                     .epsilon_micro = (uint32_t)split.cost.epsilon_micro,
                                     .odds_numerator = split.odds.numerator,
                                     .odds_denominator = split.odds.denominator};
  return SOTTO_OK;
}

sotto_status so_split_mechanism_draw(const sotto_mechanism *mechanism, const uint64_t *devices,
                                     const so_bits *bits, uint64_t *inout_counts) {
  so_split split = {.buckets = mechanism->buckets,
                    .random_q32 = (uint32_t)mechanism->odds_denominator};
  if (split.buckets < 2 || !split.random_q32 || mechanism->cells != split.buckets ||
      mechanism->threshold != 0 - others_of(&split))
    return SOTTO_E_ARGUMENT;
  for (uint32_t bucket = 0; bucket < split.buckets; bucket++)
    for (uint64_t n = 0; n < devices[bucket]; n++)
      inout_counts[so_split_randomize(&split, bucket, bits)]++;
  return SOTTO_OK;
}
