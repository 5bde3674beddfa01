/*
 * Statements on what is kept beside split reports.
 */
#include "vault/kept_rows.h"

#include "vault/opened.h"

#define COLUMN(kind, field) SO_COLUMN(kind, so_kept_row, field)

static const so_column kept[] = {COLUMN(BYTES, kept), COLUMN(I64, id), {0}};
static const so_column body[] = {COLUMN(BYTES, body), COLUMN(I64, id), {0}};

sotto_status so_kept_rows_put(so_vault *vault, sotto_bytes bytes) {
  const so_kept_row row = {.kept = bytes};
  return so_opened_put(vault, "INSERT OR REPLACE INTO setting VALUES(-last_insert_rowid(),?)", kept,
                       &row);
}

sotto_status so_kept_rows_sweep(so_vault *vault) {
  return so_opened_run(
      vault, "DELETE FROM setting WHERE id<0 AND -id NOT IN (SELECT id FROM report)", NULL, NULL);
}

sotto_status so_kept_rows_reseal(so_vault *vault, const so_kept_row *row) {
  sotto_status status = so_opened_put(vault, "UPDATE report SET body=? WHERE id=?", body, row);
  if (status) return status;
  return so_opened_put(vault, "UPDATE setting SET value=? WHERE id=-?", kept, row);
}
