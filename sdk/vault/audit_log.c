/*
 * Appending to, visiting, thinning and verifying the audit log. Verification goes from the first
 * row to the last: every sequence present as a row or a proven stub, every hash recomputed, the
 * head's and the anchor's count and hash met on the way.
 */
#include "vault/audit_log.h"

#include <string.h>

#include "base/codec.h"
#include "base/epoch.h"
#include "base/string.h"
#include "crypto/random.h"

#define DETAIL_MAX 2048
#define STUB 0 /* the act of a row that a CHECKPOINT emptied */

/* A row, the salt that is hashed with it, and for a stub its CHECKPOINT and that row's act. */
typedef struct audit_link {
  sotto_audit_row row;
  uint8_t salt[16];
  uint64_t checkpoint;
  sotto_act cover;
} audit_link;

#define COLUMN(kind, field) SO_COLUMN(kind, audit_link, field)

static const so_column columns[] = {COLUMN(I64, row.sequence), COLUMN(I64, row.time_ms),
                                    COLUMN(U32, row.act),      COLUMN(I64, row.cost_micro),
                                    COLUMN(ARRAY, salt),       COLUMN(TEXT, row.detail),
                                    COLUMN(ARRAY, row.hash),   COLUMN(I64, checkpoint),
                                    COLUMN(U32, cover),        {0}};

static const so_column tail_columns[] = {
    SO_COLUMN(I64, so_tail, count), SO_COLUMN(ARRAY, so_tail, hash), {0}};

static void hash_link(uint8_t ret_hash[SO_DIGEST_SIZE], const uint8_t key[SO_KEY_SIZE],
                      const uint8_t previous[SO_DIGEST_SIZE], const audit_link *link) {
  uint8_t bytes[DETAIL_MAX + 64];
  so_writer writer = so_writer_of(bytes, sizeof bytes);
  so_write_u64(&writer, link->row.sequence);
  so_write_u64(&writer, (uint64_t)link->row.time_ms);
  so_write_u32(&writer, link->row.act);
  so_write_u64(&writer, link->row.cost_micro);
  so_write_bytes(&writer, link->salt, sizeof link->salt);
  so_write_block(&writer, link->row.detail.data, link->row.detail.size);
  so_chain_next(ret_hash, key, previous, (sotto_bytes){bytes, writer.at});
}

sotto_status so_audit_log_append(const so_audit_log *log, const sotto_audit_row *row) {
  if (row->detail.size > DETAIL_MAX) return SOTTO_E_LIMIT;
  audit_link link = {.row = *row};
  const so_bits bits = so_random_bits();
  bits.fill(bits.context, link.salt, sizeof link.salt);
  link.row.sequence = log->tail->count + 1;
  hash_link(link.row.hash, log->key, log->tail->hash, &link);
  so_query query = so_query_of(log->database, "INSERT INTO audit VALUES(?,?,?,?,?,?,?,?)", NULL);
  so_query_bind(&query, columns, &link);
  const sotto_status status = so_query_run(&query, NULL);
  if (status) return status;
  log->tail->count = link.row.sequence;
  memcpy(log->tail->hash, link.row.hash, sizeof log->tail->hash);
  return SOTTO_OK;
}

sotto_status so_audit_log_tail(so_database *database, so_tail *ret_tail) {
  so_tail tail = {0};
  so_query query = so_query_of(
      database, "SELECT sequence, hash FROM audit ORDER BY sequence DESC LIMIT 1", NULL);
  (void)so_query_fetch(&query, tail_columns, &tail);
  const sotto_status status = so_query_end(&query);
  if (!status) *ret_tail = tail;
  return status;
}

static int same(const uint8_t *a, const uint8_t *b) {
  return memcmp(a, b, SO_DIGEST_SIZE) == 0;
}

