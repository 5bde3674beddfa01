/*
 * Writing and reading the exchange: see aggregate_wire.h.
 */
#include "brand/aggregate_wire.h"

#include <stdlib.h>
#include <string.h>

#define INFO "sotto aggregate share"
#define INFO_SIZE (sizeof INFO) /* its last byte is the role */
#define AAD_SIZE (SO_DAP_TASK_ID_SIZE + 4 + 8 + 32)

static size_t item_body_size(const so_dap_view *report, size_t verifier) {
  return report->metadata.size + 4 + report->public_share.size + 1 + 2 + report->enc[1].size + 4 +
         report->message[1].size + 4 + verifier;
}

size_t so_wire_item_size(const so_dap_view *report, size_t verifier) {
  return 4 + item_body_size(report, verifier);
}

void so_wire_verify_start(so_writer *writer, const so_dap_task *task) {
  so_write_bytes(writer, "SoV1", 4);
  so_write_bytes(writer, task->id, sizeof task->id);
}

void so_wire_item_write(so_writer *writer, const so_dap_view *report, sotto_bytes verifier) {
  so_dap_write(writer, item_body_size(report, verifier.size), 4);
  so_write_bytes(writer, report->metadata.data, report->metadata.size);
  so_dap_write_opaque(writer, report->public_share, 4);
  so_dap_write(writer, report->config_id[1], 1);
  so_dap_write_opaque(writer, report->enc[1], 2);
  so_dap_write_opaque(writer, report->message[1], 4);
  so_dap_write_opaque(writer, verifier, 4);
}

static so_refusal open_body(so_reader *reader, const so_dap_task *task, const char *magic) {
  sotto_bytes start = so_read_bytes(reader, 4);
  sotto_bytes id = so_read_bytes(reader, SO_DAP_TASK_ID_SIZE);
  if (reader->bad || memcmp(start.data, magic, 4) != 0) return SO_REFUSAL_MALFORMED;
  return memcmp(id.data, task->id, sizeof task->id) ? SO_REFUSAL_TASK : SO_REFUSAL_NONE;
}

so_refusal so_wire_verify_open(so_reader *reader, const so_dap_task *task) {
  return open_body(reader, task, "SoV1");
}

int so_wire_item_read(so_reader *reader, const so_dap_task *task, so_wire_item *ret_item) {
  sotto_bytes whole = so_dap_read_opaque(reader, 4);
  so_reader inside = so_reader_of(whole.data, whole.size);
  so_wire_item item;
  if (reader->bad || !so_dap_head_read(&inside, task, &item.view) ||
      !so_dap_ciphertext_read(&inside, &item.view, 1))
    return 0;
  item.whole = (sotto_bytes){whole.data, inside.at};
  item.verifier = so_dap_read_opaque(&inside, 4);
  if (inside.bad || inside.at != inside.size) return 0;
  *ret_item = item;
  return 1;
}

void so_wire_outcome_write(so_writer *writer, const so_wire_outcome *outcome) {
  so_write_bytes(writer, outcome->id.data, SO_DAP_REPORT_ID_SIZE);
  so_dap_write(writer, outcome->refusal, 1);
  so_dap_write_opaque(writer, outcome->verifier, 4);
}

int so_wire_outcome_read(so_reader *reader, so_wire_outcome *ret_outcome) {
  ret_outcome->id = so_read_bytes(reader, SO_DAP_REPORT_ID_SIZE);
  ret_outcome->refusal = (uint8_t)so_dap_read(reader, 1);
  ret_outcome->verifier = so_dap_read_opaque(reader, 4);
  return !reader->bad && ret_outcome->refusal < SO_REFUSALS;
}

int so_wire_report_next(so_reader *reader, const so_dap_task *task, sotto_bytes *ret_report) {
  size_t start = reader->at;
  (void)so_read_bytes(reader, SO_DAP_REPORT_ID_SIZE + 8);
  if (task->version == SO_DAP_18) (void)so_dap_read_opaque(reader, 2);
  (void)so_dap_read_opaque(reader, 4);
  for (int i = 0; i < 2; i++) {
    (void)so_dap_read(reader, 1);
    (void)so_dap_read_opaque(reader, 2);
    (void)so_dap_read_opaque(reader, 4);
  }
  if (reader->bad) return 0;
  *ret_report = (sotto_bytes){reader->data + start, reader->at - start};
  return 1;
}

