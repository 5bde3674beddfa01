/*
 * Provers of the circuits whose gadget is one product (count) or a polynomial of one wire:
 * x (x - 1) for the bits of a sum, x (x - 1) (x - 2) ... for the draft's tests of higher degrees.
 */
#ifndef SO_PRIO_FLP_POLY_H
#define SO_PRIO_FLP_POLY_H

#include "prio/prio3.h"

void so_flp_prove_count(so_element *inout_proof, const so_prio3 *prio,
                        const so_prio3_statement *statement, so_element *room);
void so_flp_prove_poly(so_element *inout_proof, const so_prio3 *prio,
                       const so_prio3_statement *statement, so_element *room);
/** Gives the polynomial, whose roots are the `degree` numbers from 0 on, at a ready point. */
so_element so_flp_poly_at(const so_prio3 *prio, so_element point);

#endif
