/*
 * Appending to, visiting and thinning the audit log. Verification has its own file (audit_chain).
 */
#include "vault/audit_rows.h"

#include <string.h>

#include "base/epoch.h"
#include "base/string.h"
#include "crypto/random.h"
#include "vault/audit_chain.h"

sotto_status so_audit_rows_append(const so_audit_log *log, const sotto_audit_row *row) {
  if (row->detail.size > SO_AUDIT_DETAIL_MAX) return SOTTO_E_LIMIT;
  so_audit_link link = {.row = *row};
  const so_bits bits = so_random_bits();
  bits.fill(bits.context, link.salt, sizeof link.salt);
  link.row.sequence = log->tail->count + 1;
  so_audit_chain_next(link.row.hash, log->key, log->tail->hash, &link);
  so_query query = so_query_of(log->database, "INSERT INTO audit VALUES(?,?,?,?,?,?,?)");
  so_query_i64(&query, (int64_t)link.row.sequence);
  so_query_i64(&query, row->time_ms);
  so_query_i64(&query, row->act);
  so_query_i64(&query, (int64_t)row->cost_micro);
  so_query_bytes(&query, (sotto_bytes){link.salt, sizeof link.salt});
  so_query_text(&query, row->detail);
  so_query_bytes(&query, (sotto_bytes){link.row.hash, sizeof link.row.hash});
  const sotto_status status = so_query_run(&query, NULL);
  if (status != SOTTO_OK) return status;
  log->tail->count = link.row.sequence;
  memcpy(log->tail->hash, link.row.hash, sizeof log->tail->hash);
  return SOTTO_OK;
}

sotto_status so_audit_rows_tail(so_database *database, so_tail *ret_tail) {
  so_tail tail = {0};
  so_query query =
      so_query_of(database, "SELECT sequence, hash FROM audit ORDER BY sequence DESC LIMIT 1");
  if (so_query_row(&query)) {
    tail.count = (uint64_t)so_query_get_i64(&query, 0);
    so_query_copy(&query, 1, tail.hash, sizeof tail.hash);
  }
  const sotto_status status = so_query_end(&query);
  if (status == SOTTO_OK) *ret_tail = tail;
  return status;
}

sotto_status so_audit_rows_hold(so_database *database, const so_tail *tail, int *ret_holds) {
  int holds = tail->count == 0;
  so_query query = so_query_of(database, "SELECT hash FROM audit WHERE sequence=?1 UNION ALL "
                                         "SELECT hash FROM audit_stub WHERE sequence=?1");
  so_query_i64(&query, (int64_t)tail->count);
  if (so_query_row(&query)) {
    const sotto_bytes hash = so_query_get_bytes(&query, 0);
    holds = hash.size == sizeof tail->hash && memcmp(hash.data, tail->hash, hash.size) == 0;
  }
  const sotto_status status = so_query_end(&query);
  if (status == SOTTO_OK) *ret_holds = holds;
  return status;
}

sotto_status so_vault_audit(so_vault *vault, const sotto_audit_row *row) {
  if (!vault->act) return SOTTO_E_INTERNAL;
  const so_audit_log log = {&vault->database, vault->keyring->audit, &vault->tail};
  const sotto_status status = so_audit_rows_append(&log, row);
  if (status == SOTTO_OK && row->act == vault->act) vault->audited = 1;
  return status;
}

/* Turns the counted day into a chained row; a day without events gets none. */
static sotto_status finish_day(so_vault *vault, int64_t now_ms, int64_t day, int64_t events) {
  char detail[96];
  so_sink sink = so_sink_of(detail, sizeof detail);
  so_sink_string(&sink, "{\"day\":");
  so_sink_i64(&sink, day);
  so_sink_string(&sink, ",\"events\":");
  so_sink_i64(&sink, events);
  so_sink_string(&sink, "}");
  const sotto_audit_row row = {
      .time_ms = now_ms, .act = SOTTO_ACT_EVENTS, .detail = so_sink_view(&sink)};
  return so_vault_audit(vault, &row);
}

