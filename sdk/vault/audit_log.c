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

#define COLUMN(kind, field) SO_COLUMN(kind, so_audit_link, field)

static const so_column columns[] = {COLUMN(I64, row.sequence), COLUMN(I64, row.time_ms),
                                    COLUMN(U32, row.act),      COLUMN(I64, row.cost_micro),
                                    COLUMN(ARRAY, salt),       COLUMN(TEXT, row.detail),
                                    COLUMN(ARRAY, row.hash),   {0}};

static const so_column tail_columns[] = {
    SO_COLUMN(I64, so_tail, count), SO_COLUMN(ARRAY, so_tail, hash), {0}};

static void hash_link(uint8_t ret_hash[SO_DIGEST_SIZE], const uint8_t key[SO_KEY_SIZE],
                      const uint8_t previous[SO_DIGEST_SIZE], const so_audit_link *link) {
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

sotto_status so_vault_audit(so_vault *vault, const sotto_audit_row *row) {
  if (!vault->act) return SOTTO_E_INTERNAL;
  if (row->detail.size > DETAIL_MAX) return SOTTO_E_LIMIT;
  so_audit_link link = {.row = *row};
  const so_bits bits = so_random_bits();
  bits.fill(bits.context, link.salt, sizeof link.salt);
  link.row.sequence = vault->tail.count + 1;
  hash_link(link.row.hash, vault->keyring->audit, vault->tail.hash, &link);
  const sotto_status status =
      so_opened_put(vault, "INSERT INTO audit VALUES(?,?,?,?,?,?,?)", columns, &link);
  if (status) return status;
  vault->tail.count = link.row.sequence;
  memcpy(vault->tail.hash, link.row.hash, sizeof vault->tail.hash);
  if (row->act == vault->act) vault->audited = 1;
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
  so_audit_link link = {0};
  uint32_t stop = 0;
  so_query query = so_query_of(&vault->database,
                               "SELECT * FROM audit WHERE sequence>? AND act<>0 ORDER BY sequence",
                               (int64_t[]){(int64_t)sequence});
  while (!stop && so_query_fetch(&query, columns, &link)) stop = visit(context, &link.row);
  return so_query_end(&query);
}

sotto_status so_vault_audit_links(so_vault *vault, so_audit_link_fn visit, void *context) {
  so_audit_link link;
  so_query query = so_query_of(&vault->database, "SELECT * FROM audit ORDER BY sequence", NULL);
  while (so_query_fetch(&query, columns, &link)) query.status = visit(context, &link);
  return so_query_end(&query);
}

so_audit_marks so_vault_audit_marks(const so_vault *vault) {
  return (so_audit_marks){vault->keyring->audit, vault->head.tail.count, vault->head.tail.hash,
                          vault->anchor_known ? &vault->anchor : NULL};
}

/* The proof stands in the salt's place. */
static void prove(so_audit_link *stub, const uint8_t key[SO_KEY_SIZE]) {
  uint8_t bytes[8 + SO_DIGEST_SIZE], proof[32];
  so_store_u64(bytes, stub->row.sequence);
  memcpy(bytes + 8, stub->row.hash, SO_DIGEST_SIZE);
  so_derive_prf(proof, key, "sotto audit stub", (sotto_bytes){bytes, sizeof bytes});
  memcpy(stub->salt, proof, sizeof stub->salt);
}

/* Empties the row after `*inout_last`; MISSING where no EVENTS row is left. */
static sotto_status empty_next(so_vault *vault, int64_t *inout_last) {
  so_audit_link stub = {0};
  so_query query = so_query_of(&vault->database,
                               "SELECT sequence, 0, 0, 0, zeroblob(16), '', hash FROM audit WHERE "
                               "act=? AND sequence>? ORDER BY sequence LIMIT 1",
                               (int64_t[]){SOTTO_ACT_EVENTS, *inout_last});
  const int found = so_query_fetch(&query, columns, &stub);
  const sotto_status status = so_query_end(&query);
  if (status || !found) return status ? status : SOTTO_E_MISSING;
  stub.row.detail = (sotto_text){NULL, 0};
  prove(&stub, vault->keyring->audit);
  *inout_last = (int64_t)stub.row.sequence;
  return so_opened_put(vault, "INSERT OR REPLACE INTO audit VALUES(?,?,?,?,?,?,?)", columns, &stub);
}

sotto_status so_vault_audit_checkpoint(so_vault *vault, int64_t now_ms) {
  char detail[64];
  int64_t rows = 0, last = 0;
  so_sink sink = so_sink_of(detail, sizeof detail);
  sotto_status status = so_opened_run(vault, "DELETE FROM audit_day", NULL, NULL);
  while (!status && (status = empty_next(vault, &last)) == SOTTO_OK) rows++;
  if (status != SOTTO_E_MISSING || rows == 0) return status == SOTTO_E_MISSING ? SOTTO_OK : status;
  so_sink_member_number(&sink, "rows", rows);
  so_sink_member_number(&sink, "last", last);
  so_sink_string(&sink, "}");
  const sotto_audit_row row = {
      .time_ms = now_ms, .act = SOTTO_ACT_CHECKPOINT, .detail = so_sink_view(&sink)};
  return so_vault_audit(vault, &row);
}

/* 1 where a row has the hash of what it says, and a stub the proof of having been such a row. */
static int is_sound(so_vault *vault, const uint8_t *previous, const so_audit_link *link) {
  so_audit_link proven = *link;
  if (link->row.detail.size > DETAIL_MAX) return 0;
  if (link->row.act == STUB)
    prove(&proven, vault->keyring->audit);
  else
    hash_link(proven.row.hash, vault->keyring->audit, previous, link);
  return same(link->row.hash, proven.row.hash) &&
         memcmp(link->salt, proven.salt, sizeof link->salt) == 0;
}

/* 1 unless this very row is remembered with another hash. */
static int agrees(const so_tail *at, uint64_t count, const uint8_t *hash) {
  return at->count != count || same(at->hash, hash);
}

/* 1 where a link is the next after `at`, the last that held; moves `at` there. */
static int follows(so_vault *vault, const so_audit_link *link, so_tail *at) {
  so_tail next = {.count = at->count + 1};
  memcpy(next.hash, link->row.hash, sizeof next.hash);
  if (link->row.sequence != next.count || !is_sound(vault, at->hash, link) ||
      !agrees(&next, vault->head.tail.count, vault->head.tail.hash) ||
      !agrees(&next, vault->anchor.audit_count, vault->anchor.audit_hash))
    return 0;
  *at = next;
  return 1;
}

sotto_status so_vault_audit_verify(so_vault *vault, uint64_t *ret_rows) {
  so_audit_link link;
  so_tail at = {0};
  int bad = 0;
  so_query query = so_query_of(&vault->database, "SELECT * FROM audit ORDER BY sequence", NULL);
  while (!bad && so_query_row(&query)) {
    so_query_take(&query, columns, &link);
    bad = query.status || !follows(vault, &link, &at);
  }
  const sotto_status status = so_query_end(&query);
  if (status && !bad) return status;
  bad |= vault->head.tail.count > at.count || vault->anchor.audit_count > at.count;
  *ret_rows = at.count + (uint64_t)bad;
  return bad ? SOTTO_E_TAMPERED : SOTTO_OK;
}
