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

void so_report_question_id(uint8_t ret_id[SOTTO_QUESTION_ID_SIZE], const uint8_t content[32],
                           uint32_t epoch) {
  uint8_t text[64], digest[SO_DIGEST_SIZE];
  so_writer writer = so_writer_of(text, sizeof text);
  so_write_bytes(&writer, QUESTION_LABEL, strlen(QUESTION_LABEL));
  so_write_bytes(&writer, content, 32);
  so_write_u32(&writer, epoch);
  so_digest(digest, (sotto_bytes){text, writer.at});
  memcpy(ret_id, digest, SOTTO_QUESTION_ID_SIZE);
}

static sotto_bytes info_of(uint8_t room[64], const so_report *report) {
  so_writer writer = so_writer_of(room, 64);
  so_write_bytes(&writer, INFO_LABEL, strlen(INFO_LABEL));
  so_write_bytes(&writer, report->question, sizeof report->question);
  so_write_u32(&writer, report->epoch);
  return (sotto_bytes){room, writer.at};
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

sotto_status so_report_open(so_report *inout_report, const uint8_t secret_key[32],
                            sotto_bytes body) {
  assert(inout_report->payload_size <= SO_REPORT_PAYLOAD_MAX);
  uint8_t plain[PLAIN_MAX], info[64];
  if (body.size != inout_report->payload_size + SO_REPORT_OVERHEAD) return SOTTO_E_FORMAT;
  if (memcmp(body.data, inout_report->question, SOTTO_QUESTION_ID_SIZE)) return SOTTO_E_MISSING;
  sotto_bytes sealed = {body.data + SOTTO_QUESTION_ID_SIZE, body.size - SOTTO_QUESTION_ID_SIZE};
  sotto_status status = so_seal_open(plain, secret_key, info_of(info, inout_report), sealed);
  if (status) return status;
  memcpy(inout_report->id, plain, SO_REPORT_ID_SIZE);
  memcpy(inout_report->payload, plain + SO_REPORT_ID_SIZE, inout_report->payload_size);
  return SOTTO_OK;
}
