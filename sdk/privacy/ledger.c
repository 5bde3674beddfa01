/*
 * The budget ledger. All arithmetic is on unsigned integers that cannot overflow: an epoch adds
 * less than 2^31 to any column and there are fewer than 2^32 epochs.
 */
#include "privacy/ledger.h"

#include "base/epoch.h"

#define EPOCHS_A_YEAR 52u
#define JUMP_EPOCHS 2u
#define JUMP_MS (JUMP_EPOCHS * SO_WEEK_MS)
#define SPLIT_LEAST_MICRO 8000000u /* eight of them are a year's epsilon0 */

void so_ledger_default_caps(so_caps *ret_caps) {
  *ret_caps = (so_caps){.depth = {2000000, UINT64_C(11529215046), 10000000},
                        .year = {24000000, UINT64_C(115292150460), 64000000}};
}

void so_ledger_start(so_ledger *ret_ledger, int64_t now_ms) {
  *ret_ledger = (so_ledger){.started = 1, .epoch = so_epoch_of(now_ms), .clock_ms = now_ms};
}

static uint64_t share(uint64_t year, uint64_t depth) {
  return year > depth ? (year - depth) / EPOCHS_A_YEAR : 0;
}

so_cost so_ledger_weekly(const so_caps *caps) {
  const so_cost *year = &caps->year, *depth = &caps->depth;
  return (so_cost){share(year->epsilon_micro, depth->epsilon_micro),
                   share(year->delta_2p60, depth->delta_2p60),
                   share(year->epsilon0_micro, depth->epsilon0_micro)};
}

/* One column of the balance with its gain, at most the depth. */
static uint64_t grown(uint64_t balance, uint64_t gain, uint64_t depth) {
  uint64_t sum = balance + gain;
  return sum < depth ? sum : depth;
}

static uint64_t larger(uint64_t a, uint64_t b) {
  return a > b ? a : b;
}

/* 1 when no column of `a` is below that of `b`. */
static int covers(const so_cost *a, const so_cost *b) {
  return a->epsilon_micro >= b->epsilon_micro && a->delta_2p60 >= b->delta_2p60 &&
         a->epsilon0_micro >= b->epsilon0_micro;
}

/* Adds `epochs` weeks to the balance, at most up to the depth. */
static void accrue(so_ledger *ledger, const so_caps *caps, uint32_t epochs) {
  so_cost week = so_ledger_weekly(caps), old = ledger->balance, depth = caps->depth;
  ledger->balance =
      (so_cost){grown(old.epsilon_micro, week.epsilon_micro * epochs, depth.epsilon_micro),
                grown(old.delta_2p60, week.delta_2p60 * epochs, depth.delta_2p60),
                grown(old.epsilon0_micro, week.epsilon0_micro * epochs, depth.epsilon0_micro)};
}

/* 1 when the clock may be believed; remembers the first sight of a far jump. */
static int believes(so_ledger *ledger, int64_t now_ms) {
  int64_t seen = ledger->suspect_ms;
  if (now_ms - ledger->clock_ms <= JUMP_MS) return 1;
  if (seen != 0 && now_ms - seen >= SO_DAY_MS) return 1;
  if (seen == 0 || now_ms < seen) ledger->suspect_ms = now_ms;
  return 0;
}

void so_ledger_advance(so_ledger *ledger, const so_caps *caps, int64_t now_ms) {
  if (now_ms < 0) now_ms = 0;
  if (!ledger->started) so_ledger_start(ledger, now_ms);
  accrue(ledger, caps, 0);
  if (now_ms <= ledger->clock_ms) {
    ledger->suspect_ms = 0;
    return;
  }
  if (!believes(ledger, now_ms)) return;
  uint32_t epoch = so_epoch_of(now_ms);
  ledger->suspect_ms = 0;
  ledger->clock_ms = now_ms;
  if (ledger->epoch < ledger->answered_epoch) ledger->epoch = ledger->answered_epoch;
  if (epoch <= ledger->epoch) return;
  uint32_t passed = epoch - ledger->epoch;
  accrue(ledger, caps, passed < JUMP_EPOCHS ? passed : JUMP_EPOCHS);
  ledger->epoch = epoch;
}

void so_ledger_meet(so_ledger *ledger, const sotto_anchor *anchor) {
  so_cost spent = ledger->spent;
  so_cost known = {anchor->epsilon_micro, anchor->delta_2p60, anchor->epsilon0_micro};
  if (covers(&spent, &known) && anchor->epoch <= ledger->answered_epoch) return;
  ledger->spent = (so_cost){larger(spent.epsilon_micro, known.epsilon_micro),
                            larger(spent.delta_2p60, known.delta_2p60),
                            larger(spent.epsilon0_micro, known.epsilon0_micro)};
  so_ledger_hold_back(ledger, anchor->epoch);
}

void so_ledger_hold_back(so_ledger *ledger, uint32_t epoch) {
  ledger->balance = (so_cost){0};
  if (ledger->answered_epoch < epoch) ledger->answered_epoch = epoch;
  ledger->behind_epoch = ledger->answered_epoch;
}

int so_ledger_doubts(const so_ledger *ledger) {
  return ledger->suspect_ms != 0;
}

int so_ledger_behind(const so_ledger *ledger, uint32_t epoch) {
  return epoch < ledger->epoch || epoch < ledger->answered_epoch ||
         (ledger->behind_epoch != 0 && epoch <= ledger->behind_epoch);
}

/* What leaves the balance: a split answer at least its eighth of the year, so that no year has
   nine. */
static so_cost charge_of(const so_cost *cost) {
  so_cost charge = *cost;
  if (charge.epsilon0_micro && charge.epsilon0_micro < SPLIT_LEAST_MICRO)
    charge.epsilon0_micro = SPLIT_LEAST_MICRO;
  return charge;
}

int so_ledger_can(const so_ledger *ledger, const so_cost *cost, uint32_t epoch) {
  const so_cost charge = charge_of(cost);
  return ledger->started && !so_ledger_doubts(ledger) && !so_ledger_behind(ledger, epoch) &&
         covers(&ledger->balance, &charge);
}

sotto_status so_ledger_pay(so_ledger *ledger, const so_cost *cost, uint32_t epoch) {
  const so_cost charge = charge_of(cost);
  if (!so_ledger_can(ledger, cost, epoch)) return SOTTO_E_BUDGET;
  ledger->balance.epsilon_micro -= charge.epsilon_micro;
  ledger->balance.delta_2p60 -= charge.delta_2p60;
  ledger->balance.epsilon0_micro -= charge.epsilon0_micro;
  ledger->spent.epsilon_micro += cost->epsilon_micro;
  ledger->spent.delta_2p60 += cost->delta_2p60;
  ledger->spent.epsilon0_micro += cost->epsilon0_micro;
  ledger->answered_epoch = epoch;
  return SOTTO_OK;
}
