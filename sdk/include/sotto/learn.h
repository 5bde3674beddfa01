/**
 * @file learn.h
 * What a fleet teaches: from noised counts of hashed groups to statistics about items and pairs.
 *
 * In libsotto_brand. Questions of the kinds #SOTTO_ASKS_ITEM and #SOTTO_ASKS_PAIR tell groups, by a
 * public hash that is another one every week. A learner takes the counts of as many weeks as there
 * are and inverts the groups over what the pack holds: all its items, and the pairs of its table of
 * neighbours. What it says is shrunk: of groups that are noise it says next to nothing.
 */
#ifndef SOTTO_LEARN_H
#define SOTTO_LEARN_H

#include <sotto/estimate.h>

SOTTO_BEGIN

/** Counts of hashed groups under way. */
typedef struct sotto_learner sotto_learner;

/**
 * Opens a learner for the questions of a collector, which must outlive it. The caller closes it.
 * #SOTTO_E_MEMORY. Cost: memory.
 */
SOTTO_API SOTTO_CHECKED sotto_status sotto_learner_open(const sotto_collector *collector,
                                                        sotto_learner **ret_learner);
/** Closes a learner; NULL is allowed. Cost: memory. */
SOTTO_API void sotto_learner_close(sotto_learner *learner);

/**
 * Takes what was counted of question `index` in one epoch, each once. A question of another kind
 * and an epoch without reports teach nothing: #SOTTO_OK. #SOTTO_E_MISSING where there is no such
 * question; errors as sotto_estimate_shares(). Cost: memory.
 */
SOTTO_API SOTTO_CHECKED sotto_status sotto_learner_add(sotto_learner *learner, uint32_t index,
                                                       uint32_t epoch, const sotto_tally *tally);

/** One statistic, as a line of a statistics file of sotto_build(). Views die on return. */
typedef struct sotto_learnt {
  const char *kind; /**< "popularity" or "pair". */
  sotto_text item;  /**< The item. */
  sotto_text other; /**< The one after it; empty for popularity. */
  double value;     /**< Share of the answers that told anything, shrunk; at least 0. */
  double error;     /**< What the same shrinking leaves of nothing: root mean square over keys that
                         nobody has. */
} sotto_learnt;

/** Takes one statistic; a return other than 0 stops the visit. */
typedef uint32_t (*sotto_learnt_fn)(void *context, const sotto_learnt *learnt);

/**
 * Learns from everything added and visits what was learnt: popularity by item, then pairs. A kind
 * of which nothing was told is not visited. #SOTTO_E_MEMORY. Cost: heavy.
 */
SOTTO_API SOTTO_CHECKED sotto_status sotto_learner_each(const sotto_learner *learner,
                                                        sotto_learnt_fn visit, void *context);

SOTTO_END

#endif
