/*
 * Replaying consent, quota and balance: see replay.h.
 */
#include "replay.h"

#include <string.h>

#define EPOCHS_A_YEAR 52
#define YEAR_MICRO UINT64_C(24000000)
#define DEPTH_MICRO UINT64_C(2000000)
#define QUOTA_A_YEAR 6
#define WEEK_MS INT64_C(604800000)
#define HOUR_MS INT64_C(3600000)

const char *const replay_unsure[REPLAY_REASONS] = {
    [REPLAY_BALANCE] = "the log cannot tell how large the balance was",
    [REPLAY_BEHIND] = "behind its anchor or its clock, it says",
    [REPLAY_VISITOR] = "a visitor's consent is not in this log"};

static int is(const examined_row *row, const char *member, const char *word) {
  return strcmp(examined_text(row, member), word) == 0;
}

static uint64_t smaller(uint64_t a, uint64_t b) {
  return a < b ? a : b;
}

static uint64_t larger(uint64_t a, uint64_t b) {
  return a > b ? a : b;
}

static uint64_t less(uint64_t a, uint64_t b) {
  return a > b ? a - b : 0;
}

int replay_of_ledger(const examined_row *row) {
  return row->act == SOTTO_ACT_ANSWERED && !is(row, "unit", "visit");
}

void replay_begin(replay *ret_replay, const examined *subject) {
  replay at = {.subject = subject,
               .least_weekly = UINT64_MAX,
               .least_depth = UINT64_MAX,
               .caps_hold = 1,
               .low_known = 1};
  for (size_t i = 0; i < subject->row_count; i++) {
    const examined_row *row = &subject->rows[i];
    if (!replay_of_ledger(row)) continue;
    const uint64_t year = examined_number(row, "year_micro");
    const uint64_t depth = examined_number(row, "depth_micro");
    const uint64_t weekly = less(year, depth) / EPOCHS_A_YEAR;
    at.caps_hold &= year <= YEAR_MICRO && depth <= DEPTH_MICRO && 2 * depth <= year;
    at.most_weekly = larger(at.most_weekly, weekly);
    at.most_depth = larger(at.most_depth, depth);
    at.least_weekly = smaller(at.least_weekly, weekly);
    at.least_depth = smaller(at.least_depth, depth);
  }
  *ret_replay = at;
}

uint64_t replay_paid(const examined *subject, const examined_row *answer) {
  const uint64_t last = examined_number(answer, "epoch");
  uint64_t paid = 0;
  for (const examined_row *row = subject->rows; row < answer; row++) {
    const uint64_t epoch = examined_number(row, "epoch");
    paid += replay_of_ledger(row) && row->cost_micro && epoch <= last &&
            epoch + EPOCHS_A_YEAR > last && is(row, "trait", examined_text(answer, "trait"));
  }
  return paid;
}

/* Brings both bounds to a row that wrote the ledger down. */
static void pass_time(replay *at, uint64_t epoch, const examined_row *row) {
  if (!at->started) {
    at->low_epoch = at->high_epoch = epoch;
    at->low_ms = row->time_ms;
    at->started = 1;
  }
  const int doubtful = row->time_ms - at->low_ms > 2 * WEEK_MS - HOUR_MS;
  at->high = smaller(at->most_depth, at->high + less(epoch, at->high_epoch) * at->most_weekly);
  at->high_epoch = larger(at->high_epoch, epoch);
  if (row->act == SOTTO_ACT_IMPORTED) {
    at->low_known = 1;
    at->low = 0;
    at->high = doubtful ? 2 * at->most_weekly : 0;
  } else if (doubtful && row->act == SOTTO_ACT_CONSENT) {
    return; /* it may not have believed the clock yet */
  } else {
    uint64_t weeks = less(epoch, at->low_epoch);
    if (doubtful) weeks = smaller(weeks, 2);
    at->low = smaller(at->least_depth, at->low + weeks * at->least_weekly);
  }
  at->low_epoch = larger(at->low_epoch, epoch);
  at->low_ms = at->low_ms > row->time_ms ? at->low_ms : row->time_ms;
}

/* The verdict of consent in force on the category a row states, 'g' where it is granted. */
static char consent_of(const replay *at, const examined_row *row) {
  for (sotto_category category = 0; category < SOTTO_CATEGORY_COUNT; category++)
    if (is(row, "category", sotto_category_name(category)) && strlen(at->granted) > category)
      return at->granted[category];
  return '?';
}

static int is_askable(const examined_row *row) {
  return !is(row, "category", "financial") && !is(row, "category", "social") &&
         !is(row, "category", "external");
}

