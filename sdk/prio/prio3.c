/*
 * Sizes and the XOF of Prio3.
 */
#include "prio/prio3.h"

#include "base/secret.h"
#include "prio/ntt.h"

static int in_bounds(const so_prio3 *prio) {
  return prio->shares >= 2 && prio->shares <= SO_PRIO3_SHARES_MAX && prio->measurement > 0 &&
         prio->measurement <= SO_PRIO3_ELEMENTS_MAX && prio->proofs > 0 && prio->proofs <= 255 &&
         prio->arity <= 2 * SO_PRIO3_ELEMENTS_MAX;
}

sotto_status so_prio3_settle(so_prio3 *prio) {
  if (!in_bounds(prio)) return SOTTO_E_LIMIT;
  prio->seed_size = prio->version == SO_VDAF_08 ? 16 : 32;
  prio->domain_log = so_ntt_log(prio->calls + 1);
  prio->gadget = prio->degree * ((1u << prio->domain_log) - 1) + 1;
  prio->values_log = so_ntt_log(prio->gadget);
  if (prio->values_log > SO_FIELD_LOG_MAX) return SOTTO_E_LIMIT;
  prio->query_random = 1 + (prio->checks > 1 ? prio->checks : 0);
  prio->proof = prio->arity + prio->gadget;
  prio->verifier = 1 + prio->arity + 1;
  return SOTTO_OK;
}

size_t so_prio3_random_size(const so_prio3 *prio) {
  size_t helper = so_prio3_helper_size(prio) * (prio->shares - 1);
  return helper + prio->seed_size * (prio->joint_random ? 2u : 1u);
}

size_t so_prio3_public_size(const so_prio3 *prio) {
  return prio->joint_random ? (size_t)prio->seed_size * prio->shares : 0;
}

size_t so_prio3_leader_size(const so_prio3 *prio) {
  size_t elements = prio->measurement + (size_t)prio->proof * prio->proofs;
  return elements * (size_t)prio->field + (prio->joint_random ? prio->seed_size : 0);
}

size_t so_prio3_helper_size(const so_prio3 *prio) {
  size_t seeds = (prio->version == SO_VDAF_08 ? 2u : 1u) + (prio->joint_random ? 1u : 0u);
  return seeds * prio->seed_size;
}

/* Two wires and half a table of roots, each half of the gadget's values; a power for each call. */
size_t so_prio3_prove_room(const so_prio3 *prio) {
  return 5 * ((size_t)1 << prio->values_log) / 2 + prio->calls;
}

/* VDAF-18: le16(|dst|) || dst || |seed| || seed || binder with dst = version, class 0, algorithm,
   usage, context. VDAF-08: |dst| in one byte, no context, no length of the seed. */
void so_prio3_absorb(so_turboshake *ret_sponge, const so_prio3 *prio, const so_prio3_draw *draw) {
  int old = prio->version == SO_VDAF_08;
  uint32_t algorithm = prio->algorithm, size = 8 + (old ? 0 : (uint32_t)prio->context.size);
  uint8_t head[10] = {(uint8_t)size,
                      (uint8_t)(size >> 8),
                      (uint8_t)prio->version,
                      0,
                      (uint8_t)(algorithm >> 24),
                      (uint8_t)(algorithm >> 16),
                      (uint8_t)(algorithm >> 8),
                      (uint8_t)algorithm,
                      0,
                      (uint8_t)draw->usage};
  uint8_t seed_size = (uint8_t)prio->seed_size;
  so_turboshake_init(ret_sponge);
  so_turboshake_absorb(ret_sponge, head, old ? 1 : 2);
  so_turboshake_absorb(ret_sponge, head + 2, 8);
  if (!old) {
    so_turboshake_absorb(ret_sponge, prio->context.data, prio->context.size);
    so_turboshake_absorb(ret_sponge, &seed_size, 1);
  }
  so_turboshake_absorb(ret_sponge, draw->seed, prio->seed_size);
  so_turboshake_absorb(ret_sponge, draw->binder.data, draw->binder.size);
}

void so_prio3_open(so_turboshake *ret_sponge, const so_prio3 *prio, const so_prio3_draw *draw) {
  so_prio3_absorb(ret_sponge, prio, draw);
  so_turboshake_finish(ret_sponge, 1);
}

void so_prio3_close(so_turboshake *sponge, const so_prio3 *prio, uint8_t *ret_seed) {
  so_turboshake_finish(sponge, 1);
  so_turboshake_squeeze(sponge, ret_seed, prio->seed_size);
  so_secret_wipe(sponge, sizeof *sponge);
}

so_element so_prio3_next(so_turboshake *sponge, so_field field) {
  uint8_t bytes[16];
  so_element raw;
  do so_turboshake_squeeze(sponge, bytes, (size_t)field);
  while (!so_field_read(field, bytes, &raw));
  return raw;
}

void so_prio3_expand(so_element *ret_ready, size_t count, const so_prio3 *prio,
                     const so_prio3_draw *draw) {
  so_turboshake sponge;
  so_prio3_open(&sponge, prio, draw);
  for (size_t i = 0; i < count; i++)
    ret_ready[i] = so_field_ready(prio->field, so_prio3_next(&sponge, prio->field));
  so_secret_wipe(&sponge, sizeof sponge);
}

void so_prio3_joint_seed(uint8_t *ret_seed, const so_prio3 *prio, const uint8_t *parts) {
  static const uint8_t zeros[SO_PRIO3_SEED_MAX];
  so_turboshake sponge;
  sotto_bytes binder = {parts, so_prio3_public_size(prio)};
  so_prio3_absorb(&sponge, prio, &(so_prio3_draw){SO_PRIO3_JOINT_SEED, zeros, binder});
  so_prio3_close(&sponge, prio, ret_seed);
}

void so_prio3_joint_expand(so_element *ret_ready, const so_prio3 *prio, const uint8_t *seed) {
  uint8_t proofs = (uint8_t)prio->proofs;
  const so_prio3_draw draw = {SO_PRIO3_JOINT_RANDOM, seed, {&proofs, 1}};
  so_prio3_expand(ret_ready, (size_t)prio->joint_random * prio->proofs, prio, &draw);
}
