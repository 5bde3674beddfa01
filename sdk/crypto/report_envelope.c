/*
 * Sealing and opening local reports.
 */
#include "crypto/report_envelope.h"

#include <assert.h>
#include <string.h>

#include "base/codec.h"
#include "base/secret.h"
#include "crypto/envelope.h"

#define INFO_LABEL "sotto report 1"
#define QUESTION_LABEL "sotto question"
#define PLAIN_MAX (SO_REPORT_ID_SIZE + SO_REPORT_PAYLOAD_MAX)
_Static_assert(PLAIN_MAX <= SO_SEAL_PLAIN_MAX, "a report fits a seal");

/* label | bytes | epoch, written into `room`. */
static sotto_bytes labelled(uint8_t room[64], const char *label, sotto_bytes bytes,
                            uint32_t epoch) {
  so_writer writer = so_writer_of(room, 64);
  so_write_bytes(&writer, label, strlen(label));
  so_write_bytes(&writer, bytes.data, bytes.size);
  so_write_u32(&writer, epoch);
  return (sotto_bytes){room, writer.at};
}

void so_report_question_id(uint8_t ret_id[SOTTO_QUESTION_ID_SIZE], const uint8_t content[32],
                           uint32_t epoch) {
  uint8_t room[64], digest[SO_DIGEST_SIZE];
  so_digest(digest, labelled(room, QUESTION_LABEL, (sotto_bytes){content, 32}, epoch));
  memcpy(ret_id, digest, SOTTO_QUESTION_ID_SIZE);
}

static sotto_bytes info_of(uint8_t room[64], const so_report *report) {
  sotto_bytes question = {report->question, sizeof report->question};
  return labelled(room, INFO_LABEL, question, report->epoch);
}

sotto_status so_report_seal(uint8_t *ret_body, const uint8_t public_key[32],
                            const so_report *report) {
  assert(report->payload_size <= SO_REPORT_PAYLOAD_MAX);
  uint8_t plain[PLAIN_MAX], sealed[PLAIN_MAX + SO_SEAL_OVERHEAD], info[64];
  size_t size = SO_REPORT_ID_SIZE + report->payload_size;
  memcpy(plain, report->id, SO_REPORT_ID_SIZE);
  memcpy(plain + SO_REPORT_ID_SIZE, report->payload, report->payload_size);
  sotto_status status =
      so_seal(sealed, public_key, info_of(info, report), (sotto_bytes){plain, size});
  so_secret_wipe(plain, sizeof plain);
  if (status) return status;
  memcpy(ret_body, report->question, SOTTO_QUESTION_ID_SIZE);
  memcpy(ret_body + SOTTO_QUESTION_ID_SIZE, sealed, size + SO_SEAL_OVERHEAD);
  return SOTTO_OK;
}

sotto_status so_report_open(so_report *inout_report, const so_seal_keys *keys, sotto_bytes body) {
  assert(inout_report->payload_size <= SO_REPORT_PAYLOAD_MAX);
  uint8_t plain[PLAIN_MAX], info[64];
  if (body.size != inout_report->payload_size + SO_REPORT_OVERHEAD) return SOTTO_E_FORMAT;
  if (memcmp(body.data, inout_report->question, SOTTO_QUESTION_ID_SIZE)) return SOTTO_E_MISSING;
  sotto_bytes sealed = {body.data + SOTTO_QUESTION_ID_SIZE, body.size - SOTTO_QUESTION_ID_SIZE};
  sotto_status status = so_seal_open(plain, keys, info_of(info, inout_report), sealed);
  if (status) return status;
  memcpy(inout_report->id, plain, SO_REPORT_ID_SIZE);
  memcpy(inout_report->payload, plain + SO_REPORT_ID_SIZE, inout_report->payload_size);
  return SOTTO_OK;
}
