/*
 * Everything the models remember about the person, in one fixed-size struct without pointers: the
 * affinities (affinity_table), the items met (shelf), the running session (session_track) and the
 * hard facts behind the states. Fed one occurrence at a time in time order; an exact, deterministic
 * function of the occurrences, the pack and the clock. Caller's memory; nothing is allocated.
 */
#ifndef SO_MODEL_MIND_H
#define SO_MODEL_MIND_H

#include "base/traits.h"
#include "model/affinity_table.h"
#include "model/occurrence.h"
#include "model/pack_reader.h"
#include "model/session_track.h"
#include "model/shelf.h"
#include "model/state_rule.h"

/** The person as the models know them. About 300 KiB; one per handle, on the heap of the client. */
typedef struct so_mind {
  so_affinity_table affinity;
  so_shelf shelf;
  so_session session;
  so_state_facts facts;
} so_mind;

/** How one occurrence may be used, decided by the caller from consent. */
typedef struct so_mind_use {
  int affinity; /* affinities may learn from it */
  int history;  /* shelf, session and states may */
} so_mind_use;

void so_mind_clear(so_mind *ret_mind);
/** Learns one occurrence: O(attributes of the item). `pack` may be NULL (unknown items only). */
void so_mind_learn(so_mind *mind, const so_pack *pack, const so_occurrence *occurrence,
                   so_mind_use use);
/** Ends the session: its accumulators go into the facts. */
void so_mind_end_session(so_mind *mind);
/** After another pack was installed: looks every remembered item and value up again by its hash. */
void so_mind_rebind(so_mind *mind, const so_pack *pack);
/** Fills the traits that the models know (mindset, recency, top values). */
void so_mind_traits(const so_mind *mind, const so_pack *pack, int64_t now_ms,
                    so_traits *ret_traits);

#endif
