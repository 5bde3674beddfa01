/*
 * The mindset and the affinities: see outlook.h. Why the mindset is what it is is told so that a
 * person can follow it: first the facts that decided the state, then what moved the purchase score,
 * in groups.
 */
#include "flow/outlook.h"

#include <stdlib.h>

#include "flow/recall.h"
#include "flow/visit.h"
#include "model/mind.h"
#include "model/score_model.h"

#define GROUPS 9u
#define REASONS_MAX (SO_FACT_COUNT + GROUPS + 1)
#define KIND_SCORE 100u         /* of the first group; a fact is 1 + the number of its bit */
#define PARTS_LEAST_MICRO 20000 /* less than 0.02 log-odds is not worth a sentence */

/* One fact, or a group of what moved the score. */
typedef struct reason {
  uint32_t kind;
  int64_t score_micro; /* log-odds of the score in millionths; 0 for a fact */
  so_message message;
} reason;

/* Last feature of each run of features, and the first sentence of the group it belongs to. */
typedef struct run {
  uint32_t last;
  so_message group;
} run;

static const run runs[] = {
    {SO_FEATURE_COUNT + SO_PAGE_SEARCH, SO_MESSAGE_SCORE_LOOKING},
    {SO_FEATURE_COUNT + SO_PAGE_DOWNLOAD, SO_MESSAGE_SCORE_PRODUCTS},
    {SO_FEATURE_COUNT + SO_PAGE_CART, SO_MESSAGE_SCORE_CART},
    {SO_FEATURE_COUNT + SO_PAGE_ACCOUNT, SO_MESSAGE_SCORE_LOOKING},
    {SO_FEATURE_COUNT + SO_PAGE_CHECKOUT, SO_MESSAGE_SCORE_CART},
    {SO_FEATURE_ELAPSED - 1, SO_MESSAGE_SCORE_PATH},
    {SO_FEATURE_GAP_LAST, SO_MESSAGE_SCORE_PACE},
    {SO_FEATURE_PAGES, SO_MESSAGE_SCORE_DEPTH},
    {SO_FEATURE_REPEATS, SO_MESSAGE_SCORE_PRODUCTS},
    {SO_FEATURE_RETURNS, SO_MESSAGE_SCORE_TROUBLE},
    {SO_FEATURE_REVIEWS, SO_MESSAGE_SCORE_REVIEWS},
    {SO_FEATURE_WISHES, SO_MESSAGE_SCORE_PRODUCTS},
    {SO_FEATURE_EMPTY, SO_MESSAGE_SCORE_TROUBLE},
    {SO_FEATURE_DWELL, SO_MESSAGE_SCORE_PRODUCTS},
    {SO_FEATURE_PERSON, SO_MESSAGE_SCORE_PERSON},
    {SO_FEATURE_CART_SHARE, SO_MESSAGE_SCORE_CART},
};

static uint32_t group_of(uint32_t feature) {
  const run *at = runs;
  while (at->last < feature) at++;
  return at->group - SO_MESSAGE_SCORE_LOOKING;
}

static size_t add_facts(uint32_t decided, reason *ret_reasons) {
  size_t count = 0;
  for (uint32_t bit = 0; bit < SO_FACT_COUNT; bit++)
    if (decided >> bit & 1u)
      ret_reasons[count++] = (reason){bit + 1, 0, (so_message)(SO_MESSAGE_FACT_CART + (int)bit)};
  return count;
}

static int by_size(const void *a, const void *b) {
  int64_t x = llabs(((const reason *)a)->score_micro);
  int64_t y = llabs(((const reason *)b)->score_micro);
  return (x < y) - (x > y);
}

/* The groups that moved the score, and the rest, so that all of them sum to its log-odds. */
static size_t add_groups(const float *parts, float usual, reason *ret_reasons) {
  int64_t sums[GROUPS] = {0}, rest = (int64_t)((double)usual * 1e6);
  size_t count = 0;
  for (uint32_t i = 0; i < SO_SCORE_FEATURES; i++)
    sums[group_of(i)] += (int64_t)((double)parts[i] * 1e6);
  for (uint32_t group = 0; group < GROUPS; group++) {
    if (llabs(sums[group]) < PARTS_LEAST_MICRO) {
      rest += sums[group];
      continue;
    }
    ret_reasons[count++] =
        (reason){KIND_SCORE + group, sums[group], (so_message)(SO_MESSAGE_SCORE_LOOKING + group)};
  }
  qsort(ret_reasons, count, sizeof *ret_reasons, by_size);
  ret_reasons[count] = (reason){KIND_SCORE + GROUPS, rest, SO_MESSAGE_SCORE_USUAL};
  return count + 1;
}

/* Fills up to REASONS_MAX reasons, facts first, then the largest; gives how many. */
static size_t reasons_of(sotto *profile, const so_mind_view *view, reason *ret_reasons) {
  const so_pack *pack = so_handle_pack(profile);
  float parts[SO_SCORE_FEATURES];
  so_score_model model =
      so_score_model_of(pack ? pack->mindset : NULL, pack ? pack->mindset_count : 0);
  size_t count = add_facts(view->decided, ret_reasons);
  if (!profile->mind->session.pages || profile->mind->session.bought) return count;
  float usual = so_score_parts(&model, &profile->mind->session, parts);
  return count + add_groups(parts, usual, ret_reasons + count);
}

sotto_status so_outlook_look(sotto *profile, so_mind_view *ret_view) {
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
  sotto_status status = so_outlook_look(profile, &view);
  if (status) return status;
  *ret_mindset = (sotto_mindset_info){.struct_size = sizeof *ret_mindset,
                                      .state = view.state,
                                      .purchase_score = (double)view.score,
                                      .since_ms = view.since_ms,
                                      .events = view.events};
  return SOTTO_OK;
}

/* A fact and the usual are sentences; what moved the score is one that says which way. */
static void write_reason(const sotto *profile, const reason *from, so_sink *sink) {
  int whole = !from->score_micro || from->message == SO_MESSAGE_SCORE_USUAL;
  sotto_text parts[SO_MESSAGE_PARTS_MAX] = {
      so_text_of(so_message_pattern(&profile->words, from->message))};
  so_message_write(sink, &profile->words,
                   whole                   ? from->message
                   : from->score_micro > 0 ? SO_MESSAGE_SCORE_MORE
                                           : SO_MESSAGE_SCORE_LESS,
                   parts);
}

sotto_status so_outlook_explain(sotto *profile, sotto_reason_fn visit, void *context) {
  so_mind_view view;
  reason reasons[REASONS_MAX];
  sotto_status status = so_outlook_look(profile, &view);
  if (status) return status;
  size_t count = reasons_of(profile, &view, reasons);
  for (size_t i = 0; i < count; i++) {
    char text[SO_SENTENCE_MAX];
    so_sink sink = so_sink_of(text, sizeof text);
    write_reason(profile, &reasons[i], &sink);
    const sotto_reason told = {.kind = reasons[i].kind,
                               .score_micro = reasons[i].score_micro,
                               .text = so_sink_view(&sink)};
    if (visit(context, &told)) break;
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
                                     .strength = (double)view->strength,
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
  if (!status) so_visit_expire(profile, query.now_ms);
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
