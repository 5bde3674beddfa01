/*
 * What the mind knows that needs are told by; only in a build with the feature `need`.
 */
#include "model/mind.h"

void so_mind_learn_need(so_mind *mind, const so_pack *pack, const so_occurrence *occurrence,
                        float familiar) {
  uint32_t item = pack && occurrence->item < pack->item_count ? occurrence->item : SO_PACK_NONE;
  uint32_t entry =
      occurrence->item_hash ? so_shelf_find(&mind->shelf, occurrence->item_hash) : SO_PACK_NONE;
  so_need_input input = {.occurrence = occurrence,
                         .type = SO_PACK_NONE,
                         .price_minor = occurrence->price_minor,
                         .bought = entry != SO_PACK_NONE && mind->shelf.entries[entry].purchases,
                         .carted = mind->shelf.cart_count,
                         .familiar = familiar};
  if (item != SO_PACK_NONE) {
    input.type = pack->items[item].type_value;
    input.price_minor = pack->items[item].price_minor;
  }
  so_need_learn(&mind->need, &input);
}

void so_mind_needs(const so_mind *mind, float ret_scores[SOTTO_NEED_COUNT], float *ret_facts) {
  so_need_facts(&mind->need, &mind->session, ret_facts);
  for (uint32_t need = 0; need < SOTTO_NEED_COUNT; need++)
    ret_scores[need] = so_need_score(need, ret_facts);
}
