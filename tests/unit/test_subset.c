/*
 * Subset selection: the privacy claim by exact enumeration of every draw, the size against a
 * computation in floating point, the sampler against its exact distribution.
 */
#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/codec.h"
#include "crypto/random.h"
#include "privacy/subset.h"

__extension__ typedef unsigned __int128 u128;

/* floor(e^epsilon * 2^116) for the claims that are enumerated. */
static const struct {
  uint32_t epsilon_micro;
  uint64_t high, low;
} claims[] = {{250000, UINT64_C(0x148b5e3c3e8186), UINT64_C(0x6767bc3b69baabe5)},
              {500000, UINT64_C(0x1a61298e1e069b), UINT64_C(0xc972dfefab6df33f)},
              {1000000, UINT64_C(0x2b7e151628aed2), UINT64_C(0xa6abf7158809cf4f)},
              {2000000, UINT64_C(0x763992e35376b7), UINT64_C(0x30ce8ee881ada2ae)},
              {4000000, UINT64_C(0x3699205c4e74b0c), UINT64_C(0xf1ada77fb727b72d)}};
#define CLAIMS (sizeof claims / sizeof *claims)

static u128 claim_q116(size_t i) {
  return (u128)claims[i].high << 64 | claims[i].low;
}

/* floor(n * 2^116 / d) by long division; `ret_more` says that something was cut off. */
static u128 quotient_q116(u128 n, u128 d, int *ret_more) {
  u128 quotient = n / d, rest = n % d;
  for (int i = 0; i < 116; i++) {
    rest <<= 1;
    quotient = quotient << 1 | (rest >= d);
    if (rest >= d) rest -= d;
  }
  *ret_more = rest != 0;
  return quotient;
}

/* 1 when n / d <= e^epsilon, the exponential being irrational. */
static int within(u128 n, u128 d, size_t claim) {
  int more;
  u128 quotient = quotient_q116(n, d, &more);
  return quotient < claim_q116(claim) || (quotient == claim_q116(claim) && !more);
}

/*
 * A source that plays one choice of every draw: the Bernoulli's 64 bits, then ranks below bounds.
 */
typedef struct script {
  uint64_t first;
  uint32_t ranks[16], bounds[16];
  int at; /* -1: the 64 bits are next */
} script;

static void play(void *context, uint8_t *ret_bytes, size_t size) {
  script *from = context;
  if (from->at < 0) {
    cr_assert_eq(size, 8);
    so_store_u64(ret_bytes, from->first);
    from->at = 0;
    return;
  }
  cr_assert_eq(size % 4, 0);
  for (size_t byte = 0; byte < size; byte += 4, from->at++) {
    uint64_t rank = from->ranks[from->at], bound = from->bounds[from->at];
    so_store_u32(ret_bytes + byte, (uint32_t)((((rank + 1) << 32) - 1) / bound)); /* its last */
  }
}

/* Goes on to the next choice; 0 after the last. */
static int next_choice(script *from, uint32_t count) {
  for (uint32_t i = 0; i < count; i++) {
    if (++from->ranks[i] < from->bounds[i]) return 1;
    from->ranks[i] = 0;
  }
  return 0;
}

/* Counts every output over all equally likely choices, the Bernoulli being fixed. */
static uint32_t enumerate(uint32_t *counts, const so_subset *subset, uint32_t bucket, int inside) {
  script from = {.first = inside ? subset->threshold - 1 : subset->threshold};
  so_bits bits = {play, &from};
  uint32_t total = 0;
  for (uint32_t i = 0; i < subset->size; i++) from.bounds[i] = subset->buckets - 1 - i;
  do {
    uint8_t report[SO_SUBSET_BYTES_MAX] = {0};
    from.at = -1;
    so_subset_randomize(report, subset, bucket, &bits);
    counts[so_load_u32(report)]++;
    total++;
  } while (next_choice(&from, subset->size));
  return total;
}

static uint32_t ones(uint32_t map) {
  return (uint32_t)__builtin_popcount(map);
}

/* Weight of output `map` under `bucket`, in units of 1 / (2^64 * total). */
static u128 weight(uint32_t *const counts[2], uint64_t threshold, uint32_t map) {
  u128 outside = ((u128)1 << 64) - threshold;
  return (u128)threshold * counts[1][map] + outside * counts[0][map];
}

/* The largest ratio of one output's weights under two buckets, over all outputs, as a fraction. */
static void worst_ratio(uint32_t *counts[12][2], const so_subset *subset, u128 ret_ratio[2]) {
  double worst = 0;
  for (uint32_t map = 0; map < 1u << subset->buckets; map++) {
    u128 most = 0, least = ~(u128)0;
    if (ones(map) != subset->size) continue;
    for (uint32_t x = 0; x < subset->buckets; x++) {
      u128 here = weight(counts[x], subset->threshold, map);
      if (here > most) most = here;
      if (here < least) least = here;
    }
    if ((double)most / (double)least > worst) {
      worst = (double)most / (double)least;
      ret_ratio[0] = most;
      ret_ratio[1] = least;
    }
  }
}

