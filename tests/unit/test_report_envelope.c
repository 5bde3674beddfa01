/* A local report on the wire. */
#include <criterion/criterion.h>
#include <sodium.h>
#include <string.h>

#include "crypto/report_envelope.h"

static uint8_t public_key[32], secret_key[32];
static const so_seal_keys keys = {public_key, secret_key};
static so_report sent;

static void setup(void) {
  static const uint8_t content[32] = "digest of the question";
  so_seal_keypair(public_key, secret_key);
  sent = (so_report){.epoch = 2900, .id = "id of a report", .payload = {5, 6}, .payload_size = 2};
  so_report_question_id(sent.question, content, sent.epoch);
}

TestSuite(report_envelope, .init = setup);

Test(report_envelope, the_question_id_is_a_digest_of_content_and_epoch) {
  static const uint8_t text[] = "sotto question"
                                "0123456789abcdef0123456789abcdef\x54\x0b\x00\x00";
  uint8_t id[16], wanted[32];
  so_report_question_id(id, (const uint8_t *)"0123456789abcdef0123456789abcdef", 2900);
  crypto_generichash(wanted, 32, text, sizeof text - 1, NULL, 0);
  cr_assert_eq(memcmp(id, wanted, 16), 0);
}

Test(report_envelope, opens_to_what_was_sealed) {
  uint8_t body[SO_REPORT_OVERHEAD + 2];
  so_report got = {.epoch = sent.epoch, .payload_size = 2};
  memcpy(got.question, sent.question, 16);
  cr_assert_eq(so_report_seal(body, public_key, &sent), SOTTO_OK);
  cr_assert_eq(so_report_open(&got, &keys, (sotto_bytes){body, sizeof body}), SOTTO_OK);
  cr_assert_eq(memcmp(&got, &sent, sizeof got), 0);
}

Test(report_envelope, another_epoch_question_size_or_bit_is_refused) {
  uint8_t body[SO_REPORT_OVERHEAD + 2];
  so_report got = {.epoch = sent.epoch + 1, .payload_size = 2};
  sotto_bytes whole = {body, sizeof body}, cut = {body, sizeof body - 1};
  memcpy(got.question, sent.question, 16);
  cr_assert_eq(so_report_seal(body, public_key, &sent), SOTTO_OK);
  cr_assert_eq(so_report_open(&got, &keys, whole), SOTTO_E_TAMPERED);
  got.epoch = sent.epoch;
  cr_assert_eq(so_report_open(&got, &keys, cut), SOTTO_E_FORMAT);
  got.question[0] ^= 1;
  cr_assert_eq(so_report_open(&got, &keys, whole), SOTTO_E_MISSING);
  got.question[0] ^= 1;
  for (size_t i = 16; i < sizeof body; i++) {
    body[i] ^= 128;
    cr_assert_eq(so_report_open(&got, &keys, whole), SOTTO_E_TAMPERED);
    body[i] ^= 128;
  }
  cr_assert_eq(so_report_open(&got, &keys, whole), SOTTO_OK);
}