static replay_verdict judge_paid(const replay *at, const examined_row *row, const char *unsure) {
  const uint64_t epoch = examined_number(row, "epoch");
  if (replay_paid(at->subject, row) >= QUOTA_A_YEAR)
    return (replay_verdict){"paid over the quota of its trait", NULL};
  if (epoch < at->behind || epoch < at->last_paid)
    return (replay_verdict){"paid while the ledger was behind", NULL};
  if (examined_number(row, "balance_micro") < examined_number(row, "epsilon_micro"))
    return (replay_verdict){"paid out of an empty balance", NULL};
  return (replay_verdict){NULL, unsure};
}

static replay_verdict judge_exhausted(const replay *at, const examined_row *row,
                                      const char *unsure) {
  const uint64_t cost = examined_number(row, "epsilon_micro");
  const int full = replay_paid(at->subject, row) >= QUOTA_A_YEAR;
  if (!full && examined_number(row, "balance_micro") >= cost)
    return (replay_verdict){"free as exhausted, but the balance and its quota had room", NULL};
  if (full || at->high < cost) return (replay_verdict){NULL, unsure};
  return (replay_verdict){NULL, replay_unsure[REPLAY_BALANCE]};
}

/* Of an answer that ledger and quota decided. */
static replay_verdict judge_payment(replay *at, const examined_row *row, const char *unsure) {
  const uint64_t balance = examined_number(row, "balance_micro");
  if (balance < at->low || balance > at->high)
    return (replay_verdict){"its balance is not what the log's rows leave", NULL};
  if (is(row, "because", "open")) return judge_paid(at, row, unsure);
  if (is(row, "because", "exhausted")) return judge_exhausted(at, row, unsure);
  if (!is(row, "because", "behind")) return (replay_verdict){"its reason is none", NULL};
  at->behind = larger(at->behind, examined_number(row, "epoch") + 1);
  return (replay_verdict){NULL, replay_unsure[REPLAY_BEHIND]};
}

static replay_verdict judge(replay *at, const examined_row *row) {
  const int free_by_consent = is(row, "because", "category");
  const char *unsure = NULL;
  if (!at->granted || !strchr(at->granted, 'g'))
    return (replay_verdict){"nobody had consented to contribute", NULL};
  if (is(row, "teller", "visitor"))
    unsure = replay_unsure[REPLAY_VISITOR];
  else if ((consent_of(at, row) == 'g') == free_by_consent)
    return (replay_verdict){"its reason is not what consent was", NULL};
  if (!free_by_consent && !is_askable(row))
    return (replay_verdict){"its category may never be asked about", NULL};
  if (free_by_consent || !replay_of_ledger(row)) return (replay_verdict){NULL, unsure};
  return judge_payment(at, row, unsure);
}

/* From here on the balance is what the row says it was, less its charge. */
static void charge(replay *at, const examined_row *row) {
  if (row->cost_micro) at->last_paid = larger(at->last_paid, examined_number(row, "epoch"));
  at->low = at->high = less(examined_number(row, "balance_micro"), row->cost_micro);
  at->low_known = !is(row, "because", "behind");
}

static replay_verdict answer(replay *at, const examined_row *row) {
  const uint64_t spent = examined_number(row, "spent_micro"), sum = at->spent + row->cost_micro;
  const int of_ledger = replay_of_ledger(row);
  if (of_ledger) {
    pass_time(at, examined_number(row, "epoch"), row);
    /* more spent: an anchor knew of it, or a crash lost it */
    if (spent > sum || !at->low_known) at->low = 0;
    at->spent = spent;
  }
  replay_verdict verdict = judge(at, row);
  if (!at->caps_hold) verdict.wrong = "a row states caps above what a host may set";
  if (of_ledger && spent < sum) verdict.wrong = "the ledger forgot what was spent";
  if (of_ledger) charge(at, row);
  return verdict;
}

replay_verdict replay_step(replay *at, const examined_row *row) {
  if (row->time_ms < at->latest_ms - HOUR_MS) at->low_known = 0;
  if (row->time_ms > at->latest_ms) at->latest_ms = row->time_ms;
  if (row->act == SOTTO_ACT_CONSENT) at->granted = examined_text(row, "contribute");
  if (row->act == SOTTO_ACT_CONSENT || row->act == SOTTO_ACT_IMPORTED)
    pass_time(at, (uint64_t)row->time_ms / (uint64_t)WEEK_MS, row);
  return row->act == SOTTO_ACT_ANSWERED ? answer(at, row) : (replay_verdict){NULL, NULL};
}
