/*
 * The types of Prio3 beside the histogram (draft-irtf-cfrg-vdaf, section 7.4): how their
 * measurements are encoded and their aggregates read. For the brand's side and for proof; a device
 * answers with histograms only.
 */
#ifndef SO_PRIO_PRIO3_TYPE_H
#define SO_PRIO_PRIO3_TYPE_H

#include "prio/prio3.h"

/** Everything an instance is chosen by. What a kind has no use for is ignored. */
typedef struct so_prio3_choice {
  so_prio3_version version;
  so_prio3_kind kind;
  uint32_t shares;
  uint32_t proofs; /* more than 1: SumVecWithMultiproof, over Field64 */
  uint32_t length;
  uint32_t chunk;
  uint64_t maximum; /* of a sum or a vector's entry; of a multihot's weight. VDAF-08: 2^bits - 1 */
  sotto_bytes context;
} so_prio3_choice;

/** Makes an instance. #SOTTO_E_LIMIT outside bounds. `context` is borrowed. */
SOTTO_CHECKED sotto_status so_prio3_choose(so_prio3 *ret_prio, const so_prio3_choice *choice);
/** How many numbers a measurement is. */
uint32_t so_prio3_numbers(const so_prio3 *prio);
/** Encodes so_prio3_numbers() numbers (a histogram's one is the bucket) as `measurement` bytes.
 * #SOTTO_E_LIMIT for a number too large. */
SOTTO_CHECKED sotto_status so_prio3_encode(uint8_t *ret_encoded, const so_prio3 *prio,
                                           const uint64_t *numbers);
/** What VDAF-08 adds to the weight a multihot vector reports; else 0. */
uint64_t so_prio3_offset(const so_prio3 *prio);
/** Gives the sum that the ready bits of one range-checked number stand for. */
so_element so_prio3_decode(const so_prio3 *prio, const so_element *bits);
/** Reads `output` elements from a ready encoded measurement, or a share of one. */
void so_prio3_truncate(so_element *ret_output, const so_prio3 *prio, const so_element *encoded);

#endif
