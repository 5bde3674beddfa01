/*
 * The shipped noise held against its stated distribution, and broken samplers held against the same
 * audit, each of which must alarm. 120,000 reports a case, 1,000,000 with SOTTO_LONG=1; a sound
 * sampler raises a false alarm in at most one run of a million (see sampler_audit.h).
 *
 * Defects too small for any count of reports (a threshold one unit high, a rounded one) are caught
 * by enumeration in unit/test_oracle.c.
 */
#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/codec.h"
#include "crypto/random.h"
#include "privacy/sampler_audit.h"

static const uint32_t domains[] = {2, 3, 7, 10, 64, 100, 128, 129, 1000, 10000};
static const uint32_t costs[] = {250000, 500000, 1000000, 2000000, 4000000};
#define DOMAINS (sizeof domains / sizeof *domains)
#define COSTS (sizeof costs / sizeof *costs)

static uint32_t reports_of_a_case(void) {
  const char *set = getenv("SOTTO_LONG");
  return set && *set ? 1000000 : 120000;
}

/* Every domain at one cost, the first and the last bucket of each. */
static audit look_at_all(uint32_t epsilon_micro, uint32_t reports, audit_draw_fn draw) {
  audit looked = {0};
  for (size_t i = 0; i < DOMAINS; i++) {
    so_oracle oracle;
    cr_assert_eq(so_oracle_plan(&oracle, domains[i], epsilon_micro), SOTTO_OK);
    audit_look(&looked, &oracle, 0, reports / 2, draw);
    audit_look(&looked, &oracle, domains[i] - 1, reports / 2, draw);
  }
  return looked;
}

Test(sampler, chi_square_tails_are_those_of_tables) {
  cr_assert_float_eq(audit_chi_square_tail(3.841459, 1), 0.05, 1e-6);
  cr_assert_float_eq(audit_chi_square_tail(124.342, 100), 0.05, 1e-5);
  cr_assert_float_eq(audit_chi_square_tail(61.918, 100), 0.999, 1e-5);
  cr_assert_float_eq(audit_share_at_least(50, 100, 0.025), 0.39832, 1e-5);
}

Test(sampler, reports_follow_their_stated_distribution) {
  for (size_t cost = 0; cost < COSTS; cost++) {
    audit looked = look_at_all(costs[cost], reports_of_a_case(), audit_shipped);
    cr_assert(looked.looks > 2 * DOMAINS);
    cr_assert_not(audit_alarms(&looked), "epsilon %u: least p %.3g of %u looks",
                  (unsigned)costs[cost], looked.least, (unsigned)looked.looks);
  }
}

/* Whoever guesses a fair secret bit from an epsilon-private report is right at most
   e^eps / (1 + e^eps) of the time: a share of right guesses bounds epsilon from below (Kairouz, Oh
   and Viswanath 2015, arXiv 1311.0776). 99.9 % one-sided. */
Test(sampler, a_million_guesses_come_as_near_to_the_claim_as_they_can) {
  static const double nearest[COSTS] = {.97, .98, .99, .99, .99};
  for (size_t cost = 0; cost < COSTS; cost++) {
    so_oracle oracle;
    uint64_t right = 0, trials = 1000000;
    cr_assert_eq(so_oracle_plan(&oracle, 2, costs[cost]), SOTTO_OK);
    for (uint64_t number = 0; number < trials; number++) {
      uint8_t report[SO_ORACLE_BYTES_MAX];
      uint32_t cell, bit = number * UINT64_C(0x9e3779b97f4a7c15) >> 63 & 1;
      audit_shipped(report, &oracle, bit, number);
      cr_assert_eq(so_oracle_read(&cell, &oracle, (sotto_bytes){report, oracle.bytes}), SOTTO_OK);
      right += cell == bit;
    }
    double share = audit_share_at_least(right, trials, .001);
    double epsilon = log(share / (1 - share)), claim = oracle.threshold.epsilon_micro / 1e6;
    cr_assert(epsilon <= claim, "%.6f of %.6f", epsilon, claim);
    cr_assert(epsilon >= nearest[cost] * claim, "%.6f of %.6f", epsilon, claim);
  }
}

/* Less noise than is claimed: that of a cost larger by 1 / scale. */
static void draw_scaled(uint8_t *ret_report, const so_oracle *oracle, uint32_t bucket,
                        uint64_t number, double scale) {
  so_oracle louder = *oracle;
  double p = ldexp((double)oracle->threshold.inside, -64), epsilon = log(p / (1 - p));
  double base = epsilon - oracle->threshold.epsilon_micro / 1e6;
  double more = base + oracle->threshold.epsilon_micro / 1e6 / scale;
  louder.threshold.inside = (uint64_t)ldexp(1 / (1 + exp(-more)), 64);
  audit_shipped(ret_report, &louder, bucket, number);
}

