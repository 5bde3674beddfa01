/* Uniform draws out of a source of bytes. */
#include <criterion/criterion.h>
#include <string.h>

#include "base/bits.h"
#include "crypto/random.h"

typedef struct tape {
  const uint8_t *bytes;
  size_t at;
} tape;

static void play(void *context, uint8_t *ret_bytes, size_t size) {
  tape *from = context;
  memcpy(ret_bytes, from->bytes + from->at, size);
  from->at += size;
}

Test(bits, are_read_little_endian) {
  static const uint8_t bytes[8] = {1, 2, 3, 4, 5, 6, 7, 8};
  tape from = {bytes, 0};
  so_bits bits = {play, &from};
  cr_assert_eq(so_bits_u64(&bits), UINT64_C(0x0807060504030201));
}

Test(bits, a_product_that_would_be_one_too_many_is_drawn_again) {
  /* Bound 3: 2^32 mod 3 = 1, so exactly the draw 0 is refused. */
  static const uint8_t bytes[8] = {0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff};
  tape from = {bytes, 0};
  so_bits bits = {play, &from};
  cr_assert_eq(so_bits_below(&bits, 3), 2);
  cr_assert_eq(from.at, 8);
}

/* Chi-square with 9 degrees of freedom: 44.82 is passed by chance once in 10^6 seeds;
   the seed here is fixed. */
Test(bits, draws_below_a_bound_are_uniform) {
  static const uint8_t seed[32] = "bits";
  uint32_t counts[10] = {0}, draws = 200000;
  so_stream stream;
  so_stream_init(&stream, seed);
  so_bits bits = so_stream_bits(&stream);
  for (uint32_t i = 0; i < draws; i++) {
    uint32_t drawn = so_bits_below(&bits, 10);
    cr_assert_lt(drawn, 10);
    counts[drawn]++;
  }
  double chi = 0, expected = draws / 10.0;
  for (int i = 0; i < 10; i++) chi += (counts[i] - expected) * (counts[i] - expected) / expected;
  cr_assert_lt(chi, 44.82, "chi-square %f", chi);
}

Test(bits, a_bound_of_one_gives_zero) {
  so_bits bits = so_random_bits();
  for (int i = 0; i < 100; i++) cr_assert_eq(so_bits_below(&bits, 1), 0);
}
