/*
 * Split reports in the outbox: see split_outbox.h.
 */
#include "flow/split_outbox.h"

#include <stdlib.h>
#include <string.h>

#include "base/secret.h"
#include "crypto/envelope.h"
#include "vault/kept_rows.h"
#include "vault/report_rows.h"

#define STOP SOTTO_E_STATE /* ends a visit early; never leaves this file */

/* {leader}/tasks/{task}/reports: draft-ietf-ppm-dap-09, section 4.4.2, and 18 likewise. */
static sotto_text url_of(char url[SO_SPLIT_URL_MAX], const so_dap_task *task) {
  so_sink sink = so_sink_of(url, SO_SPLIT_URL_MAX);
  const sotto_bytes leader = task->leader_url;
  so_sink_text(&sink, (sotto_text){(const char *)leader.data, leader.size});
  if (leader.data[leader.size - 1] != '/') so_sink_string(&sink, "/");
  char name[SO_DAP_TASK_NAME_SIZE];
  so_dap_task_name(name, task);
  so_sink_string(&sink, "tasks/");
  so_sink_string(&sink, name);
  so_sink_string(&sink, "/reports");
  return so_sink_view(&sink);
}

sotto_status so_split_outbox_show(sotto_report *report, sotto_bytes kept,
                                  char room[SO_SPLIT_URLS_MAX]) {
  so_split_kept own;
  so_dap_task task;
  sotto_status status = so_split_kept_read(&own, kept);
  if (status) return status;
  status = so_split_task_read(&task, &own.task);
  if (!status) {
    int old = task.version == SO_DAP_09;
    report->trust = SOTTO_TRUST_SPLIT;
    report->url = url_of(room, &task);
    report->leader = (sotto_text){room, task.leader_url.size};
    report->helper = (sotto_text){room + SO_SPLIT_URL_MAX, task.helper_url.size};
    memcpy(room + SO_SPLIT_URL_MAX, task.helper_url.data, task.helper_url.size);
    report->method = so_text_of(old ? "PUT" : "POST");
    report->media_type =
        so_text_of(old ? "application/dap-report" : "application/ppm-dap;message=upload-req");
  }
  so_secret_wipe(&own, sizeof own);
  return status;
}

/* The report that is sealed anew. */
typedef struct resealing {
  uint64_t wanted;
  sotto_status status; /* why not */
  so_split_kept kept;
  uint8_t old[SO_DIGEST_SIZE]; /* of the body before */
  uint8_t *report;             /* the body after */
  size_t size;
} resealing;

static sotto_status look(void *context, const so_report_row *row) {
  resealing *in = context;
  if (row->id != in->wanted) return SOTTO_OK;
  in->status = row->kept.size ? so_split_kept_read(&in->kept, row->kept) : SOTTO_E_ARGUMENT;
  so_digest(in->old, row->body);
  return STOP;
}

/* One transaction: the new bytes, that it was done, the audit row. */
static sotto_status write(sotto *profile, void *work, so_sink *detail) {
  const resealing *in = work;
  uint8_t digest[SO_DIGEST_SIZE];
  const so_kept_row row = {.id = in->wanted,
                           .body = {in->report, in->size},
                           .kept = {(const uint8_t *)&in->kept, sizeof in->kept}};
  so_digest(digest, row.body);
  so_sink_member_hex(detail, "report", in->old, sizeof in->old);
  so_sink_member_text(detail, "because", so_text_of("resealed"));
  so_sink_member_hex(detail, "resealed", digest, sizeof digest);
  return so_kept_rows_reseal(profile->vault, &row);
}

static sotto_status seal(sotto *profile, resealing *in, const so_split_lists *lists) {
  sotto_status status = so_split_make(&in->report, &in->size, &in->kept, lists);
  if (status) return status;
  in->kept.resealed = 1;
  status = so_handle_act(profile, SOTTO_ACT_TRIED, write, in);
  free(in->report);
  return status;
}

sotto_status so_split_outbox_reseal(sotto *profile, uint64_t report, const so_split_lists *lists) {
  resealing in = {.wanted = report, .status = SOTTO_E_MISSING};
  sotto_status status = so_report_rows_each(profile->vault, look, &in);
  if (status && status != STOP) return so_handle_vault(profile, status);
  status = in.status;
  if (!status) status = in.kept.resealed ? SOTTO_E_STATE : seal(profile, &in, lists);
  so_secret_wipe(&in, sizeof in);
  return status;
}
