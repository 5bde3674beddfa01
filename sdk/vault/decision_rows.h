/*
 * Rows of decisions: which arm a slot showed, with what chance, and what the host said came of it.
 * What events say came of it is not stored: it follows from the events that remain. Ids are kept as
 * texts, so that a decision outlives a pack.
 */
#ifndef SO_VAULT_DECISION_ROWS_H
#define SO_VAULT_DECISION_ROWS_H

#include "vault/vault.h"

/** One decision. Texts view SQLite memory during a visit. */
typedef struct so_decision_row {
  int64_t id;
  int64_t time_ms;
  sotto_category category;
  uint32_t kind; /* SOTTO_CHOICE_… */
  uint32_t mindset;
  uint32_t propensity;   /* parts of 2^30 */
  int32_t outcome_micro; /* as the host said; -1: it did not */
  sotto_text slot;
  sotto_text arm;
  sotto_text item; /* may be empty */
} so_decision_row;

/** Visitor; a status other than 0 stops the visit and is returned. */
typedef sotto_status (*so_decision_row_fn)(void *context, const so_decision_row *row);

/** Appends under the row's own id. */
SOTTO_CHECKED sotto_status so_decision_rows_append(so_vault *vault, const so_decision_row *row);
/** Visits all rows in id order. */
SOTTO_CHECKED sotto_status so_decision_rows_each(so_vault *vault, so_decision_row_fn visit,
                                                 void *context);
/** Writes what the host said came of one; OK where the row is gone. */
SOTTO_CHECKED sotto_status so_decision_rows_say(so_vault *vault, int64_t id, int32_t outcome_micro);
SOTTO_CHECKED sotto_status so_decision_rows_delete(so_vault *vault, int64_t id);
/**
 * Deletes rows older than `before_ms` and all but the newest `most`; where `inout_rows` says that
 * events have just been evicted, those older than the oldest event left too: what came of them
 * could not be told any more. Adds how many.
 */
SOTTO_CHECKED sotto_status so_decision_rows_evict(so_vault *vault, int64_t before_ms, uint32_t most,
                                                  size_t *inout_rows);
/** The highest id that was ever given; 0: none. */
SOTTO_CHECKED sotto_status so_decision_rows_last(so_vault *vault, int64_t *ret_id);

#endif
