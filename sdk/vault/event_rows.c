/*
 * Statements on the event table.
 */
#include "vault/event_rows.h"

#include "vault/opened.h"

#define ROW_BYTES                                                                                  \
 40 /* estimate of a row beside its item id: integers, record header, cell pointer */

sotto_status so_event_rows_append(so_vault *vault, const so_event_row *row, int64_t *ret_id) {
  so_query query = so_opened_write(vault, "INSERT INTO event VALUES(NULL,?,?,?,?,?,?,?,?,?,?)");
  so_query_i64(&query, row->time_ms);
  so_query_i64(&query, row->category);
  so_query_i64(&query, row->type);
  so_query_i64(&query, row->page);
  so_query_i64(&query, row->quantity);
  so_query_i64(&query, row->dwell_ms);
  so_query_i64(&query, row->result_count);
  so_query_i64(&query, row->session);
  so_query_i64(&query, row->price_minor);
  so_query_text(&query, row->item);
  const sotto_status status = so_query_run(&query, NULL);
  if (status == SOTTO_OK) *ret_id = so_database_inserted(&vault->database);
  return status;
}

static so_event_row row_of(const so_query *query) {
  return (so_event_row){
      .id = so_query_get_i64(query, 0),
      .time_ms = so_query_get_i64(query, 1),
      .category = (sotto_category)so_query_get_i64(query, 2),
      .type = (sotto_event_type)so_query_get_i64(query, 3),
      .page = (sotto_page)so_query_get_i64(query, 4),
      .quantity = (uint32_t)so_query_get_i64(query, 5),
      .dwell_ms = (uint32_t)so_query_get_i64(query, 6),
      .result_count = (uint32_t)so_query_get_i64(query, 7),
      .session = (uint32_t)so_query_get_i64(query, 8),
      .price_minor = so_query_get_i64(query, 9),
      .item = so_query_get_text(query, 10),
  };
}

sotto_status so_event_rows_each(so_vault *vault, int64_t after, so_event_row_fn visit,
                                void *context) {
  sotto_status stopped = SOTTO_OK;
  so_query query = so_opened_read(vault, "SELECT * FROM event WHERE id>? ORDER BY id");
  so_query_i64(&query, after);
  while (stopped == SOTTO_OK && so_query_row(&query)) {
    const so_event_row row = row_of(&query);
    stopped = visit(context, &row);
  }
  const sotto_status status = so_query_end(&query);
  return stopped != SOTTO_OK ? stopped : status;
}

sotto_status so_event_rows_size(so_vault *vault, uint64_t *ret_rows, uint64_t *ret_bytes) {
  uint64_t rows = 0, ids = 0;
  so_query query = so_opened_read(vault, "SELECT count(*), total(length(item)) FROM event");
  if (so_query_row(&query)) {
    rows = (uint64_t)so_query_get_i64(&query, 0);
    ids = (uint64_t)so_query_get_i64(&query, 1);
  }
  const sotto_status status = so_query_end(&query);
  if (status != SOTTO_OK) return status;
  *ret_rows = rows;
  *ret_bytes = rows * ROW_BYTES + ids;
  return SOTTO_OK;
}

sotto_status so_event_rows_reseat(so_vault *vault, int64_t id, uint32_t session) {
  so_query query = so_opened_write(vault, "UPDATE event SET session=? WHERE id=?");
  so_query_i64(&query, session);
  so_query_i64(&query, id);
  return so_query_run(&query, NULL);
}

sotto_status so_event_rows_delete(so_vault *vault, int64_t id) {
  so_query query = so_opened_write(vault, "DELETE FROM event WHERE id=?");
  so_query_i64(&query, id);
  return so_query_run(&query, NULL);
}

sotto_status so_event_rows_delete_item(so_vault *vault, sotto_text item, size_t *ret_rows) {
  so_query query = so_opened_write(vault, "DELETE FROM event WHERE item=?");
  so_query_text(&query, item);
  return so_query_run(&query, ret_rows);
}

sotto_status so_event_rows_delete_period(so_vault *vault, int64_t from_ms, int64_t to_ms,
                                         size_t *ret_rows) {
  so_query query = so_opened_write(vault, "DELETE FROM event WHERE time_ms>=? AND time_ms<?");
  so_query_i64(&query, from_ms);
  so_query_i64(&query, to_ms);
  return so_query_run(&query, ret_rows);
}

sotto_status so_event_rows_delete_category(so_vault *vault, sotto_category category,
                                           size_t *ret_rows) {
  so_query query = so_opened_write(vault, "DELETE FROM event WHERE category=?");
  so_query_i64(&query, category);
  return so_query_run(&query, ret_rows);
}

sotto_status so_event_rows_delete_all(so_vault *vault, size_t *ret_rows) {
  return so_opened_write_all(vault, "DELETE FROM event", ret_rows);
}

/* Adds up rows from the newest back until `bytes` are full; gives the last id that must go. */
static sotto_status last_to_go(so_vault *vault, uint64_t bytes, int64_t *ret_id) {
  uint64_t kept = 0;
  int64_t id = 0;
  so_query query = so_opened_read(vault, "SELECT id, length(item) FROM event ORDER BY id DESC");
  while (id == 0 && so_query_row(&query)) {
    kept += ROW_BYTES + (uint64_t)so_query_get_i64(&query, 1);
    if (kept > bytes) id = so_query_get_i64(&query, 0);
  }
  const sotto_status status = so_query_end(&query);
  if (status == SOTTO_OK) *ret_id = id;
  return status;
}

sotto_status so_event_rows_evict(so_vault *vault, int64_t before_ms, uint64_t bytes,
                                 size_t *ret_rows) {
  size_t old = 0, excess = 0;
  int64_t id = 0;
  so_query query = so_opened_write(vault, "DELETE FROM event WHERE time_ms<?");
  so_query_i64(&query, before_ms);
  sotto_status status = so_query_run(&query, &old);
  if (status == SOTTO_OK && bytes > 0) status = last_to_go(vault, bytes, &id);
  if (status == SOTTO_OK && id > 0) {
    query = so_opened_write(vault, "DELETE FROM event WHERE id<=?");
    so_query_i64(&query, id);
    status = so_query_run(&query, &excess);
  }
  if (status == SOTTO_OK) *ret_rows = old + excess;
  return status;
}
