/*
 * Offers and sealed hand-overs (crypto/carry_envelope.h), which come from a screen or another
 * device. The first byte tells an offer (0) from a hand-over (1) to the one offer made here.
 */
#include <stdlib.h>
#include <string.h>

#include "crypto/carry_envelope.h"
#include "crypto/hpke.h"
#include "fuzz.h"

static uint8_t secret_key[32], offer_bytes[SO_CARRY_OFFER_MAX], sealed[256];
static size_t offer_size, sealed_size;

static void make_seeds(void) {
  static const uint8_t material[32] = {7}, brief[21] = "likes climbing boots";
  so_carry_offer offer = {.purpose = 1,
                          .parts = 3,
                          .expires_ms = 1790000000000,
                          .name = {"a kiosk", 7},
                          .locales = {"en", 2}};
  so_hpke_derive_keypair(offer.public_key, secret_key, (sotto_bytes){material, 32});
  offer_size = so_carry_offer_write(offer_bytes, &offer);
  const sotto_bytes to = {offer_bytes, offer_size};
  fuzz_hold(!so_carry_envelope_seal(sealed, to, (sotto_bytes){brief, 21}), "a brief is sealed");
  sealed_size = 21 + SO_CARRY_OVERHEAD;
}

size_t fuzz_seed(uint32_t number, uint8_t room[FUZZ_MAX]) {
  if (number > 1) return 0;
  if (!offer_size) make_seeds();
  room[0] = (uint8_t)number;
  memcpy(room + 1, number ? sealed : offer_bytes, number ? sealed_size : offer_size);
  return 1 + (number ? sealed_size : offer_size);
}

static int run_offer(sotto_bytes bytes) {
  uint8_t again[SO_CARRY_OFFER_MAX];
  so_carry_offer offer;
  sotto_status status = so_carry_offer_read(&offer, bytes);
  fuzz_hold(status == SOTTO_OK || status == SOTTO_E_FORMAT || status == SOTTO_E_CORRUPT,
            "a typed refusal");
  if (status) return 0;
  size_t size = so_carry_offer_write(again, &offer);
  fuzz_hold(size == bytes.size && !memcmp(again, bytes.data, size), "an offer is written again");
  return 1;
}

int fuzz_run(const uint8_t *data, size_t size) {
  if (!offer_size) make_seeds();
  if (!size) return 0;
  const sotto_bytes rest = {data + 1, size - 1}, offer = {offer_bytes, offer_size};
  if (!(data[0] & 1)) return run_offer(rest);
  uint8_t *plain = malloc(size);
  fuzz_hold(plain != NULL, "memory");
  sotto_status status = so_carry_envelope_open(plain, offer, secret_key, rest);
  free(plain);
  fuzz_hold(status == SOTTO_OK || status == SOTTO_E_FORMAT || status == SOTTO_E_CORRUPT ||
                status == SOTTO_E_KEY_WRONG || status == SOTTO_E_TAMPERED,
            "a typed refusal");
  if (!status)
    fuzz_hold(rest.size == sealed_size && !memcmp(rest.data, sealed, sealed_size),
              "what opens is what was sealed");
  return status == SOTTO_OK;
}
