/*
 * The verifier of the fully linear proof (draft-irtf-cfrg-vdaf, section 7.3): an aggregator queries
 * its shares of measurement and proof at a random point; the sum of all verifiers is decided on.
 * All elements are ready.
 */
#ifndef SO_PRIO_FLP_QUERY_H
#define SO_PRIO_FLP_QUERY_H

#include "prio/prio3.h"

/** An aggregator's shares, and one proof's randomness. */
typedef struct so_flp_shares {
  const so_element *encoded;
  const so_element *proof;
  const so_element *joint_random;
  const so_element *query_random;
} so_flp_shares;

/** Elements of room a query needs. */
size_t so_flp_query_room(const so_prio3 *prio);
/** Writes `verifier` elements. #SOTTO_E_TAMPERED where the random point is a root of the domain
 * (once in 2^50 and more). */
SOTTO_CHECKED sotto_status so_flp_query(so_element *ret_verifier, const so_prio3 *prio,
                                        const so_flp_shares *shares, so_element *room);
/** Gives 1 where a sum of verifiers proves its measurement. */
int so_flp_decide(const so_prio3 *prio, const so_element *verifier);
/** Gives 1 / number, ready. */
so_element so_flp_inverse(so_field field, so_element number);

#endif
