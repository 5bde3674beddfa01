/*
 * Statements on answers given and on the outbox.
 */
#include "vault/report_rows.h"

#include "vault/opened.h"

#define QUOTA_EPOCHS 52

sotto_status so_answer_rows_append(so_vault *vault, const so_answer_row *row) {
  so_query query = so_opened_write(vault, "INSERT INTO answer VALUES(?,?,?)");
  so_query_bytes(&query, (sotto_bytes){row->content, sizeof row->content});
  so_query_i64(&query, row->epoch);
  so_query_i64(&query, (int64_t)row->cost_micro);
  return so_query_run(&query, NULL);
}

sotto_status so_answer_rows_count(so_vault *vault, const so_answer_row *row, int *ret_answered,
                                  uint32_t *ret_year) {
  int answered = 0;
  uint32_t year = 0;
  so_query query = so_opened_read(
      vault, "SELECT epoch, cost_micro FROM answer WHERE content=?1 AND epoch>?2-?3 AND epoch<=?2");
  so_query_bytes(&query, (sotto_bytes){row->content, sizeof row->content});
  so_query_i64(&query, row->epoch);
  so_query_i64(&query, QUOTA_EPOCHS);
  while (so_query_row(&query)) {
    year += so_query_get_i64(&query, 1) != 0;
    answered |= so_query_get_i64(&query, 0) == row->epoch;
  }
  const sotto_status status = so_query_end(&query);
  if (status != SOTTO_OK) return status;
  *ret_answered = answered;
  *ret_year = year;
  return SOTTO_OK;
}

sotto_status so_report_rows_append(so_vault *vault, const so_report_row *row, uint64_t *ret_id) {
  so_query query = so_opened_write(vault, "INSERT INTO report VALUES(NULL,?,?,?,?,?,?,?)");
  so_query_bytes(&query, (sotto_bytes){row->question, sizeof row->question});
  so_query_i64(&query, row->epoch);
  so_query_i64(&query, row->attempts);
  so_query_i64(&query, row->send_after_ms);
  so_query_i64(&query, row->expires_ms);
  so_query_i64(&query, (int64_t)row->cost_micro);
  so_query_bytes(&query, row->body);
  const sotto_status status = so_query_run(&query, NULL);
  if (status == SOTTO_OK) *ret_id = (uint64_t)so_database_inserted(&vault->database);
  return status;
}

sotto_status so_report_rows_each(so_vault *vault, so_report_row_fn visit, void *context) {
  sotto_status stopped = SOTTO_OK;
  so_query query = so_opened_read(vault, "SELECT * FROM report ORDER BY id");
  while (stopped == SOTTO_OK && so_query_row(&query)) {
    so_report_row row = {
        .id = (uint64_t)so_query_get_i64(&query, 0),
        .epoch = (uint32_t)so_query_get_i64(&query, 2),
        .attempts = (uint32_t)so_query_get_i64(&query, 3),
        .send_after_ms = so_query_get_i64(&query, 4),
        .expires_ms = so_query_get_i64(&query, 5),
        .cost_micro = (uint64_t)so_query_get_i64(&query, 6),
    };
    so_query_copy(&query, 1, row.question, sizeof row.question);
    row.body = so_query_get_bytes(&query, 7);
    if (query.status == SOTTO_OK) stopped = visit(context, &row);
  }
  const sotto_status status = so_query_end(&query);
  return stopped != SOTTO_OK ? stopped : status;
}

/* Runs a statement that must meet exactly one row. */
static sotto_status run_on_one(so_query *query) {
  size_t changed = 0;
  const sotto_status status = so_query_run(query, &changed);
  return status == SOTTO_OK && changed == 0 ? SOTTO_E_MISSING : status;
}

sotto_status so_report_rows_retry(so_vault *vault, uint64_t id) {
  so_query query = so_opened_write(vault, "UPDATE report SET attempts=attempts+1 WHERE id=?");
  so_query_i64(&query, (int64_t)id);
  return run_on_one(&query);
}

sotto_status so_report_rows_remove(so_vault *vault, uint64_t id) {
  so_query query = so_opened_write(vault, "DELETE FROM report WHERE id=?");
  so_query_i64(&query, (int64_t)id);
  return run_on_one(&query);
}

sotto_status so_report_rows_clear(so_vault *vault, size_t *ret_rows) {
  return so_opened_write_all(vault, "DELETE FROM report", ret_rows);
}