static void scaled_90(uint8_t *ret_report, const so_oracle *oracle, uint32_t bucket,
                      uint64_t number) {
  draw_scaled(ret_report, oracle, bucket, number, .90);
}

static void scaled_95(uint8_t *ret_report, const so_oracle *oracle, uint32_t bucket,
                      uint64_t number) {
  draw_scaled(ret_report, oracle, bucket, number, .95);
}

static void scaled_98(uint8_t *ret_report, const so_oracle *oracle, uint32_t bucket,
                      uint64_t number) {
  draw_scaled(ret_report, oracle, bucket, number, .98);
}

/* One report in a hundred is drawn without a coin: it holds the bucket. */
static void biased(uint8_t *ret_report, const so_oracle *oracle, uint32_t bucket, uint64_t number) {
  so_oracle sure = *oracle;
  if (number % 100 == 0) sure.threshold.inside = UINT64_MAX;
  audit_shipped(ret_report, &sure, bucket, number);
}

/* The numbers of the cells, moved by one by a sampler that counts from 1. */
static void off_by_one(uint8_t *ret_report, const so_oracle *oracle, uint32_t bucket,
                       uint64_t number) {
  audit_shipped(ret_report, oracle, (bucket + 1) % oracle->buckets, number);
}

/* The last bucket is never told: it is clamped to the one before. */
static void clamped(uint8_t *ret_report, const so_oracle *oracle, uint32_t bucket,
                    uint64_t number) {
  uint32_t last = oracle->buckets - 2;
  audit_shipped(ret_report, oracle, bucket < last ? bucket : last, number);
}

/* One pattern of the wire is never sent: it is drawn again. */
static void holed(uint8_t *ret_report, const so_oracle *oracle, uint32_t bucket, uint64_t number) {
  uint32_t cells[SO_ORACLE_NAMED_MAX];
  audit_shipped(ret_report, oracle, bucket, number);
  if (so_oracle_read(cells, oracle, (sotto_bytes){ret_report, oracle->bytes}) == SOTTO_OK &&
      cells[0] == 1)
    audit_shipped(ret_report, oracle, bucket, number + (UINT64_C(1) << 40));
}

/* A source whose words are drawn from 256 values: reducing one favours the first cells. */
static void fill_poorly(void *context, uint8_t *ret_bytes, size_t size) {
  so_bits inner = so_stream_bits(context);
  inner.fill(inner.context, ret_bytes, size);
  for (size_t i = 0; size != 8 && i + 4 <= size; i += 4) memset(ret_bytes + i, 0, 3);
}

static void unevenly(uint8_t *ret_report, const so_oracle *oracle, uint32_t bucket,
                     uint64_t number) {
  uint8_t key[SO_STREAM_KEY_SIZE] = "uneven";
  so_stream stream;
  so_store_u64(key + 16, number);
  so_stream_init(&stream, key);
  so_bits bits = {fill_poorly, &stream};
  so_oracle_randomize(ret_report, oracle, bucket, &bits);
}

/* One noise for every two answers. */
static void reused(uint8_t *ret_report, const so_oracle *oracle, uint32_t bucket, uint64_t number) {
  audit_shipped(ret_report, oracle, bucket, number / 8);
}

/* Bits beyond the wire form. */
static void overflowing(uint8_t *ret_report, const so_oracle *oracle, uint32_t bucket,
                        uint64_t number) {
  audit_shipped(ret_report, oracle, bucket, number);
  if (number % 1000 == 0) ret_report[oracle->bytes - 1] = 0xff;
}

static void assert_caught(audit_draw_fn broken) {
  audit looked = look_at_all(1000000, 120000, broken);
  cr_assert(audit_alarms(&looked), "least p %.3g of %u looks", looked.least,
            (unsigned)looked.looks);
}

#define CATCHES(name)                                                                              \
 Test(sampler, the_audit_catches_##name) {                                                         \
  assert_caught(name);                                                                             \
 }
CATCHES(scaled_90)
CATCHES(scaled_95)
CATCHES(scaled_98)
CATCHES(biased)
CATCHES(off_by_one)
CATCHES(clamped)
CATCHES(holed)
CATCHES(unevenly)
CATCHES(reused)
CATCHES(overflowing)