static void check_claim(uint32_t buckets, size_t claim) {
  so_subset subset;
  uint32_t *counts[12][2], total = 0;
  u128 ratio[2] = {0, 1};
  cr_assert_eq(so_subset_plan(&subset, buckets, claims[claim].epsilon_micro), SOTTO_OK);
  for (uint32_t x = 0; x < buckets; x++)
    for (int inside = 0; inside < 2; inside++) {
      counts[x][inside] = calloc(1u << buckets, sizeof(uint32_t));
      total = enumerate(counts[x][inside], &subset, x, inside);
    }
  for (uint32_t x = 0; x < buckets; x++) {
    uint64_t seen = 0;
    for (uint32_t map = 0; map < 1u << buckets; map++) {
      cr_assert(counts[x][1][map] == 0 || map >> x & 1, "inside always holds the bucket");
      cr_assert(counts[x][0][map] == 0 || !(map >> x & 1), "outside never does");
      seen += counts[x][0][map] + counts[x][1][map];
    }
    cr_assert_eq(seen, 2 * (uint64_t)total);
  }
  worst_ratio(counts, &subset, ratio);
  cr_assert(within(ratio[0], ratio[1], claim), "k %u: above the claim", buckets);
  subset.threshold++;
  worst_ratio(counts, &subset, ratio);
  cr_assert_not(within(ratio[0], ratio[1], claim), "k %u: the threshold could be larger", buckets);
  for (uint32_t x = 0; x < buckets; x++) {
    free(counts[x][0]);
    free(counts[x][1]);
  }
}

Test(subset, enumerating_every_draw_the_odds_stay_below_the_claim_and_one_more_breaks_it) {
  for (size_t claim = 0; claim < CLAIMS; claim++)
    for (uint32_t buckets = 2; buckets <= 12; buckets++) check_claim(buckets, claim);
}

Test(subset, the_stated_odds_and_cost_are_those_of_the_threshold_rounded_up) {
  for (size_t claim = 0; claim < CLAIMS; claim++)
    for (uint32_t k = 2; k <= 128; k++) {
      so_subset subset;
      cr_assert_eq(so_subset_plan(&subset, k, claims[claim].epsilon_micro), SOTTO_OK);
      u128 n = (u128)subset.threshold * (k - subset.size);
      u128 d = (((u128)1 << 64) - subset.threshold) * subset.size;
      int more, unused;
      u128 exact = quotient_q116(n, d, &more);
      u128 stated = quotient_q116(subset.odds.numerator, subset.odds.denominator, &unused);
      cr_assert(stated >= exact && (stated - exact) >> 16 == 0, "k %u", k);
      cr_assert_eq(subset.epsilon_micro, claims[claim].epsilon_micro);
      cr_assert_eq(so_cost_of_ratio(subset.odds), subset.epsilon_micro);
    }
}

/* n times the mean squared error of FACTS: all buckets together. */
static double error_of(double k, double d, double e) {
  double p = e * d / (e * d + k - d), q = (p * (d - 1) + (1 - p) * d) / (k - 1);
  return k * q * (1 - q) / ((p - q) * (p - q)) + (1 - p - q) / (p - q);
}

Test(subset, no_other_size_has_less_error) {
  static const uint32_t domains[] = {129, 150, 200, 300, 500, 1000, 5000, 20000};
  for (uint32_t epsilon = 50000; epsilon <= 8000000; epsilon += 159000)
    for (uint32_t i = 2; i <= 128 + 8; i++) {
      uint32_t k = i <= 128 ? i : domains[i - 129];
      so_subset subset;
      if (so_subset_plan(&subset, k, epsilon) != SOTTO_OK) continue; /* more than 16 bytes */
      double e = exp(epsilon / 1e6), got = error_of(k, subset.size, e);
      for (uint32_t d = 1; d < k && d < 200; d++)
        cr_assert_leq(got, error_of(k, d, e) * (1 + 1e-8), "k %u epsilon %u d %u", k, epsilon, d);
    }
}

Test(subset, a_domain_that_fits_no_report_is_refused) {
  so_subset subset;
  cr_assert_eq(so_subset_plan(&subset, 1, 1000000), SOTTO_E_LIMIT);
  cr_assert_eq(so_subset_plan(&subset, 200, 1000000), SOTTO_E_LIMIT);
  cr_assert_eq(so_subset_plan(&subset, 100001, 8000000), SOTTO_E_LIMIT);
  cr_assert_eq(so_subset_plan(&subset, 7, 0), SOTTO_E_LIMIT);
  cr_assert_eq(so_subset_plan(&subset, 7, 8000001), SOTTO_E_LIMIT);
}

