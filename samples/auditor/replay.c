/*
 * Replaying consent, quota and balance: see replay.h.
 */
#include "replay.h"

#include <stdio.h>
#include <string.h>

#define EPOCHS_A_YEAR 52
#define SPLIT_LEAST_MICRO UINT64_C(8000000) /* so that a year has eight split answers */
#define QUOTA_A_YEAR 6
#define WEEK_MS INT64_C(604800000)
#define HOUR_MS INT64_C(3600000)

const char *const replay_unsure[REPLAY_REASONS] = {
    [REPLAY_BALANCE] = "the log cannot tell how large the balance was",
    [REPLAY_BEHIND] = "behind its anchor or its clock, it says",
    [REPLAY_VISITOR] = "a visitor's consent is not in this log"};

const replay_cap replay_caps[REPLAY_COLUMNS] = {
    {24000000, 2000000, "micro"},
    {UINT64_C(115292150460), UINT64_C(11529215046), "delta_2p60"},
    {64000000, 10000000, "epsilon0_micro"}};

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

int replay_columns(const examined_row *row) {
  return is(row, "mechanism", "split") ? REPLAY_COLUMNS : 1;
}

/* What a row says of a column. */
static uint64_t told(const examined_row *row, const char *prefix, int column) {
  char name[48];
  snprintf(name, sizeof name, "%s%s", prefix, replay_caps[column].name);
  return examined_number(row, name);
}

/* What an answer takes of a column's balance. */
static uint64_t cost_of(const examined_row *row, int column) {
  const uint64_t cost = column ? told(row, "", column) : examined_number(row, "epsilon_micro");
  return column == 2 ? larger(cost, SPLIT_LEAST_MICRO) : cost;
}

static void take_caps(replay *at, const examined_row *row) {
  for (int n = 0; n < replay_columns(row); n++) {
    replay_column *of = &at->columns[n];
    const uint64_t year = told(row, "year_", n), depth = told(row, "depth_", n);
    const uint64_t weekly = less(year, depth) / EPOCHS_A_YEAR;
    at->caps_hold &=
        year <= replay_caps[n].year && depth <= replay_caps[n].depth && 2 * depth <= year;
    of->most_weekly = larger(of->most_weekly, weekly);
    of->most_depth = larger(of->most_depth, depth);
    of->least_weekly = smaller(of->least_weekly, weekly);
    of->least_depth = smaller(of->least_depth, depth);
  }
}