sotto_status so_audit_log_holds(so_vault *vault, uint64_t count, const uint8_t *hash,
                                int *ret_holds) {
  so_tail at = vault->tail;
  sotto_status status = SOTTO_OK;
  if (count != at.count) { /* spares a query at most opens */
    at = (so_tail){0};
    so_query query = so_query_of(&vault->database,
                                 "SELECT sequence, hash FROM audit "
                                 "WHERE sequence=?",
                                 (int64_t[]){(int64_t)count});
    (void)so_query_fetch(&query, tail_columns, &at);
    status = so_query_end(&query);
  }
  if (!status) *ret_holds = count == 0 || (at.count == count && same(at.hash, hash));
  return status;
}

sotto_status so_vault_audit(so_vault *vault, const sotto_audit_row *row) {
  if (!vault->act) return SOTTO_E_INTERNAL;
  const so_audit_log log = {&vault->database, vault->keyring->audit, &vault->tail};
  const sotto_status status = so_audit_log_append(&log, row);
  if (!status && row->act == vault->act) vault->audited = 1;
  return status;
}

/* Turns the counted day into a chained row; a day without events gets none. */
static sotto_status finish_day(so_vault *vault, int64_t now_ms, int64_t day, int64_t events) {
  char detail[96];
  so_sink sink = so_sink_of(detail, sizeof detail);
  so_sink_member_number(&sink, "day", day);
  so_sink_member_number(&sink, "events", events);
  so_sink_string(&sink, "}");
  const sotto_audit_row row = {
      .time_ms = now_ms, .act = SOTTO_ACT_EVENTS, .detail = so_sink_view(&sink)};
  return so_vault_audit(vault, &row);
}

sotto_status so_vault_audit_count(so_vault *vault, int64_t now_ms, uint32_t events) {
  int64_t counted[] = {so_epoch_day_of(now_ms), 0};
  sotto_status finished = SOTTO_OK;
  so_query query = so_query_of(&vault->database, "SELECT day, events FROM audit_day", NULL);
  if (so_query_row(&query)) {
    const int64_t day = so_query_number(&query, 0), before = so_query_number(&query, 1);
    if (day == counted[0])
      counted[1] = before;
    else if (before)
      finished = finish_day(vault, now_ms, day, before);
  }
  sotto_status status = so_query_end(&query);
  if (!status) status = finished;
  counted[1] += events;
  if (!status)
    status = so_opened_run(vault, "INSERT OR REPLACE INTO audit_day VALUES(1,?,?)", counted, NULL);
  if (!status && vault->act == SOTTO_ACT_EVENTS) vault->audited = 1;
  return status;
}

sotto_status so_vault_audit_each(so_vault *vault, uint64_t sequence, sotto_audit_fn visit,
                                 void *context) {
  audit_link link = {0};
  uint32_t stop = 0;
  so_query query = so_query_of(&vault->database,
                               "SELECT * FROM audit WHERE sequence>? AND act<>0 ORDER BY sequence",
                               (int64_t[]){(int64_t)sequence});
  while (!stop && so_query_fetch(&query, columns, &link)) stop = visit(context, &link.row);
  return so_query_end(&query);
}

/* Writes the detail of a CHECKPOINT row: count, range and chain of the stubs naming it. */
static sotto_status cover(so_vault *vault, uint64_t checkpoint, so_sink *ret_detail) {
  uint8_t chain[SO_DIGEST_SIZE] = {0};
  int64_t rows = 0, first = 0;
  so_tail stub = {0};
  so_query query = so_query_of(
      &vault->database, "SELECT sequence, hash FROM audit WHERE checkpoint=? ORDER BY sequence",
      (int64_t[]){(int64_t)checkpoint});
  while (so_query_fetch(&query, tail_columns, &stub)) {
    uint8_t bytes[8 + SO_DIGEST_SIZE];
    if (rows++ == 0) first = (int64_t)stub.count;
    so_store_u64(bytes, stub.count);
    memcpy(bytes + 8, stub.hash, sizeof stub.hash);
    so_chain_next(chain, vault->keyring->audit, chain, (sotto_bytes){bytes, sizeof bytes});
  }
  so_sink_member_number(ret_detail, "rows", rows);
  so_sink_member_number(ret_detail, "first", first);
  so_sink_member_number(ret_detail, "last", (int64_t)stub.count);
  so_sink_member(ret_detail, "chain");
  so_sink_string(ret_detail, "\"");
  so_sink_hex(ret_detail, chain, sizeof chain);
  so_sink_string(ret_detail, "\"}");
  return so_query_end(&query);
}

