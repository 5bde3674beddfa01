/*
 * Uploads of devices, by DAP: dap09 PUTs one report and is answered 201; dap18 POSTs one or more,
 * one behind the other, and is answered 200 with the list of those refused (report id, error byte).
 * A report is acknowledged when it is on the disk. The same bytes again are acknowledged again.
 */
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tools/aggregate_desk.h"

#define REPORTS_MAX 64u /* of one upload */
#define ERROR_SIZE (SO_DAP_REPORT_ID_SIZE + 1)

/* DAP-18's ReportError of each refusal, and DAP-09's problem. */
static const struct {
  uint8_t code;
  const char *problem, *words;
} told[SO_REFUSALS] = {
    [SO_REFUSAL_MALFORMED] = {7, SO_DAP_ERROR("invalidMessage"), "The report is malformed."},
    [SO_REFUSAL_TASK] = {7, SO_DAP_ERROR("unrecognizedTask"), "There is no such task here."},
    [SO_REFUSAL_CONFIG] = {4, SO_DAP_ERROR("outdatedConfig"),
                           "Sealed to a key that is not used here; fetch hpke_config."},
    [SO_REFUSAL_DECRYPT] = {5, SO_DAP_ERROR("reportRejected"), "The share cannot be opened."},
    [SO_REFUSAL_LENGTH] = {7, SO_DAP_ERROR("reportRejected"), "A share has the wrong length."},
    [SO_REFUSAL_ELEMENT] = {6, SO_DAP_ERROR("reportRejected"), "A share is not canonical."},
    [SO_REFUSAL_PROOF] = {6, SO_DAP_ERROR("reportRejected"), "The proof is not valid."},
    [SO_REFUSAL_REPLAYED] = {2, SO_DAP_ERROR("reportRejected"), "The id was seen before."},
    [SO_REFUSAL_EARLY] = {8, SO_DAP_ERROR("reportTooEarly"), "The report is from the future."},
    [SO_REFUSAL_LATE] = {3, SO_DAP_ERROR("reportRejected"), "The report is too old."},
    [SO_REFUSAL_COLLECTED] = {1, SO_DAP_ERROR("reportRejected"), "Its batch was collected."},
    [SO_REFUSAL_ASIDE] = {6, SO_DAP_ERROR("reportRejected"), "It was set aside."}};

so_aggregate_report so_aggregate_report_of(const so_dap_view *view, sotto_bytes bytes) {
  so_aggregate_report report = {.epoch = so_aggregator_epoch(view->time_s)};
  memcpy(report.id, view->metadata.data, sizeof report.id);
  (void)crypto_generichash(report.digest, sizeof report.digest, bytes.data, bytes.size, NULL, 0);
  return report;
}

/* What is known of a report without its batch: its time, and whether the share here opens. Nothing
   of it is kept. */
static sotto_status judge(const so_aggregator *aggregator, const so_dap_view *view,
                          so_refusal *ret_refusal) {
  sotto_bytes input;
  size_t size = view->message[0].size;
  *ret_refusal = so_aggregator_judge_time(view->time_s, so_aggregate_now());
  if (*ret_refusal) return SOTTO_OK;
  uint8_t *opened = malloc(size);
  if (!opened) return SOTTO_E_MEMORY;
  *ret_refusal = so_aggregator_open(&input, aggregator, view, opened);
  sodium_memzero(opened, size);
  free(opened);
  return SOTTO_OK;
}

/* Keeps a report that is new. */
static sotto_status keep(so_aggregate_desk *desk, const so_aggregate_report *report,
                         sotto_bytes bytes, so_refusal *ret_refusal) {
  so_aggregate_batch batch;
  sotto_status status = so_aggregate_batch_get(desk->party.store, report->epoch, &batch);
  if (status) return status;
  if (!batch.answer.size) return so_aggregate_wait(desk->party.store, report, bytes);
  *ret_refusal = SO_REFUSAL_COLLECTED;
  return so_aggregate_count(desk->party.store, SO_REFUSAL_COLLECTED);
}

/* Takes one report inside the transaction. */
static sotto_status take_one(so_aggregate_desk *desk, sotto_bytes bytes, so_refusal *ret_refusal) {
  const so_aggregator *aggregator = desk->party.aggregator;
  so_aggregate_store *store = desk->party.store;
  so_dap_view view;
  so_aggregate_report known;
  *ret_refusal = SO_REFUSAL_MALFORMED;
  if (so_dap_report_read(&view, &aggregator->task, bytes))
    return so_aggregate_count(store, SO_REFUSAL_MALFORMED);
  const so_aggregate_report report = so_aggregate_report_of(&view, bytes);
  sotto_status status = so_aggregate_find(store, report.id, &known);
  if (!status && memcmp(known.digest, report.digest, sizeof known.digest) == 0) {
    *ret_refusal = (so_refusal)known.refusal;
    return SOTTO_OK;
  }
  *ret_refusal = SO_REFUSAL_REPLAYED;
  if (status == SOTTO_E_MISSING) status = judge(aggregator, &view, ret_refusal);
  if (status) return status;
  return *ret_refusal ? so_aggregate_count(store, *ret_refusal)
                      : keep(desk, &report, bytes, ret_refusal);
}

