/*
 * Prio3 sharding (draft-irtf-cfrg-vdaf, section 7.2.1): what a client does. Nothing here branches,
 * indexes or loops on the measurement or its shares; the rejection of the draft's XOF depends on
 * seeds alone. Room beyond the shares: so_prio3_shard_room() elements.
 */
#ifndef SO_PRIO_PRIO3_SHARD_H
#define SO_PRIO_PRIO3_SHARD_H

#include "prio/prio3.h"

/** What is shared: the encoded measurement, the nonce (the report's id) and fresh random bytes. */
typedef struct so_prio3_report {
  const uint8_t *encoded;
  const uint8_t *nonce;  /* SO_PRIO3_NONCE_SIZE */
  const uint8_t *random; /* so_prio3_random_size() */
} so_prio3_report;

/** Where the shares go, each as large as prio3.h says; the helpers' one after another. */
typedef struct so_prio3_shares {
  uint8_t *public_share;
  uint8_t *leader;
  uint8_t *helpers;
} so_prio3_shares;

size_t so_prio3_shard_room(const so_prio3 *prio);
/** Shares; `room` is wiped at the end. */
void so_prio3_shard(const so_prio3_shares *shares, const so_prio3 *prio,
                    const so_prio3_report *report, so_element *room);

#endif
