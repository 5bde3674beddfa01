/* Bits of the system and of a key. */
#include <criterion/criterion.h>
#include <string.h>

#include "crypto/random.h"

/* RFC 8439, A.1: test vectors 1 and 2, key and nonce zero, blocks 0 and 1. */
Test(random, a_stream_is_the_chacha20_of_rfc_8439) {
  static const uint8_t key[32], first[8] = {0x76, 0xb8, 0xe0, 0xad, 0xa0, 0xf1, 0x3d, 0x90},
                                second[8] = {0x9f, 0x07, 0xe7, 0xbe, 0x55, 0x51, 0x38, 0x7a};
  uint8_t bytes[128];
  so_stream stream;
  so_stream_init(&stream, key);
  so_bits bits = so_stream_bits(&stream);
  bits.fill(bits.context, bytes, sizeof bytes);
  cr_assert_eq(memcmp(bytes, first, 8), 0);
  cr_assert_eq(memcmp(bytes + 64, second, 8), 0);
}

Test(random, how_a_stream_is_cut_does_not_change_it) {
  static const uint8_t key[32] = "cut";
  uint8_t whole[300], parts[300];
  so_stream a, b;
  so_stream_init(&a, key);
  so_stream_init(&b, key);
  so_bits one = so_stream_bits(&a), many = so_stream_bits(&b);
  one.fill(one.context, whole, sizeof whole);
  for (size_t at = 0, step = 1; at < sizeof parts; at += step, step = step % 67 + 1) {
    if (step > sizeof parts - at) step = sizeof parts - at;
    many.fill(many.context, parts + at, step);
  }
  cr_assert_eq(memcmp(whole, parts, sizeof whole), 0);
}

Test(random, a_wiped_stream_holds_nothing) {
  static const uint8_t key[32] = "wiped";
  so_stream stream;
  so_stream_init(&stream, key);
  so_bits bits = so_stream_bits(&stream);
  uint8_t bytes[10];
  bits.fill(bits.context, bytes, sizeof bytes);
  so_stream_wipe(&stream);
  for (size_t i = 0; i < sizeof stream.key; i++) cr_assert_eq(stream.key[i], 0);
  for (size_t i = 0; i < sizeof stream.block; i++) cr_assert_eq(stream.block[i], 0);
}

Test(random, the_system_gives_different_bits) {
  cr_assert_eq(so_random_start(), SOTTO_OK);
  so_bits bits = so_random_bits();
  cr_assert_neq(so_bits_u64(&bits), so_bits_u64(&bits));
}
