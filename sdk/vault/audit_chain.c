/*
 * Chain arithmetic and so_vault_audit_verify().
 */
#include "vault/audit_chain.h"

#include <string.h>

#include "base/codec.h"

void so_audit_chain_next(uint8_t ret_hash[SO_DIGEST_SIZE], const uint8_t key[SO_KEY_SIZE],
                         const uint8_t previous[SO_DIGEST_SIZE], const so_audit_link *link) {
  uint8_t bytes[SO_AUDIT_DETAIL_MAX + 64];
  so_writer writer = so_writer_of(bytes, sizeof bytes);
  so_write_u64(&writer, link->row.sequence);
  so_write_u64(&writer, (uint64_t)link->row.time_ms);
  so_write_u32(&writer, link->row.act);
  so_write_u64(&writer, link->row.cost_micro);
  so_write_bytes(&writer, link->salt, sizeof link->salt);
  so_write_block(&writer, link->row.detail.data, link->row.detail.size);
  so_chain_next(ret_hash, key, previous, (sotto_bytes){bytes, writer.at});
}

sotto_status so_audit_chain_cover(so_vault *vault, uint64_t checkpoint, so_sink *ret_detail) {
  uint8_t chain[SO_DIGEST_SIZE] = {0};
  uint64_t rows = 0, first = 0, last = 0;
  so_query query = so_opened_read(vault, "SELECT sequence, hash FROM audit_stub WHERE checkpoint=? "
                                         "ORDER BY sequence");
  so_query_i64(&query, (int64_t)checkpoint);
  while (so_query_row(&query)) {
    uint8_t stub[8 + SO_DIGEST_SIZE];
    last = (uint64_t)so_query_get_i64(&query, 0);
    if (rows++ == 0) first = last;
    so_store_u64(stub, last);
    so_query_copy(&query, 1, stub + 8, SO_DIGEST_SIZE);
    so_chain_next(chain, vault->keyring->audit, chain, (sotto_bytes){stub, sizeof stub});
  }
  so_sink_string(ret_detail, "{\"rows\":");
  so_sink_u64(ret_detail, rows);
  so_sink_string(ret_detail, ",\"first\":");
  so_sink_u64(ret_detail, first);
  so_sink_string(ret_detail, ",\"last\":");
  so_sink_u64(ret_detail, last);
  so_sink_string(ret_detail, ",\"chain\":\"");
  so_sink_hex(ret_detail, chain, sizeof chain);
  so_sink_string(ret_detail, "\"}");
  return so_query_end(&query);
}

/* A walk over rows and stubs in order. */
typedef struct audit_walk {
  so_vault *vault;
  so_query query;
  so_tail at; /* the last row that held */
} audit_walk;

static int same(const uint8_t *a, const uint8_t *b) {
  return memcmp(a, b, SO_DIGEST_SIZE) == 0;
}

/* 1 where what the head or the anchor remembers of this row agrees. */
static int remembered(const audit_walk *walk) {
  const so_vault *vault = walk->vault;
  if (vault->head.audit_count == walk->at.count && !vault->memory &&
      !same(vault->head.audit_hash, walk->at.hash))
    return 0;
  return !vault->anchor_known || vault->anchor.audit_count != walk->at.count ||
         same(vault->anchor.audit_hash, walk->at.hash);
}

static sotto_status check_cover(so_vault *vault, const sotto_audit_row *row) {
  char detail[SO_CHECKPOINT_DETAIL];
  so_sink sink = so_sink_of(detail, sizeof detail);
  const sotto_status status = so_audit_chain_cover(vault, row->sequence, &sink);
  if (status != SOTTO_OK) return status;
  return so_text_equal(so_sink_view(&sink), row->detail) ? SOTTO_OK : SOTTO_E_TAMPERED;
}

static sotto_status check_row(audit_walk *walk) {
  so_audit_link link = {0};
  so_query *query = &walk->query;
  link.row.sequence = (uint64_t)so_query_get_i64(query, 0);
  link.row.time_ms = so_query_get_i64(query, 2);
  link.row.act = (sotto_act)so_query_get_i64(query, 3);
  link.row.cost_micro = (uint64_t)so_query_get_i64(query, 4);
  so_query_copy(query, 5, link.salt, sizeof link.salt);
  link.row.detail = so_query_get_text(query, 6);
  if (query->status != SOTTO_OK || link.row.detail.size > SO_AUDIT_DETAIL_MAX)
    return SOTTO_E_TAMPERED;
  uint8_t hash[SO_DIGEST_SIZE];
  so_audit_chain_next(hash, walk->vault->keyring->audit, walk->at.hash, &link);
  const sotto_bytes stored = so_query_get_bytes(query, 1);
  if (stored.size != sizeof hash || !same(stored.data, hash)) return SOTTO_E_TAMPERED;
  memcpy(walk->at.hash, hash, sizeof hash);
  return link.row.act == SOTTO_ACT_CHECKPOINT ? check_cover(walk->vault, &link.row) : SOTTO_OK;
}

/* A stub counts only with the hash it had as a row and a CHECKPOINT row that covers it. */
static sotto_status check_stub(audit_walk *walk) {
  const int covered = so_query_get_i64(&walk->query, 7) == SOTTO_ACT_CHECKPOINT;
  so_query_copy(&walk->query, 1, walk->at.hash, sizeof walk->at.hash);
  return covered && walk->query.status == SOTTO_OK ? SOTTO_OK : SOTTO_E_TAMPERED;
}

static sotto_status check_next(audit_walk *walk) {
  const uint64_t sequence = (uint64_t)so_query_get_i64(&walk->query, 0);
  if (sequence != walk->at.count + 1) return SOTTO_E_TAMPERED;
  const int stub = so_query_get_i64(&walk->query, 3) == 0;
  const sotto_status status = stub ? check_stub(walk) : check_row(walk);
  if (status != SOTTO_OK) return status;
  walk->at.count = sequence;
  if (remembered(walk)) return SOTTO_OK;
  walk->at.count--;
  return SOTTO_E_TAMPERED;
}

static int cut(const audit_walk *walk) {
  const so_vault *vault = walk->vault;
  return (!vault->memory && vault->head.audit_count > walk->at.count) ||
         (vault->anchor_known && vault->anchor.audit_count > walk->at.count);
}

sotto_status so_vault_audit_verify(so_vault *vault, uint64_t *ret_rows) {
  audit_walk walk = {.vault = vault};
  walk.query = so_opened_read(
      vault,
      "SELECT sequence, hash, time_ms, act, cost_micro, salt, detail, 0 FROM audit UNION ALL "
      "SELECT s.sequence, s.hash, 0, 0, 0, 0, 0, a.act FROM audit_stub s "
      "LEFT JOIN audit a ON a.sequence=s.checkpoint ORDER BY 1");
  sotto_status status = SOTTO_OK;
  while (status == SOTTO_OK && so_query_row(&walk.query)) status = check_next(&walk);
  const sotto_status ended = so_query_end(&walk.query);
  if (status == SOTTO_OK) status = ended;
  if (status == SOTTO_OK && cut(&walk)) status = SOTTO_E_TAMPERED;
  if (status == SOTTO_OK || status == SOTTO_E_TAMPERED)
    *ret_rows = walk.at.count + (status != SOTTO_OK);
  return status;
}