static sotto_status change_day(so_vault *vault, int64_t now_ms) {
  so_query query = so_opened_read(vault, "SELECT day, events FROM audit_day");
  const int counted = so_query_row(&query);
  const int64_t day = counted ? so_query_get_i64(&query, 0) : 0;
  const int64_t events = counted ? so_query_get_i64(&query, 1) : 0;
  sotto_status status = so_query_end(&query);
  if (status == SOTTO_OK && events) status = finish_day(vault, now_ms, day, events);
  if (status == SOTTO_OK && counted)
    status = so_opened_write_all(vault, "DELETE FROM audit_day", NULL);
  if (status != SOTTO_OK) return status;
  query = so_opened_write(vault, "INSERT INTO audit_day VALUES(?,0)");
  so_query_i64(&query, so_epoch_day_of(now_ms));
  return so_query_run(&query, NULL);
}

sotto_status so_vault_audit_count(so_vault *vault, int64_t now_ms, uint32_t events) {
  for (int tries = 0; tries < 2; tries++) {
    size_t changed = 0;
    so_query query = so_opened_write(vault, "UPDATE audit_day SET events=events+? WHERE day=?");
    so_query_i64(&query, events);
    so_query_i64(&query, so_epoch_day_of(now_ms));
    sotto_status status = so_query_run(&query, &changed);
    if (status == SOTTO_OK && changed == 0) status = change_day(vault, now_ms);
    if (status != SOTTO_OK) return status;
    if (changed == 1) break;
  }
  if (vault->act == SOTTO_ACT_EVENTS) vault->audited = 1;
  return SOTTO_OK;
}

sotto_status so_vault_audit_each(so_vault *vault, uint64_t sequence, sotto_audit_fn visit,
                                 void *context) {
  so_query query = so_opened_read(vault, "SELECT sequence, time_ms, act, cost_micro, detail, hash "
                                         "FROM audit WHERE sequence>? ORDER BY sequence");
  so_query_i64(&query, (int64_t)sequence);
  uint32_t stop = 0;
  while (!stop && so_query_row(&query)) {
    sotto_audit_row row = {
        .sequence = (uint64_t)so_query_get_i64(&query, 0),
        .time_ms = so_query_get_i64(&query, 1),
        .act = (sotto_act)so_query_get_i64(&query, 2),
        .cost_micro = (uint64_t)so_query_get_i64(&query, 3),
        .detail = so_query_get_text(&query, 4),
    };
    so_query_copy(&query, 5, row.hash, sizeof row.hash);
    if (query.status == SOTTO_OK) stop = visit(context, &row);
  }
  return so_query_end(&query);
}

sotto_status so_vault_audit_checkpoint(so_vault *vault, int64_t now_ms) {
  size_t removed = 0;
  so_query query = so_opened_write(vault, "INSERT INTO audit_stub SELECT sequence, ?1, hash "
                                          "FROM audit WHERE act=?2");
  so_query_i64(&query, (int64_t)vault->tail.count + 1);
  so_query_i64(&query, SOTTO_ACT_EVENTS);
  sotto_status status = so_query_run(&query, &removed);
  if (status == SOTTO_OK) status = so_opened_write_all(vault, "DELETE FROM audit_day", NULL);
  if (status != SOTTO_OK || removed == 0) return status;
  char detail[SO_CHECKPOINT_DETAIL];
  so_sink sink = so_sink_of(detail, sizeof detail);
  status = so_audit_chain_cover(vault, vault->tail.count + 1, &sink);
  if (status != SOTTO_OK) return status;
  const sotto_audit_row row = {
      .time_ms = now_ms, .act = SOTTO_ACT_CHECKPOINT, .detail = so_sink_view(&sink)};
  status = so_vault_audit(vault, &row);
  if (status != SOTTO_OK) return status;
  query = so_opened_write(vault, "DELETE FROM audit WHERE act=?");
  so_query_i64(&query, SOTTO_ACT_EVENTS);
  return so_query_run(&query, NULL);
}
