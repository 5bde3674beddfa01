/*
 * Recording: the time of one call that only appends, and of a batch until it is durable, beside
 * inserts by hand into the same schema with the same durability, in turn.
 */
#include "bench_plain.h"
#include "bench_table.h"
#include "bench_world.h"

#include <stdio.h>

#define BATCH 64u
#define ROUNDS_MAX 200u

static double appended[ROUNDS_MAX * BATCH], batch[ROUNDS_MAX], single[ROUNDS_MAX];
static double plain_batch[ROUNDS_MAX], plain_single[ROUNDS_MAX];

static double durable(bench_world *world, sotto *profile, uint32_t events, double *ret_each) {
  char item[16];
  sotto_event event;
  const double begin = bench_now_us();
  for (uint32_t i = 0; i < events; i++) {
    bench_event(world, item, &event);
    const double start = bench_now_us();
    bench_must(sotto_record(profile, &event), "record");
    ret_each[i] = bench_now_us() - start;
  }
  bench_must(sotto_flush(profile), "flush");
  return bench_now_us() - begin;
}

static double by_hand(struct sqlite3 *database, uint32_t events) {
  const double start = bench_now_us();
  bench_plain_insert(database, events);
  return bench_now_us() - start;
}

static void measure(bench_world *world, sotto *profile, size_t rounds) {
  char path[128];
  double unused;
  snprintf(path, sizeof path, "%s/bare.db", world->root);
  struct sqlite3 *database = bench_plain_make(path);
  for (size_t i = 0; i < rounds; i++) {
    batch[i] = durable(world, profile, BATCH, appended + i * BATCH);
    plain_batch[i] = by_hand(database, BATCH);
    single[i] = durable(world, profile, 1, &unused);
    plain_single[i] = by_hand(database, 1);
  }
  bench_plain_close(database);
}

int main(int argc, char **argv) {
  const size_t rounds = bench_is_smoke(argc, argv) ? 3 : ROUNDS_MAX;
  sotto_mindset_info info;
  bench_world world;
  bench_world_begin(&world);
  bench_build(&world, 2000);
  world.step_ms = 5; /* so that batches fill up before they are old */
  sotto *profile = bench_open(&world);
  bench_must(sotto_pack_install(profile, world.pack), "install");
  bench_must(sotto_mindset_get(profile, &info), "mindset");
  measure(&world, profile, rounds);
  sotto_close(profile);
  bench_begin("Recording (medians)");
  bench_print(&(bench_line){"record, append in memory", "us",
                            bench_median(appended, rounds * BATCH), 0, BENCH_AT_MOST, 5});
  bench_print(&(bench_line){"64 events until durable", "us", bench_median(batch, rounds),
                            bench_median(plain_batch, rounds), BENCH_SPEED_AT_LEAST, 0.8});
  bench_print(&(bench_line){"1 event until durable", "us", bench_median(single, rounds),
                            bench_median(plain_single, rounds), BENCH_NO_BAR, 0});
  bench_world_end(&world);
  return bench_end();
}
