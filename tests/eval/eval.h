/*
 * What the subcommands of sotto-eval share: options, time, a progress bar. Each subcommand is one
 * file with one function; it links the installed public libraries only and prints one JSON object
 * as its last line.
 */
#ifndef EVAL_H
#define EVAL_H

#include <stdint.h>
#include <stdio.h>

#include <sotto/base.h>

/** Exit codes: done, failed, not understood. */
enum { EVAL_DONE = 0, EVAL_FAILED = 1, EVAL_USAGE = 2 };

/** Where the value of "--name VALUE" goes: exactly one of the two is set. */
typedef struct eval_option {
  const char *name; /* without the dashes; NULL ends a list */
  const char **text;
  uint64_t *whole;
} eval_option;

/** Reads the arguments after the subcommand; complains on stderr. 1 when all were understood. */
int eval_options(const eval_option *list, int argc, char **argv);
/** Ends the program with what failed, unless `status` is OK. */
void eval_must(sotto_status status, const char *what);
/** Says on stderr what failed; gives #EVAL_FAILED. */
int eval_fail(const char *what, sotto_status status);
/** Seconds of processor time used so far: what neighbours on the machine do not change. */
double eval_cpu_s(void);
/** Draws the bar on stderr, where that is a terminal; the call with done = all ends it. */
void eval_progress(const char *what, uint64_t done, uint64_t all);

/** See eval_choose.c and eval_bandit.c; only where there are arms. */
int eval_bandit(int argc, char **argv);
int eval_choose(int argc, char **argv);
int eval_loop(int argc, char **argv);
int eval_mindset(int argc, char **argv);
int eval_need(int argc, char **argv);
int eval_oracle(int argc, char **argv);
/** See eval_picture.c; only where pictures are compared. */
int eval_picture(int argc, char **argv);
int eval_recommend(int argc, char **argv);
/** See eval_search.c; only where there is search. */
int eval_search(int argc, char **argv);

#endif
