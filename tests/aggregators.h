/*
 * The two aggregators of a DAP task in one process, as tests need them: they publish their keys and
 * the task file that a brand would have of them, open reports, verify them together and sum them.
 */
#ifndef TEST_AGGREGATORS_H
#define TEST_AGGREGATORS_H

#include <stdio.h>

#include "crypto/dap_report.h"
#include "prio/prio3_verify.h"

#define AGGREGATORS_BUCKETS 7 /* of a question of the mindset */
#define AGGREGATORS_BATCH 1000

typedef struct aggregators {
  so_dap_task task;
  uint8_t room[SO_DAP_TASK_MAX];
  so_dap_config configs[2]; /* the leader's, the helper's */
  uint8_t secrets[2][32];
  uint8_t context[SO_DAP_CONTEXT_SIZE];
  so_prio3 prio;
  uint8_t sums[2][AGGREGATORS_BUCKETS * 16];
  uint8_t shares[2][4096]; /* plaintext, of the report opened last */
  size_t share_sizes[2];
} aggregators;

/** Makes a pair at these URLs (borrowed) that speaks DAP `version`; `generation` tells its keys. */
SOTTO_CHECKED sotto_status aggregators_begin(aggregators *ret_pair, uint32_t version,
                                             uint32_t generation, const char *const urls[2]);

/** The HpkeConfigList that one publishes. */
typedef struct aggregators_list {
  uint8_t bytes[64];
  size_t size;
} aggregators_list;
aggregators_list aggregators_publish(const aggregators *pair, int which);
/** Writes the task file; `more` are further members, or NULL. */
void aggregators_write(const aggregators *pair, const char *more, FILE *to);
/** Opens, verifies by both and adds. */
SOTTO_CHECKED sotto_status aggregators_accept(aggregators *pair, sotto_bytes report);
/** What was summed, per bucket. */
SOTTO_CHECKED sotto_status aggregators_result(const aggregators *pair,
                                              uint64_t ret_counts[AGGREGATORS_BUCKETS]);

#endif
