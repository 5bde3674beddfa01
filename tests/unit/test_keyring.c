/* Wrapping and unwrapping of a profile's keys, and what the port may answer. */
#include "vault/keyring.h"

#include <criterion/criterion.h>
#include <sotto/store_ram.h>
#include <string.h>

#include "base/secret.h"

typedef struct ring_kit {
  sotto_store_ram store;
  sotto_port port;
  so_keyring *keyring;
  so_head head;
} ring_kit;

static void set_up(ring_kit *kit) {
  memset(kit, 0, sizeof *kit);
  sotto_store_ram_init(&kit->store, &kit->port);
  kit->store.has_key = 1;
  memset(kit->store.key, 9, sizeof kit->store.key);
  kit->keyring = so_keyring_new();
  so_keyring_draw(kit->keyring);
  cr_assert_eq(so_keyring_borrow(kit->keyring, &kit->port), SOTTO_OK);
}

static void wrap(ring_kit *kit, uint8_t ret_bytes[SO_HEAD_SIZE]) {
  cr_assert_eq(so_keyring_refit(kit->keyring, &kit->head, &kit->port), SOTTO_OK);
  so_keyring_wrap(kit->keyring, &kit->head, ret_bytes);
}

Test(keyring, the_same_secret_unwraps_the_same_keys) {
  ring_kit kit;
  uint8_t bytes[SO_HEAD_SIZE];
  so_head head;
  set_up(&kit);
  wrap(&kit, bytes);
  so_keyring *other = so_keyring_new();
  cr_assert_eq(so_head_decode(&head, (sotto_bytes){bytes, sizeof bytes}), SOTTO_OK);
  cr_assert_eq(so_keyring_borrow(other, &kit.port), SOTTO_OK);
  cr_assert_eq(so_keyring_fit(other, &head), SOTTO_OK);
  cr_assert_eq(so_keyring_unwrap(other, &head), SOTTO_OK);
  cr_assert_arr_eq(other->data, kit.keyring->data, SO_KEY_SIZE);
  cr_assert_arr_eq(other->noise, kit.keyring->noise, SO_KEY_SIZE);
  cr_assert_arr_eq(other->audit, kit.keyring->audit, SO_KEY_SIZE);
  so_secret_free(other);
  so_secret_free(kit.keyring);
}

Test(keyring, another_secret_is_wrong_before_anything_is_unwrapped) {
  ring_kit kit;
  uint8_t bytes[SO_HEAD_SIZE];
  set_up(&kit);
  wrap(&kit, bytes);
  so_keyring_return(kit.keyring);
  kit.store.key[31] ^= 1;
  cr_assert_eq(so_keyring_borrow(kit.keyring, &kit.port), SOTTO_OK);
  cr_assert_eq(so_keyring_fit(kit.keyring, &kit.head), SOTTO_E_KEY_WRONG);
  so_secret_free(kit.keyring);
}

Test(keyring, a_changed_field_of_the_head_is_tampering) {
  ring_kit kit;
  uint8_t bytes[SO_HEAD_SIZE];
  set_up(&kit);
  wrap(&kit, bytes);
  so_head head = kit.head;
  head.generation++;
  cr_assert_eq(so_keyring_unwrap(kit.keyring, &head), SOTTO_E_TAMPERED);
  head = kit.head;
  head.noise_epoch--;
  cr_assert_eq(so_keyring_unwrap(kit.keyring, &head), SOTTO_E_TAMPERED);
  head = kit.head;
  head.wrapped[40] ^= 1;
  cr_assert_eq(so_keyring_unwrap(kit.keyring, &head), SOTTO_E_TAMPERED);
  so_secret_free(kit.keyring);
}

Test(keyring, a_head_written_twice_shares_no_bytes_of_ciphertext) {
  ring_kit kit;
  uint8_t first[SO_HEAD_SIZE], second[SO_HEAD_SIZE];
  set_up(&kit);
  wrap(&kit, first);
  so_keyring_wrap(kit.keyring, &kit.head, second);
  cr_assert_arr_neq(first + 112, second + 112, SO_NONCE_SIZE);
  cr_assert_arr_neq(first + 136, second + 136, SO_HEAD_SECRETS);
  so_secret_free(kit.keyring);
}

Test(keyring, what_was_lent_is_wiped_when_returned) {
  ring_kit kit;
  const uint8_t zeros[SO_LENT_MAX] = {0};
  set_up(&kit);
  so_keyring_return(kit.keyring);
  cr_assert_arr_eq(kit.keyring->lent, zeros, sizeof zeros);
  so_secret_free(kit.keyring);
}

