/*
 * What the two aggregators of one task, and the collector, say to each other: Sotto's own exchange,
 * not DAP's aggregation jobs and collections (devices upload by DAP). POST bodies, integers
 * big-endian, authorized by a token in DAP-Auth-Token; over a network behind TLS proxies.
 *
 *   leader -> helper, POST {helper}/sotto/verify
 *     "SoV1" | task id (32) | item…
 *     item: u32 size | report metadata and public share as in the report (crypto/dap_report.h)
 *           | helper's ciphertext as in the report | leader's verifier share<0..2^32-1>
 *     An item with an empty verifier share is of a report that the leader sets aside; so does the
 *     helper then, which takes it out of its sum where it had counted it.
 *   answer, one per item in order
 *     report id (16) | refusal (1, brand/aggregator.h) | helper's verifier share<0..2^32-1>
 *
 *   collector -> each, POST {aggregator}/sotto/collect
 *     "SoC1" | task id (32) | epoch (4) | reports (8) | checksum (32)
 *   answer
 *     reports (8) | checksum (32) | sealed aggregate share<0..2^32-1>
 *
 * The first collector's request, to the leader, has zeros for reports and checksum: the leader says
 * what it has; the helper is asked for just that set. The aggregate share is sealed to the
 * collector by HPKE: info "sotto aggregate share" | role, aad the answer up to it with task id and
 * epoch before. Saying anything again gives the same answer and changes nothing.
 */
#ifndef SO_BRAND_AGGREGATE_WIRE_H
#define SO_BRAND_AGGREGATE_WIRE_H

#include "brand/aggregator.h"

#define SO_WIRE_ITEMS_MAX 128u
#define SO_WIRE_BODY_MAX (4u << 20)
#define SO_WIRE_VERIFY_HEAD (4 + SO_DAP_TASK_ID_SIZE)
#define SO_WIRE_COLLECT_SIZE (4 + SO_DAP_TASK_ID_SIZE + 4 + 8 + 32)
#define SO_WIRE_RESULT_HEAD (8 + 32 + 4)

/** One report on its way to the helper; all views. */
typedef struct so_wire_item {
  so_dap_view view;     /* of the helper's half: [1] */
  sotto_bytes whole;    /* but for the verifier share */
  sotto_bytes verifier; /* the leader's */
} so_wire_item;

/** Writes the start of a verify request. */
void so_wire_verify_start(so_writer *writer, const so_dap_task *task);
/** Appends an item made from a whole report. */
void so_wire_item_write(so_writer *writer, const so_dap_view *report, sotto_bytes verifier);
/** Bytes an item takes. */
size_t so_wire_item_size(const so_dap_view *report, size_t verifier);
/** Checks the start: MALFORMED, TASK or NONE. */
so_refusal so_wire_verify_open(so_reader *reader, const so_dap_task *task);
/** Reads the next item; 0 where the body is malformed. */
int so_wire_item_read(so_reader *reader, const so_dap_task *task, so_wire_item *ret_item);

/** The helper's word on one report. */
typedef struct so_wire_outcome {
  sotto_bytes id;
  uint8_t refusal;
  sotto_bytes verifier;
} so_wire_outcome;

void so_wire_outcome_write(so_writer *writer, const so_wire_outcome *outcome);
/** 0 where the answer is malformed. */
int so_wire_outcome_read(so_reader *reader, so_wire_outcome *ret_outcome);

/** Gives the next of the reports an upload is of (dap18: one behind the other); 0 where what is
 * left is none. */
int so_wire_report_next(so_reader *reader, const so_dap_task *task, sotto_bytes *ret_report);

/** A set of reports of an epoch, as both aggregators must have it. */
typedef struct so_wire_set {
  uint32_t epoch;
  uint64_t reports;
  uint8_t checksum[32];
} so_wire_set;

void so_wire_collect_write(uint8_t ret_body[SO_WIRE_COLLECT_SIZE], const so_dap_task *task,
                           const so_wire_set *set);
/** MALFORMED, TASK or NONE. */
so_refusal so_wire_collect_read(so_wire_set *ret_set, const so_dap_task *task, sotto_bytes body);

/** Who seals an aggregate share, for whom. */
typedef struct so_wire_seal {
  const so_dap_task *task;
  so_dap_role role;
  const so_dap_config *collector;
  const uint8_t *secret_key; /* to open; else NULL */
} so_wire_seal;

/** Writes the answer to a collection: SO_WIRE_RESULT_HEAD + share.size + SO_HPKE_OVERHEAD bytes. */
SOTTO_CHECKED sotto_status so_wire_result_write(uint8_t *ret_answer, const so_wire_seal *seal,
                                                const so_wire_set *set, sotto_bytes share);
/** Opens an answer; the caller frees `ret_share->data`. `inout_set->epoch` is the asked one.
 * #SOTTO_E_FORMAT, #SOTTO_E_TAMPERED, #SOTTO_E_MEMORY. */
SOTTO_CHECKED sotto_status so_wire_result_open(so_wire_set *inout_set, sotto_bytes *ret_share,
                                               const so_wire_seal *seal, sotto_bytes answer);

#endif
