/*
 * An anchor as a record of fixed size, for stores that keep it as bytes: which is newer, is it
 * whole, may one follow another. The checksum finds a torn write; it proves nothing about who
 * wrote.
 */
#ifndef PLATFORM_ANCHOR_RECORD_H
#define PLATFORM_ANCHOR_RECORD_H

#include <sotto/port.h>

#define ANCHOR_RECORD_SIZE 96

/** An anchor and how many came before it. */
typedef struct anchor_record {
  uint64_t sequence;
  sotto_anchor anchor;
} anchor_record;

void anchor_record_encode(uint8_t ret_bytes[ANCHOR_RECORD_SIZE], const anchor_record *record);
/** #SOTTO_E_CORRUPT where the size, the mark or the checksum is not a record's. */
SOTTO_CHECKED sotto_status anchor_record_decode(anchor_record *ret_record, sotto_bytes bytes);
/** #SOTTO_E_ROLLBACK where any total, the epoch or the generation of `next` is below `now`'s. */
SOTTO_CHECKED sotto_status anchor_record_follows(const sotto_anchor *now, const sotto_anchor *next);

#endif
