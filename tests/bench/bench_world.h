/*
 * The world of a benchmark: a directory of its own on the disk, a made-up shop of any size, a
 * profile with a history, a key store in memory.
 *
 * The shop is drawn from a fixed seed: kinds of product in departments, brands and values of uneven
 * popularity, and shoppers who mostly stay within a kind, so that the pack gets real neighbour
 * rows, filled up to 100 an item by likeness.
 */
#ifndef BENCH_WORLD_H
#define BENCH_WORLD_H

#include <sotto/build.h>
#include <sotto/sotto.h>
#include <sotto/store_ram.h>

typedef struct bench_world {
  char root[64]; /* removed by bench_world_end */
  char profile[96];
  char pack[96];
  uint32_t items;   /* of the shop */
  uint64_t state;   /* of the draws */
  uint32_t step_ms; /* between two events, at least; at most nine times that */
  sotto_store_ram store;
  sotto_port port;
  sotto_options options;
  sotto_consent consent;
  sotto_brand_keys keys;
} bench_world;

/** Makes the directory; keep and personalize are granted. */
void bench_world_begin(bench_world *ret_world);
void bench_world_end(bench_world *world);
/** A number from 0 to bound - 1. */
uint32_t bench_draw(bench_world *world, uint32_t bound);
/** Builds the pack of a shop of so many items. */
void bench_build(bench_world *world, uint32_t items);
sotto *bench_open(bench_world *world);
/** One plausible event of a shopper, a little after the one before it. */
void bench_event(bench_world *world, char item[16], sotto_event *ret_event);
/** Records so many of them. */
void bench_shop(bench_world *world, sotto *profile, uint32_t events);

#endif
