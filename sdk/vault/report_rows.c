/*
 * Statements on answers given and on the outbox.
 */
#include "vault/report_rows.h"

#include "vault/kept_rows.h"

#include "vault/opened.h"

static const so_column answer_columns[] = {SO_COLUMN(ARRAY, so_answer_row, content),
                                           SO_COLUMN(ARRAY, so_answer_row, trait),
                                           SO_COLUMN(U32, so_answer_row, epoch),
                                           SO_COLUMN(I64, so_answer_row, cost_micro),
                                           {0}};

#define COLUMN(kind, field) SO_COLUMN(kind, so_report_row, field)

static const so_column columns[] = {COLUMN(I64, id),
                                    COLUMN(ARRAY, question),
                                    COLUMN(U32, epoch),
                                    COLUMN(U32, attempts),
                                    COLUMN(I64, send_after_ms),
                                    COLUMN(I64, expires_ms),
                                    COLUMN(I64, cost_micro),
                                    COLUMN(BYTES, body),
#ifdef SOTTO_WITH_SPLIT
                                    COLUMN(BYTES, kept),
#endif
                                    {0}};

sotto_status so_answer_rows_append(so_vault *vault, const so_answer_row *row) {
  return so_opened_put(vault, "INSERT INTO answer VALUES(?,?,?,?)", answer_columns, row);
}

sotto_status so_answer_rows_count(so_vault *vault, const so_answer_row *row, int *ret_answered,
                                  uint32_t *ret_year) {
  int answered = 0;
  uint32_t year = 0;
  so_query query = so_query_of(&vault->database,
                               "SELECT content=?1 AND epoch=?3, cost_micro<>0 FROM answer "
                               "WHERE trait=?2 AND epoch>?3-52 AND epoch<=?3",
                               NULL);
  so_query_bind(&query, answer_columns, row);
  while (so_query_row(&query)) {
    answered |= so_query_number(&query, 0) != 0;
    year += so_query_number(&query, 1) != 0;
  }
  const sotto_status status = so_query_end(&query);
  if (status) return status;
  *ret_answered = answered;
  *ret_year = year;
  return SOTTO_OK;
}

sotto_status so_report_rows_append(so_vault *vault, const so_report_row *row) {
  const sotto_status status =
      so_opened_put(vault, "INSERT INTO report VALUES(nullif(?,0),?,?,?,?,?,?,?)", columns, row);
  return SO_SPLIT_BUILT && !status && row->kept.size ? so_kept_rows_put(vault, row->kept) : status;
}

sotto_status so_report_rows_each(so_vault *vault, so_report_row_fn visit, void *context) {
  so_report_row row;
  so_query query =
      so_query_of(&vault->database,
                  SO_SPLIT_BUILT ? "SELECT report.*, value FROM report LEFT JOIN "
                                   "setting ON setting.id=-report.id ORDER BY report.id"
                                 : "SELECT * FROM report ORDER BY id",
                  NULL);
  while (so_query_fetch(&query, columns, &row)) query.status = visit(context, &row);
  return so_query_end(&query);
}

/* Runs a statement that must meet the row. */
static sotto_status run_on(so_vault *vault, uint64_t id, const char *sql) {
  size_t changed = 0;
  const sotto_status status = so_opened_run(vault, sql, (int64_t[]){(int64_t)id}, &changed);
  return !status && changed == 0 ? SOTTO_E_MISSING : status;
}

sotto_status so_report_rows_retry(so_vault *vault, uint64_t id) {
  return run_on(vault, id, "UPDATE report SET attempts=attempts+1 WHERE id=?");
}

sotto_status so_report_rows_remove(so_vault *vault, uint64_t id) {
  const sotto_status status = run_on(vault, id, "DELETE FROM report WHERE id=?");
  return SO_SPLIT_BUILT && !status ? so_kept_rows_sweep(vault) : status;
}

sotto_status so_report_rows_clear(so_vault *vault, size_t *ret_rows) {
  const sotto_status status = so_opened_run(vault, "DELETE FROM report", NULL, ret_rows);
  return SO_SPLIT_BUILT && !status ? so_kept_rows_sweep(vault) : status;
}
