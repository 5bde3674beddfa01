/*
 * Statements on the table of derived state.
 */
#include "vault/derived_rows.h"

#include "vault/opened.h"

#define BODY_MAX 65536

sotto_status so_derived_rows_put(so_vault *vault, const so_derived_row *row) {
  if (row->body.size > BODY_MAX) return SOTTO_E_LIMIT;
  so_query query = so_opened_write(vault, "INSERT OR REPLACE INTO derived VALUES(?,?,?,?,?)");
  so_query_i64(&query, row->kind);
  so_query_i64(&query, (int64_t)row->key);
  so_query_i64(&query, row->category);
  so_query_i64(&query, row->purpose);
  so_query_bytes(&query, row->body);
  return so_query_run(&query, NULL);
}

sotto_status so_derived_rows_each(so_vault *vault, so_derived_row_fn visit, void *context) {
  sotto_status stopped = SOTTO_OK;
  so_query query = so_opened_read(vault, "SELECT * FROM derived");
  while (stopped == SOTTO_OK && so_query_row(&query)) {
    const so_derived_row row = {
        .kind = (uint32_t)so_query_get_i64(&query, 0),
        .key = (uint64_t)so_query_get_i64(&query, 1),
        .category = (sotto_category)so_query_get_i64(&query, 2),
        .purpose = (sotto_purpose)so_query_get_i64(&query, 3),
        .body = so_query_get_bytes(&query, 4),
    };
    stopped = visit(context, &row);
  }
  const sotto_status status = so_query_end(&query);
  return stopped != SOTTO_OK ? stopped : status;
}

sotto_status so_derived_rows_clear(so_vault *vault) {
  return so_opened_write_all(vault, "DELETE FROM derived", NULL);
}

sotto_status so_derived_rows_clear_kind(so_vault *vault, uint32_t kind) {
  so_query query = so_opened_write(vault, "DELETE FROM derived WHERE kind=?");
  so_query_i64(&query, kind);
  return so_query_run(&query, NULL);
}
