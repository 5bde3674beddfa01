/* HPKE beyond the published vectors: refusals, and that nothing is reused. */
#include <criterion/criterion.h>
#include <string.h>

#include "crypto/hpke.h"

static uint8_t public_key[32], secret_key[32];
static const so_aead *const aeads[] = {&so_aead_chacha20poly1305,
#ifdef WITH_AES
                                       &so_aead_aes128gcm
#endif
};
#define AEADS (sizeof aeads / sizeof aeads[0])
static const sotto_bytes info = {(const uint8_t *)"info", 4}, aad = {(const uint8_t *)"aad", 3};
static const sotto_bytes plain = {(const uint8_t *)"an answer", 9}, nothing = {NULL, 0};

static void setup(void) {
  static const uint8_t material[32] = {7};
  so_hpke_derive_keypair(public_key, secret_key, (sotto_bytes){material, sizeof material});
}

TestSuite(hpke, .init = setup);

static so_hpke_receiver receiver_of(const so_aead *aead) {
  return (so_hpke_receiver){aead, public_key, secret_key, info};
}

Test(hpke, a_message_opens_with_everything_the_same_and_with_nothing_else) {
  for (size_t i = 0; i < AEADS; i++) {
    so_hpke_receiver receiver = receiver_of(aeads[i]), other = receiver;
    uint8_t message[9 + SO_HPKE_OVERHEAD], opened[9];
    cr_assert_eq(so_hpke_seal_once(message, &receiver, aad, plain), SOTTO_OK);
    sotto_bytes text = {message, sizeof message};
    cr_assert_eq(so_hpke_open_once(opened, &receiver, aad, text), SOTTO_OK);
    cr_assert_arr_eq(opened, plain.data, plain.size);
    other.info = aad;
    cr_assert_eq(so_hpke_open_once(opened, &other, aad, text), SOTTO_E_TAMPERED);
    cr_assert_eq(so_hpke_open_once(opened, &receiver, info, text), SOTTO_E_TAMPERED);
    for (size_t bit = 0; bit < 8 * sizeof message; bit++) {
      if (bit == 8 * 32 - 1) continue; /* X25519 ignores the point's top bit, the KEM does not */
      message[bit / 8] ^= (uint8_t)(1 << bit % 8);
      cr_assert_eq(so_hpke_open_once(opened, &receiver, aad, text), SOTTO_E_TAMPERED);
      message[bit / 8] ^= (uint8_t)(1 << bit % 8);
    }
  }
}

Test(hpke, short_messages_are_refused) {
  for (size_t i = 0; i < AEADS; i++) {
    so_hpke_receiver receiver = receiver_of(aeads[i]);
    uint8_t message[SO_HPKE_OVERHEAD], opened[1];
    cr_assert_eq(so_hpke_seal_once(message, &receiver, aad, nothing), SOTTO_OK);
    cr_assert_eq(so_hpke_open_once(opened, &receiver, aad, (sotto_bytes){message, sizeof message}),
                 SOTTO_OK);
    for (size_t size = 0; size < sizeof message; size++)
      cr_assert_eq(so_hpke_open_once(opened, &receiver, aad, (sotto_bytes){message, size}),
                   SOTTO_E_TAMPERED);
  }
}

/* The points of order 1, 2, 4 and 8 in every encoding below 2^255 (Bernstein, cr.yp.to/ecdh.html),
   which give a shared point that does not depend on any secret; X25519 ignores the top bit. */
Test(hpke, points_of_low_order_are_refused_on_both_sides) {
  static const uint8_t low[][32] = {
      {0},
      {1},
      {0xe0, 0xeb, 0x7a, 0x7c, 0x3b, 0x41, 0xb8, 0xae, 0x16, 0x56, 0xe3,
       0xfa, 0xf1, 0x9f, 0xc4, 0x6a, 0xda, 0x09, 0x8d, 0xeb, 0x9c, 0x32,
       0xb1, 0xfd, 0x86, 0x62, 0x05, 0x16, 0x5f, 0x49, 0xb8, 0x00},
      {0x5f, 0x9c, 0x95, 0xbc, 0xa3, 0x50, 0x8c, 0x24, 0xb1, 0xd0, 0xb1,
       0x55, 0x9c, 0x83, 0xef, 0x5b, 0x04, 0x44, 0x5c, 0xc4, 0x58, 0x1c,
       0x8e, 0x86, 0xd8, 0x22, 0x4e, 0xdd, 0xd0, 0x9f, 0x11, 0x57},
      {0xec, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
       0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
       0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f},
      {0xed, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
       0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
       0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f},
      {0xee, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
       0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
       0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f}};
  for (size_t i = 0; i < 2 * sizeof low / sizeof low[0]; i++) {
    so_hpke_receiver receiver = receiver_of(&so_aead_chacha20poly1305), to = receiver;
    so_hpke context;
    uint8_t enc[32], point[32];
    memcpy(point, low[i / 2], sizeof point);
    if (i % 2) point[31] |= 0x80;
    to.public_key = point;
    cr_assert_eq(so_hpke_sender(&context, enc, &to, NULL), SOTTO_E_FORMAT, "%zu", i);
    cr_assert_eq(so_hpke_recipient(&context, &receiver, point), SOTTO_E_TAMPERED, "%zu", i);
  }
}

Test(hpke, messages_open_in_their_order_and_a_refused_one_takes_no_turn) {
  for (size_t i = 0; i < AEADS; i++) {
    so_hpke_receiver receiver = receiver_of(aeads[i]);
    so_hpke sender, recipient;
    uint8_t enc[32], sealed[3][9 + SO_AEAD_TAG_SIZE], opened[9];
    cr_assert_eq(so_hpke_sender(&sender, enc, &receiver, NULL), SOTTO_OK);
    cr_assert_eq(so_hpke_recipient(&recipient, &receiver, enc), SOTTO_OK);
    for (int j = 0; j < 3; j++)
      cr_assert_eq(so_hpke_seal(&sender, sealed[j], aad, plain), SOTTO_OK);
    cr_assert_neq(memcmp(sealed[0], sealed[1], sizeof sealed[0]), 0);
    sotto_bytes second = {sealed[1], sizeof sealed[1]};
    cr_assert_eq(so_hpke_open(&recipient, opened, aad, second), SOTTO_E_TAMPERED);
    for (int j = 0; j < 3; j++)
      cr_assert_eq(
          so_hpke_open(&recipient, opened, aad, (sotto_bytes){sealed[j], sizeof sealed[j]}),
          SOTTO_OK);
  }
}

/* The last bytes of long exports, by Python's hmac over section 4's LabeledExpand. */
Test(hpke, exports_of_more_than_a_byte_can_count_are_those_of_the_standard) {
  static const uint8_t at_1000[8] = {0x01, 0xc6, 0x76, 0x9c, 0xf1, 0x9d, 0x6e, 0x68};
  static const uint8_t at_8160[8] = {0xbd, 0x15, 0x1e, 0x73, 0xa1, 0x38, 0xcc, 0xf9};
  static uint8_t secret[8160];
  so_hpke context = {.aead = &so_aead_chacha20poly1305};
  for (uint8_t i = 0; i < 32; i++) context.exporter[i] = i;
  so_hpke_export(secret, 1000, &context, info);
  cr_assert_arr_eq(secret + 992, at_1000, 8);
  so_hpke_export(secret, 8160, &context, info);
  cr_assert_arr_eq(secret + 8152, at_8160, 8);
}