sotto_status so_vault_audit_checkpoint(so_vault *vault, int64_t now_ms) {
  char detail[192];
  size_t emptied = 0;
  const uint64_t checkpoint = vault->tail.count + 1;
  so_sink sink = so_sink_of(detail, sizeof detail);
  sotto_status status = so_opened_run(
      vault,
      "UPDATE audit SET time_ms=0, act=0, salt=zeroblob(16), detail='', checkpoint=? WHERE act=?",
      (int64_t[]){(int64_t)checkpoint, SOTTO_ACT_EVENTS}, &emptied);
  if (!status) status = so_opened_run(vault, "DELETE FROM audit_day", NULL, NULL);
  if (status || emptied == 0) return status;
  status = cover(vault, checkpoint, &sink);
  const sotto_audit_row row = {
      .time_ms = now_ms, .act = SOTTO_ACT_CHECKPOINT, .detail = so_sink_view(&sink)};
  return status ? status : so_vault_audit(vault, &row);
}

static sotto_status check_cover(so_vault *vault, const sotto_audit_row *row) {
  char detail[192];
  so_sink sink = so_sink_of(detail, sizeof detail);
  const sotto_status status = cover(vault, row->sequence, &sink);
  if (status) return status;
  return so_text_equal(so_sink_view(&sink), row->detail) ? SOTTO_OK : SOTTO_E_TAMPERED;
}

static sotto_status check_row(so_vault *vault, const uint8_t *previous, const audit_link *link) {
  uint8_t hash[SO_DIGEST_SIZE];
  if (link->row.detail.size > DETAIL_MAX) return SOTTO_E_TAMPERED;
  hash_link(hash, vault->keyring->audit, previous, link);
  if (!same(link->row.hash, hash)) return SOTTO_E_TAMPERED;
  return link->row.act == SOTTO_ACT_CHECKPOINT ? check_cover(vault, &link->row) : SOTTO_OK;
}

/* 1 unless this very row is remembered with another hash. */
static int agrees(const so_tail *at, uint64_t count, const uint8_t *hash) {
  return at->count != count || same(at->hash, hash);
}

/* Moves `at`, the last row that held, to the next. A stub counts only with the hash it had as a row
 * and a CHECKPOINT row that covers it. */
static sotto_status check_next(so_vault *vault, const audit_link *link, so_tail *at) {
  so_tail next = {.count = at->count + 1};
  sotto_status status = link->cover == SOTTO_ACT_CHECKPOINT ? SOTTO_OK : SOTTO_E_TAMPERED;
  if (link->row.act != STUB) status = check_row(vault, at->hash, link);
  if (status) return status;
  memcpy(next.hash, link->row.hash, sizeof next.hash);
  if (link->row.sequence != next.count ||
      !agrees(&next, vault->head.audit_count, vault->head.audit_hash) ||
      !agrees(&next, vault->anchor.audit_count, vault->anchor.audit_hash))
    return SOTTO_E_TAMPERED;
  *at = next;
  return SOTTO_OK;
}

sotto_status so_vault_audit_verify(so_vault *vault, uint64_t *ret_rows) {
  audit_link link;
  so_tail at = {0};
  sotto_status status = SOTTO_OK;
  so_query query = so_query_of(&vault->database,
                               "SELECT a.*, c.act FROM audit a LEFT JOIN audit c "
                               "ON c.sequence=a.checkpoint ORDER BY a.sequence",
                               NULL);
  while (!status && so_query_row(&query)) {
    so_query_take(&query, columns, &link);
    status = query.status ? SOTTO_E_TAMPERED : check_next(vault, &link, &at);
  }
  const sotto_status ended = so_query_end(&query);
  if (!status) status = ended;
  if (!status && (vault->head.audit_count > at.count || vault->anchor.audit_count > at.count))
    status = SOTTO_E_TAMPERED;
  if (!status || status == SOTTO_E_TAMPERED) *ret_rows = at.count + (status != SOTTO_OK);
  return status;
}
