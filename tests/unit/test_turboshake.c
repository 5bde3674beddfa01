/* TurboSHAKE128. */
#include <criterion/criterion.h>
#include <string.h>

#include "prio/turboshake.h"

static void hash(uint8_t *ret_hash, size_t size, sotto_bytes text, uint8_t domain) {
  so_turboshake sponge;
  so_turboshake_init(&sponge);
  so_turboshake_absorb(&sponge, text.data, text.size);
  so_turboshake_finish(&sponge, domain);
  so_turboshake_squeeze(&sponge, ret_hash, size);
}

Test(turboshake, gives_the_hash_of_nothing_of_rfc_9861) {
  static const uint8_t expected[32] = {0x1e, 0x41, 0x5f, 0x1c, 0x59, 0x83, 0xaf, 0xf2,
                                       0x16, 0x92, 0x17, 0x27, 0x7d, 0x17, 0xbb, 0x53,
                                       0x8c, 0xd9, 0x45, 0xa3, 0x97, 0xdd, 0xec, 0x54,
                                       0x1f, 0x1c, 0xe4, 0x1a, 0xf2, 0xc1, 0xb7, 0x4c};
  uint8_t made[32];
  hash(made, sizeof made, (sotto_bytes){NULL, 0}, 0x1f);
  cr_assert_arr_eq(made, expected, sizeof made);
}

Test(turboshake, pieces_of_any_size_are_the_whole) {
  uint8_t text[600], whole[600], pieces[600];
  for (size_t i = 0; i < sizeof text; i++) text[i] = (uint8_t)(i * 7 + i / 11);
  hash(whole, sizeof whole, (sotto_bytes){text, sizeof text}, 1);
  for (size_t step = 1; step < 200; step++) {
    so_turboshake sponge;
    so_turboshake_init(&sponge);
    for (size_t at = 0; at < sizeof text; at += step)
      so_turboshake_absorb(&sponge, text + at, sizeof text - at < step ? sizeof text - at : step);
    so_turboshake_finish(&sponge, 1);
    for (size_t at = 0; at < sizeof pieces; at += step)
      so_turboshake_squeeze(&sponge, pieces + at,
                            sizeof pieces - at < step ? sizeof pieces - at : step);
    cr_assert_arr_eq(pieces, whole, sizeof whole, "step %zu", step);
  }
}

Test(turboshake, domain_and_every_byte_count) {
  uint8_t a[16], b[16], text[168] = {0};
  hash(a, sizeof a, (sotto_bytes){text, sizeof text}, 1);
  hash(b, sizeof b, (sotto_bytes){text, sizeof text}, 2);
  cr_assert_neq(memcmp(a, b, sizeof a), 0);
  for (size_t i = 0; i < sizeof text; i++) {
    text[i] = 1;
    hash(b, sizeof b, (sotto_bytes){text, sizeof text}, 1);
    cr_assert_neq(memcmp(a, b, sizeof a), 0);
    text[i] = 0;
  }
}
