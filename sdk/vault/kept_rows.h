/*
 * What is kept beside a split report, so that it can be sealed anew. It stands among the settings,
 * under the report's id made negative: no table of its own, so that a build without split trust and
 * one with it open the same profile, and the former neither shows nor sends it.
 */
#ifndef SO_VAULT_KEPT_ROWS_H
#define SO_VAULT_KEPT_ROWS_H

#include "vault/vault.h"

/** A report's new body and what is now kept beside it. */
typedef struct so_kept_row {
  uint64_t id; /* of the report */
  sotto_bytes body;
  sotto_bytes kept;
} so_kept_row;

/** Keeps `kept` beside the report that was just appended. */
SOTTO_CHECKED sotto_status so_kept_rows_put(so_vault *vault, sotto_bytes kept);
/** Wipes what was kept beside reports that are gone. */
SOTTO_CHECKED sotto_status so_kept_rows_sweep(so_vault *vault);
/** Replaces both. */
SOTTO_CHECKED sotto_status so_kept_rows_reseal(so_vault *vault, const so_kept_row *row);

#endif
