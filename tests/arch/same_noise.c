/*
 * Noise and budget: integers only, so equal everywhere or wrong.
 */
#include <stdio.h>

#include "base/bits.h"
#include "base/epoch.h"
#include "crypto/random.h"
#include "privacy/ledger.h"
#include "privacy/oracle.h"
#include "same.h"

#define ANSWERS 40
#define LEDGER_STEPS 20000

static void add_plan(same_sum *sum, const so_oracle *oracle) {
  const uint64_t numbers[] = {oracle->kind,
                              oracle->size,
                              oracle->prime,
                              oracle->dimension,
                              oracle->cells,
                              oracle->bytes,
                              oracle->threshold.inside,
                              oracle->threshold.epsilon_micro,
                              oracle->threshold.odds.numerator,
                              oracle->threshold.odds.denominator};
  same_sum_add(sum, numbers, sizeof numbers);
}

static void add_answers(same_sum *sum, const so_oracle *oracle) {
  const so_bits bits = so_random_bits();
  for (uint32_t i = 0; i < ANSWERS; i++) {
    uint8_t report[SO_ORACLE_BYTES_MAX] = {0};
    so_oracle_randomize(report, oracle, i % oracle->buckets, &bits);
    same_sum_add(sum, report, oracle->bytes);
  }
}

static void oracles(void) {
  static const uint32_t buckets[] = {2, 3, 7, 16, 100, 128, 1000, 4096, 20000, 100000};
  static const uint32_t epsilon_micro[] = {500000, 1000000, 2000000, 4000000};
  for (size_t k = 0; k < sizeof buckets / sizeof *buckets; k++)
    for (size_t e = 0; e < sizeof epsilon_micro / sizeof *epsilon_micro; e++) {
      char name[64];
      so_oracle oracle;
      same_sum sum;
      same_seed(buckets[k]);
      same_check(so_oracle_plan(&oracle, buckets[k], epsilon_micro[e]), "plan");
      same_sum_begin(&sum);
      add_plan(&sum, &oracle);
      add_answers(&sum, &oracle);
      snprintf(name, sizeof name, "noise k=%u epsilon=%u", (unsigned)buckets[k],
               (unsigned)epsilon_micro[e]);
      same_sum_say(&sum, name);
    }
}

static void add_ledger(same_sum *sum, const so_ledger *ledger) {
  const uint64_t numbers[] = {ledger->balance.epsilon_micro,
                              ledger->balance.delta_2p60,
                              ledger->balance.epsilon0_micro,
                              ledger->spent.epsilon_micro,
                              ledger->spent.delta_2p60,
                              ledger->spent.epsilon0_micro,
                              ledger->epoch,
                              ledger->answered_epoch,
                              (uint64_t)ledger->clock_ms,
                              (uint64_t)ledger->suspect_ms};
  same_sum_add(sum, numbers, sizeof numbers);
}

/* Clocks that run, jump and go back; costs that fit and do not. */
static void ledger_history(void) {
  const so_bits bits = so_random_bits();
  int64_t now_ms = (int64_t)2900 * SO_WEEK_MS;
  same_sum sum;
  so_caps caps;
  so_ledger ledger;
  same_seed(7);
  same_sum_begin(&sum);
  so_ledger_default_caps(&caps);
  so_ledger_start(&ledger, now_ms);
  for (int i = 0; i < LEDGER_STEPS; i++) {
    const uint32_t kind = so_bits_below(&bits, 20);
    const int64_t step_ms = (int64_t)so_bits_below(&bits, 3 * SO_DAY_MS);
    now_ms += kind == 0 ? 30 * step_ms : kind == 1 ? -step_ms : step_ms;
    so_ledger_advance(&ledger, &caps, now_ms);
    const so_cost cost = {so_bits_below(&bits, 1500000), so_bits_below(&bits, 1000),
                          kind > 15 ? so_bits_below(&bits, 9000000) : 0};
    const int32_t paid = so_ledger_pay(&ledger, &cost, (uint32_t)(now_ms / SO_WEEK_MS));
    same_sum_add(&sum, &paid, sizeof paid);
    add_ledger(&sum, &ledger);
  }
  same_sum_say(&sum, "ledger");
}

void same_noise(void) {
  oracles();
  ledger_history();
}
