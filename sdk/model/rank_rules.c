/*
 * What may stand on a shelf: the slot's rules and the request's bounds, asked per item. The closed
 * list of rule kinds; pins are placed by rank, here they only need to be allowed.
 */
#include "model/audience_format.h"
#include "model/rank_work.h"

void so_rank_rules_of(const so_rank *rank, const so_rank_request *request) {
  so_rank_rules *rules = &rank->work->rules;
  rank->work->request = request;
  *rules = (so_rank_rules){.needs_stock = request->slot >= rank->pack->slot_count};
  if (rules->needs_stock) return;
  const so_pack_slot *slot = &rank->pack->slots[request->slot];
  if (SO_AUDIENCE_BUILT && request->rules)
    *rules = (so_rank_rules){request->rules, request->rule_count, 0, 0};
  else if (slot->rules_count)
    *rules = (so_rank_rules){rank->pack->rules + slot->rules_start, slot->rules_count, 0, 0};
  for (uint32_t n = 0; n < rules->count; n++) {
    rules->needs_stock |= rules->rules[n].kind == SO_RULE_IN_STOCK;
    rules->includes += rules->rules[n].kind == SO_RULE_INCLUDE_VALUE;
  }
}

int so_rank_in_band(int64_t price_minor, int64_t from_minor, int64_t to_minor) {
  if (price_minor < 0) return from_minor <= 0 && to_minor <= 0;
  return price_minor >= from_minor && (to_minor <= 0 || price_minor <= to_minor);
}

/** 1 where a rule by itself keeps the item out. */
static int bars(const so_pack *pack, const so_pack_rule *rule, uint32_t item) {
  switch (rule->kind) {
  case SO_RULE_EXCLUDE_VALUE: return so_pack_item_has(pack, item, rule->target);
  case SO_RULE_EXCLUDE_ITEM: return item == rule->target;
  case SO_RULE_PRICE_BAND:
    return !so_rank_in_band(pack->items[item].price_minor, rule->from_minor, rule->to_minor);
  default: return 0;
  }
}

const so_pack_rule *so_rank_rules_bar(const so_rank *rank, uint32_t item) {
  const so_rank_rules *rules = &rank->work->rules;
  const so_pack_rule *missing = NULL;
  uint32_t included = rules->includes == 0;
  for (uint32_t n = 0; n < rules->count; n++) {
    const so_pack_rule *rule = &rules->rules[n];
    if (bars(rank->pack, rule, item)) return rule;
    if (rule->kind != SO_RULE_INCLUDE_VALUE || included) continue;
    included = (uint32_t)so_pack_item_has(rank->pack, item, rule->target);
    if (!missing) missing = rule;
  }
  return included ? NULL : missing;
}

int so_rank_rules_allow(const so_rank *rank, uint32_t item) {
  const so_rank_rules *rules = &rank->work->rules;
  const so_rank_request *request = rank->work->request;
  const so_pack *pack = rank->pack;
  uint32_t needed = SO_INFO_OPEN | (rules->needs_stock ? SO_INFO_STOCKED : 0);
  uint32_t barred = SO_INFO_BLOCKED | SO_INFO_TAKEN, category = request->category_value;
  if ((rank->flags[item] & (needed | barred)) != needed) return 0;
  if (!so_rank_in_band(pack->items[item].price_minor, request->price_from_minor,
                       request->price_to_minor))
    return 0;
  if (category != SO_PACK_NONE && !so_pack_item_has(pack, item, category)) return 0;
  if (request->complete && so_rank_has_kind(rank, item)) return 0;
  return !so_rank_rules_bar(rank, item);
}