/* DAP-09's answer to one. */
static void tell_one(so_front_reply *inout_reply, so_refusal refusal) {
  if (refusal)
    so_front_problem(inout_reply, refusal == SO_REFUSAL_TASK ? 404 : 400, told[refusal].problem,
                     told[refusal].words);
  else
    inout_reply->status = 201;
}

/* Splits the body into its reports; gives how many, 0 where it is malformed. */
static size_t split(const so_aggregator *aggregator, sotto_bytes body,
                    sotto_bytes ret_reports[REPORTS_MAX]) {
  so_reader reader = so_reader_of(body.data, body.size);
  size_t count = 0;
  if (aggregator->task.version == SO_DAP_09) {
    ret_reports[0] = body;
    return 1;
  }
  while (count < REPORTS_MAX && reader.at < reader.size)
    if (!so_wire_report_next(&reader, &aggregator->task, &ret_reports[count++])) return 0;
  return reader.at == reader.size ? count : 0;
}

/* The reports of one upload, and the list of those refused. */
typedef struct upload {
  sotto_bytes reports[REPORTS_MAX];
  size_t count;
  uint8_t errors[REPORTS_MAX * ERROR_SIZE];
  size_t errors_size;
  so_refusal last;
} upload;

/* Inside the transaction. */
static sotto_status take_reports(so_aggregate_desk *desk, upload *all) {
  sotto_status status = SOTTO_OK;
  if (!all->count) status = so_aggregate_count(desk->party.store, SO_REFUSAL_MALFORMED);
  for (size_t i = 0; !status && i < all->count; i++) {
    status = take_one(desk, all->reports[i], &all->last);
    if (!all->last || all->reports[i].size < SO_DAP_REPORT_ID_SIZE) continue;
    memcpy(all->errors + all->errors_size, all->reports[i].data, SO_DAP_REPORT_ID_SIZE);
    all->errors_size += ERROR_SIZE;
    all->errors[all->errors_size - 1] = told[all->last].code;
  }
  return status;
}

static void take_all(so_aggregate_desk *desk, sotto_bytes body, so_front_reply *inout_reply) {
  upload all = {.last = SO_REFUSAL_MALFORMED};
  all.count = split(desk->party.aggregator, body, all.reports);
  sotto_status status = so_aggregate_desk_begin(desk);
  if (!status) status = take_reports(desk, &all);
  status = so_aggregate_desk_end(desk, status);
  if (status) {
    so_front_busy(inout_reply, status);
  } else if (!all.count || desk->party.aggregator->task.version == SO_DAP_09) {
    tell_one(inout_reply, all.last);
  } else if (all.errors_size) {
    so_front_body(inout_reply, "application/ppm-dap;message=upload-errors",
                  (sotto_bytes){all.errors, all.errors_size});
  }
}

/* Whether a path names this task's reports. */
static int is_of_task(const so_aggregator *aggregator, const char *path) {
  char id[64], wanted[96];
  (void)sodium_bin2base64(id, sizeof id, aggregator->task.id, sizeof aggregator->task.id,
                          sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  (void)snprintf(wanted, sizeof wanted, "/tasks/%s/reports", id);
  return strcmp(path, wanted) == 0;
}

static void refuse_task(so_aggregate_desk *desk, so_front_reply *inout_reply) {
  sotto_status status = so_aggregate_desk_begin(desk);
  if (!status) status = so_aggregate_count(desk->party.store, SO_REFUSAL_TASK);
  status = so_aggregate_desk_end(desk, status);
  if (status) status = SOTTO_OK; /* the answer is the same, counted or not */
  tell_one(inout_reply, SO_REFUSAL_TASK);
}

void so_aggregate_upload(so_aggregate_desk *desk, const so_front_request *request,
                         so_front_reply *inout_reply) {
  int old = desk->party.aggregator->task.version == SO_DAP_09;
  const char *media_type =
      old ? "application/dap-report" : "application/ppm-dap;message=upload-req";
  if (!is_of_task(desk->party.aggregator, request->path))
    refuse_task(desk, inout_reply);
  else if (strcmp(request->method, old ? "PUT" : "POST") != 0)
    so_front_problem(inout_reply, 405, "about:blank", "Another method is used here.");
  else if (strcmp(request->media_type, media_type) != 0)
    so_front_problem(inout_reply, 415, SO_DAP_ERROR("invalidMessage"), "Another media type.");
  else
    take_all(desk, request->body, inout_reply);
}
