/*
 * Gathering what may be told: see brief.h.
 */
#include "flow/brief.h"

#include <stdlib.h>
#include <string.h>

#include "base/secret.h"
#include "flow/outlook.h"
#include "flow/recall.h"
#include "flow/visit.h"

#define LIKED_LEAST 1.0f /* strength: about a view of something rare, twice of something common */
#define DISLIKED_LEAST (-15.0f) /* one "not this" is about an item, two are about its kind */
#define NEED_LEAST .5f
#define KEY_NEVER_TOLD 1u /* so_pack_key.flags */

/* What may be told to others: granted in so many words; who was never asked has not said yes. */
static uint32_t tellable(const sotto *profile) {
  uint32_t categories = so_recall_categories(profile);
  for (sotto_category category = 0; category < SOTTO_CATEGORY_COUNT; category++)
    if (!so_handle_allows(profile, category, SOTTO_PURPOSE_PERSONALIZE))
      categories &= ~(1u << category);
  return categories >> SOTTO_CATEGORY_HISTORY & 1u ? categories : 0;
}

void so_brief_language(const sotto *profile, sotto_text locale, so_words *ret_words) {
  const so_words *own = &profile->words;
  *ret_words = *own;
  if (!locale.size || strncmp(own->locale, locale.data, locale.size < 2 ? locale.size : 2) == 0)
    return;
  memset(ret_words, 0, sizeof *ret_words);
  memcpy(ret_words->locale, locale.data,
         locale.size < SO_LOCALE_MAX - 1 ? locale.size : SO_LOCALE_MAX - 1);
}

/* An item the pack knows and that may be named. */
static int is_nameable(const so_brief *brief, const so_brief_ask *ask, uint32_t item) {
  if (item >= brief->pack->item_count) return 0;
  return ask->discreet || !so_pack_item_is_discreet(brief->pack, item);
}

/* Puts an item where its time belongs; an item stands in a list once. */
static void add_item(so_brief_items *items, uint32_t item, int64_t time_ms) {
  for (uint32_t n = 0; n < items->count; n++)
    if (items->at[n].item == item) return;
  if (items->count == SO_BRIEF_ITEMS && items->at[items->count - 1].time_ms >= time_ms) return;
  uint32_t at = items->count < SO_BRIEF_ITEMS ? items->count++ : items->count - 1;
  for (; at > 0 && items->at[at - 1].time_ms < time_ms; at--) items->at[at] = items->at[at - 1];
  items->at[at] = (so_brief_item){item, time_ms};
}

/* Was in the cart once; neither there now nor bought since. */
static int was_taken_out(const so_shelf_entry *entry, uint8_t flags) {
  return entry->carts && !entry->last_purchase_ms &&
         !(flags & (SO_SHELF_CART | SO_SHELF_DISMISSED));
}

static void gather_items(so_brief *brief, const so_brief_ask *ask) {
  const so_shelf *shelf = &brief->profile->mind->shelf;
  for (uint32_t n = 0; n < shelf->count; n++) {
    const so_shelf_entry *entry = &shelf->entries[n];
    const uint8_t flags = shelf->flags[n];
    if (!is_nameable(brief, ask, entry->item)) continue;
    if (flags & SO_SHELF_DISMISSED) add_item(&brief->dismissed, entry->item, entry->last_ms);
    if (flags & SO_SHELF_CART) add_item(&brief->cart, entry->item, entry->last_ms);
    if (flags & SO_SHELF_BOUGHT) add_item(&brief->bought, entry->item, entry->last_purchase_ms);
    if (was_taken_out(entry, flags)) add_item(&brief->removed, entry->item, entry->last_ms);
  }
}

static int is_tellable_value(const so_brief *brief, const so_brief_ask *ask, uint32_t value) {
  const so_pack *pack = brief->pack;
  if (value >= pack->value_count || pack->keys[pack->values[value].key].flags & KEY_NEVER_TOLD)
    return 0;
  return ask->discreet || !(pack->values[value].flags & SO_VALUE_DISCREET);
}

