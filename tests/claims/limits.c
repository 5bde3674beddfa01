/*
 * The honest limits that PRIVACY.md prints, computed with the shipped randomizer and the shipped
 * planner: what an attacker who links a year of one device's answers learns, what noise on the
 * device cannot resolve, what made-up reports can do. Seeded: prints the same table every time.
 */
#include <sotto/estimate.h>
#include <stdio.h>
#include <string.h>

#include "base/epoch.h"
#include "crypto/random.h"
#include "privacy/ledger.h"
#include "privacy/oracle.h"
#include "privacy/question.h"
#include "privacy/split.h"

#define TRIALS 200000
#define EPSILON_MICRO 1000000

static uint32_t best_guess(const uint32_t *hits, uint32_t buckets, const so_bits *bits) {
  uint32_t best = 0, ties = 1;
  for (uint32_t bucket = 1; bucket < buckets; bucket++) {
    if (hits[bucket] > hits[best]) {
      best = bucket;
      ties = 1;
    } else if (hits[bucket] == hits[best] && so_bits_below(bits, ++ties) == 0) {
      best = bucket;
    }
  }
  return best;
}

/** Share of trials in which the likeliest bucket after `answers` linked answers is the true one. */
static double reveals(const so_oracle *oracle, uint32_t answers, const so_bits *bits) {
  uint32_t right = 0;
  for (uint32_t trial = 0; trial < TRIALS; trial++) {
    uint32_t hits[16] = {0}, named[16];
    uint8_t report[SO_ORACLE_BYTES_MAX];
    uint32_t truth = so_bits_below(bits, oracle->buckets);
    for (uint32_t i = 0; i < answers; i++) {
      so_oracle_randomize(report, oracle, truth, bits);
      if (so_oracle_read(named, oracle, (sotto_bytes){report, oracle->bytes}) != SOTTO_OK)
        return -1;
      for (uint32_t j = 0; j < oracle->size; j++) hits[named[j]]++;
    }
    right += best_guess(hits, oracle->buckets, bits) == truth;
  }
  return (double)right / TRIALS;
}

static int print_averaging(void) {
  static const uint32_t domains[] = {2, 4, 7, 10};
  uint8_t key[SO_STREAM_KEY_SIZE] = "limits";
  so_stream stream;
  so_stream_init(&stream, key);
  so_bits bits = so_stream_bits(&stream);
  puts("| an answer that never changes, epsilon 1 each | guessing | after 1 | "
       "after 6 (a year's quota) |");
  puts("|---|---|---|---|");
  for (size_t i = 0; i < sizeof domains / sizeof *domains; i++) {
    so_oracle oracle;
    if (so_oracle_plan(&oracle, domains[i], EPSILON_MICRO) != SOTTO_OK) return 1;
    printf("| one of %u | %.0f %% | %.0f %% | %.0f %% |\n", (unsigned)domains[i],
           100.0 / domains[i], 100 * reveals(&oracle, 1, &bits),
           100 * reveals(&oracle, SO_QUESTION_QUOTA_YEAR, &bits));
  }
  return 0;
}

static int print_resolution(void) {
  static const uint32_t domains[] = {2, 7, 10};
  static const uint64_t fleets[] = {1000, 10000, 100000, 1000000};
  puts("\n| share of devices, 95 %, epsilon 1 | 1,000 | 10,000 | 100,000 | 1,000,000 | "
       "1 % made-up reports |");
  puts("|---|---|---|---|---|---|");
  for (size_t i = 0; i < sizeof domains / sizeof *domains; i++) {
    sotto_mechanism mechanism;
    sotto_plan plan = {0};
    if (sotto_mechanism_plan(domains[i], EPSILON_MICRO, &mechanism) != SOTTO_OK) return 1;
    printf("| one of %u |", (unsigned)domains[i]);
    for (size_t fleet = 0; fleet < sizeof fleets / sizeof *fleets; fleet++) {
      if (sotto_plan_devices(&mechanism, fleets[fleet], &plan) != SOTTO_OK) return 1;
      printf(" ± %.2f points |", 100 * plan.half_width);
    }
    printf(" + %.1f points |\n", 100 * plan.poisoned);
  }
  return 0;
}

/* What both aggregators together see of an answer is the noised bucket itself. */
static double split_reveals(const so_split *split, uint32_t answers, const so_bits *bits) {
  uint32_t right = 0;
  for (uint32_t trial = 0; trial < TRIALS; trial++) {
    uint32_t hits[16] = {0};
    uint32_t truth = so_bits_below(bits, split->buckets);
    for (uint32_t i = 0; i < answers; i++) hits[so_split_randomize(split, truth, bits)]++;
    right += best_guess(hits, split->buckets, bits) == truth;
  }
  return (double)right / TRIALS;
}

