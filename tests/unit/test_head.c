/* The head file: what it holds comes back, and everything else is refused for its own reason. */
#include "vault/head.h"

#include <criterion/criterion.h>
#include <string.h>

static so_head example(void) {
  so_head head = {.kdf = SO_KDF_ARGON2ID,
                  .argon = {.passes = 2, .memory_kib = 19456},
                  .generation = 5,
                  .tail = {.count = 7},
                  .noise_epoch = 2960};
  memset(head.key_check, 1, sizeof head.key_check);
  memset(head.tail.hash, 2, sizeof head.tail.hash);
  memset(head.nonce, 3, sizeof head.nonce);
  memset(head.wrapped, 4, sizeof head.wrapped);
  return head;
}

/* Sets a u32 and makes the checksum right again, as one who edits the file could. */
static sotto_status decode_edited(size_t at, uint32_t value) {
  uint8_t bytes[SO_HEAD_SIZE], digest[SO_DIGEST_SIZE];
  const so_head head = example();
  so_head decoded;
  so_head_encode(bytes, &head);
  memcpy(bytes + at, &value, sizeof value);
  so_digest(digest, (sotto_bytes){bytes, 248});
  memcpy(bytes + 248, digest, 8);
  return so_head_decode(&decoded, (sotto_bytes){bytes, sizeof bytes});
}

Test(head, what_was_encoded_is_decoded) {
  uint8_t bytes[SO_HEAD_SIZE], again[SO_HEAD_SIZE];
  const so_head head = example();
  so_head decoded;
  so_head_encode(bytes, &head);
  cr_assert_eq(so_head_decode(&decoded, (sotto_bytes){bytes, sizeof bytes}), SOTTO_OK);
  cr_assert_eq(decoded.generation, 5);
  cr_assert_eq(decoded.tail.count, 7);
  cr_assert_eq(decoded.noise_epoch, 2960);
  so_head_encode(again, &decoded);
  cr_assert_arr_eq(bytes, again, sizeof bytes);
}

Test(head, each_flipped_byte_is_refused) {
  uint8_t bytes[SO_HEAD_SIZE];
  const so_head head = example();
  so_head decoded;
  so_head_encode(bytes, &head);
  for (size_t i = 0; i < sizeof bytes; i++) {
    bytes[i] ^= 0x10;
    const sotto_status expected = i < 8 ? SOTTO_E_FORMAT : SOTTO_E_CORRUPT;
    cr_assert_eq(so_head_decode(&decoded, (sotto_bytes){bytes, sizeof bytes}), expected, "%zu", i);
    bytes[i] ^= 0x10;
  }
}

Test(head, each_truncation_is_corrupt) {
  uint8_t bytes[SO_HEAD_SIZE + 1] = {0};
  const so_head head = example();
  so_head decoded;
  so_head_encode(bytes, &head);
  for (size_t size = 0; size <= sizeof bytes; size++) {
    const sotto_status expected = size == SO_HEAD_SIZE ? SOTTO_OK : SOTTO_E_CORRUPT;
    cr_assert_eq(so_head_decode(&decoded, (sotto_bytes){bytes, size}), expected, "%zu", size);
  }
}

Test(head, a_newer_version_is_a_format_not_damage) {
  cr_assert_eq(decode_edited(8, 0x00010002), SOTTO_E_FORMAT);
  cr_assert_eq(decode_edited(8, 0x00020001), SOTTO_E_FORMAT);
  cr_assert_eq(decode_edited(8, 0x00010001), SOTTO_OK);
}

Test(head, costs_out_of_bounds_are_tampering) {
  cr_assert_eq(decode_edited(16, 11), SOTTO_E_TAMPERED);
  cr_assert_eq(decode_edited(16, 0), SOTTO_E_TAMPERED);
  cr_assert_eq(decode_edited(20, 7), SOTTO_E_TAMPERED);
  cr_assert_eq(decode_edited(20, 1048577), SOTTO_E_TAMPERED);
  cr_assert_eq(decode_edited(20, 1048576), SOTTO_OK);
  cr_assert_eq(decode_edited(12, 2), SOTTO_E_TAMPERED);
  cr_assert_eq(decode_edited(12, SO_KDF_SECRET), SOTTO_E_TAMPERED, "a secret has no cost");
}
