/*
 * The product's own path: a pack built from a training log, and one shopper after another in a real
 * profile in memory, through the public interface alone.
 */
#ifndef EVAL_SHOPPER_H
#define EVAL_SHOPPER_H

#include <sotto/build.h>
#include <sotto/recommend.h>
#include <sotto/sotto.h>
#include <sotto/store_ram.h>

#include "eval_log.h"

#define EVAL_PICKS 100u

/** A folder of its own, keys and one profile with an installed pack. */
typedef struct eval_shopper {
  char folder[64];
  char pack[96];
  sotto_brand_keys keys;
  sotto_store_ram store;
  sotto_port port;
  sotto *profile;
  int64_t shift_ms; /* logs with synthetic time begin in 1970 */
  uint64_t events;  /* recorded */
  uint64_t refused;
} eval_shopper;

/** What a pack is built from. */
typedef struct eval_inputs {
  const char *items;
  const char *events;
  const char *statistics;
  const char *vectors;
  const char *images;
  const char *brand;  /* brand.json; NULL: none */
  int64_t created_ms; /* 0: so early that it is good for any log */
} eval_inputs;

void eval_shopper_begin(eval_shopper *ret_shopper);
void eval_shopper_end(eval_shopper *shopper);
/** Builds the pack and installs it into a fresh profile. */
void eval_shopper_build(eval_shopper *shopper, eval_inputs inputs);
/** The next shopper: nothing of the last one is left. */
void eval_shopper_next(eval_shopper *shopper);
void eval_shopper_record(eval_shopper *shopper, const eval_event *event);
/** Tells a context by the clock; what a clock does not know (weather, place) varies with it. */
void eval_shopper_context(eval_shopper *shopper);
/** Asks for picks at a moment; gives how long it took. `*inout_count` as in sotto_recommend(). */
double eval_shopper_ask(eval_shopper *shopper, const sotto_request *request, sotto_pick *ret_picks,
                        size_t *inout_count);

#endif