static int print_colluding(void) {
  static const so_split_ask asks[] = {{2, 1000, EPSILON_MICRO},
                                      {4, 1000, EPSILON_MICRO},
                                      {7, 1000, EPSILON_MICRO},
                                      {10, 1000, EPSILON_MICRO},
                                      {7, 100000, EPSILON_MICRO}};
  uint8_t key[SO_STREAM_KEY_SIZE] = "both aggregators";
  so_stream stream;
  so_stream_init(&stream, key);
  so_bits bits = so_stream_bits(&stream);
  puts("\n| the same by split trust, if both aggregators collude | guessing | after 1 | after 6 |");
  puts("|---|---|---|---|");
  for (size_t i = 0; i < sizeof asks / sizeof *asks; i++) {
    so_split split;
    if (so_split_plan(&split, &asks[i]) != SOTTO_OK) return 1;
    printf("| split, one of %u, minimum batch %u | %.0f %% | %.0f %% | %.0f %% |\n",
           (unsigned)asks[i].buckets, (unsigned)asks[i].minimum_batch, 100.0 / asks[i].buckets,
           100 * split_reveals(&split, 1, &bits),
           100 * split_reveals(&split, SO_QUESTION_QUOTA_YEAR, &bits));
  }
  return 0;
}

/* A minimum batch as large as the fleet: the least noise there is for it. */
static int print_split_resolution(void) {
  static const uint32_t domains[] = {2, 7, 10}, fleets[] = {1000, 10000, 100000, 1000000};
  puts("\n| the same by split trust, the minimum batch as large | 1,000 | 10,000 | "
       "100,000 | 1,000,000 | 1 % made-up reports of 1,000 |");
  puts("|---|---|---|---|---|---|");
  for (size_t i = 0; i < sizeof domains / sizeof *domains; i++) {
    double poisoned = 0;
    printf("| split, one of %u |", (unsigned)domains[i]);
    for (size_t fleet = 0; fleet < sizeof fleets / sizeof *fleets; fleet++) {
      sotto_mechanism mechanism;
      sotto_plan plan = {0};
      if (sotto_mechanism_split(domains[i], fleets[fleet], EPSILON_MICRO, &mechanism) != SOTTO_OK)
        return 1;
      if (sotto_plan_devices(&mechanism, fleets[fleet], &plan) != SOTTO_OK) return 1;
      printf(" ± %.3f points |", 100 * plan.half_width);
      if (plan.poisoned > poisoned) poisoned = plan.poisoned;
    }
    printf(" + %.1f points |\n", 100 * poisoned);
  }
  return 0;
}

/* A ledger that was saved up, as a copy of it finds it. */
static so_ledger saved_up(const so_caps *caps, int64_t now_ms) {
  so_ledger ledger;
  so_ledger_start(&ledger, now_ms - 8 * SO_WEEK_MS);
  for (int week = 7; week >= 0; week--)
    so_ledger_advance(&ledger, caps, now_ms - week * SO_WEEK_MS);
  return ledger;
}

/* Epsilon that leaves in a year when a copy is put back before every answer of one question. An
   equal answer repeats its bytes: only different ones count. */
static double restored_year(uint32_t answers) {
  const so_cost cost = {.epsilon_micro = EPSILON_MICRO};
  uint64_t spent = 0;
  so_caps caps;
  so_ledger_default_caps(&caps);
  for (int64_t week = 0; week < 52; week++) {
    int64_t now_ms = (2900 + week) * SO_WEEK_MS;
    const so_ledger copy = saved_up(&caps, now_ms);
    for (uint32_t answer = 0; answer < answers; answer++) {
      so_ledger restored = copy;
      if (so_ledger_pay(&restored, &cost, so_epoch_of(now_ms)) == SOTTO_OK)
        spent += cost.epsilon_micro;
    }
  }
  return (double)spent / 1e6;
}

static int print_restoring(void) {
  static const uint32_t answers[] = {1, 2, 7};
  puts("\n| a copy put back before each answer, no anchor | one answer a week | 2 different | "
       "7 different |");
  puts("|---|---|---|---|");
  printf("| epsilon of one question in a year, where the ledger of each copy shows at most %u |",
         (unsigned)SO_QUESTION_QUOTA_YEAR);
  for (size_t i = 0; i < 3; i++) printf(" %.0f |", restored_year(answers[i]));
  puts("");
  return 0;
}

int main(void) {
  return print_averaging() || (SO_SPLIT_BUILT && print_colluding()) || print_resolution() ||
         (SO_SPLIT_BUILT && print_split_resolution()) || print_restoring();
}
