/*
 * The task a split answer goes to, as a device keeps it: in the question it looks at, and beside a
 * report that waits. Canonical bytes by value; so_split_task_read() gives them meaning.
 */
#ifndef SO_FLOW_SPLIT_TASK_H
#define SO_FLOW_SPLIT_TASK_H

#include "crypto/dap_task.h"

typedef struct so_split_task {
  uint32_t version; /* of DAP */
  uint8_t id[SO_DAP_TASK_ID_SIZE];
  uint8_t configuration[SO_DAP_TASK_MAX];
  uint32_t size; /* of the configuration */
} so_split_task;

/** Reads it; texts view `kept`. Errors as so_dap_task_read(). */
SOTTO_CHECKED sotto_status so_split_task_read(so_dap_task *ret_task, const so_split_task *kept);

/** What is kept beside a split report until it is gone: enough to seal the same shares again. */
typedef struct so_split_kept {
  uint32_t format;   /* SO_SPLIT_KEPT */
  uint32_t resealed; /* 1: it was, and will not be again */
  uint64_t time_s;
  uint8_t report_id[SO_DAP_TASK_ID_SIZE]; /* its first SO_DAP_REPORT_ID_SIZE bytes: the nonce */
  uint8_t seed[32];                       /* of the shares */
  uint32_t bucket;                        /* the noised one */
  so_split_task task;
} so_split_kept;
#define SO_SPLIT_KEPT 1u

/** Reads what was stored, bytes of the struct. #SOTTO_E_CORRUPT. */
SOTTO_CHECKED sotto_status so_split_kept_read(so_split_kept *ret_kept, sotto_bytes stored);

/** The HPKE configurations that the leader and the helper publish. */
typedef struct so_split_lists {
  sotto_bytes leader;
  sotto_bytes helper;
} so_split_lists;

/** Bytes of a report of a task that was read. 0 where its parameters are none of Prio3's. */
size_t so_split_report_size(const so_dap_task *task);
/**
 * Shares the kept answer and seals the shares to both aggregators, into memory that the caller
 * frees. #SOTTO_E_FORMAT for lists one cannot seal to, #SOTTO_E_MEMORY, #SOTTO_E_CORRUPT.
 */
SOTTO_CHECKED sotto_status so_split_make(uint8_t **ret_report, size_t *ret_size,
                                         const so_split_kept *kept, const so_split_lists *lists);

#endif
