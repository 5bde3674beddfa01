/*
 * What one aggregator remembers, in one SQLite file inside its folder: which report ids it has seen
 * and what became of them, the sum of each batch (a batch is an epoch), the leader's reports that
 * wait for the helper, and how many were refused for which reason. A file belongs to one task and
 * one role. Neither an address nor a time finer than the epoch is kept; a report waits as it was
 * sent, sealed, and goes when it is settled.
 */
#ifndef SO_TOOLS_STORE_AGGREGATE_H
#define SO_TOOLS_STORE_AGGREGATE_H

#include "brand/aggregate_wire.h"

typedef struct so_aggregate_store so_aggregate_store;

/** Opens, making it where `make` says so. #SOTTO_E_MISSING, #SOTTO_E_UNTRUSTED where it belongs to
 * another task or role, #SOTTO_E_FORMAT, #SOTTO_E_STORAGE. `owner` is 32 bytes. */
SOTTO_CHECKED sotto_status so_aggregate_open(so_aggregate_store **ret_store, const char *path,
                                             const uint8_t *owner, int make);
/** Closes; what was not committed is undone. NULL is allowed. */
void so_aggregate_close(so_aggregate_store *store);
SOTTO_CHECKED sotto_status so_aggregate_begin(so_aggregate_store *store);
/** Commits where `status` is OK and gives what came of it; else undoes and gives `status`. */
SOTTO_CHECKED sotto_status so_aggregate_end(so_aggregate_store *store, sotto_status status);

/** A report as it is remembered. */
typedef struct so_aggregate_report {
  uint8_t id[SO_DAP_REPORT_ID_SIZE];
  uint8_t digest[32]; /* of its bytes */
  uint32_t epoch;
  uint8_t refusal; /* so_refusal */
  uint32_t tries;  /* of one that waits */
} so_aggregate_report;

/** Finds a report by its id; #SOTTO_E_MISSING where it was never seen. */
SOTTO_CHECKED sotto_status so_aggregate_find(so_aggregate_store *store, const uint8_t *id,
                                             so_aggregate_report *ret_report);
/** Keeps a report until it is settled. */
SOTTO_CHECKED sotto_status so_aggregate_wait(so_aggregate_store *store,
                                             const so_aggregate_report *report, sotto_bytes bytes);
/** Remembers what became of it; one that waited waits no more. A refusal is counted. */
SOTTO_CHECKED sotto_status so_aggregate_settle(so_aggregate_store *store,
                                               const so_aggregate_report *report);
/** Remembers of one that was settled as accepted that it was set aside, and counts that. */
SOTTO_CHECKED sotto_status so_aggregate_set_aside(so_aggregate_store *store,
                                                  const so_aggregate_report *report);
/** Puts a waiting report behind the others. */
SOTTO_CHECKED sotto_status so_aggregate_later(so_aggregate_store *store,
                                              const so_aggregate_report *report);
/** Counts a refusal of a report that is not remembered. */
SOTTO_CHECKED sotto_status so_aggregate_count(so_aggregate_store *store, so_refusal refusal);
/** Forgets the ids of epochs more than `kept` before this one: reports of them are too late in any
 * case. Where no report is of this epoch yet, before that of the newest: a clock that jumped ahead
 * and comes back must not have forgotten what may be sent again. */
SOTTO_CHECKED sotto_status so_aggregate_forget(so_aggregate_store *store, uint32_t epoch,
                                               uint32_t kept);

/** One waiting report at a time, longest waiting first; 0 from the visitor ends the visit. */
typedef int so_aggregate_visitor(void *context, const so_aggregate_report *report,
                                 sotto_bytes bytes);
SOTTO_CHECKED sotto_status so_aggregate_each_waiting(so_aggregate_store *store,
                                                     so_aggregate_visitor *visit, void *context);
/** How many wait; of one epoch, or of every (UINT32_MAX). */
SOTTO_CHECKED sotto_status so_aggregate_waiting(so_aggregate_store *store, uint32_t epoch,
                                                uint64_t *ret_count);

/** A batch; its bytes are views until the next call. */
typedef struct so_aggregate_batch {
  so_wire_set set;
  sotto_bytes share;  /* the sum; empty where nothing was added yet */
  sotto_bytes answer; /* what the collector was given; empty: not collected */
} so_aggregate_batch;

/** Gives a batch; an empty one where there is none. */
SOTTO_CHECKED sotto_status so_aggregate_batch_get(so_aggregate_store *store, uint32_t epoch,
                                                  so_aggregate_batch *ret_batch);
SOTTO_CHECKED sotto_status so_aggregate_batch_put(so_aggregate_store *store,
                                                  const so_aggregate_batch *batch);

/** What there is to tell of an aggregator. */
typedef struct so_aggregate_figures {
  uint64_t waiting;
  uint64_t accepted;
  uint64_t batches;
  uint64_t collected;
  uint64_t refused[SO_REFUSALS];
} so_aggregate_figures;

SOTTO_CHECKED sotto_status so_aggregate_figures_of(so_aggregate_store *store,
                                                   so_aggregate_figures *ret_figures);

#endif
