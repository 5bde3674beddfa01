/*
 * A pair of aggregators for a journey's lab, with the task file that a brand would have of them:
 * they open reports, verify them together and sum them up, as a real pair does, but in one process.
 */
#ifndef JOURNEY_LAB_PAIR_H
#define JOURNEY_LAB_PAIR_H

#include "crypto/dap_report.h"
#include "lab_asked.h"
#include "prio/prio3_verify.h"

#define LAB_PAIR_BUCKETS 7 /* of the lab's mindset question */
#define LAB_PAIR_BATCH 1000

typedef struct lab_pair {
  so_dap_task task;
  uint8_t room[SO_DAP_TASK_MAX];
  so_dap_config configs[2]; /* the leader's, the helper's */
  uint8_t secrets[2][32];
  uint8_t context[SO_DAP_CONTEXT_SIZE];
  so_prio3 prio;
  uint8_t sums[2][LAB_PAIR_BUCKETS * 16];
  uint8_t shares[2][4096]; /* plaintext, of the report opened last */
  size_t share_sizes[2];
} lab_pair;

/** Makes a pair that speaks DAP `version`; `generation` tells its keys. */
void lab_pair_begin(lab_pair *ret_pair, uint32_t version, uint32_t generation);
/** The HpkeConfigList an aggregator publishes now. */
typedef struct lab_list {
  uint8_t bytes[64];
  size_t size;
} lab_list;
lab_list lab_pair_list(const lab_pair *pair, int which);
/** Writes the task file "pair.json" beside the lab's brand.json; `more` are further members. */
void lab_pair_write(const lab_pair *pair, const lab_world *lab, const char *more);
/** Opens, verifies by both and adds. */
sotto_status lab_pair_accept(lab_pair *pair, sotto_bytes report);
/** What was summed, per bucket. */
void lab_pair_result(const lab_pair *pair, uint64_t ret_counts[LAB_PAIR_BUCKETS]);

/** Swaps for lab_pack: the lab's mindset question by split trust, with the task "pair.json". */
extern const char *const lab_pair_swaps[];
/** As lab_contributor(), with that question, and old enough for one split answer. */
sotto *lab_pair_contributor(lab_world *ret_lab, lab_pair *pair);

#endif
