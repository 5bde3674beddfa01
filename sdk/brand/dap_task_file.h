/*
 * A task file: what a brand writes down of a DAP task it has with two aggregators, as JSON:
 *
 *   {"dap": 9 | 18, "task_id": base64url of 32 bytes, "info": text, "leader": URL, "helper": URL,
 *    "time_precision_s", "minimum_batch", "batch_mode": "time_interval" | "leader_selected",
 *    "buckets", "chunk_length", "leader_config", "helper_config"}
 *
 * Everything is required but "info" ("sotto"), "batch_mode" ("time_interval"), "chunk_length",
 * which is computed where absent (and must then be what the aggregators are told), and the two
 * lists of HPKE configurations that the aggregators publish (base64url of what their hpke_config
 * gives), which a pack needs so that a device can seal without asking them; a member that is not
 * known is refused. The result is the checked task in its canonical form.
 */
#ifndef SO_BRAND_DAP_TASK_FILE_H
#define SO_BRAND_DAP_TASK_FILE_H

#include "crypto/dap_task.h"

/** Reads a task file's text; texts and canonical form go into `room` (SO_DAP_TASK_MAX).
 * #SOTTO_E_JSON for what is no JSON or of another shape, else errors as so_dap_task_check(). */
SOTTO_CHECKED sotto_status so_dap_task_file(so_dap_task *ret_task, sotto_bytes text, uint8_t *room);

#define SO_DAP_LIST_MAX 2048 /* bytes of a published list */

/** The lists of HPKE configurations in a task file. */
typedef struct so_dap_lists {
  uint8_t leader[SO_DAP_LIST_MAX];
  uint8_t helper[SO_DAP_LIST_MAX];
  size_t leader_size;
  size_t helper_size;
} so_dap_lists;

/** Reads them from a task file's text. #SOTTO_E_JSON; #SOTTO_E_KEY_LOST where one is absent;
 * #SOTTO_E_LIMIT for one that is too long; what so_dap_config_choose() says of one that a device
 * could not seal to. */
SOTTO_CHECKED sotto_status so_dap_task_lists(so_dap_lists *ret_lists, sotto_bytes text);

#endif
