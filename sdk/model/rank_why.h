/*
 * What if: why a request does not pick an item, by filling its shelf once more and asking the first
 * question whose answer is yes, from "may it ever be shown" to "does it score enough". The item's
 * score and reasons are those it would have had, so a brand or a curious person can check the sum.
 * Says what holds, not what would have to change.
 */
#ifndef SO_MODEL_RANK_WHY_H
#define SO_MODEL_RANK_WHY_H

#include <sotto/recommend.h>

#include "model/pick.h"

/** What is asked about which item of the pack. */
typedef struct so_rank_asked {
  const so_mind *mind;
  const so_rank_request *request;
  uint32_t item;
} so_rank_asked;

/** The answer. */
typedef struct so_rank_why {
  uint32_t kind;            /* SOTTO_WHY_… */
  uint32_t place;           /* SHOWN: from 1 on */
  int64_t behind_micro;     /* SCORE: what the least of the picks has more, perhaps 0 */
  const so_pack_rule *rule; /* RULE …: which; else NULL */
  uint32_t like_item;       /* LIKE: the pick it resembles most; else SO_PACK_NONE */
  so_rank_pick pick;        /* its score and reasons; none of an item the request blocks */
} so_rank_why;

/** Answers; costs one so_rank_picks(), two where it may be LIKE. `room` is for request->limit + 1
 * picks. */
void so_rank_why_not(const so_rank *rank, const so_rank_asked *asked, so_rank_pick *room,
                     so_rank_why *ret_why);

#endif