#define WIDE 129u /* the smallest domain in index form */

static so_subset plan_of_two(void) {
  so_subset subset = {0};
  for (uint32_t epsilon = 4000000; subset.size != 2; epsilon += 10000)
    cr_assert_eq(so_subset_plan(&subset, WIDE, epsilon), SOTTO_OK);
  return subset;
}

static void enumerate_pairs(uint32_t pairs[WIDE][WIDE], const so_subset *subset, int inside) {
  script from = {.first = inside ? subset->threshold - 1 : subset->threshold,
                 .bounds = {WIDE - 1, WIDE - 2}};
  so_bits bits = {play, &from};
  do {
    uint8_t report[SO_SUBSET_BYTES_MAX];
    uint32_t found[2];
    from.at = -1;
    so_subset_randomize(report, subset, 77, &bits);
    cr_assert_eq(so_subset_read(found, subset, (sotto_bytes){report, subset->bytes}), SOTTO_OK);
    pairs[found[0]][found[1]]++;
  } while (next_choice(&from, 2));
}

/* Inside, each pair with the bucket comes from every last draw; outside, each other pair from both
   orders. */
Test(subset, the_index_form_draws_every_pair_equally) {
  so_subset subset = plan_of_two();
  for (int inside = 0; inside < 2; inside++) {
    static uint32_t pairs[WIDE][WIDE];
    memset(pairs, 0, sizeof pairs);
    enumerate_pairs(pairs, &subset, inside);
    for (uint32_t a = 0; a < WIDE; a++)
      for (uint32_t b = a + 1; b < WIDE; b++) {
        int holds = a == 77 || b == 77;
        uint32_t wanted = inside ? WIDE - 2 : 2;
        cr_assert_eq(pairs[a][b], holds == inside ? wanted : 0);
      }
  }
}

Test(subset, a_report_reads_back_in_order) {
  static const uint8_t seed[32] = "read";
  static const uint32_t domains[] = {2, 7, 64, 127, 128, 129, 1000, 20000};
  so_stream stream;
  so_stream_init(&stream, seed);
  so_bits bits = so_stream_bits(&stream);
  for (int i = 0; i < 8; i++) {
    so_subset subset;
    cr_assert_eq(so_subset_plan(&subset, domains[i], domains[i] > 128 ? 8000000 : 700000), 0);
    for (int j = 0; j < 200; j++) {
      uint8_t report[SO_SUBSET_BYTES_MAX];
      uint32_t found[128];
      so_subset_randomize(report, &subset, so_bits_below(&bits, domains[i]), &bits);
      cr_assert_eq(so_subset_read(found, &subset, (sotto_bytes){report, subset.bytes}), SOTTO_OK);
      for (uint32_t k = 0; k < subset.size; k++)
        cr_assert(found[k] < domains[i] && (k == 0 || found[k] > found[k - 1]));
    }
  }
}

