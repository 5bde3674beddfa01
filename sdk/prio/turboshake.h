/*
 * TurboSHAKE128 (RFC 9861, section 2): the sponge over 12 rounds of Keccak-p[1600], rate 168 bytes.
 * Absorb, finish once with a domain byte, then squeeze any amount. Not a general hash for this
 * house (that is BLAKE2b): Prio3 is defined over it. Time depends on sizes alone.
 */
#ifndef SO_PRIO_TURBOSHAKE_H
#define SO_PRIO_TURBOSHAKE_H

#include <sotto/base.h>

#define SO_TURBOSHAKE_RATE 168u

/** A sponge; its owner wipes it when what it absorbed is secret. */
typedef struct so_turboshake {
  uint64_t lane[25];
  uint32_t at; /* byte of the rate that is next */
} so_turboshake;

void so_turboshake_init(so_turboshake *ret_sponge);
void so_turboshake_absorb(so_turboshake *sponge, const void *data, size_t size);
/** Ends absorbing; `domain` is 0x01 … 0x7F. */
void so_turboshake_finish(so_turboshake *sponge, uint8_t domain);
void so_turboshake_squeeze(so_turboshake *sponge, void *ret_data, size_t size);

#endif
