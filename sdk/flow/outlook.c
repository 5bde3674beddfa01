/*
 * The mindset and the affinities: see outlook.h.
 */
#include "flow/outlook.h"

#include <stdlib.h>

#include "flow/recall.h"
#include "flow/visit.h"

static sotto_status look(sotto *profile, so_mind_view *ret_view) {
  int64_t now_ms = 0;
  if (!so_recall_may_use(profile, SOTTO_CATEGORY_HISTORY))
    return so_handle_fail(profile, SOTTO_E_DENIED, "history may not personalize");
  sotto_status status = so_handle_now(profile, &now_ms);
  if (!status) so_visit_expire(profile, now_ms);
  if (!status) status = so_recall_load(profile);
  if (!status) so_mind_look(profile->mind, so_handle_pack(profile), now_ms, ret_view);
  return status;
}

sotto_status so_outlook_mindset(sotto *profile, sotto_mindset_info *ret_mindset) {
  so_mind_view view;
  sotto_status status = look(profile, &view);
  if (status) return status;
  *ret_mindset = (sotto_mindset_info){.struct_size = sizeof *ret_mindset,
                                      .state = view.state,
                                      .purchase_score = (double)view.score,
                                      .since_ms = view.since_ms,
                                      .events = view.events};
  return SOTTO_OK;
}

sotto_status so_outlook_explain(sotto *profile, sotto_reason_fn visit, void *context) {
  so_mind_view view;
  so_mindset_reason reasons[SO_MINDSET_REASONS_MAX];
  sotto_status status = look(profile, &view);
  if (status) return status;
  size_t count = so_mindset_words(profile, &view, reasons);
  for (size_t i = 0; i < count; i++) {
    char text[SO_SENTENCE_MAX];
    so_sink sink = so_sink_of(text, sizeof text);
    so_message_write(&sink, &profile->words, reasons[i].message, NULL);
    const sotto_reason reason = {.kind = reasons[i].kind,
                                 .score_micro = reasons[i].score_micro,
                                 .text = so_sink_view(&sink)};
    if (visit(context, &reason)) break;
  }
  return SOTTO_OK;
}

/* Visits what may be named: a value some pack knows, not discreet. */
static void visit_all(const so_pack *pack, const so_affinity_list *list, sotto_affinity_fn visit,
                      void *context) {
  for (size_t i = 0; i < list->capacity; i++) {
    const so_affinity_view *view = &list->views[i];
    if (view->value == SO_PACK_NONE || pack->values[view->value].flags & SO_VALUE_DISCREET)
      continue;
    const so_pack_value *value = &pack->values[view->value];
    const sotto_affinity affinity = {.attribute =
                                         so_pack_text(pack, pack->keys[value->key].name_text),
                                     .value = so_pack_text(pack, value->name_text),
                                     .category = view->category,
                                     .lift = (double)view->lift,
                                     .evidence = (double)view->evidence,
                                     .stated = view->stated != 0};
    if (visit(context, &affinity)) return;
  }
}

sotto_status so_outlook_affinities(sotto *profile, sotto_text attribute, sotto_affinity_fn visit,
                                   void *context) {
  const so_pack *pack = so_handle_pack(profile);
  so_affinity_query query = {0, SO_PACK_NONE, so_recall_categories(profile)};
  if (!pack) return so_handle_fail(profile, SOTTO_E_STATE, "no pack is installed");
  if (attribute.size) {
    query.key = so_pack_find_key(pack, attribute);
    if (query.key == SO_PACK_NONE)
      return so_handle_fail(profile, SOTTO_E_MISSING, "attribute: the pack has no such key");
  }
  sotto_status status = so_handle_now(profile, &query.now_ms);
  if (!status) status = so_recall_load(profile);
  if (status) return status;
  so_affinity_list list = {calloc(SO_AFFINITY_CAPACITY, sizeof(so_affinity_view)),
                           SO_AFFINITY_CAPACITY};
  if (!list.views) return SOTTO_E_MEMORY;
  list.capacity = so_affinity_top(&profile->mind->affinity, pack, &query, list);
  visit_all(pack, &list, visit, context);
  free(list.views);
  return SOTTO_OK;
}
