/* Field64 and Field128, against sums alone. Built twice: with and without a 128-bit product. */
#include <criterion/criterion.h>
#include <string.h>

#include "prio/field.h"
#include "prio/ntt.h"

static const so_field fields[2] = {SO_FIELD64, SO_FIELD128};

static uint64_t state = 88172645463325252u;

/* Xorshift64 (Marsaglia 2003): repeatable. */
static uint64_t next(void) {
  state ^= state << 13;
  state ^= state >> 7;
  return state ^= state << 17;
}

/* A raw element: random, or at an edge. */
static so_element any(so_field field, int which) {
  so_element zero = {0, 0}, one = {1, 0};
  so_element last = so_field_minus(field, zero, one);
  so_element random = {next(), field == SO_FIELD128 ? next() : 0};
  so_element edges[4] = {zero, one, last, {UINT32_MAX, 0}};
  uint8_t wire[16];
  if (which < 4) return edges[which];
  so_field_write(field, random, wire);
  return so_field_read(field, wire, &random) ? random : last;
}

/* a b by doubling and adding. */
static so_element slow_times(so_field field, so_element a, so_element b) {
  so_element sum = {0, 0};
  for (int bit = 127; bit >= 0; bit--) {
    sum = so_field_plus(field, sum, sum);
    if ((bit < 64 ? b.low >> bit : b.high >> (bit - 64)) & 1) sum = so_field_plus(field, sum, a);
  }
  return sum;
}

static int same(so_element a, so_element b) {
  return a.low == b.low && a.high == b.high;
}

Test(field, products_are_repeated_sums) {
  for (int f = 0; f < 2; f++)
    for (int i = 0; i < 8; i++)
      for (int j = 0; j < 400; j++) {
        so_field field = fields[f];
        so_element a = any(field, i), b = any(field, j % 100);
        so_element product =
            so_field_times(field, so_field_ready(field, a), so_field_ready(field, b));
        cr_assert(same(so_field_raw(field, product), slow_times(field, a, b)));
        cr_assert(same(so_field_raw(field, so_field_ready(field, a)), a));
      }
}

Test(field, differences_undo_sums_and_stay_below_the_modulus) {
  uint8_t wire[16];
  for (int f = 0; f < 2; f++)
    for (int i = 0; i < 8; i++)
      for (int j = 0; j < 400; j++) {
        so_field field = fields[f];
        so_element a = any(field, i), b = any(field, j % 100), read;
        so_element sum = so_field_plus(field, a, b);
        so_field_write(field, sum, wire);
        cr_assert(so_field_read(field, wire, &read) && same(read, sum));
        cr_assert(same(so_field_minus(field, sum, b), a));
        cr_assert(same(so_field_plus(field, so_field_minus(field, a, b), b), a));
      }
}

Test(field, what_is_not_below_the_modulus_is_no_element) {
  static const uint8_t modulus64[8] = {1, 0, 0, 0, 0xff, 0xff, 0xff, 0xff};
  static const uint8_t modulus128[16] = {1,    0,    0,    0,    0,    0,    0,    0,
                                         0xe4, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff};
  uint8_t wire[16];
  so_element read;
  cr_assert_not(so_field_read(SO_FIELD64, modulus64, &read));
  cr_assert_not(so_field_read(SO_FIELD128, modulus128, &read));
  memset(wire, 0xff, sizeof wire);
  cr_assert_not(so_field_read(SO_FIELD64, wire, &read));
  cr_assert_not(so_field_read(SO_FIELD128, wire, &read));
  memcpy(wire, modulus128, sizeof wire);
  wire[0] = 0;
  cr_assert(so_field_read(SO_FIELD128, wire, &read));
}

Test(field, roots_have_their_order_and_halves_double_back) {
  for (int f = 0; f < 2; f++)
    for (uint32_t log = 1; log <= SO_FIELD_LOG_MAX; log++) {
      so_field field = fields[f];
      so_element one = so_field_of(field, 1), zero = {0, 0};
      so_element half_way =
          so_field_power(field, so_field_root(field, log), (uint64_t)1 << (log - 1));
      cr_assert(same(half_way, so_field_minus(field, zero, one)));
      so_element back = so_field_times(field, so_field_halved(field, log),
                                       so_field_of(field, (uint64_t)1 << log));
      cr_assert(same(back, one));
    }
}

Test(field, a_transform_gives_values_and_its_inverse_gives_them_back) {
  so_element roots[32], kept[32], values[32];
  for (int f = 0; f < 2; f++) {
    so_field field = fields[f];
    const so_ntt table = so_ntt_table(field, 6, roots);
    for (int i = 0; i < 32; i++) kept[i] = values[i] = any(field, 9);
    so_ntt_forward(&table, 5, values);
    for (int i = 0; i < 32; i++) {
      so_element sum = {0, 0};
      for (int j = 32; j--;)
        sum = so_field_plus(field, so_field_times(field, sum, so_ntt_root(&table, 2 * i)), kept[j]);
      cr_assert(same(sum, values[i]));
    }
    so_ntt_between(&table, 5, values);
    for (int i = 0; i < 32; i++) {
      so_element sum = {0, 0};
      for (int j = 32; j--;)
        sum = so_field_plus(field, so_field_times(field, sum, so_ntt_root(&table, 2 * i + 1)),
                            kept[j]);
      cr_assert(same(sum, values[i]));
    }
    memcpy(values, kept, sizeof values);
    so_ntt_forward(&table, 5, values);
    so_ntt_inverse(&table, 5, values);
    for (int i = 0; i < 32; i++) cr_assert(same(values[i], kept[i]));
  }
}
