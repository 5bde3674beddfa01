/*
 * The closed list of rule kinds; pins are placed by rank, here they only need to be allowed.
 */
#include "model/rank_rules.h"

#include "model/rank_sources.h"

void so_rank_rules_of(const so_rank *rank, const so_rank_request *request,
                      so_rank_rules *ret_rules) {
  *ret_rules = (so_rank_rules){.rank = rank, .request = request, .needs_stock = 1};
  if (request->slot >= rank->pack->slot_count) return;
  const so_pack_slot *slot = &rank->pack->slots[request->slot];
  ret_rules->needs_stock = 0;
  if (slot->rules_count == 0) return;
  ret_rules->rules = rank->pack->rules + slot->rules_start;
  ret_rules->count = slot->rules_count;
  for (uint32_t n = 0; n < slot->rules_count; n++) {
    ret_rules->needs_stock |= ret_rules->rules[n].kind == SO_RULE_IN_STOCK;
    ret_rules->includes += ret_rules->rules[n].kind == SO_RULE_INCLUDE_VALUE;
  }
}

/** An unknown price fits only a band without ends. */
static int in_band(int64_t price_minor, int64_t from_minor, int64_t to_minor) {
  if (price_minor < 0) return from_minor <= 0 && to_minor <= 0;
  return price_minor >= from_minor && (to_minor <= 0 || price_minor <= to_minor);
}

static int slot_allows(const so_rank_rules *rules, uint32_t item) {
  const so_pack *pack = rules->rank->pack;
  int included = rules->includes == 0;
  for (uint32_t n = 0; n < rules->count; n++) {
    const so_pack_rule *rule = &rules->rules[n];
    switch (rule->kind) {
    case SO_RULE_INCLUDE_VALUE:
      included = included || so_pack_item_has(pack, item, rule->target);
      break;
    case SO_RULE_EXCLUDE_VALUE:
      if (so_pack_item_has(pack, item, rule->target)) return 0;
      break;
    case SO_RULE_EXCLUDE_ITEM:
      if (item == rule->target) return 0;
      break;
    case SO_RULE_PRICE_BAND:
      if (!in_band(pack->items[item].price_minor, rule->from_minor, rule->to_minor)) return 0;
      break;
    default: break;
    }
  }
  return included;
}

int so_rank_rules_allow(const so_rank_rules *rules, uint32_t item) {
  const so_rank_request *request = rules->request;
  uint32_t flags = rules->rank->flags[item];
  if (!(flags & SO_INFO_OPEN) || (flags & (SO_INFO_BLOCKED | SO_INFO_TAKEN))) return 0;
  if (rules->needs_stock && !(flags & SO_INFO_STOCKED)) return 0;
  if (!in_band(rules->rank->pack->items[item].price_minor, request->price_from_minor,
               request->price_to_minor))
    return 0;
  if (request->category_value != SO_PACK_NONE &&
      !so_pack_item_has(rules->rank->pack, item, request->category_value))
    return 0;
  return rules->count == 0 || slot_allows(rules, item);
}
