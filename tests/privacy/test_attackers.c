/*
 * Attackers as programs, held against what PRIVACY.md prints: one links a year of a device's
 * reports and guesses an answer that never changes; two aggregators who put their shares together
 * do the same by split trust; one owns 1 % of the devices and makes reports up. The device's side
 * is the shipped randomizer and the shipped ledger; the attackers do the best there is against
 * subset selection and randomized response.
 */
#include <criterion/criterion.h>
#include <math.h>
#include <sotto/estimate.h>
#include <stdio.h>
#include <string.h>

#include "base/epoch.h"
#include "crypto/random.h"
#include "privacy/ledger.h"
#include "privacy/oracle.h"
#include "privacy/question.h"
#include "privacy/split.h"

#define EPSILON_MICRO 1000000u
#define TRIALS 40000u
#define FLEET 200000u
#define BUCKETS_MAX 16u

/* The number at a column (0 is the first) of the first row of PRIVACY.md that begins so. */
static double printed(const char *row, int column) {
  char line[512];
  double value = -1;
  FILE *file = fopen(SOTTO_ROOT "/PRIVACY.md", "r");
  cr_assert_not_null(file);
  while (value < 0 && fgets(line, sizeof line, file)) {
    const char *at = line;
    if (strncmp(line, row, strlen(row)) != 0) continue;
    for (int n = 0; n <= column && at; n++) at = strchr(at + 1, '|');
    if (at) value = strtod(at + 1 + strcspn(at + 1, "0123456789"), NULL);
  }
  (void)fclose(file);
  cr_assert(value >= 0, "no row %s", row);
  return value;
}

/* Paid answers to one question, asked every week of a year by a brand that asks nothing else. */
static uint32_t paid_in_a_year(void) {
  so_ledger ledger;
  so_caps caps;
  so_cost cost = {.epsilon_micro = EPSILON_MICRO};
  int64_t week_ms = 7 * SO_DAY_MS, now_ms = 2900 * week_ms;
  uint32_t paid = 0;
  so_ledger_default_caps(&caps);
  so_ledger_start(&ledger, now_ms);
  for (uint32_t week = 0; week < 52; week++, now_ms += week_ms) {
    so_ledger_advance(&ledger, &caps, now_ms);
    if (paid < SO_QUESTION_QUOTA_YEAR &&
        so_ledger_pay(&ledger, &cost, so_epoch_of(now_ms)) == SOTTO_OK)
      paid++;
  }
  return paid;
}

static uint32_t most_named(const uint32_t *named, uint32_t buckets, const so_bits *bits) {
  uint32_t best = 0, ties = 1;
  for (uint32_t bucket = 1; bucket < buckets; bucket++) {
    if (named[bucket] > named[best])
      ties = 1, best = bucket;
    else if (named[bucket] == named[best] && so_bits_below(bits, ++ties) == 0)
      best = bucket;
  }
  return best;
}

static int guesses_right(const so_oracle *oracle, uint32_t answers, const so_bits *bits) {
  uint32_t named[BUCKETS_MAX] = {0}, cells[SO_ORACLE_NAMED_MAX];
  uint32_t truth = so_bits_below(bits, oracle->buckets);
  for (uint32_t n = 0; n < answers; n++) {
    uint8_t report[SO_ORACLE_BYTES_MAX];
    so_oracle_randomize(report, oracle, truth, bits);
    cr_assert_eq(so_oracle_read(cells, oracle, (sotto_bytes){report, oracle->bytes}), SOTTO_OK);
    for (uint32_t i = 0; i < oracle->size; i++) named[cells[i]]++;
  }
  return most_named(named, oracle->buckets, bits) == truth;
}

/* Whole percents are printed: half a point, and five standard errors (false alarm below 1e-6). */
Test(attackers, averaging_a_year_stays_under_what_is_printed) {
  static const uint32_t domains[] = {2, 4, 7, 10};
  uint8_t key[SO_STREAM_KEY_SIZE] = "averaging";
  uint32_t answers = paid_in_a_year();
  so_stream stream;
  so_stream_init(&stream, key);
  so_bits bits = so_stream_bits(&stream);
  cr_assert_eq(answers, SO_QUESTION_QUOTA_YEAR);
  for (size_t i = 0; i < sizeof domains / sizeof *domains; i++) {
    char row[32];
    so_oracle oracle;
    uint32_t right = 0;
    cr_assert_eq(so_oracle_plan(&oracle, domains[i], EPSILON_MICRO), SOTTO_OK);
    for (uint32_t n = 0; n < TRIALS; n++) right += guesses_right(&oracle, answers, &bits) != 0;
    (void)snprintf(row, sizeof row, "| one of %u |", (unsigned)domains[i]);
    double rate = 100.0 * right / TRIALS, bound = printed(row, 2);
    cr_assert(rate <= bound + .5 + 5 * 50 / sqrt(TRIALS), "%s %.2f over %.0f", row, rate, bound);
    cr_assert(rate >= bound - .5 - 5 * 50 / sqrt(TRIALS), "%s is printed too high", row);
  }
}

#ifdef SOTTO_WITH_SPLIT

/* Both shares of an answer are the noised answer. */
static double colluding_rate(const so_split *split, uint32_t answers, const so_bits *bits) {
  uint32_t right = 0;
  for (uint32_t n = 0; n < TRIALS; n++) {
    uint32_t seen[BUCKETS_MAX] = {0}, truth = so_bits_below(bits, split->buckets);
    for (uint32_t i = 0; i < answers; i++) seen[so_split_randomize(split, truth, bits)]++;
    right += most_named(seen, split->buckets, bits) == truth;
  }
  return 100.0 * right / TRIALS;
}

