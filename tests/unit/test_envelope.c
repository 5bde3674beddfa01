/* Wrapped secrets, digests and the chain. */
#include <criterion/criterion.h>
#include <string.h>

#include "crypto/envelope.h"

static const uint8_t key[32] = "wrapping key", nonce[SO_NONCE_SIZE] = "nonce";

static sotto_bytes bytes_of(const char *text) {
  return (sotto_bytes){(const uint8_t *)text, strlen(text)};
}

Test(envelope, opens_what_it_sealed) {
  uint8_t sealed[6 + SO_TAG_SIZE], plain[6];
  so_wrap wrap = {key, nonce, bytes_of("head")};
  so_envelope_seal(sealed, &wrap, bytes_of("secret"));
  cr_assert_eq(so_envelope_open(plain, &wrap, (sotto_bytes){sealed, sizeof sealed}), SOTTO_OK);
  cr_assert_eq(memcmp(plain, "secret", 6), 0);
}

Test(envelope, any_flipped_bit_is_noticed_and_nothing_is_written) {
  uint8_t sealed[6 + SO_TAG_SIZE], plain[6] = "------";
  so_wrap wrap = {key, nonce, bytes_of("head")};
  so_envelope_seal(sealed, &wrap, bytes_of("secret"));
  for (size_t bit = 0; bit < 8 * sizeof sealed; bit++) {
    sealed[bit / 8] ^= (uint8_t)(1u << bit % 8);
    cr_assert_eq(so_envelope_open(plain, &wrap, (sotto_bytes){sealed, sizeof sealed}),
                 SOTTO_E_TAMPERED);
    sealed[bit / 8] ^= (uint8_t)(1u << bit % 8);
  }
  so_wrap other = {key, nonce, bytes_of("heat")};
  cr_assert_eq(so_envelope_open(plain, &other, (sotto_bytes){sealed, sizeof sealed}),
               SOTTO_E_TAMPERED);
  cr_assert_eq(so_envelope_open(plain, &wrap, (sotto_bytes){sealed, 3}), SOTTO_E_TAMPERED);
  cr_assert_eq(memcmp(plain, "secret", 6) == 0, 0);
}

Test(envelope, a_link_of_the_chain_depends_on_key_previous_and_row) {
  uint8_t a[32], b[32], zero[32] = {0}, other[32] = {1};
  so_chain_next(a, key, zero, bytes_of("row"));
  so_chain_next(b, key, zero, bytes_of("row"));
  cr_assert_eq(memcmp(a, b, 32), 0);
  so_chain_next(b, key, zero, bytes_of("rov"));
  cr_assert_neq(memcmp(a, b, 32), 0);
  so_chain_next(b, key, other, bytes_of("row"));
  cr_assert_neq(memcmp(a, b, 32), 0);
  so_chain_next(b, other, zero, bytes_of("row"));
  cr_assert_neq(memcmp(a, b, 32), 0);
}

/* BLAKE2b-256 of the empty string, as b2sum -l 256 prints it. */
Test(envelope, the_digest_is_blake2b_256) {
  static const uint8_t wanted[4] = {0x0e, 0x57, 0x51, 0xc0};
  uint8_t digest[32];
  so_digest(digest, (sotto_bytes){NULL, 0});
  cr_assert_eq(memcmp(digest, wanted, 4), 0);
}
