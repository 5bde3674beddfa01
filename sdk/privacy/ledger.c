/*
 * The budget ledger. All arithmetic is on unsigned integers that cannot overflow: an epoch adds
 * less than 2^31 to any column and there are fewer than 2^32 epochs.
 */
#include "privacy/ledger.h"

#include "base/epoch.h"

#define EPOCHS_A_YEAR 52u
#define JUMP_MS (2 * SO_WEEK_MS)

void so_ledger_default_caps(so_caps *ret_caps) {
  *ret_caps = (so_caps){.depth = {2000000, UINT64_C(11529215046), 10000000},
                        .year = {24000000, UINT64_C(115292150460), 64000000}};
}

void so_ledger_start(so_ledger *ret_ledger, int64_t now_ms) {
  *ret_ledger = (so_ledger){.started = 1, .epoch = so_epoch_of(now_ms), .clock_ms = now_ms};
}

so_cost so_ledger_weekly(const so_caps *caps) {
  return (so_cost){caps->year.epsilon_micro / EPOCHS_A_YEAR, caps->year.delta_2p60 / EPOCHS_A_YEAR,
                   caps->year.epsilon0_micro / EPOCHS_A_YEAR};
}

static uint64_t least(uint64_t a, uint64_t b) {
  return a < b ? a : b;
}

static uint64_t most(uint64_t a, uint64_t b) {
  return a > b ? a : b;
}

/* Adds `epochs` weeks to the balance, at most up to the depth. */
static void accrue(so_ledger *ledger, const so_caps *caps, uint32_t epochs) {
  so_cost week = so_ledger_weekly(caps), *balance = &ledger->balance;
  const so_cost *depth = &caps->depth;
  balance->epsilon_micro =
      least(depth->epsilon_micro, balance->epsilon_micro + week.epsilon_micro * epochs);
  balance->delta_2p60 = least(depth->delta_2p60, balance->delta_2p60 + week.delta_2p60 * epochs);
  balance->epsilon0_micro =
      least(depth->epsilon0_micro, balance->epsilon0_micro + week.epsilon0_micro * epochs);
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
  accrue(ledger, caps, epoch - ledger->epoch);
  ledger->epoch = epoch;
}

void so_ledger_meet(so_ledger *ledger, const sotto_anchor *anchor) {
  so_cost *spent = &ledger->spent;
  if (anchor->epsilon_micro <= spent->epsilon_micro && anchor->delta_2p60 <= spent->delta_2p60 &&
      anchor->epsilon0_micro <= spent->epsilon0_micro && anchor->epoch <= ledger->answered_epoch)
    return;
  spent->epsilon_micro = most(spent->epsilon_micro, anchor->epsilon_micro);
  spent->delta_2p60 = most(spent->delta_2p60, anchor->delta_2p60);
  spent->epsilon0_micro = most(spent->epsilon0_micro, anchor->epsilon0_micro);
  ledger->balance = (so_cost){0};
  if (ledger->answered_epoch < anchor->epoch) ledger->answered_epoch = anchor->epoch;
  ledger->behind_epoch = ledger->answered_epoch;
}

int so_ledger_behind(const so_ledger *ledger, uint32_t epoch) {
  return epoch < ledger->epoch || epoch < ledger->answered_epoch ||
         (ledger->behind_epoch != 0 && epoch <= ledger->behind_epoch);
}

int so_ledger_can(const so_ledger *ledger, const so_cost *cost, uint32_t epoch) {
  const so_cost *balance = &ledger->balance;
  return ledger->started && !so_ledger_behind(ledger, epoch) &&
         cost->epsilon_micro <= balance->epsilon_micro && cost->delta_2p60 <= balance->delta_2p60 &&
         cost->epsilon0_micro <= balance->epsilon0_micro;
}

sotto_status so_ledger_pay(so_ledger *ledger, const so_cost *cost, uint32_t epoch) {
  if (!so_ledger_can(ledger, cost, epoch)) return SOTTO_E_BUDGET;
  ledger->balance.epsilon_micro -= cost->epsilon_micro;
  ledger->balance.delta_2p60 -= cost->delta_2p60;
  ledger->balance.epsilon0_micro -= cost->epsilon0_micro;
  ledger->spent.epsilon_micro += cost->epsilon_micro;
  ledger->spent.delta_2p60 += cost->delta_2p60;
  ledger->spent.epsilon0_micro += cost->epsilon0_micro;
  ledger->answered_epoch = epoch;
  return SOTTO_OK;
}
