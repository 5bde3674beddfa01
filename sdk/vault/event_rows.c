/*
 * Statements on the event table.
 */
#include "vault/event_rows.h"

#include "vault/opened.h"

/* Estimate of a row beside its item id: integers, record header, cell pointer. */
#define ROW_BYTES 40

#define COLUMN(kind, field) SO_COLUMN(kind, so_event_row, field)

static const so_column columns[] = {
    COLUMN(I64, id),          COLUMN(I64, time_ms),      COLUMN(U32, category),
    COLUMN(U32, type),        COLUMN(U32, page),         COLUMN(U32, quantity),
    COLUMN(U32, dwell_ms),    COLUMN(U32, result_count), COLUMN(U32, session),
    COLUMN(I64, price_minor), COLUMN(TEXT, item),        {0}};

sotto_status so_event_rows_append(so_vault *vault, const so_event_row *row) {
  return so_opened_put(vault, "INSERT INTO event VALUES(nullif(?,0),?,?,?,?,?,?,?,?,?,?)", columns,
                       row);
}

sotto_status so_event_rows_each(so_vault *vault, int64_t after, so_event_row_fn visit,
                                void *context) {
  so_event_row row;
  so_query query =
      so_query_of(&vault->database, "SELECT * FROM event WHERE id>? ORDER BY id", &after);
  while (so_query_fetch(&query, columns, &row)) query.status = visit(context, &row);
  return so_query_end(&query);
}

sotto_status so_event_rows_reseat(so_vault *vault, int64_t id, uint32_t session) {
  return so_opened_run(vault, "UPDATE event SET session=? WHERE id=?", (int64_t[]){session, id},
                       NULL);
}

sotto_status so_event_rows_delete(so_vault *vault, int64_t id) {
  return so_opened_run(vault, "DELETE FROM event WHERE id=?", &id, NULL);
}

/* Adds up rows from the newest back until `bytes` are full; gives the last id that must go. */
static sotto_status last_to_go(so_vault *vault, uint64_t bytes, int64_t *ret_id) {
  uint64_t kept = 0;
  int64_t id = 0;
  so_query query =
      so_query_of(&vault->database, "SELECT id, length(item) FROM event ORDER BY id DESC", NULL);
  while (id == 0 && so_query_row(&query)) {
    kept += ROW_BYTES + (uint64_t)so_query_number(&query, 1);
    if (kept > bytes) id = so_query_number(&query, 0);
  }
  const sotto_status status = so_query_end(&query);
  if (!status) *ret_id = id;
  return status;
}

sotto_status so_event_rows_evict(so_vault *vault, int64_t before_ms, uint64_t bytes,
                                 size_t *ret_rows) {
  size_t old = 0, excess = 0;
  int64_t id = 0;
  sotto_status status = so_opened_run(vault, "DELETE FROM event WHERE time_ms<?", &before_ms, &old);
  if (!status && bytes > 0) status = last_to_go(vault, bytes, &id);
  if (!status && id > 0)
    status = so_opened_run(vault, "DELETE FROM event WHERE id<=?", &id, &excess);
  if (!status) *ret_rows = old + excess;
  return status;
}
