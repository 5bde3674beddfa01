/*
 * Rehearsing a question: the counts that devices with known answers would give, drawn with the
 * randomizer the devices ship, from a seed. For planning and for checking intervals; draws no
 * report anybody could load. Source of the bits: ChaCha20 of the seed.
 */
#include <sotto/estimate.h>
#include <string.h>

#include "base/codec.h"
#include "crypto/random.h"
#include "privacy/subset.h"

static sotto_status draw(const so_subset *subset, uint32_t bucket, const so_bits *bits,
                         uint64_t *counts) {
  uint8_t report[SO_SUBSET_BYTES_MAX];
  uint32_t named[SOTTO_ANSWER_BUCKETS_MAX];
  so_subset_randomize(report, subset, bucket, bits);
  sotto_status status = so_subset_read(named, subset, (sotto_bytes){report, subset->bytes});
  for (uint32_t i = 0; status == SOTTO_OK && i < subset->size; i++) counts[named[i]]++;
  return status;
}

sotto_status sotto_rehearse_counts(const sotto_mechanism *mechanism, const uint64_t *devices,
                                   uint64_t seed, uint64_t *ret_counts) {
  so_subset subset;
  so_stream stream;
  uint8_t key[SO_STREAM_KEY_SIZE] = "sotto rehearsal";
  sotto_status status =
      so_subset_plan(&subset, mechanism->buckets, (uint32_t)mechanism->epsilon_micro);
  if (status != SOTTO_OK) return status;
  if (subset.threshold != mechanism->threshold || subset.size != mechanism->size)
    return SOTTO_E_ARGUMENT;
  so_store_u64(key + 24, seed);
  so_stream_init(&stream, key);
  so_bits bits = so_stream_bits(&stream);
  memset(ret_counts, 0, mechanism->buckets * sizeof *ret_counts);
  for (uint32_t bucket = 0; status == SOTTO_OK && bucket < mechanism->buckets; bucket++)
    for (uint64_t i = 0; status == SOTTO_OK && i < devices[bucket]; i++)
      status = draw(&subset, bucket, &bits, ret_counts);
  so_stream_wipe(&stream);
  return status;
}
