/*
 * Measuring and printing: see bench_table.h.
 */
#include "bench_table.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static struct {
  unsigned bars;
  unsigned held;
} run;

int bench_is_smoke(int argc, char **argv) {
  return argc > 1 && strcmp(argv[1], "--smoke") == 0;
}

double bench_now_us(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (double)now.tv_sec * 1e6 + (double)now.tv_nsec / 1e3;
}

double bench_processor_us(void) {
  struct timespec spent;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &spent);
  return (double)spent.tv_sec * 1e6 + (double)spent.tv_nsec / 1e3;
}

void bench_use(int64_t result) {
  static volatile int64_t kept;
  kept = kept ^ result;
}

static int by_size(const void *left, const void *right) {
  const double a = *(const double *)left, b = *(const double *)right;
  return a < b ? -1 : a > b;
}

double bench_quantile(double *inout_samples, size_t count, double share) {
  qsort(inout_samples, count, sizeof *inout_samples, by_size);
  const size_t at = (size_t)(share * (double)count);
  return inout_samples[at < count ? at : count - 1];
}

double bench_median(double *inout_samples, size_t count) {
  return bench_quantile(inout_samples, count, 0.5);
}

void bench_must(sotto_status status, const char *what) {
  if (!status) return;
  fprintf(stderr, "%s: %s\n", what, sotto_status_name(status));
  exit(1);
}

void bench_begin(const char *title) {
  printf("\n%s\n  %-37s %11s %11s %6s  %-10s\n", title, "what", "ours", "baseline", "ratio", "bar");
}

static int holds(const bench_line *line) {
  switch (line->kind) {
  case BENCH_AT_MOST: return line->ours <= line->bar;
  case BENCH_RATIO_MOST: return line->ours <= line->bar * line->baseline;
  case BENCH_SPEED_AT_LEAST: return line->baseline >= line->bar * line->ours;
  default: return 0;
  }
}

static void print_amount(double amount, const char *unit) {
  char text[32];
  snprintf(text, sizeof text, "%.*f %s", amount < 10 ? 2 : amount < 100 ? 1 : 0, amount, unit);
  printf(" %11s", amount > 0 ? text : "-");
}

static void print_bar(const bench_line *line) {
  char text[32];
  const char *unit = line->kind == BENCH_AT_MOST ? line->unit : "x";
  const char *sign = line->kind == BENCH_SPEED_AT_LEAST ? ">=" : "<=";
  snprintf(text, sizeof text, "%s %.4g %s", sign, line->bar, unit);
  const int held = holds(line);
  run.bars++;
  run.held += (unsigned)held;
  printf("  %-10s %s\n", text, held ? "holds" : "MISSES");
}

void bench_print(const bench_line *line) {
  printf("  %-37s", line->what);
  print_amount(line->ours, line->unit);
  print_amount(line->baseline, line->unit);
  const int speed = line->kind == BENCH_SPEED_AT_LEAST;
  const double ratio = speed ? line->baseline / line->ours : line->ours / line->baseline;
  if (line->baseline > 0)
    printf(" %6.2f", ratio);
  else
    printf(" %6s", "-");
  if (line->kind == BENCH_NO_BAR)
    printf("\n");
  else
    print_bar(line);
}

int bench_end(void) {
  printf("benchmarks: %u of %u bars held\n", run.held, run.bars);
  return 0;
}
