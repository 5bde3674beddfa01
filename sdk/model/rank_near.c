/*
 * What may be shown: see rank_near.h.
 */
#include "model/rank_near.h"

#include "model/rank_work.h"

void so_rank_near_begin(const so_rank *rank, const so_rank_request *request) {
  so_rank_rules_of(rank, request);
}

int so_rank_near_allows(const so_rank *rank, const so_mind *mind, uint32_t item) {
  const so_rank_request *request = rank->work->request;
  if (item == request->context_item) return 0;
  for (size_t n = 0; n < request->excluded_count; n++)
    if (request->excluded[n] == item) return 0;
  for (uint32_t n = 0; n < mind->shelf.count; n++)
    if (mind->shelf.entries[n].item == item && mind->shelf.flags[n] & SO_SHELF_DISMISSED) return 0;
  return so_rank_rules_allow(rank, item);
}
