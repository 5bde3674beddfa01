/*
 * An answer by split trust: noised (privacy/split), shared (prio) and sealed to both aggregators
 * (crypto/dap_report), and what the audit log says of it. The order of an answer's steps is
 * flow/contribute's.
 */
#ifndef SO_FLOW_SPLIT_ANSWER_H
#define SO_FLOW_SPLIT_ANSWER_H

#include "flow/asked.h"
#include "flow/split_task.h"

/** A split answer drawn and sealed: what so_report_rows_append() wants of it. Freed by _free(). */
typedef struct so_split_drawn {
  uint8_t *report;
  size_t size;
  uint8_t kept[1024];
  size_t kept_size;
} so_split_drawn;

/** Noises, shares and seals; `send_after_ms` is when the report may leave. */
SOTTO_CHECKED sotto_status so_split_answer_draw(sotto *profile, const so_asked *asked,
                                                int64_t send_after_ms, so_split_drawn *ret_drawn);
void so_split_answer_free(so_split_drawn *drawn);
/** Appends the members of an audit row that are of split trust alone. */
void so_split_answer_describe(so_sink *sink, const sotto *profile, const so_asked *asked,
                              const so_ledger *ledger);

#endif
