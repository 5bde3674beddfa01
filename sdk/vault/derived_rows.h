/*
 * Rows of derived state: small binary values the models rebuilt from events. Each names its source
 * category and purpose, so that a withdrawal can drop exactly what it must; all can be recomputed.
 */
#ifndef SO_VAULT_DERIVED_ROWS_H
#define SO_VAULT_DERIVED_ROWS_H

#include <sotto/consent.h>

#include "vault/vault.h"

typedef struct so_derived_row {
  uint32_t kind; /* of flow's choosing: affinity, shelf, session, facts */
  uint64_t key;
  sotto_category category;
  sotto_purpose purpose;
  sotto_bytes body; /* at most 64 KiB */
} so_derived_row;

typedef sotto_status (*so_derived_row_fn)(void *context, const so_derived_row *row);

/** Inserts or replaces by (kind, key). */
SOTTO_CHECKED sotto_status so_derived_rows_put(so_vault *vault, const so_derived_row *row);
SOTTO_CHECKED sotto_status so_derived_rows_each(so_vault *vault, so_derived_row_fn visit,
                                                void *context);
SOTTO_CHECKED sotto_status so_derived_rows_clear(so_vault *vault);
SOTTO_CHECKED sotto_status so_derived_rows_clear_kind(so_vault *vault, uint32_t kind);

#endif
