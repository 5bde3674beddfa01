/* Sealing to the brand's key. */
#include <criterion/criterion.h>
#include <string.h>

#include "crypto/seal.h"

static uint8_t public_key[32], secret_key[32];
static const so_seal_keys keys = {public_key, secret_key};

static void setup(void) {
  so_seal_keypair(public_key, secret_key);
}

TestSuite(seal, .init = setup);

static sotto_bytes bytes_of(const char *text) {
  return (sotto_bytes){(const uint8_t *)text, strlen(text)};
}

Test(seal, opens_with_the_secret_key_and_the_same_info) {
  uint8_t sealed[6 + SO_SEAL_OVERHEAD], plain[6];
  cr_assert_eq(so_seal(sealed, public_key, bytes_of("week 1"), bytes_of("answer")), SOTTO_OK);
  sotto_bytes text = {sealed, sizeof sealed};
  cr_assert_eq(so_seal_open(plain, &keys, bytes_of("week 1"), text), SOTTO_OK);
  cr_assert_eq(memcmp(plain, "answer", 6), 0);
}

Test(seal, another_info_key_or_byte_does_not_open) {
  uint8_t sealed[6 + SO_SEAL_OVERHEAD], plain[6] = "------", other_public[32], other_secret[32];
  const so_seal_keys other = {other_public, other_secret};
  so_seal_keypair(other_public, other_secret);
  cr_assert_eq(so_seal(sealed, public_key, bytes_of("week 1"), bytes_of("answer")), SOTTO_OK);
  sotto_bytes text = {sealed, sizeof sealed};
  cr_assert_eq(so_seal_open(plain, &keys, bytes_of("week 2"), text), SOTTO_E_TAMPERED);
  cr_assert_eq(so_seal_open(plain, &other, bytes_of("week 1"), text), SOTTO_E_TAMPERED);
  for (size_t i = 0; i < sizeof sealed; i++) {
    sealed[i] ^= 4;
    cr_assert_eq(so_seal_open(plain, &keys, bytes_of("week 1"), text), SOTTO_E_TAMPERED);
    sealed[i] ^= 4;
  }
  cr_assert_eq(so_seal_open(plain, &keys, bytes_of("week 1"), (sotto_bytes){sealed, 40}),
               SOTTO_E_TAMPERED);
  cr_assert_eq(memcmp(plain, "------", 6), 0);
}

Test(seal, two_seals_of_one_text_share_no_run_of_eight_bytes) {
  uint8_t a[6 + SO_SEAL_OVERHEAD], b[sizeof a];
  cr_assert_eq(so_seal(a, public_key, bytes_of("week 1"), bytes_of("answer")), SOTTO_OK);
  cr_assert_eq(so_seal(b, public_key, bytes_of("week 1"), bytes_of("answer")), SOTTO_OK);
  for (size_t i = 0; i + 8 <= sizeof a; i++)
    for (size_t j = 0; j + 8 <= sizeof b; j++) cr_assert_neq(memcmp(a + i, b + j, 8), 0);
}

Test(seal, a_public_key_that_is_none_is_refused) {
  static const uint8_t nothing[32];
  uint8_t sealed[6 + SO_SEAL_OVERHEAD];
  cr_assert_eq(so_seal(sealed, nothing, bytes_of("week 1"), bytes_of("answer")), SOTTO_E_FORMAT);
}
