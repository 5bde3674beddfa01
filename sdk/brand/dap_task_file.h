/*
 * A task file: what a brand writes down of a DAP task it has with two aggregators, as JSON:
 *
 *   {"dap": 9 | 18, "task_id": base64url of 32 bytes, "info": text, "leader": URL, "helper": URL,
 *    "time_precision_s", "minimum_batch", "batch_mode": "time_interval" | "leader_selected",
 *    "buckets", "chunk_length"}
 *
 * Everything is required but "info" ("sotto"), "batch_mode" ("time_interval") and "chunk_length",
 * which is computed where absent (and must then be what the aggregators are told); a member that is
 * not known is refused. The result is the checked task in its canonical form.
 */
#ifndef SO_BRAND_DAP_TASK_FILE_H
#define SO_BRAND_DAP_TASK_FILE_H

#include "crypto/dap_task.h"

/** Reads a task file's text; texts and canonical form go into `room` (SO_DAP_TASK_MAX).
 * #SOTTO_E_JSON for what is no JSON or of another shape, else errors as so_dap_task_check(). */
SOTTO_CHECKED sotto_status so_dap_task_file(so_dap_task *ret_task, sotto_bytes text, uint8_t *room);

#endif
