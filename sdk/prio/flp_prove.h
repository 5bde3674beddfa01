/*
 * The prover of the fully linear proof (draft-irtf-cfrg-vdaf, section 7.3; Boneh, Boneh, Corrigan-
 * Gibbs, Gilboa, Ishai 2019, ia.cr/2019/188) for circuits whose gadget sums products: range checks
 * m (m - 1) = 0 of every element, weighted by powers of the joint randomness.
 *
 * A proof is the wires' random starts, then the gadget polynomial: its first values in VDAF-18, its
 * coefficients in VDAF-08.
 */
#ifndef SO_PRIO_FLP_PROVE_H
#define SO_PRIO_FLP_PROVE_H

#include "prio/ntt.h"
#include "prio/prio3.h"

/** The prover of histograms, multihot vectors and sums of vectors. */
void so_flp_prove_products(so_element *inout_proof, const so_prio3 *prio,
                           const so_prio3_statement *statement, so_element *room);

/** The powers of joint randomness that chunks are weighted by: each call has its own in VDAF-18,
 * all follow one another in VDAF-08. Fills the weight of every call's first element. */
void so_flp_weights(so_element *ret_weights, const so_prio3 *prio, const so_element *joint_random);
/** The factor from one element of a call to the next. */
static inline so_element so_flp_weight_step(const so_prio3 *prio, const so_element *joint_random,
                                            uint32_t call) {
  return joint_random[prio->version == SO_VDAF_08 ? 0 : call];
}

/** Adds the products of two wires (values at the domain's roots; both are used up) to the gadget's
 * values at twice as many roots. */
void so_flp_add_products(const so_ntt *table, so_element *inout_values, so_element *left,
                         so_element *right);
/** Writes the gadget polynomial from its values, which are used up. */
void so_flp_write_gadget(so_element *ret_gadget, const so_prio3 *prio, const so_ntt *table,
                         so_element *values);

#endif
