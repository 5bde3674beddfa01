/*
 * Expanding shares, querying every proof, and summing what the aggregators made.
 */
#include "prio/prio3_verify.h"

#include <string.h>

#include "base/secret.h"
#include "prio/flp_query.h"
#include "prio/prio3_type.h"

/* One report at one aggregator, and where its expanded shares are. */
typedef struct verifying {
  const so_prio3 *prio;
  const so_prio3_received *received;
  so_element *encoded, *proofs, *joint_random, *query_random, *rest;
} verifying;

static size_t elements_size(const so_prio3 *prio, size_t count) {
  return count * (size_t)prio->field;
}

size_t so_prio3_verifier_size(const so_prio3 *prio) {
  return elements_size(prio, (size_t)prio->verifier * prio->proofs) + so_prio3_message_size(prio);
}

size_t so_prio3_message_size(const so_prio3 *prio) {
  return prio->joint_random ? prio->seed_size : 0;
}

size_t so_prio3_output_size(const so_prio3 *prio) {
  return elements_size(prio, prio->output);
}

size_t so_prio3_verify_room(const so_prio3 *prio) {
  size_t per_proof = (size_t)prio->proof + prio->joint_random + prio->query_random;
  size_t rest = so_flp_query_room(prio) + prio->verifier + prio->output;
  return prio->measurement + per_proof * prio->proofs + rest;
}

static int read_ready(so_element *ret_ready, size_t count, so_field field, const uint8_t *from) {
  int canonical = 1;
  for (size_t i = 0; i < count; i++, from += field) {
    canonical &= so_field_read(field, from, ret_ready + i);
    ret_ready[i] = so_field_ready(field, ret_ready[i]);
  }
  return canonical;
}

static void write_raw(uint8_t *ret_bytes, size_t count, so_field field, const so_element *ready) {
  for (size_t i = 0; i < count; i++, ret_bytes += field)
    so_field_write(field, so_field_raw(field, ready[i]), ret_bytes);
}

/* The helper's shares, from its seeds. */
static void expand_shares(const verifying *work) {
  const so_prio3 *prio = work->prio;
  const uint8_t *seed = work->received->input_share.data;
  const uint8_t aggregator = (uint8_t)work->received->aggregator;
  const uint8_t binder[2] = {(uint8_t)prio->proofs, aggregator};
  so_prio3_draw draw = {SO_PRIO3_MEASUREMENT_SHARE, seed, {&aggregator, 1}};
  so_prio3_expand(work->encoded, prio->measurement, prio, &draw);
  if (prio->version == SO_VDAF_08) seed += prio->seed_size;
  draw = (so_prio3_draw){SO_PRIO3_PROOF_SHARE, seed, {binder, 2}};
  so_prio3_expand(work->proofs, (size_t)prio->proof * prio->proofs, prio, &draw);
}

static sotto_status read_shares(const verifying *work) {
  const so_prio3 *prio = work->prio;
  const so_prio3_received *received = work->received;
  int leader = received->aggregator == 0;
  size_t size = leader ? so_prio3_leader_size(prio) : so_prio3_helper_size(prio);
  if (received->input_share.size != size) return SOTTO_E_FORMAT;
  if (received->public_share.size != so_prio3_public_size(prio)) return SOTTO_E_FORMAT;
  if (received->aggregator >= prio->shares) return SOTTO_E_FORMAT;
  if (!leader) {
    expand_shares(work);
    return SOTTO_OK;
  }
  const uint8_t *from = received->input_share.data;
  int canonical = read_ready(work->encoded, prio->measurement, prio->field, from);
  from += elements_size(prio, prio->measurement);
  canonical &= read_ready(work->proofs, (size_t)prio->proof * prio->proofs, prio->field, from);
  return canonical ? SOTTO_OK : SOTTO_E_FORMAT;
}

