/*
 * The oracles: the privacy claim of both mechanisms by exact enumeration of every draw, the cost
 * they state, and the planner's choice against the strict optimum.
 */
#include <math.h>
#include <stdlib.h>

#include "crypto/random.h"
#include "unit/enumeration.h"

#define BUCKETS_MAX 12u

/* What one report comes from: weights of every output under every bucket and side of the coin. */
typedef struct every_draw {
  so_oracle oracle;
  uint32_t outputs;                 /* as numbers: maps of a subset, points of a geometry */
  uint32_t *counts[BUCKETS_MAX][2]; /* of the equally likely draws */
  uint64_t totals[2];
} every_draw;

/* The bounds of the draws after the coin. */
static uint32_t fill_bounds(script *from, const so_oracle *oracle) {
  if (oracle->kind == SO_ORACLE_PROJECTIVE) {
    from->bounds[0] = (oracle->cells - 1) / oracle->prime;
    from->bounds[1] = oracle->cells - from->bounds[0];
    return 2;
  }
  for (uint32_t i = 0; i < oracle->size; i++) from->bounds[i] = oracle->buckets - 1 - i;
  return oracle->size;
}

/* Counts every output over all equally likely choices, the coin being fixed. */
static void enumerate(every_draw *every, uint32_t bucket, int inside) {
  const so_oracle *oracle = &every->oracle;
  script from = {.first = inside ? oracle->threshold.inside - 1 : oracle->threshold.inside};
  so_bits bits = {play, &from};
  uint32_t draws = fill_bounds(&from, oracle);
  every->totals[inside] = 0;
  do {
    uint8_t report[SO_ORACLE_BYTES_MAX] = {0};
    from.at = -1;
    so_oracle_randomize(report, oracle, bucket, &bits);
    every->counts[bucket][inside][so_load_u32(report)]++;
    every->totals[inside]++;
  } while (next_choice(&from, draws));
}

static void begin(every_draw *ret_every, so_oracle_kind kind, uint32_t buckets, size_t claim) {
  sotto_status status =
      so_oracle_plan_kind(&ret_every->oracle, kind, buckets, claims[claim].epsilon_micro);
  cr_assert_eq(status, SOTTO_OK);
  ret_every->outputs = kind == SO_ORACLE_SUBSET ? 1u << buckets : ret_every->oracle.cells;
  for (uint32_t x = 0; x < buckets; x++)
    for (int inside = 0; inside < 2; inside++) {
      ret_every->counts[x][inside] = calloc(ret_every->outputs, sizeof(uint32_t));
      enumerate(ret_every, x, inside);
    }
}

static void end(every_draw *every) {
  for (uint32_t x = 0; x < every->oracle.buckets; x++) {
    free(every->counts[x][0]);
    free(every->counts[x][1]);
  }
}

/* Weight of an output under a bucket, in units of 1 / (2^64 * total). */
static u128 weight(const every_draw *every, uint32_t bucket, uint32_t output) {
  u128 inside = every->oracle.threshold.inside, outside = ((u128)1 << 64) - inside;
  return inside * every->counts[bucket][1][output] + outside * every->counts[bucket][0][output];
}

/* The largest ratio of one output's weights under two buckets, over all outputs, as a fraction. */
static void worst_ratio(const every_draw *every, u128 ret_ratio[2]) {
  double worst = 0;
  for (uint32_t output = 0; output < every->outputs; output++) {
    u128 most = 0, least = ~(u128)0;
    for (uint32_t x = 0; x < every->oracle.buckets; x++) {
      u128 here = weight(every, x, output);
      if (here > most) most = here;
      if (here < least) least = here;
    }
    if (most == 0) continue; /* never drawn, whatever the bucket */
    cr_assert_neq(least, 0, "an output that one bucket gives and another never");
    if ((double)most / (double)least > worst) {
      worst = (double)most / (double)least;
      ret_ratio[0] = most;
      ret_ratio[1] = least;
    }
  }
}

/* On either side of the coin every output that can be is equally likely, and on no side both. */
static void check_uniform(const every_draw *every) {
  for (uint32_t x = 0; x < every->oracle.buckets; x++)
    for (int inside = 0; inside < 2; inside++) {
      uint64_t seen = 0;
      uint32_t each = 0;
      for (uint32_t output = 0; output < every->outputs; output++) {
        uint32_t here = every->counts[x][inside][output];
        seen += here;
        if (here && !each) each = here;
        cr_assert(here == 0 || here == each, "k %u: not uniform", every->oracle.buckets);
        cr_assert(here == 0 || every->counts[x][!inside][output] == 0);
      }
      cr_assert_eq(seen, every->totals[inside]);
    }
}

