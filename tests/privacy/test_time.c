/*
 * The time of an answer tells neither the secret nor the coin: over 4,000,000 calls of the shipped
 * randomizer the cycles of a call do not correlate with the bucket, with its being named, nor with
 * the first cell that was named. Under independence a correlation of .01 is twenty standard
 * errors (1 / sqrt(4e6) = .0005): chance alone fails this less than once in 10^80 runs. Cycles
 * are cut at four times their median, so that an interrupt weighs no more than a slow call.
 *
 * The control, a randomizer that works longer for some buckets, must be found by the same figures.
 */
#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "crypto/random.h"
#include "privacy/oracle.h"

#define CALLS 4000000u
#define MOST .01

static uint64_t ticks(void) {
#if defined(__x86_64__)
  unsigned spare;
  return __builtin_ia32_rdtscp(&spare);
#else
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
#endif
}

/* Sums of a correlation. */
typedef struct pairs {
  double n, x, y, xx, yy, xy;
} pairs;

static void add(pairs *to, double x, double y) {
  *to = (pairs){to->n + 1, to->x + x, to->y + y, to->xx + x * x, to->yy + y * y, to->xy + x * y};
}

static double correlation(const pairs *of) {
  double x = of->xx - of->x * of->x / of->n, y = of->yy - of->y * of->y / of->n;
  return (of->xy - of->x * of->y / of->n) / sqrt(x * y);
}

typedef void (*randomizer)(uint8_t *ret_report, const so_oracle *oracle, uint32_t bucket,
                           const so_bits *bits);

static int by_size(const void *a, const void *b) {
  uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
  return (x > y) - (x < y);
}

static uint8_t report[SO_ORACLE_BYTES_MAX];

static uint64_t time_one(randomizer run, const so_oracle *oracle, uint32_t bucket,
                         const so_bits *bits) {
  uint64_t from = ticks();
  run(report, oracle, bucket, bits);
  return ticks() - from;
}

static uint64_t median(randomizer run, const so_oracle *oracle, const so_bits *bits) {
  static uint64_t times[20001];
  for (size_t i = 0; i < 20001; i++) times[i] = time_one(run, oracle, i % oracle->buckets, bits);
  qsort(times, 20001, sizeof *times, by_size);
  return times[10000];
}

/* The largest correlation of the time of a call with what it must not tell. */
static double leak(randomizer run, uint32_t buckets, uint32_t calls) {
  so_oracle oracle;
  so_stream stream;
  uint8_t seed[32] = "time";
  uint32_t cells[SO_ORACLE_NAMED_MAX];
  pairs secret = {0}, coin = {0};
  so_stream_init(&stream, seed);
  so_bits bits = so_stream_bits(&stream);
  cr_assert_eq(so_oracle_plan(&oracle, buckets, 1000000), SOTTO_OK);
  uint64_t most = 4 * median(run, &oracle, &bits);
  for (uint32_t i = 0; i < calls; i++) {
    uint32_t bucket = so_bits_below(&bits, buckets);
    uint64_t took = time_one(run, &oracle, bucket, &bits);
    cr_assert_eq(so_oracle_read(cells, &oracle, (sotto_bytes){report, oracle.bytes}), SOTTO_OK);
    double y = (double)(took < most ? took : most);
    add(&secret, bucket, y);
    add(&coin, cells[0], y);
  }
  double a = fabs(correlation(&secret)), b = fabs(correlation(&coin));
  fprintf(stderr, "one of %u (%s): secret %.5f, noise %.5f, over %u calls\n", buckets,
          so_oracle_name(&oracle), a, b, calls);
  return a > b ? a : b;
}

Test(time, of_an_answer_is_independent_of_secret_and_noise_by_subsets) {
  cr_assert_lt(leak(so_oracle_randomize, 7, CALLS), MOST);
}

Test(time, of_an_answer_is_independent_of_secret_and_noise_by_shuffled_subsets) {
  cr_assert_lt(leak(so_oracle_randomize, 100, CALLS), MOST);
}

Test(time, of_an_answer_is_independent_of_secret_and_noise_by_projective_geometry) {
  cr_assert_lt(leak(so_oracle_randomize, 5000, CALLS), MOST);
}

/* Works a tenth of a call longer for the upper half of the buckets. */
static void unequal(uint8_t *ret_report, const so_oracle *oracle, uint32_t bucket,
                    const so_bits *bits) {
  volatile uint32_t spin = bucket >= oracle->buckets / 2 ? 40 : 0;
  so_oracle_randomize(ret_report, oracle, bucket, bits);
  while (spin) spin--;
}

Test(time, of_a_randomizer_that_works_longer_for_some_buckets_is_found) {
  cr_assert_gt(leak(unequal, 7, CALLS / 10), MOST);
}