Test(subset, only_the_canonical_form_is_read) {
  so_subset map, list;
  uint32_t found[128];
  cr_assert_eq(so_subset_plan(&map, 7, 500000), SOTTO_OK);
  cr_assert_eq(map.size, 3);
  const uint8_t few[1] = {0x03}, many[1] = {0x0f}, beyond[1] = {0x83}, good[1] = {0x43};
  cr_assert_eq(so_subset_read(found, &map, (sotto_bytes){few, 1}), SOTTO_E_CORRUPT);
  cr_assert_eq(so_subset_read(found, &map, (sotto_bytes){many, 1}), SOTTO_E_CORRUPT);
  cr_assert_eq(so_subset_read(found, &map, (sotto_bytes){beyond, 1}), SOTTO_E_CORRUPT);
  cr_assert_eq(so_subset_read(found, &map, (sotto_bytes){good, 0}), SOTTO_E_CORRUPT);
  cr_assert_eq(so_subset_read(found, &map, (sotto_bytes){good, 1}), SOTTO_OK);
  cr_assert(found[0] == 0 && found[1] == 1 && found[2] == 6);
  cr_assert_eq(so_subset_plan(&list, 900, 6000000), SOTTO_OK);
  cr_assert(list.size == 2 && list.bytes == 3);
  const uint8_t same[3] = {5, 0x14, 0}, swapped[3] = {6, 0x14, 0}, spare[3] = {5, 0x18, 0x10};
  const uint8_t out[3] = {5, 0xf0, 0x0f};
  cr_assert_eq(so_subset_read(found, &list, (sotto_bytes){same, 3}), SOTTO_E_CORRUPT);
  cr_assert_eq(so_subset_read(found, &list, (sotto_bytes){swapped, 3}), SOTTO_E_CORRUPT);
  cr_assert_eq(so_subset_read(found, &list, (sotto_bytes){spare, 3}), SOTTO_E_CORRUPT);
  cr_assert_eq(so_subset_read(found, &list, (sotto_bytes){out, 3}), SOTTO_E_CORRUPT);
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

Test(subset, the_bits_drawn_do_not_depend_on_the_bucket) {
  static const uint32_t domains[] = {2, 7, 100, 128, 1000};
  for (int i = 0; i < 5; i++)
    for (uint8_t trial = 0; trial < 50; trial++) {
      uint8_t seed[32] = {trial}, report[SO_SUBSET_BYTES_MAX];
      so_subset subset;
      size_t first = 0;
      cr_assert_eq(so_subset_plan(&subset, domains[i], domains[i] > 128 ? 7000000 : 1000000), 0);
      for (uint32_t bucket = 0; bucket < domains[i]; bucket += 1 + domains[i] / 9) {
        meter from = {.bytes = 0};
        so_stream_init(&from.stream, seed);
        so_bits bits = {count, &from};
        so_subset_randomize(report, &subset, bucket, &bits);
        if (bucket == 0) first = from.bytes;
        cr_assert_eq(from.bytes, first);
      }
    }
}

/* Samplers as the chi-square meets them: the real one, and three that are broken on purpose. */
typedef void (*sampler)(uint8_t *, const so_subset *, uint32_t, const so_bits *);

static void threshold_too_small(uint8_t *report, const so_subset *subset, uint32_t bucket,
                                const so_bits *bits) {
  so_subset broken = *subset;
  broken.threshold -= broken.threshold / 20;
  so_subset_randomize(report, &broken, bucket, bits);
}

static void hole(uint8_t *report, const so_subset *subset, uint32_t bucket, const so_bits *bits) {
  so_subset_randomize(report, subset, bucket, bits);
  if (report[0] == 0x41) report[0] = 0x42;
}

/* A source whose words after the Bernoulli's have four random bits each. */
typedef struct coarse {
  const so_bits *from;
  int past_first;
} coarse;

static void four_bits(void *context, uint8_t *ret_bytes, size_t size) {
  coarse *source = context;
  source->from->fill(source->from->context, ret_bytes, size);
  for (size_t at = 0; source->past_first && at < size; at += 4)
    so_store_u32(ret_bytes + at, so_load_u32(ret_bytes + at) & 0xf0000000u);
  source->past_first = 1;
}

static void coarse_draw(uint8_t *report, const so_subset *subset, uint32_t bucket,
                        const so_bits *bits) {
  coarse source = {bits, 0};
  so_bits coarse_bits = {four_bits, &source};
  so_subset_randomize(report, subset, bucket, &coarse_bits);
}

/* 7 buckets, epsilon 1: two of seven, 21 outputs, 20 degrees of freedom. */
static double chi_square(sampler sample) {
  static const uint8_t seed[32] = "chi-square";
  so_subset subset;
  so_stream stream;
  uint32_t counts[128] = {0}, draws = 120000;
  cr_assert_eq(so_subset_plan(&subset, 7, 1000000), SOTTO_OK);
  cr_assert_eq(subset.size, 2);
  so_stream_init(&stream, seed);
  so_bits bits = so_stream_bits(&stream);
  for (uint32_t i = 0; i < draws; i++) {
    uint8_t report[SO_SUBSET_BYTES_MAX];
    sample(report, &subset, 3, &bits);
    counts[report[0] & 127]++;
  }
  double p = (double)subset.threshold / 18446744073709551616.0, chi = 0;
  for (uint32_t map = 0; map < 128; map++) {
    double expected = draws * (map >> 3 & 1 ? p / 6 : (1 - p) / 15);
    if (ones(map) == 2) chi += (counts[map] - expected) * (counts[map] - expected) / expected;
  }
  return chi;
}

/* The bound is passed by a right sampler once in 10^6 seeds; the seed here is fixed. */
#define CHI_SQUARE_20_ONE_IN_A_MILLION 65.43

Test(subset, draws_follow_their_exact_distribution) {
  cr_assert_lt(chi_square(so_subset_randomize), CHI_SQUARE_20_ONE_IN_A_MILLION);
}

Test(subset, broken_samplers_are_caught_by_the_same_chi_square) {
  cr_assert_gt(chi_square(threshold_too_small), CHI_SQUARE_20_ONE_IN_A_MILLION);
  cr_assert_gt(chi_square(hole), CHI_SQUARE_20_ONE_IN_A_MILLION);
  cr_assert_gt(chi_square(coarse_draw), CHI_SQUARE_20_ONE_IN_A_MILLION);
}
