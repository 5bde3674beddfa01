/*
 * Statements on settings and on what the person stated.
 */
#include "vault/setting_rows.h"

#include <string.h>

#include "vault/opened.h"

static sotto_status copy_out(sotto_bytes stored, uint8_t *ret_value, size_t *inout_size) {
  const int fits = stored.size <= *inout_size;
  if (fits && stored.size > 0) memcpy(ret_value, stored.data, stored.size);
  *inout_size = stored.size;
  return fits ? SOTTO_OK : SOTTO_E_SPACE;
}

sotto_status so_setting_rows_get(so_vault *vault, uint32_t setting, uint8_t *ret_value,
                                 size_t *inout_size) {
  sotto_status found = SOTTO_E_MISSING;
  so_query query = so_opened_read(vault, "SELECT value FROM setting WHERE id=?");
  so_query_i64(&query, setting);
  if (so_query_row(&query)) found = copy_out(so_query_get_bytes(&query, 0), ret_value, inout_size);
  const sotto_status status = so_query_end(&query);
  return status == SOTTO_OK ? found : status;
}

sotto_status so_setting_rows_put(so_vault *vault, uint32_t setting, sotto_bytes value) {
  so_query query = so_opened_write(vault, "INSERT OR REPLACE INTO setting VALUES(?,?)");
  so_query_i64(&query, setting);
  so_query_bytes(&query, value);
  return so_query_run(&query, NULL);
}

sotto_status so_statement_rows_put(so_vault *vault, const so_statement_row *row) {
  size_t removed = 0;
  if (row->strength == 0)
    return so_statement_rows_delete_value(vault, row->attribute, row->value, &removed);
  so_query query = so_opened_write(vault, "INSERT OR REPLACE INTO statement VALUES(?,?,?,?,?)");
  so_query_text(&query, row->attribute);
  so_query_text(&query, row->value);
  so_query_i64(&query, row->category);
  so_query_i64(&query, row->strength);
  so_query_i64(&query, row->time_ms);
  return so_query_run(&query, NULL);
}

sotto_status so_statement_rows_each(so_vault *vault, so_statement_row_fn visit, void *context) {
  sotto_status stopped = SOTTO_OK;
  so_query query = so_opened_read(vault, "SELECT * FROM statement");
  while (stopped == SOTTO_OK && so_query_row(&query)) {
    const so_statement_row row = {
        .attribute = so_query_get_text(&query, 0),
        .value = so_query_get_text(&query, 1),
        .category = (sotto_category)so_query_get_i64(&query, 2),
        .strength = (int32_t)so_query_get_i64(&query, 3),
        .time_ms = so_query_get_i64(&query, 4),
    };
    stopped = visit(context, &row);
  }
  const sotto_status status = so_query_end(&query);
  return stopped != SOTTO_OK ? stopped : status;
}

sotto_status so_statement_rows_delete_category(so_vault *vault, sotto_category category,
                                               size_t *ret_rows) {
  so_query query = so_opened_write(vault, "DELETE FROM statement WHERE category=?");
  so_query_i64(&query, category);
  return so_query_run(&query, ret_rows);
}

sotto_status so_statement_rows_delete_value(so_vault *vault, sotto_text attribute, sotto_text value,
                                            size_t *ret_rows) {
  so_query query = so_opened_write(vault, "DELETE FROM statement WHERE attribute=? AND value=?");
  so_query_text(&query, attribute);
  so_query_text(&query, value);
  return so_query_run(&query, ret_rows);
}

sotto_status so_statement_rows_delete_all(so_vault *vault, size_t *ret_rows) {
  /* WHERE 1: SQLite counts no rows when it empties a table WITHOUT ROWID at one stroke. */
  return so_opened_write_all(vault, "DELETE FROM statement WHERE 1", ret_rows);
}

sotto_status so_statement_rows_delete_period(so_vault *vault, int64_t from_ms, int64_t to_ms,
                                             size_t *ret_rows) {
  so_query query = so_opened_write(vault, "DELETE FROM statement WHERE time_ms>=? AND time_ms<?");
  so_query_i64(&query, from_ms);
  so_query_i64(&query, to_ms);
  return so_query_run(&query, ret_rows);
}