/* Relative distance to the claim below 1e-15. */
static int is_tight(const u128 ratio[2], size_t claim) {
  int more;
  u128 slack = claim_q116(claim) - quotient_q116(ratio[0], ratio[1], &more);
  return slack < claim_q116(claim) / 1000000000000000;
}

static void check_claim(so_oracle_kind kind, uint32_t buckets, size_t claim) {
  every_draw every;
  u128 ratio[2] = {0, 1};
  begin(&every, kind, buckets, claim);
  cr_assert_eq(every.totals[0], every.totals[1]);
  check_uniform(&every);
  worst_ratio(&every, ratio);
  cr_assert(within(ratio[0], ratio[1], claim), "k %u: above the claim", buckets);
  cr_assert(is_tight(ratio, claim), "k %u: the claim is not reached", buckets);
  every.oracle.threshold.inside++;
  worst_ratio(&every, ratio);
  cr_assert_not(within(ratio[0], ratio[1], claim), "k %u: the threshold could be larger", buckets);
  end(&every);
}

Test(oracle, enumerating_every_draw_the_odds_stay_below_the_claim_and_one_more_breaks_it) {
  for (size_t claim = 0; claim < CLAIMS; claim++)
    for (uint32_t buckets = 2; buckets <= BUCKETS_MAX; buckets++) {
      check_claim(SO_ORACLE_SUBSET, buckets, claim);
      check_claim(SO_ORACLE_PROJECTIVE, buckets, claim);
    }
}

/* Reports of two sides stand as `inside` to `outside` in number. */
static void check_stated(const so_oracle *oracle, const uint32_t sides[2], size_t claim) {
  const so_threshold *threshold = &oracle->threshold;
  u128 n = (u128)threshold->inside * sides[1];
  u128 d = (((u128)1 << 64) - threshold->inside) * sides[0];
  int more, unused;
  u128 exact = quotient_q116(n, d, &more);
  u128 stated = quotient_q116(threshold->odds.numerator, threshold->odds.denominator, &unused);
  cr_assert(stated >= exact && (stated - exact) >> 16 == 0, "k %u", oracle->buckets);
  cr_assert(within(n, d, claim));
  cr_assert_eq(threshold->epsilon_micro, claims[claim].epsilon_micro);
  cr_assert_eq(so_cost_of_ratio(threshold->odds), threshold->epsilon_micro);
}

Test(oracle, the_stated_odds_and_cost_are_those_of_the_threshold_rounded_up) {
  static const uint32_t large[] = {129, 300, 1000, 4097, 30000, 100000};
  for (size_t claim = 0; claim < CLAIMS; claim++)
    for (uint32_t i = 2; i <= 128 + 6; i++) {
      so_oracle oracle;
      cr_assert_eq(
          so_oracle_plan(&oracle, i <= 128 ? i : large[i - 129], claims[claim].epsilon_micro),
          SOTTO_OK);
      uint32_t meet = oracle.prime ? (oracle.cells - 1) / oracle.prime : oracle.size;
      const uint32_t sides[2] = {meet, oracle.cells - meet};
      check_stated(&oracle, sides, claim);
    }
}

/* n times the mean squared error over the buckets of subset selection with size d. */
static double subset_error(double k, double d, double e) {
  double p = e * d / (e * d + k - d), q = (p * (d - 1) + (1 - p) * d) / (k - 1);
  return q * (1 - q) / ((p - q) * (p - q)) + (1 - p - q) / (p - q) / k;
}

/* The strict optimum (Pan 2026, arXiv 2603.11523): the best integer size. */
static double optimum(double k, double e) {
  double low = floor(k / (e + 1)), high = low + 1;
  if (low < 1) return subset_error(k, 1, e);
  if (high >= k) return subset_error(k, low, e);
  return fmin(subset_error(k, low, e), subset_error(k, high, e));
}

/* The same error of what was planned, from its threshold. */
static double planned_error(const so_oracle *oracle) {
  double p = ldexp((double)oracle->threshold.inside, -64), k = oracle->buckets, q;
  double d = oracle->size, c = oracle->prime ? (oracle->cells - 1.0) / oracle->prime : 0;
  if (oracle->prime)
    q = p * (c - 1) / oracle->prime / c +
        (1 - p) * (c - (c - 1) / oracle->prime) / (oracle->cells - c);
  else
    q = (p * (d - 1) + (1 - p) * d) / (k - 1);
  return q * (1 - q) / ((p - q) * (p - q)) + (1 - p - q) / (p - q) / k;
}