/* Bounds as above. */
Test(attackers, aggregators_who_collude_guess_as_often_as_is_printed) {
  static const so_split_ask asks[] = {{2, 1000, EPSILON_MICRO},
                                      {4, 1000, EPSILON_MICRO},
                                      {7, 1000, EPSILON_MICRO},
                                      {10, 1000, EPSILON_MICRO},
                                      {7, 100000, EPSILON_MICRO}};
  static const uint32_t answers[] = {1, SO_QUESTION_QUOTA_YEAR};
  uint8_t key[SO_STREAM_KEY_SIZE] = "colluding";
  so_stream stream;
  so_stream_init(&stream, key);
  so_bits bits = so_stream_bits(&stream);
  for (size_t i = 0; i < 2 * sizeof asks / sizeof *asks; i++) {
    char row[64];
    so_split split;
    cr_assert_eq(so_split_plan(&split, &asks[i / 2]), SOTTO_OK);
    (void)snprintf(row, sizeof row, "| split, one of %u, minimum batch %u |",
                   (unsigned)split.buckets, (unsigned)asks[i / 2].minimum_batch);
    double rate = colluding_rate(&split, answers[i % 2], &bits), bound = printed(row, 1 + i % 2);
    cr_assert_float_eq(rate, bound, .5 + 5 * 50 / sqrt(TRIALS), "%s %.2f, not %.0f", row, rate,
                       bound);
  }
}

/* The share of a bucket that nobody is in, of 400 fleets: its spread is known to 1 in 28, five
   times of which is 18 % (false alarm below 1e-6). */
Test(attackers, by_split_trust_a_fleet_is_told_as_finely_as_is_printed) {
  static const uint32_t domains[] = {2, 7, 10};
  for (size_t i = 0; i < sizeof domains / sizeof *domains; i++) {
    char row[64];
    double squares = 0;
    sotto_mechanism mechanism;
    uint64_t devices[BUCKETS_MAX] = {10000};
    cr_assert_eq(sotto_mechanism_split(domains[i], 10000, EPSILON_MICRO, &mechanism), SOTTO_OK);
    for (uint64_t seed = 1; seed <= 400; seed++) {
      uint64_t counts[BUCKETS_MAX] = {0};
      sotto_share shares[BUCKETS_MAX];
      const sotto_tally tally = {.counts = counts, .reports = 10000};
      cr_assert_eq(sotto_rehearse_counts(&mechanism, devices, seed, counts), SOTTO_OK);
      cr_assert_eq(sotto_estimate_shares(&mechanism, &tally, NULL, shares), SOTTO_OK);
      squares += shares[1].share * shares[1].share;
    }
    (void)snprintf(row, sizeof row, "| split, one of %u | ± ", (unsigned)domains[i]);
    double half = 196 * sqrt(squares / 400), bound = printed(row, 1);
    cr_assert_float_eq(half, bound, .18 * bound, "%s %.3f, not %.3f", row, half, bound);
  }
}

#endif

/* Adds the reports of liars who all name the target, and spread the rest so that nothing shows. */
static void poison(const so_oracle *oracle, uint64_t *counts, uint32_t liars, uint32_t target) {
  uint32_t at = target;
  for (uint32_t n = 0; n < liars; n++) {
    counts[target]++;
    for (uint32_t i = 1; i < oracle->size; i++) {
      at = (at + 1) % oracle->buckets;
      if (at == target) at = (at + 1) % oracle->buckets;
      counts[at]++;
    }
  }
}

static double share_of(const sotto_mechanism *mechanism, const uint64_t *counts, uint32_t bucket) {
  sotto_share shares[BUCKETS_MAX];
  sotto_tally tally = {.counts = counts, .reports = FLEET};
  cr_assert_eq(sotto_estimate_shares(mechanism, &tally, NULL, shares), SOTTO_OK);
  return 100 * shares[bucket].share;
}

/* One in a hundred lies about a bucket that nobody is in. Five standard errors: below 1e-6. */
Test(attackers, poisoning_moves_a_share_by_no_more_than_is_printed) {
  static const uint32_t domains[] = {2, 7, 10};
  for (size_t i = 0; i < sizeof domains / sizeof *domains; i++) {
    char row[64];
    so_oracle oracle;
    sotto_mechanism mechanism;
    sotto_plan plan;
    uint64_t devices[BUCKETS_MAX] = {0}, counts[BUCKETS_MAX] = {0};
    uint32_t last = domains[i] - 1;
    cr_assert_eq(so_oracle_plan(&oracle, domains[i], EPSILON_MICRO), SOTTO_OK);
    cr_assert_eq(sotto_mechanism_plan(domains[i], EPSILON_MICRO, &mechanism), SOTTO_OK);
    cr_assert_eq(sotto_plan_devices(&mechanism, FLEET, &plan), SOTTO_OK);
    devices[0] = FLEET - FLEET / 100;
    cr_assert_eq(sotto_rehearse_counts(&mechanism, devices, 7 + i, counts), SOTTO_OK);
    poison(&oracle, counts, FLEET / 100, last);
    double moved = share_of(&mechanism, counts, last);
    double bound = 100 * plan.poisoned, error = 100 * plan.error;
    cr_assert(moved <= bound + 5 * error, "%u: %.3f over %.3f", domains[i], moved, bound);
    cr_assert(moved >= bound - 5 * error, "the attack is as strong as the bound says");
    (void)snprintf(row, sizeof row, "| one of %u | ± ", (unsigned)domains[i]);
    cr_assert_float_eq(printed(row, 4), bound, .051);
  }
}
