/*
 * Opening a profile that has a history and an installed pack, beside opening a bare SQLCipher
 * database of the same rows and asking it one thing. Both are closed outside the measured time and
 * opened in turn, so that what else the machine does falls on both.
 */
#include "bench_plain.h"
#include "bench_table.h"
#include "bench_world.h"

#include <stdio.h>

#define HISTORY 300u
#define ROUNDS_MAX 400u

static double ours[ROUNDS_MAX], asked[ROUNDS_MAX], bare[ROUNDS_MAX];

static void prepare(bench_world *world, const char *path) {
  bench_build(world, 2000);
  sotto *profile = bench_open(world);
  bench_must(sotto_pack_install(profile, world->pack), "install");
  bench_shop(world, profile, HISTORY);
  sotto_close(profile);
  struct sqlite3 *database = bench_plain_make(path);
  bench_plain_insert(database, HISTORY);
  bench_plain_close(database);
}

static void round_of(bench_world *world, const char *path, size_t round) {
  sotto_mindset_info info;
  double start = bench_now_us();
  struct sqlite3 *database = bench_plain_open(path);
  bare[round] = bench_now_us() - start;
  bench_plain_close(database);
  start = bench_now_us();
  sotto *profile = bench_open(world);
  ours[round] = bench_now_us() - start;
  bench_must(sotto_mindset_get(profile, &info), "mindset");
  asked[round] = bench_now_us() - start;
  sotto_close(profile);
}

int main(int argc, char **argv) {
  const size_t rounds = bench_is_smoke(argc, argv) ? 5 : ROUNDS_MAX;
  bench_world world;
  char path[128];
  bench_world_begin(&world);
  snprintf(path, sizeof path, "%s/bare.db", world.root);
  prepare(&world, path);
  for (size_t i = 0; i < rounds; i++) round_of(&world, path, i);
  const double base = bench_median(bare, rounds);
  bench_begin("Opening: 300 events kept, a pack installed (medians)");
  bench_print(&(bench_line){"open, raw key, pack installed", "us", bench_median(ours, rounds), base,
                            BENCH_RATIO_MOST, 2});
  bench_print(&(bench_line){"open and the first mindset", "us", bench_median(asked, rounds), base,
                            BENCH_NO_BAR, 0});
  bench_world_end(&world);
  return bench_end();
}