void replay_begin(replay *ret_replay, const examined *subject) {
  replay at = {.subject = subject, .caps_hold = 1, .low_known = 1};
  for (int n = 0; n < REPLAY_COLUMNS; n++)
    at.columns[n] = (replay_column){.least_weekly = UINT64_MAX, .least_depth = UINT64_MAX};
  for (size_t i = 0; i < subject->row_count; i++)
    if (replay_of_ledger(&subject->rows[i])) take_caps(&at, &subject->rows[i]);
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

/* Both bounds of one column, brought so many weeks on. */
static void grow(replay_column *of, uint64_t high_weeks, uint64_t low_weeks) {
  of->high = smaller(of->most_depth, of->high + high_weeks * of->most_weekly);
  /* where no row tells caps, nothing is known from below */
  if (of->least_weekly != UINT64_MAX)
    of->low = smaller(of->least_depth, of->low + low_weeks * of->least_weekly);
}

static void empty(replay_column *of, int doubtful) {
  of->low = 0;
  of->high = doubtful ? 2 * of->most_weekly : 0;
}

/* Brings both bounds to a row that wrote the ledger down. */
static void pass_time(replay *at, uint64_t epoch, const examined_row *row) {
  if (!at->started) {
    at->low_epoch = at->high_epoch = epoch;
    at->low_ms = row->time_ms;
    at->started = 1;
  }
  const int doubtful = row->time_ms - at->low_ms > 2 * WEEK_MS - HOUR_MS;
  /* a consent's row may not have believed the clock yet */
  const int stays = doubtful && row->act == SOTTO_ACT_CONSENT;
  const uint64_t high_weeks = less(epoch, at->high_epoch);
  uint64_t low_weeks = stays ? 0 : less(epoch, at->low_epoch);
  if (doubtful) low_weeks = smaller(low_weeks, 2);
  for (int n = 0; n < REPLAY_COLUMNS; n++) {
    grow(&at->columns[n], high_weeks, low_weeks);
    if (row->act == SOTTO_ACT_IMPORTED) empty(&at->columns[n], doubtful);
  }
  at->high_epoch = larger(at->high_epoch, epoch);
  if (stays) return;
  if (row->act == SOTTO_ACT_IMPORTED) at->low_known = 1;
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

/* 1 where what a row says it had does not pay for it in some column. */
static int is_poor(const examined_row *row) {
  int poor = 0;
  for (int n = 0; n < replay_columns(row); n++) poor |= told(row, "balance_", n) < cost_of(row, n);
  return poor;
}

static replay_verdict judge_paid(const replay *at, const examined_row *row, const char *unsure) {
  const uint64_t epoch = examined_number(row, "epoch");
  if (replay_paid(at->subject, row) >= QUOTA_A_YEAR)
    return (replay_verdict){"paid over the quota of its trait", NULL};
  if (epoch < at->behind || epoch < at->last_paid)
    return (replay_verdict){"paid while the ledger was behind", NULL};
  if (is_poor(row)) return (replay_verdict){"paid out of an empty balance", NULL};
  return (replay_verdict){NULL, unsure};
}

static replay_verdict judge_exhausted(const replay *at, const examined_row *row,
                                      const char *unsure) {
  const int full = replay_paid(at->subject, row) >= QUOTA_A_YEAR;
  int surely = full;
  for (int n = 0; n < replay_columns(row); n++) surely |= at->columns[n].high < cost_of(row, n);
  if (!full && !is_poor(row))
    return (replay_verdict){"free as exhausted, but the balance and its quota had room", NULL};
  if (surely) return (replay_verdict){NULL, unsure};
  return (replay_verdict){NULL, replay_unsure[REPLAY_BALANCE]};
}

/* Of an answer that ledger and quota decided. */
static replay_verdict judge_payment(replay *at, const examined_row *row, const char *unsure) {
  for (int n = 0; n < replay_columns(row); n++) {
    const uint64_t balance = told(row, "balance_", n);
    if (balance < at->columns[n].low || balance > at->columns[n].high)
      return (replay_verdict){"its balance is not what the log's rows leave", NULL};
  }
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
  for (int n = 0; n < replay_columns(row); n++)
    at->columns[n].low = at->columns[n].high =
        less(told(row, "balance_", n), row->cost_micro ? cost_of(row, n) : 0);
  at->low_known = !is(row, "because", "behind");
}

/* Takes what a row says was spent. 1: more than the log tells; -1: less, in some column. */
static int take_spent(replay *at, const examined_row *row) {
  int more = 0, less_than = 0;
  for (int n = 0; n < replay_columns(row); n++) {
    const uint64_t spent = told(row, "spent_", n);
    const uint64_t sum = at->columns[n].spent + told(row, "charged_", n);
    more |= spent > sum;
    less_than |= spent < sum;
    at->columns[n].spent = spent;
  }
  return less_than ? -1 : more;
}

static replay_verdict answer(replay *at, const examined_row *row) {
  const int of_ledger = replay_of_ledger(row);
  int lead = 0;
  if (of_ledger) {
    pass_time(at, examined_number(row, "epoch"), row);
    lead = take_spent(at, row);
    /* more spent: an anchor knew of it, or a crash lost it */
    for (int n = 0; n < REPLAY_COLUMNS; n++)
      if (lead > 0 || !at->low_known) at->columns[n].low = 0;
  }
  replay_verdict verdict = judge(at, row);
  if (!at->caps_hold) verdict.wrong = "a row states caps above what a host may set";
  if (lead < 0) verdict.wrong = "the ledger forgot what was spent";
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
