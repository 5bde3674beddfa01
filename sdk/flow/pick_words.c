/*
 * The sentence of a pick's reason: see advise.h.
 */
#include "flow/advise.h"

#include "model/text_view.h"

/* A strategy's sentences, naming its cause and without a name; and whether it tells of a person. */
typedef struct wording {
  so_message named;
  so_message unnamed;
  int personal;
} wording;

static const wording wordings[SO_REASON_KINDS] = {
    [SO_STRATEGY_NEIGHBOUR] = {SO_MESSAGE_REASON_NEIGHBOUR, SO_MESSAGE_REASON_NEIGHBOUR_UNNAMED, 1},
    [SO_STRATEGY_SIMILAR] = {SO_MESSAGE_REASON_SIMILAR, SO_MESSAGE_REASON_SIMILAR_UNNAMED, 1},
    [SO_STRATEGY_AFFINITY] = {SO_MESSAGE_REASON_AFFINITY, SO_MESSAGE_REASON_AFFINITY_UNNAMED, 1},
    [SO_STRATEGY_POPULAR] = {SO_MESSAGE_REASON_POPULAR, SO_MESSAGE_REASON_POPULAR, 0},
    [SO_STRATEGY_RECENT] = {SO_MESSAGE_REASON_RECENT, SO_MESSAGE_REASON_RECENT, 1},
    [SO_STRATEGY_REPURCHASE] = {SO_MESSAGE_REASON_REPURCHASE, SO_MESSAGE_REASON_REPURCHASE, 1},
    [SO_STRATEGY_COMPLEMENT] = {SO_MESSAGE_REASON_COMPLEMENT, SO_MESSAGE_REASON_COMPLEMENT_UNNAMED,
                                1},
    [SO_STRATEGY_EXPLORE] = {SO_MESSAGE_REASON_EXPLORE, SO_MESSAGE_REASON_EXPLORE, 0},
    [SO_REASON_RULE] = {SO_MESSAGE_REASON_RULE, SO_MESSAGE_REASON_RULE, 0},
    [SO_REASON_CONTEXT] = {SO_MESSAGE_REASON_CONTEXT, SO_MESSAGE_REASON_CONTEXT_UNNAMED, 0},
    [SO_REASON_OWNED] = {SO_MESSAGE_REASON_OWNED, SO_MESSAGE_REASON_OWNED_UNNAMED, 1},
    [SO_REASON_VECTOR] = {SO_MESSAGE_REASON_SIMILAR, SO_MESSAGE_REASON_SIMILAR_UNNAMED, 1},
    [SO_REASON_MOMENT] = {SO_MESSAGE_REASON_MOMENT, SO_MESSAGE_REASON_MOMENT, 0},
    [SO_REASON_BUNDLE] = {SO_MESSAGE_REASON_BUNDLE, SO_MESSAGE_REASON_COMPLEMENT_UNNAMED, 1},
};

static int may_name_item(const so_pack *pack, uint32_t item) {
  return item != SO_PACK_NONE && item < pack->item_count && !so_pack_item_is_discreet(pack, item);
}

static int may_name_value(const so_pack *pack, uint32_t value) {
  if (value == SO_PACK_NONE || value >= pack->value_count) return 0;
  const so_pack_value *row = &pack->values[value];
  return !(row->flags & SO_VALUE_DISCREET) && !(pack->keys[row->key].flags & 1u);
}

static sotto_text occasion_name(const so_pack *pack, uint32_t occasion, uint32_t locale) {
#ifdef SOTTO_WITH_SEARCH
  so_text_view view;
  if (so_text_view_open(&view, pack, locale) == SOTTO_OK) {
    const so_text_occasion *about = so_text_view_occasion(&view, occasion);
    if (about) return so_text_view_name(&view, about->names);
  }
#else
  (void)pack, (void)occasion, (void)locale; /* none was proposed */
#endif
  return (sotto_text){NULL, 0};
}

/* Puts the names into `ret_parts`; 0 where there is nothing that may be named. */
static int parts_of(sotto *profile, const so_rank_reason *reason, sotto_text *ret_parts) {
  const so_pack *pack = so_handle_pack(profile);
  uint32_t locale = profile->installed.locale;
  if (reason->strategy == SO_STRATEGY_AFFINITY) {
    if (!may_name_value(pack, reason->because_value)) return 0;
    ret_parts[0] = so_pack_value_label(pack, reason->because_value, locale);
    ret_parts[1] = so_pack_key_label(pack, pack->values[reason->because_value].key, locale);
    return 1;
  }
  if (reason->strategy == SO_REASON_BUNDLE) {
    ret_parts[0] = occasion_name(pack, reason->because_value, locale);
    return ret_parts[0].size != 0;
  }
  if (!may_name_item(pack, reason->because_item)) return 0;
  ret_parts[0] = so_pack_item_title(pack, reason->because_item, locale);
  return ret_parts[0].size != 0;
}

static int may_tell(const so_rank_reason *reason, uint32_t company) {
  return company == SO_COMPANY_PRIVATE || !wordings[reason->strategy].personal;
}

uint32_t so_pick_words_kind(const so_rank_reason *reason, uint32_t company) {
  return may_tell(reason, company) ? reason->strategy + 1 : SOTTO_REASON_UNTOLD;
}

void so_pick_words(sotto *profile, const so_rank_reason *reason, uint32_t company, so_sink *sink) {
  const wording *words = &wordings[reason->strategy];
  sotto_text parts[SO_MESSAGE_PARTS_MAX] = {{0}};
  so_message message = words->unnamed;
  if (!may_tell(reason, company))
    message = SO_MESSAGE_REASON_DISCREET;
  else if (parts_of(profile, reason, parts))
    message = words->named;
  so_message_write(sink, &profile->words, message, parts);
}

sotto_text so_pick_words_item(sotto *profile, const so_rank_reason *reason, uint32_t company) {
  const so_pack *pack = so_handle_pack(profile);
  if (!may_tell(reason, company) || !may_name_item(pack, reason->because_item))
    return (sotto_text){NULL, 0};
  return so_pack_item_id(pack, reason->because_item);
}
