/*
 * The brand.json of a drilled shop: questions about items and pairs by split trust, at the sizes
 * and on the schedule a fleet of so many devices can answer, and their task files, whose two
 * aggregators have keys of their own.
 */
#ifndef EVAL_TASK_H
#define EVAL_TASK_H

#include <stdint.h>

#include <sotto/build.h>

/** What is asked: 0 buckets, not at all. */
typedef struct eval_plan {
  uint32_t item_groups, item_every, item_lots, item_batch;
  uint32_t pair_groups, pair_every, pair_lots, pair_batch, pair_parts;
  uint32_t first_epoch;
  uint64_t epsilon_micro;
} eval_plan;

/** The schedule for a fleet; one rule for all data (see eval_task.c). */
eval_plan eval_task_plan(uint64_t devices, uint32_t first_epoch, uint64_t epsilon_micro);
/** Writes brand.json and its tasks into a folder, sealing to these two keys. */
void eval_task_write(const eval_plan *plan, const char *folder, const sotto_brand_keys *leader,
                     const sotto_brand_keys *helper);
/** One task file. */
typedef struct eval_task {
  const char *file; /* its name in the folder */
  uint32_t groups;  /* answers besides "none" */
  uint32_t batch;
  uint8_t number; /* of the task's id */
  const sotto_brand_keys *leader, *helper;
} eval_task;

void eval_task_file(const char *folder, const eval_task *task);
/** Removes brand.json and its tasks. */
void eval_task_remove(const char *folder);

#endif
