/*
 * A recommendation end to end through the public interface, beside its bare kernel: reading the
 * neighbour rows of the same history and summing them into one array. The slowest calls are held to
 * their bar twice, as the person waits for them and by processor time, which other programs on the
 * machine do not stretch.
 */
#include "bench_table.h"
#include "bench_world.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/pack_reader.h"

#define HISTORY 50u
#define KERNEL_ITEMS 26u /* those that still weigh: .7^26 < 1e-4 */
#define CALLS_MAX 2000u

static double calls[CALLS_MAX], works[CALLS_MAX], kernels[CALLS_MAX];

typedef struct kernel {
  so_pack pack;
  sotto_bytes bytes;
  int32_t *sums; /* per item */
  uint32_t items[KERNEL_ITEMS];
} kernel;

static void kernel_begin(kernel *ret_kernel, bench_world *world) {
  kernel *with = ret_kernel;
  bench_must(world->port.file_map(world->port.context, world->pack, &with->bytes), "map");
  bench_must(so_pack_open(&with->pack, with->bytes, 0), "pack");
  with->sums = calloc(with->pack.item_count, sizeof *with->sums);
  if (!with->sums) bench_must(SOTTO_E_MEMORY, "kernel");
}

static void kernel_end(kernel *with, bench_world *world) {
  free(with->sums);
  world->port.file_unmap(world->port.context, with->bytes);
}

/* Adds the rows up; the walk that sets the sums back to 0 is part of the work. */
static int64_t kernel_run(const kernel *with) {
  int64_t most = 0;
  for (int clear = 0; clear < 2; clear++) {
    for (uint32_t n = 0; n < KERNEL_ITEMS; n++) {
      const so_pack_row *row = &with->pack.neighbour_rows[with->items[n]];
      const so_pack_edge *edges = with->pack.neighbours + row->start;
      const int32_t factor = (int32_t)(1000 - 30 * n);
      for (uint32_t i = 0; i < row->count; i++) {
        int32_t *sum = &with->sums[edges[i].item_weight & 0xffffff];
        *sum = clear ? 0 : *sum + factor * (int32_t)(edges[i].item_weight >> 24);
        if (*sum > most) most = *sum;
      }
    }
  }
  return most;
}

/* Wall time; and the processor time of this thread alone. */
static double ask(sotto *profile, uint64_t seed, double *ret_work_us) {
  sotto_pick picks[20];
  size_t count = 20;
  sotto_request request;
  sotto_request_init(&request);
  request.limit = 10;
  request.seed = seed;
  const double worked = bench_processor_us(), start = bench_now_us();
  bench_must(sotto_recommend(profile, &request, picks, &count), "recommend");
  const double took = bench_now_us() - start;
  *ret_work_us = bench_processor_us() - worked;
  if (count != 10) bench_must(SOTTO_E_INTERNAL, "an empty place on the shelf");
  return took;
}

/* Records the history again, so that its items are known to the kernel too. */
static void make_history(bench_world *world, sotto *profile, kernel *with) {
  char item[16];
  sotto_event event;
  for (uint32_t i = 0; i < HISTORY; i++) {
    bench_event(world, item, &event);
    bench_must(sotto_record(profile, &event), "record");
    with->items[i % KERNEL_ITEMS] = so_pack_find_item(&with->pack, event.item);
  }
  bench_must(sotto_flush(profile), "flush");
}

typedef struct measured {
  double first_us;
  double rows; /* neighbours of an item of the history */
} measured;

static measured measure(bench_world *world, size_t count) {
  measured result = {0};
  kernel with;
  kernel_begin(&with, world);
  sotto *profile = bench_open(world);
  bench_must(sotto_pack_install(profile, world->pack), "install");
  make_history(world, profile, &with);
  sotto_close(profile);
  profile = bench_open(world);
  result.first_us = ask(profile, 0, works);
  for (size_t i = 0; i < count; i++) {
    calls[i] = ask(profile, i, &works[i]);
    const double start = bench_now_us();
    bench_use(kernel_run(&with));
    kernels[i] = bench_now_us() - start;
  }
  sotto_close(profile);
  for (uint32_t n = 0; n < KERNEL_ITEMS; n++)
    result.rows += (double)with.pack.neighbour_rows[with.items[n]].count / KERNEL_ITEMS;
  kernel_end(&with, world);
  return result;
}

static void compare(uint32_t items, double bar_us, int smoke) {
  char title[96];
  const size_t count = smoke ? 10 : CALLS_MAX;
  bench_world world;
  bench_world_begin(&world);
  bench_build(&world, smoke ? 500 : items);
  const measured result = measure(&world, count);
  const double median = bench_median(calls, count);
  snprintf(title, sizeof title, "Recommending 10 of %u items: 50 events, %.0f neighbours an item",
           world.items, result.rows);
  bench_begin(title);
  bench_print(&(bench_line){"recommend, median (bare kernel beside)", "us", median,
                            bench_median(kernels, count), BENCH_AT_MOST, bar_us});
  bench_print(&(bench_line){"the same, 99th percentile to median", "us",
                            bench_quantile(calls, count, .99), median, BENCH_RATIO_MOST, 5});
  bench_print(&(bench_line){"the same, of processor time alone", "us",
                            bench_quantile(works, count, .99), bench_median(works, count),
                            BENCH_RATIO_MOST, 5});
  bench_print(&(bench_line){"recommend, first call after open", "us", result.first_us, 0,
                            BENCH_AT_MOST, 5000});
  bench_world_end(&world);
}

int main(int argc, char **argv) {
  const int smoke = bench_is_smoke(argc, argv);
  compare(12000, 60, smoke);
  compare(100000, 150, smoke);
  return bench_end();
}
