/*
 * An answer by split trust: noised (privacy/split), shared (prio) and sealed to both aggregators
 * (crypto/dap_report), and what the audit log says of it. The order of an answer's steps is
 * flow/contribute's.
 */
#ifndef SO_FLOW_SPLIT_ANSWER_H
#define SO_FLOW_SPLIT_ANSWER_H

#include "flow/asked.h"
#include "flow/split_task.h"

/** What an answer draws from the PRF of the epoch's noise key (flow/contribute). */
typedef struct so_drawn {
  uint8_t seed[32]; /* of its noise; a secret */
  uint8_t id[32];   /* of its report, in its first bytes */
} so_drawn;

/** A split answer, noised and sealed. Freed by so_split_answer_free(). */
typedef struct so_split_sealed {
  int64_t send_after_ms; /* given: when it may leave */
  uint8_t *report;
  size_t size;
  so_split_kept kept;
} so_split_sealed;

/** Noises, shares and seals. */
SOTTO_CHECKED sotto_status so_split_answer_seal(so_split_sealed *inout_sealed, sotto *profile,
                                                const so_asked *asked, const so_drawn *drawn);
void so_split_answer_free(so_split_sealed *sealed);
/** Appends the members of an audit row that are of split trust alone. */
void so_split_answer_describe(so_sink *sink, const sotto *profile, const so_asked *asked,
                              const so_ledger *ledger);

#endif
