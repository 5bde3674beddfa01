/*
 * The builder's pass over an event log, on one thread: reading it alone, learning popularity and
 * windowed pairs from it, and making neighbours and complements of them by one recipe (fitting the
 * recipe, which tries some forty of them, is not timed). Takes diginetica's training sessions where
 * the data is there (SOTTO_DATA, or beside the repository); else it says so.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bench_table.h"
#include "brand/brand_file.h"
#include "brand/event_log.h"
#include "brand/statistics.h"

#define RUNS 5

typedef struct builder {
  char path[512];
  so_brand brand;
  so_findings findings;
  so_catalogue catalogue;
  uint64_t events;
} builder;

static uint32_t meet(void *context, sotto_text id) {
  return so_catalogue_meet(&((builder *)context)->catalogue, id);
}

static uint32_t find(void *context, sotto_text id) {
  return so_catalogue_find_item(&((builder *)context)->catalogue, id);
}

static void take(void *context, const so_logged *events, size_t count, int again) {
  (void)context, (void)again;
  bench_use((int64_t)(events[count - 1].item + count));
}

static void read_with(builder *run, uint32_t (*item_of)(void *context, sotto_text id)) {
  so_event_counts counts;
  const so_event_log log = {run->path, run, item_of, take};
  bench_must(so_event_log_read(&log, &run->findings, &counts), run->path);
  run->events = counts.events;
}

/* The time of one run: of reading alone, of learning, of learning and making. */
static void measure(builder *run, double ret_us[3]) {
  static so_learning learning;
  so_statistics statistics;
  double start = bench_processor_us();
  read_with(run, find);
  ret_us[0] = bench_processor_us() - start;
  start = bench_processor_us();
  bench_must(so_learning_read(&learning, &run->catalogue, run->path), "learning");
  so_learning_release(&learning);
  ret_us[1] = bench_processor_us() - start;
  so_statistics_init(&statistics);
  bench_must(so_statistics_make(&statistics, &learning, NULL), "statistics");
  ret_us[2] = bench_processor_us() - start;
  so_statistics_free(&statistics);
  so_learning_free(&learning);
}

static void measure_all(builder *run, size_t runs) {
  static double times[3][RUNS];
  double once[3], base;
  so_brand_file_default(&run->brand);
  so_catalogue_init(&run->catalogue, &run->brand, &run->findings);
  read_with(run, meet);
  bench_must(so_catalogue_finish(&run->catalogue), "catalogue");
  for (size_t n = 0; n < runs; n++) {
    measure(run, once);
    for (size_t k = 0; k < 3; k++) times[k][n] = once[k] / (double)run->events;
  }
  printf("\n%llu events of %zu items, processor time of one thread\n",
         (unsigned long long)run->events, run->catalogue.items.count);
  bench_begin("The builder's pass over a log (us an event: 1 is a million events a second)");
  base = bench_median(times[0], runs);
  bench_print(&(bench_line){"reading it alone", "us", base, 0, BENCH_NO_BAR, 0});
  bench_print(&(bench_line){"reading and learning pairs", "us", bench_median(times[1], runs), base,
                            BENCH_AT_MOST, 1});
  bench_print(&(bench_line){"and making the tables", "us", bench_median(times[2], runs), base,
                            BENCH_AT_MOST, 1});
  so_catalogue_free(&run->catalogue);
  so_brand_file_free(&run->brand);
}

/* A small log of its own, so that a smoke run needs no data. */
static void write_small(char path[512]) {
  snprintf(path, 512, "/tmp/sotto-bench-XXXXXX");
  FILE *file = fdopen(mkstemp(path), "w");
  if (!file) bench_must(SOTTO_E_STORAGE, path);
  fprintf(file, "user\ttime_ms\tevent\titem\n");
  for (int n = 0; n < 4000; n++)
    fprintf(file, "%d\t%d\tview_item\ti%d\n", n / 8, n + 1, n * 7919 % 500);
  fclose(file);
}

int main(int argc, char **argv) {
  static builder run;
  const int smoke = bench_is_smoke(argc, argv);
  const char *data = getenv("SOTTO_DATA");
  if (smoke) {
    write_small(run.path);
  } else {
    snprintf(run.path, sizeof run.path, "%.400s/diginetica_sessions/events_train.tsv.gz",
             data ? data : BENCH_DATA);
    if (access(run.path, R_OK) != 0) {
      printf("\nThe builder's pass over a log: SKIPPED, there is no %s\n", run.path);
      return bench_end();
    }
  }
  measure_all(&run, smoke ? 1 : RUNS);
  if (smoke) unlink(run.path);
  return bench_end();
}
