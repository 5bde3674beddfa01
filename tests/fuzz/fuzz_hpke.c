/*
 * HPKE messages (crypto/hpke.h) and local reports (crypto/report_envelope.h): what opens is what
 * was sealed. The first byte tells which: 0 and 1 the two AEADs, 2 a report.
 */
#include <stdlib.h>
#include <string.h>

#include "crypto/hpke.h"
#include "crypto/report_envelope.h"
#include "fuzz.h"

static uint8_t public_key[32], secret_key[32], seeds[3][128];
static size_t sizes[3];
static const sotto_bytes info = {(const uint8_t *)"info", 4}, aad = {(const uint8_t *)"aad", 3};

static so_hpke_receiver receiver_of(int which) {
  return (so_hpke_receiver){which ? &so_aead_aes128gcm : &so_aead_chacha20poly1305, public_key,
                            secret_key, info};
}

static so_report report_of(void) {
  return (so_report){.question = {7}, .epoch = 2960, .id = {9}, .payload_size = 4};
}

static void make_seeds(void) {
  static const uint8_t material[32] = {7}, answer[11] = "an answer";
  so_report report = report_of();
  so_hpke_derive_keypair(public_key, secret_key, (sotto_bytes){material, 32});
  for (int i = 0; i < 2; i++) {
    so_hpke_receiver receiver = receiver_of(i);
    seeds[i][0] = (uint8_t)i;
    fuzz_hold(!so_hpke_seal_once(seeds[i] + 1, &receiver, aad, (sotto_bytes){answer, 11}), "seals");
    sizes[i] = 1 + 11 + SO_HPKE_OVERHEAD;
  }
  seeds[2][0] = 2;
  fuzz_hold(!so_report_seal(seeds[2] + 1, public_key, &report), "a report is sealed");
  sizes[2] = 1 + report.payload_size + SO_REPORT_OVERHEAD;
}

size_t fuzz_seed(uint32_t number, uint8_t room[FUZZ_MAX]) {
  if (number > 2) return 0;
  if (!sizes[0]) make_seeds();
  memcpy(room, seeds[number], sizes[number]);
  return sizes[number];
}

static sotto_status open_message(int which, sotto_bytes message) {
  so_hpke_receiver receiver = receiver_of(which);
  size_t size = message.size > SO_HPKE_OVERHEAD ? message.size - SO_HPKE_OVERHEAD : 0;
  uint8_t *plain = malloc(size + 1);
  fuzz_hold(plain != NULL, "memory");
  sotto_status status = so_hpke_open_once(plain, &receiver, aad, message);
  free(plain);
  return status;
}

static sotto_status open_report(sotto_bytes body) {
  const so_seal_keys keys = {public_key, secret_key};
  so_report report = report_of();
  return so_report_open(&report, &keys, body);
}

int fuzz_run(const uint8_t *data, size_t size) {
  if (!sizes[0]) make_seeds();
  if (!size) return 0;
  const sotto_bytes rest = {data + 1, size - 1};
  int which = data[0] % 3;
  sotto_status status = which == 2 ? open_report(rest) : open_message(which, rest);
  if (status) {
    fuzz_hold(status == SOTTO_E_TAMPERED ||
                  (which == 2 && (status == SOTTO_E_FORMAT || status == SOTTO_E_MISSING)),
              "a typed refusal");
    return 0;
  }
  fuzz_hold(size == sizes[which] && !memcmp(rest.data, seeds[which] + 1, rest.size),
            "what opens is what was sealed");
  return 1;
}
