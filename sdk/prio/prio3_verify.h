/*
 * Prio3 verification and aggregation (draft-irtf-cfrg-vdaf, sections 7.2.2 to 7.2.5): what an
 * aggregator and the collector do. One round: each aggregator makes a verifier share, one of them
 * combines all into the message, each checks it and has its output share. The shares that leave are
 * wire bytes. VDAF-08 calls these prepare shares and prepare message.
 */
#ifndef SO_PRIO_PRIO3_VERIFY_H
#define SO_PRIO_PRIO3_VERIFY_H

#include "prio/prio3.h"

/** What an aggregator has of a report. */
typedef struct so_prio3_received {
  uint32_t aggregator;       /* 0 is the leader */
  const uint8_t *verify_key; /* seed_size bytes */
  const uint8_t *nonce;
  sotto_bytes public_share;
  sotto_bytes input_share;
} so_prio3_received;

/** What it makes of it: two buffers of the caller, and the joint seed it saw. */
typedef struct so_prio3_verification {
  uint8_t *verifier_share; /* so_prio3_verifier_size() */
  uint8_t *output_share;   /* so_prio3_output_size() */
  uint8_t joint_seed[SO_PRIO3_SEED_MAX];
} so_prio3_verification;

size_t so_prio3_verifier_size(const so_prio3 *prio);
size_t so_prio3_message_size(const so_prio3 *prio);
size_t so_prio3_output_size(const so_prio3 *prio);
/** Elements of room for each call below. */
size_t so_prio3_verify_room(const so_prio3 *prio);

/** Makes a verifier share. #SOTTO_E_FORMAT for a share of another size or with an element that is
 * not canonical; #SOTTO_E_TAMPERED as so_flp_query(). */
SOTTO_CHECKED sotto_status so_prio3_verify_start(so_prio3_verification *inout_verification,
                                                 const so_prio3 *prio,
                                                 const so_prio3_received *received,
                                                 so_element *room);
/** Decides on all aggregators' verifier shares, in their order, and writes the message.
 * #SOTTO_E_FORMAT for a malformed one, #SOTTO_E_TAMPERED where the proof is none. */
SOTTO_CHECKED sotto_status so_prio3_verify_combine(uint8_t *ret_message, const so_prio3 *prio,
                                                   const sotto_bytes *verifier_shares,
                                                   so_element *room);
/** Accepts the output share; #SOTTO_E_TAMPERED where the message is not what this one saw. */
SOTTO_CHECKED sotto_status so_prio3_verify_finish(const so_prio3 *prio,
                                                  const so_prio3_verification *verification,
                                                  sotto_bytes message);
/** Adds an output share to an aggregate share (which starts as zeros). #SOTTO_E_FORMAT as above. */
SOTTO_CHECKED sotto_status so_prio3_aggregate(uint8_t *inout_aggregate, const so_prio3 *prio,
                                              sotto_bytes output_share);
/** Takes an output share that was added out of an aggregate share again; errors as above. */
SOTTO_CHECKED sotto_status so_prio3_retract(uint8_t *inout_aggregate, const so_prio3 *prio,
                                            sotto_bytes output_share);
/** Gives the sum of all aggregate shares, `output` numbers. #SOTTO_E_FORMAT as above,
 * #SOTTO_E_LIMIT for a number over 64 bits. */
SOTTO_CHECKED sotto_status so_prio3_unshard(uint64_t *ret_numbers, const so_prio3 *prio,
                                            const sotto_bytes *aggregate_shares);

#endif
