/*
 * Little-endian: mark "SAN1", u32 epoch, u64 sequence, epsilon, delta, epsilon0, generation, audit
 * count, hash of the audit log's last row (32), FNV-1a of all before it.
 */
#include "anchor_record.h"

#include <string.h>

#define NUMBERS 6
#define HASH_AT 56
#define SUM_AT 88

static const uint8_t mark[] = {'S', 'A', 'N', '1'};

static void store(uint8_t *to, uint64_t number, size_t size) {
  for (size_t i = 0; i < size; i++) to[i] = (uint8_t)(number >> 8 * i);
}

static uint64_t load(const uint8_t *from, size_t size) {
  uint64_t number = 0;
  for (size_t i = size; i-- > 0;) number = number << 8 | from[i];
  return number;
}

static uint64_t sum(const uint8_t *bytes) {
  uint64_t hash = UINT64_C(0xcbf29ce484222325);
  for (size_t i = 0; i < SUM_AT; i++) hash = (hash ^ bytes[i]) * UINT64_C(0x100000001b3);
  return hash;
}

void anchor_record_encode(uint8_t ret_bytes[ANCHOR_RECORD_SIZE], const anchor_record *record) {
  const sotto_anchor *anchor = &record->anchor;
  const uint64_t numbers[NUMBERS] = {record->sequence,   anchor->epsilon_micro,
                                     anchor->delta_2p60, anchor->epsilon0_micro,
                                     anchor->generation, anchor->audit_count};
  memcpy(ret_bytes, mark, sizeof mark);
  store(ret_bytes + 4, anchor->epoch, 4);
  for (size_t i = 0; i < NUMBERS; i++) store(ret_bytes + 8 + 8 * i, numbers[i], 8);
  memcpy(ret_bytes + HASH_AT, anchor->audit_hash, SOTTO_DIGEST_SIZE);
  store(ret_bytes + SUM_AT, sum(ret_bytes), 8);
}

sotto_status anchor_record_decode(anchor_record *ret_record, sotto_bytes bytes) {
  if (bytes.size != ANCHOR_RECORD_SIZE || memcmp(bytes.data, mark, sizeof mark) != 0 ||
      load(bytes.data + SUM_AT, 8) != sum(bytes.data))
    return SOTTO_E_CORRUPT;
  uint64_t numbers[NUMBERS];
  for (size_t i = 0; i < NUMBERS; i++) numbers[i] = load(bytes.data + 8 + 8 * i, 8);
  anchor_record record = {.sequence = numbers[0],
                          .anchor = {.struct_size = sizeof record.anchor,
                                     .epoch = (uint32_t)load(bytes.data + 4, 4),
                                     .epsilon_micro = numbers[1],
                                     .delta_2p60 = numbers[2],
                                     .epsilon0_micro = numbers[3],
                                     .generation = numbers[4],
                                     .audit_count = numbers[5]}};
  memcpy(record.anchor.audit_hash, bytes.data + HASH_AT, SOTTO_DIGEST_SIZE);
  *ret_record = record;
  return SOTTO_OK;
}

sotto_status anchor_record_follows(const sotto_anchor *now, const sotto_anchor *next) {
  return next->epoch < now->epoch || next->epsilon_micro < now->epsilon_micro ||
                 next->delta_2p60 < now->delta_2p60 || next->epsilon0_micro < now->epsilon0_micro ||
                 next->generation < now->generation
             ? SOTTO_E_ROLLBACK
             : SOTTO_OK;
}
