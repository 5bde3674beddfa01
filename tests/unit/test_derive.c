/* Keys from keys and from passphrases. */
#include <criterion/criterion.h>
#include <sodium.h>
#include <string.h>

#include "crypto/derive.h"
#include "crypto/random.h"

static const uint8_t key[32] = "a key of thirty-two bytes, or so";

static void prf(uint8_t output[32], const char *label, const char *message) {
  so_derive_prf(output, key, label, (sotto_bytes){(const uint8_t *)message, strlen(message)});
}

Test(derive, the_prf_separates_label_from_message) {
  uint8_t a[32], b[32], c[32];
  prf(a, "noise", "answer");
  prf(b, "noisea", "nswer");
  prf(c, "noise", "answer");
  cr_assert_neq(memcmp(a, b, 32), 0);
  cr_assert_eq(memcmp(a, c, 32), 0);
}

Test(derive, the_prf_is_keyed_blake2b_over_length_prefixed_parts) {
  static const uint8_t text[] = {1, 0, 0, 0, 0, 0, 0, 0, 'l', 2, 0, 0, 0, 0, 0, 0, 0, 'h', 'i'};
  uint8_t output[32], wanted[32];
  prf(output, "l", "hi");
  crypto_generichash(wanted, 32, text, sizeof text, key, 32);
  cr_assert_eq(memcmp(output, wanted, 32), 0);
}

Test(derive, subkeys_differ_by_context) {
  uint8_t a[32], b[32];
  so_derive_subkey(a, 32, "database", key);
  so_derive_subkey(b, 32, "exported", key);
  cr_assert_neq(memcmp(a, b, 32), 0);
  cr_assert_neq(memcmp(a, key, 32), 0);
}

Test(derive, a_ratchet_of_many_steps_is_as_many_of_one) {
  uint8_t a[32], b[32];
  memcpy(a, key, 32);
  memcpy(b, key, 32);
  so_derive_ratchet(a, 5);
  for (int i = 0; i < 5; i++) so_derive_ratchet(b, 1);
  cr_assert_eq(memcmp(a, b, 32), 0);
  cr_assert_neq(memcmp(a, key, 32), 0);
  so_derive_ratchet(b, 0);
  cr_assert_eq(memcmp(a, b, 32), 0);
}

Test(derive, a_passphrase_gives_argon2id_and_refuses_absurd_costs) {
  so_argon cost = {.passes = 1, .memory_kib = 64, .salt = "sixteen bytes.."};
  uint8_t output[32], wanted[32];
  sotto_bytes phrase = {(const uint8_t *)"correct horse", 13};
  cr_assert_eq(so_random_start(), SOTTO_OK);
  cr_assert_eq(so_derive_passphrase(output, phrase, &cost), SOTTO_OK);
  cr_assert_eq(crypto_pwhash(wanted, 32, "correct horse", 13, cost.salt, 1, 65536,
                             crypto_pwhash_ALG_ARGON2ID13),
               0);
  cr_assert_eq(memcmp(output, wanted, 32), 0);
  const so_argon absurd[] = {{.passes = 0, .memory_kib = 64},
                             {.passes = 11, .memory_kib = 64},
                             {.passes = 1, .memory_kib = 7},
                             {.passes = 1, .memory_kib = 1048577}};
  for (int i = 0; i < 4; i++)
    cr_assert_eq(so_derive_passphrase(output, phrase, &absurd[i]), SOTTO_E_LIMIT);
  cr_assert_eq(memcmp(output, wanted, 32), 0, "untouched on failure");
}