static void write_set(so_writer *writer, const so_wire_set *set) {
  so_dap_write(writer, set->reports, 8);
  so_write_bytes(writer, set->checksum, sizeof set->checksum);
}

static int read_set(so_reader *reader, so_wire_set *inout_set) {
  inout_set->reports = so_dap_read(reader, 8);
  sotto_bytes checksum = so_read_bytes(reader, sizeof inout_set->checksum);
  if (reader->bad) return 0;
  memcpy(inout_set->checksum, checksum.data, checksum.size);
  return 1;
}

void so_wire_collect_write(uint8_t ret_body[SO_WIRE_COLLECT_SIZE], const so_dap_task *task,
                           const so_wire_set *set) {
  so_writer writer = so_writer_of(ret_body, SO_WIRE_COLLECT_SIZE);
  so_write_bytes(&writer, "SoC1", 4);
  so_write_bytes(&writer, task->id, sizeof task->id);
  so_dap_write(&writer, set->epoch, 4);
  write_set(&writer, set);
}

so_refusal so_wire_collect_read(so_wire_set *ret_set, const so_dap_task *task, sotto_bytes body) {
  so_reader reader = so_reader_of(body.data, body.size);
  so_refusal refusal = open_body(&reader, task, "SoC1");
  if (refusal) return refusal;
  ret_set->epoch = (uint32_t)so_dap_read(&reader, 4);
  if (!read_set(&reader, ret_set) || reader.at != reader.size) return SO_REFUSAL_MALFORMED;
  return SO_REFUSAL_NONE;
}

static sotto_bytes info_of(uint8_t room[INFO_SIZE], so_dap_role role) {
  memcpy(room, INFO, INFO_SIZE);
  room[INFO_SIZE - 1] = (uint8_t)role;
  return (sotto_bytes){room, INFO_SIZE};
}

static sotto_bytes aad_of(uint8_t room[AAD_SIZE], const so_dap_task *task, const so_wire_set *set) {
  so_writer writer = so_writer_of(room, AAD_SIZE);
  so_write_bytes(&writer, task->id, sizeof task->id);
  so_dap_write(&writer, set->epoch, 4);
  write_set(&writer, set);
  return (sotto_bytes){room, writer.at};
}

sotto_status so_wire_result_write(uint8_t *ret_answer, const so_wire_seal *seal,
                                  const so_wire_set *set, sotto_bytes share) {
  uint8_t info[INFO_SIZE], aad[AAD_SIZE];
  const so_hpke_receiver to = {seal->collector->aead, seal->collector->public_key, NULL,
                               info_of(info, seal->role)};
  so_writer writer = so_writer_of(ret_answer, SO_WIRE_RESULT_HEAD);
  write_set(&writer, set);
  so_dap_write(&writer, share.size + SO_HPKE_OVERHEAD, 4);
  return so_hpke_seal_once(ret_answer + writer.at, &to, aad_of(aad, seal->task, set), share);
}

sotto_status so_wire_result_open(so_wire_set *inout_set, sotto_bytes *ret_share,
                                 const so_wire_seal *seal, sotto_bytes answer) {
  uint8_t info[INFO_SIZE], aad[AAD_SIZE];
  so_reader reader = so_reader_of(answer.data, answer.size);
  const so_hpke_receiver to = {seal->collector->aead, seal->collector->public_key, seal->secret_key,
                               info_of(info, seal->role)};
  so_wire_set set = {.epoch = inout_set->epoch};
  if (!read_set(&reader, &set)) return SOTTO_E_FORMAT;
  sotto_bytes sealed = so_dap_read_opaque(&reader, 4);
  if (reader.bad || reader.at != reader.size || sealed.size < SO_HPKE_OVERHEAD)
    return SOTTO_E_FORMAT;
  uint8_t *share = malloc(sealed.size);
  if (!share) return SOTTO_E_MEMORY;
  sotto_status status = so_hpke_open_once(share, &to, aad_of(aad, seal->task, &set), sealed);
  if (status) {
    free(share);
    return status;
  }
  *inout_set = set;
  *ret_share = (sotto_bytes){share, sealed.size - SO_HPKE_OVERHEAD};
  return SOTTO_OK;
}
