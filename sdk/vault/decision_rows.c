/*
 * Statements on the table of decisions.
 */
#include "vault/decision_rows.h"

#include "vault/opened.h"

#define COLUMN(kind, field) SO_COLUMN(kind, so_decision_row, field)

static const so_column columns[] = {COLUMN(I64, id),
                                    COLUMN(I64, time_ms),
                                    COLUMN(U32, category),
                                    COLUMN(U32, kind),
                                    COLUMN(U32, mindset),
                                    COLUMN(U32, propensity),
                                    COLUMN(I32, outcome_micro),
                                    COLUMN(TEXT, slot),
                                    COLUMN(TEXT, arm),
                                    COLUMN(TEXT, item),
                                    {0}};

sotto_status so_decision_rows_append(so_vault *vault, const so_decision_row *row) {
  return so_opened_put(vault, "INSERT INTO decision VALUES(?,?,?,?,?,?,?,?,?,?)", columns, row);
}

sotto_status so_decision_rows_each(so_vault *vault, so_decision_row_fn visit, void *context) {
  so_decision_row row;
  so_query query = so_query_of(&vault->database, "SELECT * FROM decision ORDER BY id", NULL);
  while (so_query_fetch(&query, columns, &row)) query.status = visit(context, &row);
  return so_query_end(&query);
}

sotto_status so_decision_rows_say(so_vault *vault, int64_t id, int32_t outcome_micro) {
  return so_opened_run(vault, "UPDATE decision SET outcome_micro=? WHERE id=?",
                       (int64_t[]){outcome_micro, id}, NULL);
}

sotto_status so_decision_rows_delete(so_vault *vault, int64_t id) {
  return so_opened_run(vault, "DELETE FROM decision WHERE id=?", &id, NULL);
}

sotto_status so_decision_rows_evict(so_vault *vault, int64_t before_ms, uint32_t most,
                                    size_t *inout_rows) {
  size_t old = 0, excess = 0;
  sotto_status status = so_opened_run(vault,
                                      "DELETE FROM decision WHERE time_ms<? OR "
                                      "(? AND time_ms<(SELECT min(time_ms) FROM event))",
                                      (int64_t[]){before_ms, *inout_rows > 0}, &old);
  if (!status)
    status = so_opened_run(vault,
                           "DELETE FROM decision WHERE id<=(SELECT id FROM decision "
                           "ORDER BY id DESC LIMIT 1 OFFSET ?)",
                           (int64_t[]){most}, &excess);
  if (!status) *inout_rows += old + excess;
  return status;
}

sotto_status so_decision_rows_last(so_vault *vault, int64_t *ret_id) {
  int64_t id = 0;
  so_query query =
      so_query_of(&vault->database, "SELECT seq FROM sqlite_sequence WHERE name='decision'", NULL);
  if (so_query_row(&query)) id = so_query_number(&query, 0);
  const sotto_status status = so_query_end(&query);
  if (!status) *ret_id = id;
  return status;
}
