/*
 * The audit log as JSON, for a second verifier:
 *
 *   {"sotto_audit": 1, "exported_ms": …, "key": "<hex>",
 *    "head": {"rows": …, "hash": "<hex>"},
 *    "anchor": {"rows": …, "hash": "<hex>", "epsilon_micro": …},        absent: the store has none
 *    "budget": {"depth_micro": …, "year_micro": …, "spent_micro": …},
 *    "pack": {"sequence": …, "hash": "<hex>"},                          absent: none is installed
 *    "rows": [{"sequence": …, "time_ms": …, "act": …, "cost_micro": …, "salt": "<hex>",
 *              "detail": "<the row's JSON, as text>", "hash": "<hex>"}, …],
 *    "reports": [{"epoch": …, "cost_micro": …, "body": "<hex>"}, …]}
 *
 * A row's hash is BLAKE2b-256, keyed with `key`, of: the hash before it (32 zero bytes before the
 * first), sequence (u64), time_ms (i64), act (u32), cost_micro (u64), salt (16 bytes), size of the
 * detail (u32), detail; numbers little-endian. A row of act 0 is a stub: what a forget left of a
 * day's count. Its hash is that of the row it was; its salt is the first 16 bytes of BLAKE2b-256,
 * keyed likewise, of 16 (u64), "sotto audit stub", 40 (u64), sequence (u64), hash. Sequences go 1,
 * 2, 3 … without a gap; head and anchor remember a count of rows and the hash of the last of them.
 * The detail of an answer (act 4) has, beside what its cost is recomputed from, the `trait` asked
 * about (which the yearly quota counts: a digest of u32 number and digest of the attribute's name),
 * the `category`, the caps in force, the `balance_micro` before it, what the ledger has
 * `spent_micro` after it, and `because`:
 * "open" (paid), else free for "category" (no consent), "exhausted" (quota or balance) or "behind"
 * (its anchor knows of more, or its clock is behind). `teller` is "visitor" where that was whose
 * consent counted, `unit` is "visit" where no ledger paid.
 * Reports are those that wait in the outbox, with the bytes that will leave.
 */
#include "flow/budget.h"
#include "flow/subject.h"
#include "vault/report_rows.h"

#define CHUNK_MAX 16384 /* a row of the longest detail, every byte escaped */
#define PIECE 4096u     /* of a body, at once */

typedef struct passing {
  sotto_write_fn write;
  void *context;
  const char *comma; /* before the next element */
  so_sink sink;
  char chunk[CHUNK_MAX];
} passing;

static sotto_status send(passing *out, const char *end) {
  so_sink_string(&out->sink, end);
  const sotto_bytes bytes = {(const uint8_t *)out->chunk, out->sink.size};
  if (out->sink.bad) return SOTTO_E_LIMIT;
  out->sink.size = 0;
  return out->write(out->context, bytes);
}

static so_sink *element(passing *out) {
  so_sink_string(&out->sink, out->comma);
  so_sink_string(&out->sink, "\n{");
  out->comma = ",";
  return &out->sink;
}

static sotto_status write_link(void *context, const so_audit_link *link) {
  so_sink *sink = element(context);
  so_sink_member_number(sink, "sequence", (int64_t)link->row.sequence);
  so_sink_member_number(sink, "time_ms", link->row.time_ms);
  so_sink_member_number(sink, "act", link->row.act);
  so_sink_member_number(sink, "cost_micro", (int64_t)link->row.cost_micro);
  so_sink_member_hex(sink, "salt", link->salt, sizeof link->salt);
  so_sink_member_text(sink, "detail", link->row.detail);
  so_sink_member_hex(sink, "hash", link->row.hash, sizeof link->row.hash);
  return send(context, "}");
}

/* A body may be longer than a chunk. */
static sotto_status write_report(void *context, const so_report_row *row) {
  so_sink *sink = element(context);
  sotto_bytes body = row->body;
  so_sink_member_number(sink, "epoch", row->epoch);
  so_sink_member_number(sink, "cost_micro", (int64_t)row->cost_micro);
  so_sink_member(sink, "body");
  so_sink_string(sink, "\"");
  while (body.size) {
    size_t size = body.size < PIECE ? body.size : PIECE;
    so_sink_hex(sink, body.data, size);
    sotto_status status = send(context, "");
    if (status) return status;
    body = (sotto_bytes){body.data + size, body.size - size};
  }
  return send(context, "\"}");
}

static void write_mark(so_sink *sink, const char *name, uint64_t count, const uint8_t *hash) {
  so_sink_member(sink, name);
  so_sink_string(sink, "{");
  so_sink_member_number(sink, "rows", (int64_t)count);
  so_sink_member_hex(sink, "hash", hash, SOTTO_DIGEST_SIZE);
}

static void write_marks(so_sink *sink, const so_audit_marks *marks) {
  const sotto_anchor *anchor = marks->anchor;
  so_sink_member_hex(sink, "key", marks->key, SOTTO_KEY_SIZE);
  write_mark(sink, "head", marks->head_count, marks->head_hash);
  so_sink_string(sink, "}");
  if (!anchor) return;
  write_mark(sink, "anchor", anchor->audit_count, anchor->audit_hash);
  so_sink_member_number(sink, "epsilon_micro", (int64_t)anchor->epsilon_micro);
  so_sink_string(sink, "}");
}

static sotto_status write_head(sotto *profile, passing *out, int64_t now_ms) {
  so_sink *sink = &out->sink;
  const so_audit_marks marks = so_vault_audit_marks(profile->vault);
  so_sink_member_number(sink, "sotto_audit", SO_EXPORT_VERSION);
  so_sink_member_number(sink, "exported_ms", now_ms);
  write_marks(sink, &marks);
  so_sink_member(sink, "budget");
  so_sink_string(sink, "{");
  so_sink_member_number(sink, "depth_micro", (int64_t)profile->caps.depth.epsilon_micro);
  so_sink_member_number(sink, "year_micro", (int64_t)profile->caps.year.epsilon_micro);
  so_sink_member_number(sink, "spent_micro", (int64_t)profile->ledger.spent.epsilon_micro);
  so_sink_string(sink, "}");
  if (profile->seal.sequence) {
    so_sink_member(sink, "pack");
    so_sink_string(sink, "{");
    so_sink_member_number(sink, "sequence", (int64_t)profile->seal.sequence);
    so_sink_member_hex(sink, "hash", profile->seal.hash, SOTTO_DIGEST_SIZE);
    so_sink_string(sink, "}");
  }
  return send(out, ",\n\"rows\":[");
}

static sotto_status describe(sotto *profile, void *work, so_sink *detail) {
  (void)profile, (void)work;
  so_sink_member_text(detail, "what", so_text_of("audit log"));
  return SOTTO_OK;
}

sotto_status so_audit_export_write(sotto *profile, sotto_write_fn write, void *context) {
  passing out = {.write = write, .context = context, .comma = ""};
  int64_t now_ms = 0;
  out.sink = so_sink_of(out.chunk, sizeof out.chunk);
  sotto_status status = so_handle_now(profile, &now_ms);
  if (!status) status = so_budget_load(profile, now_ms);
  if (!status) status = so_handle_act(profile, SOTTO_ACT_EXPORTED, describe, NULL);
  if (!status) status = write_head(profile, &out, now_ms);
  if (!status) status = so_vault_audit_links(profile->vault, write_link, &out);
  out.comma = "";
  if (!status) status = send(&out, "],\n\"reports\":[");
  if (!status) status = so_report_rows_each(profile->vault, write_report, &out);
  return status ? status : send(&out, "]}\n");
}