/* This aggregator's joint randomness part, from its own share. */
static void own_part(const verifying *work, uint8_t *ret_part) {
  const so_prio3 *prio = work->prio;
  const so_prio3_received *received = work->received;
  uint8_t binder[1 + SO_PRIO3_NONCE_SIZE] = {(uint8_t)received->aggregator}, wire[16];
  const uint8_t *end = received->input_share.data + received->input_share.size;
  so_turboshake sponge;
  memcpy(binder + 1, received->nonce, SO_PRIO3_NONCE_SIZE);
  so_prio3_draw draw = {SO_PRIO3_JOINT_PART, end - prio->seed_size, {binder, sizeof binder}};
  so_prio3_absorb(&sponge, prio, &draw);
  for (uint32_t i = 0; i < prio->measurement; i++) {
    so_field_write(prio->field, so_field_raw(prio->field, work->encoded[i]), wire);
    so_turboshake_absorb(&sponge, wire, (size_t)prio->field);
  }
  so_prio3_close(&sponge, prio, ret_part);
}

/* The joint randomness that follows from the others' parts, as the client published them, and this
   aggregator's own. */
static void join(const verifying *work, so_prio3_verification *inout_verification) {
  const so_prio3 *prio = work->prio;
  if (!prio->joint_random) return;
  uint8_t parts[SO_PRIO3_SHARES_MAX * SO_PRIO3_SEED_MAX];
  uint8_t *own = inout_verification->verifier_share + so_prio3_verifier_size(prio);
  own -= prio->seed_size;
  own_part(work, own);
  memcpy(parts, work->received->public_share.data, work->received->public_share.size);
  memcpy(parts + work->received->aggregator * prio->seed_size, own, prio->seed_size);
  so_prio3_joint_seed(inout_verification->joint_seed, prio, parts);
  so_prio3_joint_expand(work->joint_random, prio, inout_verification->joint_seed);
}

static void draw_queries(const verifying *work) {
  uint8_t binder[1 + SO_PRIO3_NONCE_SIZE] = {(uint8_t)work->prio->proofs};
  memcpy(binder + 1, work->received->nonce, SO_PRIO3_NONCE_SIZE);
  const so_prio3_draw draw = {
      SO_PRIO3_QUERY_RANDOM, work->received->verify_key, {binder, sizeof binder}};
  so_prio3_expand(work->query_random, (size_t)work->prio->query_random * work->prio->proofs,
                  work->prio, &draw);
}

static sotto_status query_all(const verifying *work, uint8_t *ret_verifiers) {
  const so_prio3 *prio = work->prio;
  so_flp_shares shares = {work->encoded, work->proofs, work->joint_random, work->query_random};
  so_element *verifier = work->rest, *room = verifier + prio->verifier;
  for (uint32_t proof = 0; proof < prio->proofs; proof++) {
    sotto_status status = so_flp_query(verifier, prio, &shares, room);
    if (status) return status;
    write_raw(ret_verifiers, prio->verifier, prio->field, verifier);
    ret_verifiers += elements_size(prio, prio->verifier);
    shares.proof += prio->proof;
    shares.joint_random += prio->joint_random;
    shares.query_random += prio->query_random;
  }
  return SOTTO_OK;
}

sotto_status so_prio3_verify_start(so_prio3_verification *inout_verification, const so_prio3 *prio,
                                   const so_prio3_received *received, so_element *room) {
  verifying work = {prio, received, room, 0, 0, 0, 0};
  work.proofs = work.encoded + prio->measurement;
  work.joint_random = work.proofs + (size_t)prio->proof * prio->proofs;
  work.query_random = work.joint_random + (size_t)prio->joint_random * prio->proofs;
  work.rest = work.query_random + (size_t)prio->query_random * prio->proofs;
  sotto_status status = read_shares(&work);
  if (status) return status;
  join(&work, inout_verification);
  draw_queries(&work);
  status = query_all(&work, inout_verification->verifier_share);
  if (status) return status;
  so_prio3_truncate(work.rest, prio, work.encoded);
  write_raw(inout_verification->output_share, prio->output, prio->field, work.rest);
  return SOTTO_OK;
}

/* Adds raw wire elements; 0 where one is not canonical. */
static int add_raw(so_element *inout_sum, size_t count, so_field field, const uint8_t *from) {
  int canonical = 1;
  for (size_t i = 0; i < count; i++, from += field) {
    so_element raw;
    canonical &= so_field_read(field, from, &raw);
    inout_sum[i] = so_field_plus(field, inout_sum[i], raw);
  }
  return canonical;
}