/* What was learnt from discreet items alone would tell of them: some item that may be named and was
   met must have the value, too. */
static int is_met_openly(const so_brief *brief, const so_brief_ask *ask, uint32_t value) {
  const so_shelf *shelf = &brief->profile->mind->shelf;
  for (uint32_t n = 0; n < shelf->count; n++) {
    const uint32_t item = shelf->entries[n].item;
    if (is_nameable(brief, ask, item) && so_pack_item_has(brief->pack, item, value)) return 1;
  }
  return 0;
}

static void add_care(so_brief_cares *cares, const so_affinity_view *view) {
  if (cares->count < SO_BRIEF_ITEMS) cares->at[cares->count++] = *view;
}

static void add_stated(so_brief *brief, const so_affinity_list *list) {
  for (size_t n = 0; n < list->capacity; n++) {
    const so_affinity_view *view = &list->views[n];
    if (view->value != SO_PACK_NONE && view->stated)
      add_care(view->stated > 0 ? &brief->liked : &brief->disliked, view);
  }
}

static void add_inferred(so_brief *brief, const so_brief_ask *ask, const so_affinity_list *list) {
  for (size_t n = 0; n < list->capacity; n++) {
    const so_affinity_view *view = &list->views[n];
    const int liked = view->strength >= LIKED_LEAST;
    if (view->value == SO_PACK_NONE || view->stated) continue;
    if ((liked || view->strength <= DISLIKED_LEAST) && is_met_openly(brief, ask, view->value))
      add_care(liked ? &brief->liked : &brief->disliked, view);
  }
}

static sotto_status gather_cares(so_brief *brief, const so_brief_ask *ask) {
  const so_affinity_query query = {brief->now_ms, SO_PACK_NONE, brief->categories};
  so_affinity_list list = {calloc(SO_AFFINITY_CAPACITY, sizeof *list.views), SO_AFFINITY_CAPACITY};
  if (!list.views) return SOTTO_E_MEMORY;
  list.capacity = so_affinity_top(&brief->profile->mind->affinity, brief->pack, &query, list);
  for (size_t n = 0; n < list.capacity; n++)
    if (!is_tellable_value(brief, ask, list.views[n].value)) list.views[n].value = SO_PACK_NONE;
  add_stated(brief, &list);
  add_inferred(brief, ask, &list);
  so_secret_wipe(list.views, SO_AFFINITY_CAPACITY * sizeof *list.views);
  free(list.views);
  return SOTTO_OK;
}

static void gather_needs(so_brief *brief) {
#ifdef SOTTO_WITH_NEED
  float scores[SOTTO_NEED_COUNT], facts[SO_NEED_FACTS];
  if (!brief->mindset.events) return; /* of the running session */
  so_mind_needs(brief->profile->mind, scores, facts);
  for (uint32_t told = 0; told < SO_BRIEF_NEEDS; told++) {
    uint32_t most = 0;
    for (uint32_t need = 1; need < SOTTO_NEED_COUNT; need++)
      if (scores[need] > scores[most]) most = need;
    if (scores[most] < NEED_LEAST) return;
    brief->needs[brief->need_count++] = (so_brief_need){most, scores[most]};
    scores[most] = -1;
  }
#else
  brief->need_count = 0;
#endif
}

static int is_one_of(sotto_text text, const char *const *names) {
  for (; *names; names++)
    if (so_text_is(text, *names)) return 1;
  return 0;
}

/* What the person said of their experience, where the catalogue asks; else as search decides: by
   how much they have met here. */
