/*
 * What may stand on a shelf: the slot's rules and the request's bounds, asked per item.
 * Where no slot is given, only what is in stock; a slot says it with a rule.
 */
#ifndef SO_MODEL_RANK_RULES_H
#define SO_MODEL_RANK_RULES_H

#include "model/pick.h"

typedef struct so_rank_rules {
  const so_rank *rank;
  const so_rank_request *request;
  const so_pack_rule *rules;
  uint32_t count;
  uint32_t needs_stock;
  uint32_t includes; /* how many values are included: an item needs one of them */
} so_rank_rules;

void so_rank_rules_of(const so_rank *rank, const so_rank_request *request,
                      so_rank_rules *ret_rules);
/** 1 when the item may be picked: open, not blocked or taken, within rules and bounds. */
int so_rank_rules_allow(const so_rank_rules *rules, uint32_t item);

#endif
