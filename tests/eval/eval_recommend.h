/*
 * What sotto-eval recommend measures, for others that compare packs: a pack is built from inputs,
 * histories are replayed into a real profile and picks are scored.
 */
#ifndef EVAL_RECOMMEND_H
#define EVAL_RECOMMEND_H

#include "eval_shopper.h"
#include "eval_split.h"

/** Whose histories are replayed. */
typedef struct eval_asking {
  const char *events;
  eval_protocol protocol;
  uint64_t limit; /* users asked; 0: all */
} eval_asking;

typedef struct eval_measured {
  double hr10, ndcg10, recall20;
  uint64_t cases;
  uint8_t *hits; /* per case: 1 where HR@10 counts it; the caller frees it */
} eval_measured;

/** Builds, replays and scores. Cases come in the order of the log, whatever the inputs. */
void eval_recommend_measure(const eval_asking *asking, eval_inputs inputs,
                            eval_measured *ret_measured);

#endif
