/*
 * Prio3Histogram (draft-irtf-cfrg-vdaf, section 7.4.4): one of `length` buckets, the one type that
 * a device answers with. Its other functions are those of any instance.
 */
#ifndef SO_PRIO_PRIO3_HISTOGRAM_H
#define SO_PRIO_PRIO3_HISTOGRAM_H

#include "prio/prio3.h"

/** What a histogram's aggregators agree on. `context` (VDAF-18) is borrowed. */
typedef struct so_prio3_task {
  so_prio3_version version;
  uint32_t shares;
  uint32_t length;
  uint32_t chunk;
  sotto_bytes context;
} so_prio3_task;

/** Makes a histogram of `length` buckets. #SOTTO_E_LIMIT outside bounds. */
SOTTO_CHECKED sotto_status so_prio3_histogram(so_prio3 *ret_prio, const so_prio3_task *task);
/** Encodes: one 1 among zeros; the work does not depend on `bucket` (< length; another gives zeros
 * alone, which no aggregator accepts). */
void so_prio3_histogram_encode(uint8_t *ret_encoded, const so_prio3 *prio, uint32_t bucket);
/** The chunk that makes the proof shortest: close to the square root of the length. */
uint32_t so_prio3_chunk(uint32_t length);

#endif
