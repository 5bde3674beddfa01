/*
 * Why an item is not picked: see what_if.h.
 */
#include "flow/what_if.h"

#include <stdlib.h>

#include "model/rank_why.h"

_Static_assert(SO_MESSAGE_WHY_SCORE - SO_MESSAGE_WHY_SHOWN == SOTTO_WHY_SCORE, "sentences");

static int is_personal(uint32_t kind) {
  return kind == SOTTO_WHY_DISMISSED || kind == SOTTO_WHY_CART || kind == SOTTO_WHY_OWNED ||
         kind == SOTTO_WHY_KIND;
}

static sotto_text rule_value(const so_pack *pack, const so_pack_rule *rule, uint32_t locale,
                             sotto_text *ret_key) {
  const so_pack_value *value = &pack->values[rule->target];
  *ret_key = so_pack_key_label(pack, value->key, locale);
  return so_pack_value_label(pack, rule->target, locale);
}

/* What the sentence of an answer names; numbers are written into `room`. */
static void parts_of(sotto *profile, const so_rank_why *why, so_sink *room, sotto_text *ret_parts) {
  const so_pack *pack = so_handle_pack(profile);
  uint32_t locale = profile->installed.locale;
  if (why->kind == SOTTO_WHY_SHOWN) so_sink_u64(room, why->place);
  if (why->kind == SOTTO_WHY_SCORE) so_sink_micro(room, (uint64_t)why->behind_micro);
  ret_parts[0] = so_sink_view(room);
  if (why->kind == SOTTO_WHY_LIKE)
    ret_parts[0] = so_pack_item_title(pack, why->like_item, locale);
  else if (why->kind == SOTTO_WHY_RULE_VALUE)
    ret_parts[0] = rule_value(pack, why->rule, locale, &ret_parts[1]);
}

/* A discreet value, or a key that stays out of reasons, is not named. */
static uint32_t tellable(const so_pack *pack, const so_rank_why *why, uint32_t company) {
  if (company != SO_COMPANY_PRIVATE && is_personal(why->kind)) return SOTTO_WHY_UNTOLD;
  if (why->kind != SOTTO_WHY_RULE_VALUE) return why->kind;
  const so_pack_value *value = &pack->values[why->rule->target];
  int hidden = value->flags & SO_VALUE_DISCREET || pack->keys[value->key].flags & 1u;
  return hidden ? SOTTO_WHY_RULE : why->kind;
}

static void tell(sotto *profile, so_rank_why *why, uint32_t company, const sotto_why_visit *visit) {
  char text[SO_SENTENCE_MAX], number[32];
  so_sink sink = so_sink_of(text, sizeof text), room = so_sink_of(number, sizeof number);
  sotto_text parts[SO_MESSAGE_PARTS_MAX] = {{0}};
  why->kind = tellable(so_handle_pack(profile), why, company);
  parts_of(profile, why, &room, parts);
  so_message_write(&sink, &profile->words, (so_message)(SO_MESSAGE_WHY_SHOWN + (int)why->kind),
                   parts);
  const sotto_why answer = {.kind = why->kind,
                            .place = why->place,
                            .score_micro = why->pick.score_micro,
                            .behind_micro = why->behind_micro,
                            .text = so_sink_view(&sink)};
  const so_advise_visit to = {company, visit->reason, visit->context};
  if (!visit->why(visit->context, &answer) && visit->reason)
    (void)so_advise_tell(profile, &why->pick, &to);
}

sotto_status so_what_if_explain(sotto *profile, const so_what_if *asked,
                                const sotto_why_visit *visit) {
  so_asking asking;
  so_rank_why why = {.kind = SOTTO_WHY_UNKNOWN};
  sotto_status status = so_advise_begin(profile, asked->request, SO_RANK_LIMIT_MAX, &asking);
  if (status) return status;
  uint32_t item = so_pack_find_item(so_handle_pack(profile), asked->item);
  so_rank_pick *picks = calloc(asking.request.limit + 1, sizeof *picks);
  if (picks && item != SO_PACK_NONE)
    so_rank_why_not(asking.rank, &(so_rank_asked){profile->mind, &asking.request, item}, picks,
                    &why);
  if (picks) tell(profile, &why, asking.company, visit);
  free(picks);
  free(asking.excluded);
  return picks ? SOTTO_OK : SOTTO_E_MEMORY;
}
