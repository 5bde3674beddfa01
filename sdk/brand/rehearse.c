/*
 * Rehearsing a question: the reports that devices with known answers would give, drawn with the
 * randomizer the devices ship, from a seed; and counting what reports name. For planning, for
 * measuring and for checking intervals; seals nothing, so draws no report anybody could load.
 * Source of the bits: ChaCha20 of the seed.
 */
#include <sotto/estimate.h>
#include <string.h>

#include "base/codec.h"
#include "brand/split_mechanism.h"
#include "crypto/random.h"
#include "privacy/oracle.h"

_Static_assert(SOTTO_ANSWER_CELLS_MAX == SO_ORACLE_NAMED_MAX, "cells of one report");

/* The oracle of a mechanism that sotto_mechanism_plan() gave. */
static sotto_status plan_again(const sotto_mechanism *mechanism, so_oracle *ret_oracle) {
  so_oracle oracle;
  if (mechanism->epsilon_micro > SO_EPSILON_MAX_MICRO) return SOTTO_E_ARGUMENT;
  sotto_status status =
      so_oracle_plan(&oracle, mechanism->buckets, (uint32_t)mechanism->epsilon_micro);
  if (status != SOTTO_OK) return status;
  if (oracle.kind != mechanism->kind || oracle.cells != mechanism->cells ||
      oracle.size != mechanism->size || oracle.threshold.inside != mechanism->threshold)
    return SOTTO_E_ARGUMENT;
  *ret_oracle = oracle;
  return SOTTO_OK;
}

static void start(so_stream *ret_stream, uint64_t seed) {
  uint8_t key[SO_STREAM_KEY_SIZE] = "sotto rehearsal";
  so_store_u64(key + 24, seed);
  so_stream_init(ret_stream, key);
}

static sotto_status count(const so_oracle *oracle, const uint8_t *report, uint64_t *counts) {
  uint32_t named[SO_ORACLE_NAMED_MAX];
  sotto_status status = so_oracle_read(named, oracle, (sotto_bytes){report, oracle->bytes});
  for (uint32_t i = 0; status == SOTTO_OK && i < oracle->size; i++) counts[named[i]]++;
  return status;
}

static sotto_status draw(const so_oracle *oracle, const uint64_t *devices, const so_bits *bits,
                         uint64_t *counts) {
  uint8_t report[SO_ORACLE_BYTES_MAX];
  sotto_status status = SOTTO_OK;
  for (uint32_t bucket = 0; bucket < oracle->buckets; bucket++)
    for (uint64_t i = 0; status == SOTTO_OK && i < devices[bucket]; i++) {
      so_oracle_randomize(report, oracle, bucket, bits);
      status = count(oracle, report, counts);
    }
  return status;
}

sotto_status sotto_rehearse_counts(const sotto_mechanism *mechanism, const uint64_t *devices,
                                   uint64_t seed, uint64_t *ret_counts) {
  so_oracle oracle;
  so_stream stream;
  int split = mechanism->kind == SOTTO_MECHANISM_SPLIT;
  sotto_status status = split ? SOTTO_OK : plan_again(mechanism, &oracle);
  if (status != SOTTO_OK) return status;
  start(&stream, seed);
  so_bits bits = so_stream_bits(&stream);
  memset(ret_counts, 0, mechanism->cells * sizeof *ret_counts);
  status = split ? so_split_mechanism_draw(mechanism, devices, &bits, ret_counts)
                 : draw(&oracle, devices, &bits, ret_counts);
  so_stream_wipe(&stream);
  return status;
}

sotto_status sotto_rehearse_reports(const sotto_mechanism *mechanism,
                                    const sotto_rehearsal *rehearsal, uint8_t *ret_reports) {
  so_oracle oracle;
  so_stream stream;
  sotto_status status = plan_again(mechanism, &oracle);
  for (size_t i = 0; status == SOTTO_OK && i < rehearsal->devices; i++)
    if (rehearsal->buckets[i] >= oracle.buckets) status = SOTTO_E_ARGUMENT;
  if (status != SOTTO_OK) return status;
  start(&stream, rehearsal->seed);
  so_bits bits = so_stream_bits(&stream);
  for (size_t i = 0; i < rehearsal->devices; i++)
    so_oracle_randomize(ret_reports + i * oracle.bytes, &oracle, rehearsal->buckets[i], &bits);
  so_stream_wipe(&stream);
  return SOTTO_OK;
}

sotto_status sotto_rehearse_tally(const sotto_mechanism *mechanism, sotto_bytes reports,
                                  uint64_t *inout_counts) {
  so_oracle oracle;
  sotto_status status = plan_again(mechanism, &oracle);
  if (status != SOTTO_OK) return status;
  if (reports.size % oracle.bytes != 0) return SOTTO_E_CORRUPT;
  for (size_t at = 0; status == SOTTO_OK && at < reports.size; at += oracle.bytes)
    status = count(&oracle, reports.data + at, inout_counts);
  return status;
}