sotto_status so_prio3_verify_combine(uint8_t *ret_message, const so_prio3 *prio,
                                     const sotto_bytes *verifier_shares, so_element *room) {
  uint8_t parts[SO_PRIO3_SHARES_MAX * SO_PRIO3_SEED_MAX];
  size_t seed = so_prio3_message_size(prio), size = so_prio3_verifier_size(prio);
  for (uint32_t proof = 0; proof < prio->proofs; proof++) {
    memset(room, 0, prio->verifier * sizeof *room);
    for (uint32_t j = 0; j < prio->shares; j++) {
      if (verifier_shares[j].size != size) return SOTTO_E_FORMAT;
      const uint8_t *from = verifier_shares[j].data + elements_size(prio, prio->verifier) * proof;
      if (!add_raw(room, prio->verifier, prio->field, from)) return SOTTO_E_FORMAT;
      memcpy(parts + j * seed, verifier_shares[j].data + size - seed, seed);
    }
    for (uint32_t i = 0; i < prio->verifier; i++) room[i] = so_field_ready(prio->field, room[i]);
    if (!so_flp_decide(prio, room)) return SOTTO_E_TAMPERED;
  }
  if (seed) so_prio3_joint_seed(ret_message, prio, parts);
  return SOTTO_OK;
}

sotto_status so_prio3_verify_finish(const so_prio3 *prio, const so_prio3_verification *verification,
                                    sotto_bytes message) {
  size_t size = so_prio3_message_size(prio);
  if (message.size != size) return SOTTO_E_FORMAT;
  if (size && memcmp(message.data, verification->joint_seed, size) != 0) return SOTTO_E_TAMPERED;
  return SOTTO_OK;
}

/* Adds, or takes away; all are looked at before one is changed. */
static sotto_status move(uint8_t *inout_aggregate, const so_prio3 *prio, sotto_bytes output_share,
                         int back) {
  if (output_share.size != so_prio3_output_size(prio)) return SOTTO_E_FORMAT;
  const size_t size = (size_t)prio->field, end = prio->output * size;
  so_element a, b;
  for (size_t at = 0; at < end; at += size)
    if (!so_field_read(prio->field, output_share.data + at, &b) ||
        !so_field_read(prio->field, inout_aggregate + at, &a))
      return SOTTO_E_FORMAT;
  for (size_t at = 0; at < end; at += size) {
    (void)so_field_read(prio->field, output_share.data + at, &b);
    (void)so_field_read(prio->field, inout_aggregate + at, &a);
    a = back ? so_field_minus(prio->field, a, b) : so_field_plus(prio->field, a, b);
    so_field_write(prio->field, a, inout_aggregate + at);
  }
  return SOTTO_OK;
}

sotto_status so_prio3_aggregate(uint8_t *inout_aggregate, const so_prio3 *prio,
                                sotto_bytes output_share) {
  return move(inout_aggregate, prio, output_share, 0);
}

sotto_status so_prio3_retract(uint8_t *inout_aggregate, const so_prio3 *prio,
                              sotto_bytes output_share) {
  return move(inout_aggregate, prio, output_share, 1);
}

/* Sums one number's shares. */
static sotto_status sum_at(uint64_t *ret_number, const so_prio3 *prio, const sotto_bytes *shares,
                           uint32_t number) {
  so_element sum = {0, 0};
  for (uint32_t j = 0; j < prio->shares; j++)
    if (!add_raw(&sum, 1, prio->field, shares[j].data + number * (size_t)prio->field))
      return SOTTO_E_FORMAT;
  if (sum.high) return SOTTO_E_LIMIT;
  *ret_number = sum.low;
  return SOTTO_OK;
}

/* All are looked at before one is given. */
sotto_status so_prio3_unshard(uint64_t *ret_numbers, const so_prio3 *prio,
                              const sotto_bytes *aggregate_shares) {
  uint64_t number;
  sotto_status status = SOTTO_OK;
  for (uint32_t j = 0; j < prio->shares; j++)
    if (aggregate_shares[j].size != so_prio3_output_size(prio)) return SOTTO_E_FORMAT;
  for (uint32_t i = 0; i < prio->output && !status; i++)
    status = sum_at(&number, prio, aggregate_shares, i);
  for (uint32_t i = 0; i < prio->output && !status; i++)
    status = sum_at(&ret_numbers[i], prio, aggregate_shares, i);
  return status;
}
