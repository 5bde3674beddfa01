/*
 * One planner rule and one coin over two mechanisms.
 */
#include "privacy/oracle.h"

#include <assert.h>

#include "privacy/projective.h"
#include "privacy/subset.h"

static so_subset subset_of(const so_oracle *oracle) {
  return (so_subset){oracle->buckets, oracle->size};
}

static so_projective plane_of(const so_oracle *oracle) {
  return (so_projective){oracle->prime, oracle->dimension};
}

static uint32_t bytes_of(uint32_t highest) {
  uint32_t bytes = 1;
  while (highest >>= 8) bytes++;
  return bytes;
}

static sotto_status plan_subset(so_oracle *oracle, uint32_t epsilon_micro) {
  oracle->size = so_subset_best_size(oracle->buckets, epsilon_micro);
  const so_subset subset = subset_of(oracle);
  uint32_t bits = so_subset_bits(&subset);
  if (bits > SO_SUBSET_BITS_MAX) return SOTTO_E_LIMIT;
  oracle->cells = oracle->buckets;
  oracle->bytes = (bits + 7) / 8;
  oracle->threshold =
      so_threshold_settle(oracle->size, oracle->buckets - oracle->size, epsilon_micro);
  return SOTTO_OK;
}

static sotto_status plan_projective(so_oracle *oracle, uint32_t epsilon_micro) {
  so_projective plane = so_projective_best(oracle->buckets, epsilon_micro);
  if (!plane.prime) return SOTTO_E_LIMIT;
  uint32_t orthogonal = so_projective_points(plane.prime, plane.dimension - 1);
  oracle->size = 1;
  oracle->prime = plane.prime;
  oracle->dimension = plane.dimension;
  oracle->cells = so_projective_points(plane.prime, plane.dimension);
  oracle->bytes = bytes_of(oracle->cells - 1);
  oracle->threshold = so_threshold_settle(orthogonal, oracle->cells - orthogonal, epsilon_micro);
  return SOTTO_OK;
}

sotto_status so_oracle_plan_kind(so_oracle *ret_oracle, so_oracle_kind kind, uint32_t buckets,
                                 uint32_t epsilon_micro) {
  if (buckets < 2 || buckets > SO_ORACLE_BUCKETS_MAX) return SOTTO_E_LIMIT;
  if (epsilon_micro < 1 || epsilon_micro > SO_EPSILON_MAX_MICRO) return SOTTO_E_LIMIT;
  so_oracle oracle = {.kind = kind, .buckets = buckets};
  sotto_status status = kind == SO_ORACLE_SUBSET ? plan_subset(&oracle, epsilon_micro)
                                                 : plan_projective(&oracle, epsilon_micro);
  if (status == SOTTO_OK) *ret_oracle = oracle;
  return status;
}

sotto_status so_oracle_plan(so_oracle *ret_oracle, uint32_t buckets, uint32_t epsilon_micro) {
  sotto_status status = so_oracle_plan_kind(ret_oracle, SO_ORACLE_SUBSET, buckets, epsilon_micro);
  if (status != SOTTO_E_LIMIT) return status;
  return so_oracle_plan_kind(ret_oracle, SO_ORACLE_PROJECTIVE, buckets, epsilon_micro);
}

const char *so_oracle_name(const so_oracle *oracle) {
  return oracle->kind == SO_ORACLE_SUBSET ? "subset" : "projective";
}

void so_oracle_randomize(uint8_t *ret_report, const so_oracle *oracle, uint32_t bucket,
                         const so_bits *bits) {
  const so_subset subset = subset_of(oracle);
  const so_projective plane = plane_of(oracle);
  assert(bucket < oracle->buckets && oracle->bytes <= SO_ORACLE_BYTES_MAX);
  so_toss toss = {bucket, so_bits_u64(bits) < oracle->threshold.inside};
  if (oracle->kind == SO_ORACLE_SUBSET) {
    so_subset_draw(ret_report, &subset, toss, bits);
    return;
  }
  uint32_t point = so_projective_draw(&plane, toss, bits);
  for (uint32_t i = 0; i < oracle->bytes; i++) ret_report[i] = (uint8_t)(point >> 8 * i);
}

sotto_status so_oracle_read(uint32_t *ret_cells, const so_oracle *oracle, sotto_bytes report) {
  const so_subset subset = subset_of(oracle);
  uint32_t point = 0;
  if (report.size != oracle->bytes) return SOTTO_E_CORRUPT;
  if (oracle->kind == SO_ORACLE_SUBSET) return so_subset_read(ret_cells, &subset, report);
  for (uint32_t i = 0; i < oracle->bytes; i++) point |= (uint32_t)report.data[i] << 8 * i;
  if (point >= oracle->cells) return SOTTO_E_CORRUPT;
  *ret_cells = point;
  return SOTTO_OK;
}
