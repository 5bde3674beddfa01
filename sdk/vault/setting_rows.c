/*
 * Statements on settings and on what the person stated.
 */
#include "vault/setting_rows.h"

#include <string.h>

#include "vault/opened.h"

typedef struct setting_row {
  uint32_t id;
  sotto_bytes value;
} setting_row;

static const so_column setting_columns[] = {
    SO_COLUMN(U32, setting_row, id), SO_COLUMN(BYTES, setting_row, value), {0}};

#define COLUMN(kind, field) SO_COLUMN(kind, so_statement_row, field)

static const so_column columns[] = {COLUMN(TEXT, attribute), COLUMN(TEXT, value),
                                    COLUMN(U32, category),   COLUMN(I32, strength),
                                    COLUMN(I64, time_ms),    {0}};

static sotto_status copy_out(sotto_bytes stored, uint8_t *ret_value, size_t *inout_size) {
  const int fits = stored.size <= *inout_size;
  if (fits && stored.size > 0) memcpy(ret_value, stored.data, stored.size);
  *inout_size = stored.size;
  return fits ? SOTTO_OK : SOTTO_E_SPACE;
}

sotto_status so_setting_rows_get(so_vault *vault, uint32_t setting, uint8_t *ret_value,
                                 size_t *inout_size) {
  setting_row row;
  sotto_status found = SOTTO_E_MISSING;
  so_query query =
      so_query_of(&vault->database, "SELECT * FROM setting WHERE id=?", (int64_t[]){setting});
  if (so_query_fetch(&query, setting_columns, &row))
    found = copy_out(row.value, ret_value, inout_size);
  const sotto_status status = so_query_end(&query);
  return status ? status : found;
}

sotto_status so_setting_rows_put(so_vault *vault, uint32_t setting, sotto_bytes value) {
  const setting_row row = {setting, value};
  return so_opened_put(vault, "INSERT OR REPLACE INTO setting VALUES(?,?)", setting_columns, &row);
}

sotto_status so_statement_rows_put(so_vault *vault, const so_statement_row *row) {
  return so_opened_put(vault,
                       row->strength == 0 ? "DELETE FROM statement WHERE attribute=? AND value=?"
                                          : "INSERT OR REPLACE INTO statement VALUES(?,?,?,?,?)",
                       columns, row);
}

sotto_status so_statement_rows_each(so_vault *vault, so_statement_row_fn visit, void *context) {
  so_statement_row row;
  so_query query = so_query_of(&vault->database, "SELECT * FROM statement", NULL);
  while (so_query_fetch(&query, columns, &row)) query.status = visit(context, &row);
  return so_query_end(&query);
}
