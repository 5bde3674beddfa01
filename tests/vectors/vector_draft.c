/*
 * Telling drafts apart by trying them: versions 0 to 31 and the few numbers a type has had. Sixteen
 * elements are enough: that even one is small by chance happens once in 2^63.
 */
#include "vector_draft.h"

#include <string.h>

#define VERSIONS 32
#define ELEMENTS 16
#define ALGORITHMS 7 /* Count 0 or 1 … MultihotCountVec 4 or 5 */

/* How many elements are looked at. */
static uint32_t count_of(const so_prio3 *prio) {
  return prio->measurement < ELEMENTS ? prio->measurement : ELEMENTS;
}

/* The sponge of a helper's measurement share; seeds of 16 bytes came with a shorter form. */
static void open_share(so_turboshake *sponge, const draft_shares *from, const uint8_t head[8],
                       const uint8_t *seed) {
  const sotto_bytes context = from->prio->context;
  int old = from->seed_size == 16;
  size_t tag = 8 + (old ? 0 : context.size);
  const uint8_t length[2] = {(uint8_t)tag, (uint8_t)(tag >> 8)}, size = (uint8_t)from->seed_size;
  so_turboshake_init(sponge);
  so_turboshake_absorb(sponge, length, old ? 1 : 2);
  so_turboshake_absorb(sponge, head, 8);
  if (!old && context.size) so_turboshake_absorb(sponge, context.data, context.size);
  if (!old) so_turboshake_absorb(sponge, &size, 1);
  so_turboshake_absorb(sponge, seed, from->seed_size);
}

/* Adds a helper's measurement share. */
static void add_share(so_element *sum, const draft_shares *from, const uint8_t head[8],
                      uint8_t aggregator) {
  so_turboshake sponge;
  const so_prio3 *prio = from->prio;
  hex seed = read_hex(json_array_get(from->input_shares, aggregator));
  if (seed.size >= from->seed_size) {
    open_share(&sponge, from, head, seed.data);
    so_turboshake_absorb(&sponge, &aggregator, 1);
    so_turboshake_finish(&sponge, 1);
    for (uint32_t i = 0; i < count_of(prio); i++)
      sum[i] = so_field_plus(prio->field, sum[i], so_prio3_next(&sponge, prio->field));
  }
  free_hex(&seed);
}

/* 1 where all elements are what a measurement is encoded as. */
static int is_encoded(const so_prio3 *prio, const so_element *elements) {
  uint64_t most = prio->kind == SO_PRIO3_HIGHER_DEGREE ? prio->maximum : 1;
  for (uint32_t i = 0; i < count_of(prio); i++)
    if (elements[i].high || elements[i].low > most) return 0;
  return 1;
}

static int fits(const draft_shares *from, const so_element *leader, uint32_t version,
                uint32_t algorithm) {
  const so_prio3 *prio = from->prio;
  const uint8_t head[8] = {(uint8_t)version,
                           0,
                           (uint8_t)(algorithm >> 24),
                           (uint8_t)(algorithm >> 16),
                           (uint8_t)(algorithm >> 8),
                           (uint8_t)algorithm,
                           0,
                           1};
  so_element sum[ELEMENTS];
  memcpy(sum, leader, sizeof sum);
  for (uint32_t j = 1; j < prio->shares; j++) add_share(sum, from, head, (uint8_t)j);
  return is_encoded(prio, sum);
}

static int search(const draft_shares *from, const so_element *leader) {
  const uint32_t own = (uint32_t)from->prio->version;
  if (fits(from, leader, own, from->prio->algorithm)) return (int)own;
  for (uint32_t version = 0; version < VERSIONS; version++) {
    if (fits(from, leader, version, from->prio->algorithm)) return (int)version;
    for (uint32_t algorithm = 0; algorithm < ALGORITHMS; algorithm++)
      if (fits(from, leader, version, algorithm)) return (int)version;
  }
  return -1;
}

int draft_of(const draft_shares *from) {
  const so_prio3 *prio = from->prio;
  hex leader = read_hex(json_array_get(from->input_shares, 0));
  int version = -1, whole = leader.size >= prio->measurement * (size_t)prio->field;
  if (whole && (from->seed_size == 16 || from->seed_size == 32)) {
    so_element elements[ELEMENTS] = {{0, 0}};
    for (uint32_t i = 0; i < count_of(prio); i++)
      whole &= so_field_read(prio->field, leader.data + i * (size_t)prio->field, elements + i);
    if (whole) version = search(from, elements);
  }
  free_hex(&leader);
  return version;
}
