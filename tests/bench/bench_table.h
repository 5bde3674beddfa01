/*
 * How a benchmark measures and prints: a clock, medians, and one aligned table
 *
 *   what | ours | baseline | ratio | bar | verdict
 *
 * A bar that is missed is printed as MISSES and never fails a run: machines and their neighbours
 * differ, so nothing here asserts an absolute time. Compare ratios of one run, not runs.
 */
#ifndef BENCH_TABLE_H
#define BENCH_TABLE_H

#include <sotto/base.h>

/** What a bar says. */
typedef enum bench_bar {
  BENCH_NO_BAR,
  BENCH_AT_MOST,       /* ours, in the unit of the line */
  BENCH_RATIO_MOST,    /* ours / baseline */
  BENCH_SPEED_AT_LEAST /* baseline / ours, both being times */
} bench_bar;

typedef struct bench_line {
  const char *what;
  const char *unit;
  double ours;
  double baseline; /* 0: none */
  bench_bar kind;
  double bar;
} bench_line;

/** 1 when the run should only show that it still works (argument --smoke). */
int bench_is_smoke(int argc, char **argv);
double bench_now_us(void);
/* Processor time of this thread: what other programs on the machine do not stretch. */
double bench_processor_us(void);
/** Takes a result nobody needs, so that it has to be computed. */
void bench_use(int64_t result);
/** Sorts and gives the value below which a share of the samples lies. */
double bench_quantile(double *inout_samples, size_t count, double share);
double bench_median(double *inout_samples, size_t count);
/** Ends the program with a message unless the status is OK. */
void bench_must(sotto_status status, const char *what);
/** Prints the heading: what was measured and on what. */
void bench_begin(const char *title);
void bench_print(const bench_line *line);
/** Prints how many bars held; the exit status of the program: 0. */
int bench_end(void);

#endif
