/*
 * Split reports in the outbox: see split_outbox.h.
 */
#include "flow/split_outbox.h"

#include <stdlib.h>
#include <string.h>

#include "base/secret.h"
#include "crypto/dap_report.h"
#include "crypto/envelope.h"
#include "flow/split_task.h"
#include "vault/kept_rows.h"
#include "vault/report_rows.h"

#define STOP SOTTO_E_STATE /* ends a visit early; never leaves this file */
#define DETAIL_MAX 320

/* base64url without padding (RFC 4648, section 5), as DAP names tasks in paths. */
static void write_base64(so_sink *sink, const uint8_t *bytes, size_t size) {
  static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  for (size_t n = 0; n < size; n += 3) {
    uint32_t word = (uint32_t)bytes[n] << 16;
    if (n + 1 < size) word |= (uint32_t)bytes[n + 1] << 8;
    if (n + 2 < size) word |= bytes[n + 2];
    size_t count = size - n < 3 ? size - n + 1 : 4;
    for (size_t at = 0; at < count; at++)
      so_sink_text(sink, (sotto_text){&digits[word >> (18 - 6 * at) & 63], 1});
  }
}

/* {leader}/tasks/{task}/reports: draft-ietf-ppm-dap-09, section 4.4.2, and 18 likewise. */
static sotto_text url_of(char url[SO_SPLIT_URL_MAX], const so_dap_task *task) {
  so_sink sink = so_sink_of(url, SO_SPLIT_URL_MAX);
  const sotto_bytes leader = task->leader_url;
  so_sink_text(&sink, (sotto_text){(const char *)leader.data, leader.size});
  if (leader.data[leader.size - 1] != '/') so_sink_string(&sink, "/");
  so_sink_string(&sink, "tasks/");
  write_base64(&sink, task->id, sizeof task->id);
  so_sink_string(&sink, "/reports");
  return so_sink_view(&sink);
}

sotto_status so_split_outbox_show(sotto_report *report, sotto_bytes kept,
                                  char url[SO_SPLIT_URL_MAX]) {
  so_split_kept own;
  so_dap_task task;
  sotto_status status = so_split_kept_read(&own, kept);
  if (!status) status = so_split_task_read(&task, &own.task);
  if (!status) {
    int old = task.version == SO_DAP_09;
    report->trust = SOTTO_TRUST_SPLIT;
    report->url = url_of(url, &task);
    report->method = so_text_of(old ? "PUT" : "POST");
    report->media_type =
        so_text_of(old ? "application/dap-report" : "application/ppm-dap;message=upload-req");
    so_secret_wipe(&own, sizeof own);
  }
  return status;
}

/* The report that is sealed anew. */
typedef struct resealing {
  uint64_t wanted;
  uint64_t found;
  int local; /* it has nothing kept beside it */
  int bad;   /* or something that is none of ours */
  so_split_kept kept;
  uint8_t id[SO_DAP_REPORT_ID_SIZE];
  uint64_t time_s;
  uint8_t old[SO_DIGEST_SIZE];
} resealing;

static sotto_status look(void *context, const so_report_row *row) {
  resealing *in = context;
  so_dap_task task;
  so_dap_view view;
  if (row->id != in->wanted) return SOTTO_OK;
  in->found = row->id;
  in->local = !row->kept.size;
  if (in->local) return STOP;
  in->bad = so_split_kept_read(&in->kept, row->kept) || so_split_task_read(&task, &in->kept.task) ||
            so_dap_report_read(&view, &task, row->body);
  if (in->bad) return STOP;
  memcpy(in->id, view.metadata.data, sizeof in->id);
  in->time_s = view.time_s;
  so_digest(in->old, row->body);
  return STOP;
}

static void describe(so_sink *sink, const char *name, const uint8_t *digest) {
  so_sink_member(sink, name);
  so_sink_string(sink, "\"");
  so_sink_hex(sink, digest, SO_DIGEST_SIZE);
  so_sink_string(sink, "\"");
}

/* One transaction: the new bytes, that it was done, the audit row. */
static sotto_status commit(sotto *profile, const resealing *in, sotto_bytes body) {
  char detail[DETAIL_MAX];
  uint8_t kept[SO_SPLIT_KEPT_MAX], digest[SO_DIGEST_SIZE];
  int64_t now_ms = 0;
  so_writer writer = so_writer_of(kept, sizeof kept);
  so_sink sink = so_sink_of(detail, sizeof detail);
  so_split_kept_write(&writer, &in->kept);
  const so_kept_row row = {.id = in->found, .body = body, .kept = {kept, writer.at}};
  so_digest(digest, body);
  describe(&sink, "report", in->old);
  so_sink_member_text(&sink, "because", so_text_of("resealed"));
  describe(&sink, "resealed", digest);
  so_sink_string(&sink, "}");
  sotto_status status = so_handle_now(profile, &now_ms);
  if (!status) status = so_handle_begin(profile, SOTTO_ACT_TRIED);
  if (!status) {
    status = so_kept_rows_reseal(profile->vault, &row);
    sotto_audit_row audit = so_handle_row(now_ms, SOTTO_ACT_TRIED, so_sink_view(&sink));
    status = so_handle_end(profile, status, &audit);
  }
  so_secret_wipe(kept, sizeof kept);
  return status;
}

static sotto_status check(sotto *profile, const resealing *in) {
  const so_fault faults[] = {
      {!in->found, SOTTO_E_MISSING, "no such report waits"},
      {in->local, SOTTO_E_ARGUMENT, "a local report has no aggregators to seal it to"},
      {in->bad, SOTTO_E_CORRUPT, "what is kept of the report is damaged"},
      {in->kept.resealed != 0, SOTTO_E_STATE, "this report was sealed anew before"}};
  return so_handle_check(profile, faults, sizeof faults / sizeof *faults);
}

static sotto_status seal(sotto *profile, resealing *in, const sotto_bytes lists[2]) {
  uint8_t *report = NULL;
  size_t size = 0;
  const so_split_making making = {&in->kept, in->id, {&lists[0], &lists[1]}, in->time_s};
  sotto_status status = so_split_make(&report, &size, &making);
  if (status == SOTTO_E_FORMAT)
    return so_handle_fail(profile, status, "a list has no HPKE configuration that is known");
  if (status) return status;
  in->kept.resealed = 1;
  status = commit(profile, in, (sotto_bytes){report, size});
  free(report);
  return status;
}

sotto_status so_split_outbox_reseal(sotto *profile, uint64_t report, const sotto_bytes lists[2]) {
  resealing in = {.wanted = report};
  sotto_status status = report ? so_report_rows_each(profile->vault, look, &in) : SOTTO_OK;
  if (status && status != STOP) return so_handle_vault(profile, status);
  status = check(profile, &in);
  if (!status) status = seal(profile, &in, lists);
  so_secret_wipe(&in, sizeof in);
  return status;
}
