/*
 * The budget ledger as pure arithmetic: three integer columns (epsilon in micro, delta in 2^-60,
 * local epsilon of split answers in micro), each a token bucket that starts empty and accrues
 * (yearly cap - depth) / 52 each epoch up to its depth: a full bucket and what a year adds are
 * together the cap. Costs add plainly. A split answer (one with a local epsilon) takes at least an
 * eighth of the year's 64 from the balance, so that a year has eight of them at most, whatever
 * files are lost; the totals tell what was really spent. Knows nothing of files.
 *
 * The clock is not trusted. Going back never refills, and nothing is charged in an epoch before the
 * last one accrued for or charged in. A jump of more than two weeks is in doubt until a second
 * look, at least a day later by the same clock, still stands after the first: until then nothing
 * accrues and nothing is charged, and then two weeks accrue, as many as in the farthest jump that
 * is believed at once. So, whatever the clock does, charges in any 52 epochs in a row never exceed
 * the yearly cap.
 */
#ifndef SO_PRIVACY_LEDGER_H
#define SO_PRIVACY_LEDGER_H

#include <sotto/port.h>

#include "privacy/cost.h"

/** Caps: most saved up, and per year. Hosts may only tighten. */
typedef struct so_caps {
  so_cost depth;
  so_cost year;
} so_caps;

/** The ledger's state; every field is stored. */
typedef struct so_ledger {
  so_cost balance;
  so_cost spent;
  uint32_t epoch;          /* last epoch accrued for */
  uint32_t answered_epoch; /* last epoch an answer was charged in */
  uint32_t behind_epoch;   /* while epoch <= this, only "none" may be sent (restored copy) */
  uint32_t started;        /* 0 until first used */
  int64_t clock_ms;        /* latest trusted clock */
  int64_t suspect_ms;      /* first sight of a far jump, 0: none */
} so_ledger;

/** Gives the default caps a year: epsilon 24, delta 10^-7, epsilon0 64; depth 2, 10^-8, 10. */
void so_ledger_default_caps(so_caps *ret_caps);
/** A ledger that starts empty now. */
void so_ledger_start(so_ledger *ret_ledger, int64_t now_ms);
/** What one epoch adds: floor((year - depth) / 52), column by column. */
so_cost so_ledger_weekly(const so_caps *caps);
/** Brings the ledger to `now_ms`: accrual, clock rules. Idempotent. */
void so_ledger_advance(so_ledger *ledger, const so_caps *caps, int64_t now_ms);
/**
 * Takes what the anchor knows. Behind it (any total smaller, or its last charge later): the larger
 * totals, an empty balance that accrues only after the anchor's epoch, and only "none" until the
 * epoch after the anchor's.
 */
void so_ledger_meet(so_ledger *ledger, const sotto_anchor *anchor);
/** Holds it to an empty balance that accrues after `epoch`, and to "none" until then. */
void so_ledger_hold_back(so_ledger *ledger, uint32_t epoch);
/** 1 while a far jump of the clock is in doubt: nothing may be answered. */
int so_ledger_doubts(const so_ledger *ledger);
/**
 * 1 when only "none" may be sent in `epoch`: behind its anchor, or the clock is behind the ledger.
 */
int so_ledger_behind(const so_ledger *ledger, uint32_t epoch);
/** 1 when the ledger, advanced to now, can pay `cost` in `epoch`. */
int so_ledger_can(const so_ledger *ledger, const so_cost *cost, uint32_t epoch);
/** Pays. #SOTTO_E_BUDGET and unchanged where it cannot. */
SOTTO_CHECKED sotto_status so_ledger_pay(so_ledger *ledger, const so_cost *cost, uint32_t epoch);

#endif
