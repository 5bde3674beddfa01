/*
 * Deleting what a scope names, from the tables of events, of statements and of decisions. One
 * statement a table, in which the scope's kind chooses the condition; a kind that says nothing of a
 * table gives NULL there, and no row goes.
 */
#include "vault/opened.h"

#define COLUMN(kind, field) SO_COLUMN(kind, sotto_scope, field)

static const so_column columns[] = {
    COLUMN(U32, kind),    COLUMN(TEXT, item), COLUMN(TEXT, attribute), COLUMN(TEXT, value),
    COLUMN(I64, from_ms), COLUMN(I64, to_ms), COLUMN(U32, category),   {0}};

_Static_assert(SOTTO_FORGET_ITEM == 1 && SOTTO_FORGET_VALUE == 2 && SOTTO_FORGET_PERIOD == 3 &&
                   SOTTO_FORGET_CATEGORY == 4 && SOTTO_FORGET_ALL == 5,
               "the numbers below");

#define COMMON "WHEN 3 THEN time_ms>=?5 AND time_ms<?6 WHEN 4 THEN category=?7 WHEN 5 THEN 1 END"

static const char *const deletions[] = {
    "DELETE FROM event WHERE CASE ?1 WHEN 1 THEN item=?2 " COMMON,
    "DELETE FROM statement WHERE CASE ?1 WHEN 2 THEN attribute=?3 AND value=?4 " COMMON,
    "DELETE FROM decision WHERE CASE ?1 WHEN 1 THEN item=?2 " COMMON};

sotto_status so_vault_forget(so_vault *vault, const sotto_scope *scope, size_t *ret_rows) {
  size_t rows[3] = {0};
  sotto_status status = SOTTO_OK;
  for (size_t i = 0; i < 3 && !status; i++) {
    so_query query = so_opened_write(vault, deletions[i]);
    so_query_bind(&query, columns, scope);
    status = so_query_run(&query, &rows[i]);
  }
  if (!status) *ret_rows = rows[0] + rows[1] + rows[2];
  return status;
}
