/*
 * The leader's share is the encoded measurement and the proof less what the helpers' seeds expand
 * to; it is kept as wire bytes and lessened in place, so that a report is nearly all the memory a
 * report takes.
 */
#include "prio/prio3_shard.h"

#include <string.h>

#include "base/secret.h"

/* One sharing in progress. `random` moves on as seeds are used. */
typedef struct sharding {
  const so_prio3 *prio;
  const so_prio3_shares *to;
  const uint8_t *nonce;
  const uint8_t *random;
  uint8_t *helper; /* end of the helpers' shares so far */
} sharding;

size_t so_prio3_shard_room(const so_prio3 *prio) {
  return (size_t)prio->proofs * prio->joint_random + prio->proof + so_prio3_prove_room(prio);
}

/* The next seed of the randomness; a helper's is copied to its share. */
static const uint8_t *next_seed(sharding *work, int helper) {
  const uint8_t *seed = work->random;
  work->random += work->prio->seed_size;
  if (helper) {
    memcpy(work->helper, seed, work->prio->seed_size);
    work->helper += work->prio->seed_size;
  }
  return seed;
}

/* What is squeezed from `share` leaves the leader's; `part`, if any, absorbs it. */
typedef struct leaving {
  so_turboshake share;
  so_turboshake part;
  int has_part;
} leaving;

/* Lessens the raw elements at `bytes` by those of a share. */
static void lessen(uint8_t *bytes, size_t count, so_field field, leaving *leave) {
  uint8_t wire[16];
  for (size_t i = 0; i < count; i++, bytes += field) {
    so_element mine, theirs = so_prio3_next(&leave->share, field);
    (void)so_field_read(field, bytes, &mine);
    so_field_write(field, so_field_minus(field, mine, theirs), bytes);
    if (!leave->has_part) continue;
    so_field_write(field, theirs, wire);
    so_turboshake_absorb(&leave->part, wire, (size_t)field);
  }
}

/* Starts the sponge of an aggregator's joint randomness part, which its measurement share ends. */
static void start_part(so_turboshake *sponge, const sharding *work, uint8_t aggregator,
                       const uint8_t *blind) {
  uint8_t binder[1 + SO_PRIO3_NONCE_SIZE] = {aggregator};
  memcpy(binder + 1, work->nonce, SO_PRIO3_NONCE_SIZE);
  const so_prio3_draw draw = {SO_PRIO3_JOINT_PART, blind, {binder, sizeof binder}};
  so_prio3_absorb(sponge, work->prio, &draw);
}

/* Writes a helper's share, takes its measurement share from the leader's, and makes its part. */
static void share_measurement(sharding *work, uint8_t aggregator) {
  const so_prio3 *prio = work->prio;
  leaving leave = {.has_part = prio->joint_random > 0};
  const so_prio3_draw draw = {SO_PRIO3_MEASUREMENT_SHARE, next_seed(work, 1), {&aggregator, 1}};
  so_prio3_open(&leave.share, prio, &draw);
  if (prio->version == SO_VDAF_08) (void)next_seed(work, 1); /* of the proof's share */
  if (leave.has_part) start_part(&leave.part, work, aggregator, next_seed(work, 1));
  lessen(work->to->leader, prio->measurement, prio->field, &leave);
  if (leave.has_part)
    so_prio3_close(&leave.part, prio, work->to->public_share + aggregator * prio->seed_size);
  so_secret_wipe(&leave, sizeof leave);
}

/* The leader's part and blind, and the joint randomness of the proofs. */
static void join(sharding *work, so_element *ret_joint) {
  const so_prio3 *prio = work->prio;
  if (!prio->joint_random) return;
  uint8_t seed[SO_PRIO3_SEED_MAX];
  so_turboshake part;
  const uint8_t *blind = next_seed(work, 0);
  uint8_t *leader = work->to->leader;
  start_part(&part, work, 0, blind);
  so_turboshake_absorb(&part, leader, prio->measurement * (size_t)prio->field);
  so_prio3_close(&part, prio, work->to->public_share);
  memcpy(leader + so_prio3_leader_size(prio) - prio->seed_size, blind, prio->seed_size);
  so_prio3_joint_seed(seed, prio, work->to->public_share);
  so_prio3_joint_expand(ret_joint, prio, seed);
  so_secret_wipe(seed, sizeof seed);
}

/* Proves in `room` and writes the proofs, raw, behind the leader's measurement. */
static void prove(sharding *work, so_prio3_statement statement, so_element *room) {
  const so_prio3 *prio = work->prio;
  const uint8_t proofs = (uint8_t)prio->proofs;
  const so_prio3_draw draw = {SO_PRIO3_PROVE_RANDOM, next_seed(work, 0), {&proofs, 1}};
  so_element *proof = room;
  so_turboshake random;
  uint8_t *to = work->to->leader + prio->measurement * (size_t)prio->field;
  so_prio3_open(&random, prio, &draw);
  for (uint32_t number = 0; number < prio->proofs; number++) {
    for (uint32_t i = 0; i < prio->arity; i++)
      proof[i] = so_field_ready(prio->field, so_prio3_next(&random, prio->field));
    prio->prove(proof, prio, &statement, room + prio->proof);
    for (uint32_t i = 0; i < prio->proof; i++, to += prio->field)
      so_field_write(prio->field, so_field_raw(prio->field, proof[i]), to);
    statement.joint_random += prio->joint_random;
  }
  so_secret_wipe(&random, sizeof random);
}

/* Takes a helper's proof shares from the leader's. */
static void share_proofs(const sharding *work, uint8_t aggregator) {
  const so_prio3 *prio = work->prio;
  const uint8_t binder[2] = {(uint8_t)prio->proofs, aggregator};
  const uint8_t *seed = work->to->helpers + (aggregator - 1) * so_prio3_helper_size(prio);
  if (prio->version == SO_VDAF_08) seed += prio->seed_size;
  leaving leave = {.has_part = 0};
  so_prio3_open(&leave.share, prio, &(so_prio3_draw){SO_PRIO3_PROOF_SHARE, seed, {binder, 2}});
  lessen(work->to->leader + prio->measurement * (size_t)prio->field,
         (size_t)prio->proof * prio->proofs, prio->field, &leave);
  so_secret_wipe(&leave, sizeof leave);
}

void so_prio3_shard(const so_prio3_shares *shares, const so_prio3 *prio,
                    const so_prio3_report *report, so_element *room) {
  sharding work = {prio, shares, report->nonce, report->random, shares->helpers};
  so_element *joint = room, *rest = room + (size_t)prio->proofs * prio->joint_random;
  for (uint32_t i = 0; i < prio->measurement; i++)
    so_field_write(prio->field, (so_element){report->encoded[i], 0},
                   shares->leader + i * (size_t)prio->field);
  for (uint32_t j = 1; j < prio->shares; j++) share_measurement(&work, (uint8_t)j);
  join(&work, joint);
  prove(&work, (so_prio3_statement){report->encoded, joint}, rest);
  for (uint32_t j = 1; j < prio->shares; j++) share_proofs(&work, (uint8_t)j);
  so_secret_wipe(room, so_prio3_shard_room(prio) * sizeof *room);
}
