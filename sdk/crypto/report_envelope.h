/*
 * A local report on the wire:
 *
 *   question id (16) | sealed( report id (16) | payload )
 *
 * sealed to the brand's key with info = "sotto report 1" | question id | epoch (u32 little-endian).
 * The question id is the first 16 bytes of BLAKE2b-256("sotto question" | content digest (32) |
 * epoch (u32 little-endian)): every device derives the same id, and it names the epoch without a
 * field of its own. The payload has the mechanism's fixed size, so all reports of one question have
 * one size. Does not know what the payload means.
 */
#ifndef SO_CRYPTO_REPORT_ENVELOPE_H
#define SO_CRYPTO_REPORT_ENVELOPE_H

#include <sotto/contribute.h>

#include "crypto/seal.h"

#define SO_REPORT_ID_SIZE 16
/** Largest payload: what the mechanisms of a local report may need. */
#define SO_REPORT_PAYLOAD_MAX 16
/** Bytes a body is longer than its payload. */
#define SO_REPORT_OVERHEAD (SOTTO_QUESTION_ID_SIZE + SO_SEAL_OVERHEAD + SO_REPORT_ID_SIZE)
#define SO_REPORT_BODY_MAX (SO_REPORT_OVERHEAD + SO_REPORT_PAYLOAD_MAX)

/** One report before sealing and after opening. */
typedef struct so_report {
  uint8_t question[SOTTO_QUESTION_ID_SIZE];
  uint32_t epoch;
  uint8_t id[SO_REPORT_ID_SIZE];
  uint8_t payload[SO_REPORT_PAYLOAD_MAX];
  uint32_t payload_size;
} so_report;

/** Gives the id of a question's content in an epoch. */
void so_report_question_id(uint8_t ret_id[SOTTO_QUESTION_ID_SIZE], const uint8_t content[32],
                           uint32_t epoch);

/** Seals: writes payload_size + SO_REPORT_OVERHEAD bytes. Errors as so_seal(). */
SOTTO_CHECKED sotto_status so_report_seal(uint8_t *ret_body, const uint8_t public_key[32],
                                          const so_report *report);

/**
 * Opens a body as an answer to `inout_report->question` in `epoch` with `payload_size` bytes (all
 * three set by the caller, who finds the question by the body's first 16 bytes); fills `id` and
 * `payload`. #SOTTO_E_MISSING for another question's id, #SOTTO_E_FORMAT for another size,
 * #SOTTO_E_TAMPERED where it does not authenticate for this key, question and epoch.
 */
SOTTO_CHECKED sotto_status so_report_open(so_report *inout_report, const so_seal_keys *keys,
                                          sotto_bytes body);

#endif