static void check_near_optimum(uint32_t buckets, uint32_t epsilon_micro) {
  so_oracle oracle;
  cr_assert_eq(so_oracle_plan(&oracle, buckets, epsilon_micro), SOTTO_OK);
  double ratio = planned_error(&oracle) / optimum(buckets, exp(epsilon_micro / 1e6));
  double bar = oracle.kind == SO_ORACLE_SUBSET ? 1.0001 : 1.06;
  cr_assert(ratio < bar && ratio > 0.9999, "k %u epsilon %u: %.4f", buckets, epsilon_micro, ratio);
}

Test(oracle, error_is_near_the_strict_optimum_for_every_domain) {
  static const uint32_t fixed[] = {2, 4, 10, 100, 1000, 10000, 100000};
  static const uint32_t prices[] = {500000, 1000000, 2000000, 4000000};
  for (size_t e = 0; e < 4; e++) {
    for (size_t i = 0; i < 7; i++) check_near_optimum(fixed[i], prices[e]);
    for (double k = 2; k < 100000; k *= 1.07) check_near_optimum((uint32_t)k, prices[e]);
  }
  for (uint32_t price = 100000; price <= 4000000; price += 93000)
    for (uint32_t k = 120; k < 90000; k += k / 7) check_near_optimum(k, price);
}

Test(oracle, a_report_fits_16_bytes_and_every_domain_has_one) {
  for (uint32_t price = 10000; price <= 8000000; price += 399500)
    for (double k = 2; k <= 100000; k *= 1.13) {
      so_oracle oracle;
      cr_assert_eq(so_oracle_plan(&oracle, (uint32_t)k, price), SOTTO_OK);
      cr_assert(oracle.bytes >= 1 && oracle.bytes <= SO_ORACLE_BYTES_MAX);
      cr_assert(oracle.size <= SO_ORACLE_NAMED_MAX && oracle.cells >= oracle.buckets);
      cr_assert_leq(oracle.cells, 30 * oracle.buckets);
    }
}

Test(oracle, what_no_report_can_carry_is_refused) {
  so_oracle oracle;
  cr_assert_eq(so_oracle_plan(&oracle, 1, 1000000), SOTTO_E_LIMIT);
  cr_assert_eq(so_oracle_plan(&oracle, 100001, 1000000), SOTTO_E_LIMIT);
  cr_assert_eq(so_oracle_plan(&oracle, 7, 0), SOTTO_E_LIMIT);
  cr_assert_eq(so_oracle_plan(&oracle, 7, 8000001), SOTTO_E_LIMIT);
  cr_assert_eq(so_oracle_plan_kind(&oracle, SO_ORACLE_SUBSET, 200, 1000000), SOTTO_E_LIMIT);
}

/* A source that counts what was asked of it. */
typedef struct meter {
  so_stream stream;
  size_t bytes;
} meter;

static void count(void *context, uint8_t *ret_bytes, size_t size) {
  meter *from = context;
  so_bits bits = so_stream_bits(&from->stream);
  from->bytes += size;
  bits.fill(bits.context, ret_bytes, size);
}

/* Bytes drawn for one answer of a bucket. */
static size_t drawn(const so_oracle *oracle, uint8_t trial, uint32_t bucket) {
  uint8_t seed[32] = {trial}, report[SO_ORACLE_BYTES_MAX];
  meter from = {.bytes = 0};
  so_stream_init(&from.stream, seed);
  so_bits bits = {count, &from};
  so_oracle_randomize(report, oracle, bucket, &bits);
  return from.bytes;
}

Test(oracle, the_bits_drawn_do_not_depend_on_the_bucket) {
  static const uint32_t domains[] = {2, 7, 100, 128, 1000, 100000};
  static const uint32_t prices[] = {500000, 1000000, 7000000};
  for (int i = 0; i < 18; i++) {
    so_oracle oracle;
    cr_assert_eq(so_oracle_plan(&oracle, domains[i % 6], prices[i / 6]), SOTTO_OK);
    for (uint8_t trial = 0; trial < 50; trial++) {
      size_t first = drawn(&oracle, trial, 0);
      for (uint32_t bucket = 1; bucket < oracle.buckets; bucket += 1 + oracle.buckets / 9)
        cr_assert_eq(drawn(&oracle, trial, bucket), first);
    }
  }
}
