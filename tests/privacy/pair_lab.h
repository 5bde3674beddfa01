/*
 * A pair of aggregators for a journey's lab, with the task file that a brand would have of them:
 * they open reports, verify them together and sum them up, as a real pair does, but in one process.
 */
#ifndef PRIVACY_PAIR_LAB_H
#define PRIVACY_PAIR_LAB_H

#include "../journey/lab_asked.h"
#include "crypto/dap_report.h"
#include "prio/prio3_verify.h"

#define PAIR_LAB_BUCKETS 7 /* of the lab's mindset question */
#define PAIR_LAB_BATCH 1000

typedef struct pair_lab {
  so_dap_task task;
  uint8_t room[SO_DAP_TASK_MAX];
  so_dap_config configs[2]; /* the leader's, the helper's */
  uint8_t secrets[2][32];
  uint8_t context[SO_DAP_CONTEXT_SIZE];
  so_prio3 prio;
  uint8_t sums[2][PAIR_LAB_BUCKETS * 16];
  uint8_t shares[2][4096]; /* plaintext, of the report opened last */
  size_t share_sizes[2];
} pair_lab;

/** Makes a pair that speaks DAP `version`; `generation` tells its keys. */
void pair_lab_begin(pair_lab *ret_pair, uint32_t version, uint32_t generation);
/** The HpkeConfigList an aggregator publishes now. */
typedef struct lab_list {
  uint8_t bytes[64];
  size_t size;
} lab_list;
lab_list pair_lab_list(const pair_lab *pair, int which);
/** Writes the task file "pair.json" beside the lab's brand.json; `more` are further members. */
void pair_lab_write(const pair_lab *pair, const lab_world *lab, const char *more);
/** Writes one more, as `name`: of another id and domain. */
void pair_lab_write_other(const pair_lab *pair, const lab_world *lab, const char *name,
                          uint32_t buckets);
/** Opens, verifies by both and adds. */
sotto_status pair_lab_accept(pair_lab *pair, sotto_bytes report);
/** What was summed, per bucket. */
void pair_lab_result(const pair_lab *pair, uint64_t ret_counts[PAIR_LAB_BUCKETS]);

/** Swaps for lab_pack: the lab's mindset question by split trust, with the task "pair.json". */
extern const char *const pair_lab_swaps[];
/** As lab_contributor(), with that question, and old enough for one split answer. */
sotto *pair_lab_contributor(lab_world *ret_lab, pair_lab *pair);

#endif
