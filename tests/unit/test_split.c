/* Split answers: what the table gives is rounded towards privacy, what it lacks is refused. */
#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

#include "crypto/random.h"
#include "privacy/split.h"
#include "privacy/split_table.h"

static so_split plan(uint32_t buckets, uint32_t batch, uint32_t epsilon_micro) {
  so_split split;
  cr_assert_eq(so_split_plan(&split, &(so_split_ask){buckets, batch, epsilon_micro}), SOTTO_OK);
  return split;
}

Test(split, between_two_rows_the_more_private_one_counts) {
  so_split row = plan(256, 10000, 1000000);
  cr_assert_eq(plan(129, 10000, 1000000).random_q32, row.random_q32);
  cr_assert_eq(plan(256, 19999, 1000000).random_q32, row.random_q32);
  cr_assert_lt(plan(128, 10000, 1000000).random_q32, row.random_q32);
  cr_assert_lt(plan(256, 20000, 1000000).random_q32, row.random_q32);
}

Test(split, what_is_outside_the_table_is_refused) {
  static const so_split_ask asks[] = {
      {1, 10000, 1000000}, {4097, 10000000, 1000000}, {256, 999, 1000000}, {256, 10000, 1000001},
      {256, 10000, 0},     {256, 10000, 4000000},     {0, 10000, 1000000}, {256, 0, 1000000}};
  so_split split;
  memset(&split, 7, sizeof split);
  for (size_t i = 0; i < sizeof asks / sizeof asks[0]; i++)
    cr_assert_eq(so_split_plan(&split, &asks[i]), SOTTO_E_LIMIT, "%zu", i);
  cr_assert_eq(split.buckets, 0x07070707u);
}

Test(split, the_local_cost_is_above_the_exact_one_by_less_than_twenty_micro) {
  for (int e = 0; e < SO_SPLIT_EPSILONS; e++)
    for (int b = 0; b < SO_SPLIT_BATCHES; b++)
      for (uint32_t buckets = 2; buckets <= 4096; buckets += 1 + buckets / 3) {
        so_split split;
        const so_split_ask ask = {buckets, so_split_batches[b], so_split_epsilons_micro[e]};
        if (so_split_plan(&split, &ask)) continue;
        double random = split.random_q32 / 4294967296.0;
        double exact = 1e6 * log1p(buckets * (1 - random) / random);
        cr_assert(split.cost.epsilon0_micro >= exact - 1e-6 &&
                      split.cost.epsilon0_micro < exact + 20,
                  "%u: %f", (uint32_t)split.cost.epsilon0_micro, exact);
      }
}

/* False alarm: 31 sums of +-5 sigma, below 2e-5. A share drawn at half the rate is 80 sigma off. */
Test(split, answers_follow_the_odds) {
  uint8_t key[SO_STREAM_KEY_SIZE] = {3};
  so_stream stream;
  so_stream_init(&stream, key);
  so_bits bits = so_stream_bits(&stream);
  so_split split = plan(31, 1000, 1000000);
  double counts[31] = {0}, n = 200000, random = split.random_q32 / 4294967296.0;
  for (int i = 0; i < n; i++) counts[so_split_randomize(&split, 17, &bits)]++;
  for (int i = 0; i < 31; i++) {
    double p = random / 31 + (i == 17 ? 1 - random : 0);
    cr_assert_lt(fabs(counts[i] - n * p), 5 * sqrt(n * p * (1 - p)));
  }
}

/* Draws counted by the source itself. */
static uint64_t drawn;
static void count(void *context, uint8_t *ret_bytes, size_t size) {
  const so_bits *inner = context;
  drawn += size;
  inner->fill(inner->context, ret_bytes, size);
}

Test(split, the_bits_drawn_do_not_depend_on_the_bucket) {
  so_split split = plan(16, 1000, 500000);
  uint64_t first = 0;
  for (uint32_t bucket = 0; bucket < 16; bucket++) {
    uint8_t key[SO_STREAM_KEY_SIZE] = {5};
    so_stream stream;
    so_stream_init(&stream, key);
    so_bits inner = so_stream_bits(&stream), bits = {count, &inner};
    drawn = 0;
    for (int i = 0; i < 1000; i++) (void)so_split_randomize(&split, bucket, &bits);
    if (!bucket) first = drawn;
    cr_assert_eq(drawn, first);
  }
}
