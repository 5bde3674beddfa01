/*
 * Rows of events: append, visit in order, delete, evict. A row keeps the item's id as text, so that
 * it becomes useful when a pack knows the item.
 */
#ifndef SO_VAULT_EVENT_ROWS_H
#define SO_VAULT_EVENT_ROWS_H

#include <sotto/event.h>

#include "vault/vault.h"

/** One stored event. `item` views SQLite memory during a visit. */
typedef struct so_event_row {
  int64_t id; /* ascending; 0 when appending */
  int64_t time_ms;
  sotto_category category;
  sotto_event_type type;
  sotto_page page;
  uint32_t quantity;
  uint32_t dwell_ms;
  uint32_t result_count;
  uint32_t session;
  int64_t price_minor;
  sotto_text item;
} so_event_row;

/** Visitor; a status other than 0 stops the visit and is returned. */
typedef sotto_status (*so_event_row_fn)(void *context, const so_event_row *row);

SOTTO_CHECKED sotto_status so_event_rows_append(so_vault *vault, const so_event_row *row);
/** Visits rows with id > `after`, in id order. */
SOTTO_CHECKED sotto_status so_event_rows_each(so_vault *vault, int64_t after, so_event_row_fn visit,
                                              void *context);
/** Moves one row to another session. */
SOTTO_CHECKED sotto_status so_event_rows_reseat(so_vault *vault, int64_t id, uint32_t session);
SOTTO_CHECKED sotto_status so_event_rows_delete(so_vault *vault, int64_t id);
/**
 * Deletes rows older than `before_ms`, and then the oldest until at most `bytes` remain (0: no byte
 * limit; a row counts as a fixed size plus its item's id).
 */
SOTTO_CHECKED sotto_status so_event_rows_evict(so_vault *vault, int64_t before_ms, uint64_t bytes,
                                               size_t *ret_rows);

#endif