static void choose_register(so_brief *brief) {
  static const char *const keys[] = {"level", "experience", NULL};
  static const char *const newcomers[] = {"newcomer", "beginner", NULL};
  static const char *const experts[] = {"expert", "advanced", NULL};
  const so_pack *pack = brief->pack;
  brief->expert = brief->profile->mind->shelf.count >= SO_SHELF_EXPERT;
  for (uint32_t n = 0; n < brief->liked.count && !brief->register_stated; n++) {
    const so_affinity_view *view = &brief->liked.at[n];
    const so_pack_value *value = &pack->values[view->value];
    if (!view->stated || !is_one_of(so_pack_text(pack, pack->keys[value->key].name_text), keys))
      continue;
    const sotto_text name = so_pack_text(pack, value->name_text);
    brief->register_stated = is_one_of(name, newcomers) || is_one_of(name, experts);
    if (brief->register_stated) brief->expert = (uint32_t)is_one_of(name, experts);
  }
}

static sotto_status look(so_brief *brief, const so_brief_ask *ask) {
  const so_mind *mind = brief->profile->mind;
  gather_items(brief, ask);
  if (mind->facts.last_event_ms) {
    brief->has_mindset = 1;
    so_mind_look(mind, brief->pack, brief->now_ms, &brief->mindset);
    gather_needs(brief);
  }
  sotto_status status = gather_cares(brief, ask);
  if (!status) choose_register(brief);
  return status;
}

sotto_status so_brief_gather(sotto *profile, const so_brief_ask *ask, so_brief *ret_brief) {
  memset(ret_brief, 0, sizeof *ret_brief);
  ret_brief->profile = profile;
  ret_brief->pack = so_handle_pack(profile);
  ret_brief->reader = ask->request->reader;
  if (!ret_brief->pack) return so_handle_fail(profile, SOTTO_E_STATE, "no pack is installed");
  so_brief_language(profile, ask->request->locale, &ret_brief->words);
  ret_brief->locale = ask->request->locale.size
                          ? so_pack_find_locale(ret_brief->pack, ask->request->locale)
                          : profile->installed.locale;
  sotto_status status = so_handle_now(profile, &ret_brief->now_ms);
  if (!status) so_visit_expire(profile, ret_brief->now_ms);
  ret_brief->categories = tellable(profile);
  if (status || !ret_brief->categories) return status;
  status = so_recall_load(profile);
  return status ? status : look(ret_brief, ask);
}

static sotto_status write_one(sotto *profile, const sotto_brief_request *request, so_sink *sink) {
  const so_brief_ask ask = {request, 0};
  so_brief brief;
  if (request->reader == SOTTO_READER_PERSON) return so_brief_person_json(profile, request, sink);
  sotto_status status = so_brief_gather(profile, &ask, &brief);
  if (!status) so_brief_json(&brief, sink);
  so_secret_wipe(&brief, sizeof brief);
  return status;
}

sotto_status so_brief_write(sotto *profile, const sotto_brief_request *request, char *ret_json,
                            size_t *inout_size) {
  char *room = malloc(SO_BRIEF_JSON_MAX);
  if (!room) return SOTTO_E_MEMORY;
  so_sink sink = so_sink_of(room, SO_BRIEF_JSON_MAX);
  sotto_status status = write_one(profile, request, &sink);
  if (!status && sink.bad) status = SOTTO_E_LIMIT;
  if (!status && sink.size > *inout_size) status = SOTTO_E_SPACE;
  if (!status) memcpy(ret_json, room, sink.size);
  if (!status || status == SOTTO_E_SPACE) *inout_size = sink.size;
  so_secret_wipe(room, sink.size);
  free(room);
  return status;
}

sotto_status so_brief_say(sotto *profile, const sotto_brief_request *request, sotto_brief_fn visit,
                          void *context) {
  const so_brief_ask ask = {request, 0};
  so_brief brief;
  if (request->reader == SOTTO_READER_PERSON)
    return so_brief_person_say(profile, request, visit, context);
  sotto_status status = so_brief_gather(profile, &ask, &brief);
  if (!status) (void)so_brief_sentences(&brief, visit, context);
  so_secret_wipe(&brief, sizeof brief);
  return status;
}