Test(keyring, the_key_text_is_raw_key_and_salt) {
  ring_kit kit;
  char first[SO_KEY_TEXT_SIZE];
  set_up(&kit);
  memcpy(first, so_keyring_key_text(kit.keyring), sizeof first);
  cr_assert_eq(strlen(first), 99);
  cr_assert_eq(strspn(first + 2, "0123456789abcdef"), 96);
  so_keyring_draw(kit.keyring);
  cr_assert_str_neq(so_keyring_key_text(kit.keyring), first);
  so_secret_free(kit.keyring);
}

static sotto_status words(void *context, uint8_t *ret_bytes, size_t *inout_size) {
  (void)context;
  memcpy(ret_bytes, "correct horse", 13);
  *inout_size = 13;
  return SOTTO_OK;
}

Test(keyring, a_passphrase_costs_what_the_host_chose_and_never_less_than_the_least) {
  static const struct {
    uint32_t kib, passes, head_kib, head_passes; /* 0: refused */
  } costs[] = {{0, 0, 19456, 2},   {7168, 5, 7168, 5},    {35840, 1, 35840, 1}, {0, 3, 19456, 3},
               {7168, 4, 0, 0},    {7167, 10, 0, 0},      {19456, 1, 0, 0},     {8192, 11, 0, 0},
               {1048577, 1, 0, 0}, {UINT32_MAX, 10, 0, 0}};
  ring_kit kit;
  set_up(&kit);
  so_keyring_return(kit.keyring);
  kit.port.passphrase = words;
  cr_assert_eq(so_keyring_borrow(kit.keyring, &kit.port), SOTTO_OK);
  for (size_t i = 0; i < sizeof costs / sizeof costs[0]; i++) {
    kit.port.passphrase_kib = costs[i].kib;
    kit.port.passphrase_passes = costs[i].passes;
    const sotto_status status = so_keyring_refit(kit.keyring, &kit.head, &kit.port);
    cr_assert_eq(status, costs[i].head_kib ? SOTTO_OK : SOTTO_E_LIMIT, "cost %zu", i);
    if (status) continue;
    cr_assert_eq(kit.head.argon.memory_kib, costs[i].head_kib);
    cr_assert_eq(kit.head.argon.passes, costs[i].head_passes);
    kit.port.passphrase_kib = kit.port.passphrase_passes = 0;
    cr_assert_eq(so_keyring_fit(kit.keyring, &kit.head), SOTTO_OK, "the head says what it cost");
  }
  so_secret_free(kit.keyring);
}

static sotto_status refuse(void *context, uint8_t *ret_key) {
  (void)ret_key;
  return *(sotto_status *)context;
}

static sotto_status overlong(void *context, uint8_t *ret_bytes, size_t *inout_size) {
  (void)context;
  (void)ret_bytes;
  *inout_size = *inout_size + 1;
  return SOTTO_OK;
}

Test(keyring, what_a_store_may_answer_stays_and_the_rest_is_the_ports_fault) {
  static const sotto_status answers[][2] = {{SOTTO_E_MISSING, SOTTO_E_KEY_LOST},
                                            {SOTTO_E_KEY_LOCKED, SOTTO_E_KEY_LOCKED},
                                            {SOTTO_E_KEY_DENIED, SOTTO_E_KEY_DENIED},
                                            {SOTTO_E_KEY_SLOW, SOTTO_E_KEY_SLOW},
                                            {SOTTO_E_KEY_WRONG, SOTTO_E_KEY_WRONG},
                                            {SOTTO_E_TAMPERED, SOTTO_E_TAMPERED},
                                            {SOTTO_E_CORRUPT, SOTTO_E_CORRUPT},
                                            {SOTTO_E_ROLLBACK, SOTTO_E_ROLLBACK},
                                            {SOTTO_E_DISK_FULL, SOTTO_E_DISK_FULL},
                                            {SOTTO_E_READ_ONLY, SOTTO_E_READ_ONLY},
                                            {SOTTO_E_MEMORY, SOTTO_E_PORT},
                                            {SOTTO_E_STORAGE, SOTTO_E_PORT},
                                            {12345, SOTTO_E_PORT}};
  so_keyring *keyring = so_keyring_new();
  for (size_t i = 0; i < sizeof answers / sizeof answers[0]; i++) {
    sotto_status answer = answers[i][0];
    const sotto_port port = {.context = &answer, .key_load = refuse};
    cr_assert_eq(so_keyring_borrow(keyring, &port), answers[i][1]);
  }
  const sotto_port none = {0}, breaking = {.passphrase = overlong};
  cr_assert_eq(so_keyring_borrow(keyring, &none), SOTTO_E_PORT);
  cr_assert_eq(so_keyring_borrow(keyring, &breaking), SOTTO_E_PORT);
  so_secret_free(keyring);
}
