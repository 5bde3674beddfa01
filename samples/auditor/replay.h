/*
 * What each answer of the log had to be: paid, or free and for which reason. Consent, quota and
 * balance are replayed from the log's own rows by the rules of sotto/consent.h and PRIVACY.md,
 * sharing nothing with the library; verify.py does the same by code of its own.
 *
 * Between two answers the balance can only have grown to something between two bounds. `high`
 * accrues for every week, `low` for no more than a ledger must have counted: after more than two
 * weeks without a row the clock may have been in doubt, and two weeks are then counted. `low` is
 * unknown after a row that says "behind", or a clock that went back. What a row says its balance
 * was must lie between them, and is then taken for the next; where the bounds leave open whether it
 * could pay, it is not judged. Not seen: a host that lowered its caps and raised them again between
 * two answers.
 */
#ifndef AUDITOR_REPLAY_H
#define AUDITOR_REPLAY_H

#include "examined.h"

/** The ledger's columns: epsilon, delta, and the epsilon left if both aggregators collude. */
enum { REPLAY_COLUMNS = 3 };

/** One column. Rows of local answers tell the first alone, as they charge it alone. */
typedef struct replay_column {
  uint64_t most_weekly, most_depth;   /* of the caps that rows state */
  uint64_t least_weekly, least_depth; /* the same */
  uint64_t low, high, spent;
} replay_column;

/** Where the replay stands. */
typedef struct replay {
  const examined *subject;
  replay_column columns[REPLAY_COLUMNS];
  int caps_hold;
  const char *granted; /* consent to contribute: a letter a category; NULL before any */
  int started;
  int low_known;
  uint64_t low_epoch, high_epoch;
  int64_t low_ms, latest_ms;
  uint64_t behind;    /* 1 + the last epoch in which a row said so */
  uint64_t last_paid; /* epoch */
} replay;

/** Most a year, most saved up, and what rows call it; by column: epsilon, delta, epsilon0. */
typedef struct replay_cap {
  uint64_t year, depth;
  const char *name;
} replay_cap;
extern const replay_cap replay_caps[REPLAY_COLUMNS];

/** Why an answer could not be judged, in words. */
enum { REPLAY_BALANCE, REPLAY_BEHIND, REPLAY_VISITOR, REPLAY_REASONS };
extern const char *const replay_unsure[REPLAY_REASONS];

/** What is wrong with an answer and what cannot be told of it; NULL where nothing. */
typedef struct replay_verdict {
  const char *wrong;
  const char *unsure;
} replay_verdict;

/** Before the first row; looks through all of them for the caps they state. */
void replay_begin(replay *ret_replay, const examined *subject);
/** Takes the next row, in order; the verdict is of an answer, else empty. */
replay_verdict replay_step(replay *at, const examined_row *row);
/** Paid answers on the trait of `answer` before it, in the 52 weeks that end with it. */
uint64_t replay_paid(const examined *subject, const examined_row *answer);
/** How many columns an answer tells of and charges: all of them by split trust, else one. */
int replay_columns(const examined_row *row);
/** 1 for an answer that the ledger paid for: a kiosk's visits pay with themselves. */
int replay_of_ledger(const examined_row *row);

#endif
