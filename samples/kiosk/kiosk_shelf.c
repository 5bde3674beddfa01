/*
 * What is shown: see kiosk_shelf.h.
 */
#include "kiosk_shelf.h"

#include <string.h>

#define SHELF_MOST 24
#define KINDS_MOST 32
#define CLEAR_NEED .5

json_t *kiosk_shelf_text(sotto_text text) {
  return json_stringn(text.data ? text.data : "", text.size);
}

static const kiosk_feed *feed_of(const kiosk_view *view) {
  return &view->feeds[view->visitor->choice.language];
}

json_t *kiosk_shelf_describe(const kiosk_view *view, sotto_text item, sotto_text title) {
  const kiosk_product *product = kiosk_feed_find(feed_of(view), item);
  json_t *root = json_object();
  json_object_set_new(root, "id", kiosk_shelf_text(item));
  json_object_set_new(root, "title", kiosk_shelf_text(title));
  if (!product) return root;
  json_object_set_new(root, "description", kiosk_shelf_text(product->description));
  json_object_set_new(root, "kind", kiosk_shelf_text(product->kind));
  json_object_set_new(root, "maker", kiosk_shelf_text(product->maker));
  json_object_set_new(root, "size", kiosk_shelf_text(product->size));
  json_object_set_new(root, "price_minor", json_integer((json_int_t)product->price_minor));
  return root;
}

json_t *kiosk_shelf_product(const kiosk_view *view, sotto_text item) {
  sotto_text title;
  if (sotto_item_title(kiosk_visitor_handle(view->visitor), item, &title)) return NULL;
  return kiosk_shelf_describe(view, item, title);
}

kiosk_shelf_ask kiosk_shelf_of(const char *title, const char *slot, uint32_t limit) {
  kiosk_shelf_ask ask = {.title = title};
  sotto_request_init(&ask.request);
  ask.request.slot = (sotto_text){slot, strlen(slot)};
  ask.request.limit = limit;
  return ask;
}

/* The first reason says most; one that speaks against is no "because". */
static uint32_t first_reason(void *context, const sotto_reason *reason) {
  if (reason->score_micro <= 0 || !reason->text.size) return 0;
  json_object_set_new(context, "because", kiosk_shelf_text(reason->text));
  json_object_set_new(context, "popular", json_boolean(reason->kind == SOTTO_REASON_POPULAR));
  return 1;
}

json_t *kiosk_shelf_json(const kiosk_view *view, const kiosk_shelf_ask *ask) {
  sotto *profile = kiosk_visitor_handle(view->visitor);
  sotto_pick picks[SHELF_MOST];
  size_t count = SHELF_MOST;
  if (sotto_recommend(profile, &ask->request, picks, &count) || !count) return NULL;
  json_t *items = json_array();
  for (size_t i = 0; i < count; i++) {
    json_t *item = kiosk_shelf_describe(view, picks[i].item, picks[i].title);
    json_object_set_new(item, "price_minor", json_integer(picks[i].price_minor));
    if (sotto_pick_explain(profile, picks[i].id, first_reason, item))
      json_object_del(item, "because");
    json_array_append_new(items, item);
  }
  return json_pack("{s:s, s:o}", "title", ask->title, "items", items);
}

json_t *kiosk_shelf_items(const kiosk_view *view, const kiosk_items *items, size_t most) {
  json_t *list = json_array();
  for (size_t i = items->count; i-- > 0 && json_array_size(list) < most;) {
    const char *id = items->ids[i];
    json_t *product = kiosk_shelf_product(view, (sotto_text){id, strlen(id)});
    if (product) json_array_append_new(list, product);
  }
  return list;
}

static sotto_text top_level(sotto_text kind) {
  size_t size = 0;
  while (size < kind.size && kind.data[size] != '>') size++;
  while (size && kind.data[size - 1] == ' ') size--;
  return (sotto_text){kind.data, size};
}

static json_t *kind_named(json_t *kinds, sotto_text name) {
  size_t index;
  json_t *kind;
  json_array_foreach(kinds, index, kind) {
    const char *known = json_string_value(json_object_get(kind, "kind"));
    if (strlen(known) == name.size && memcmp(known, name.data, name.size) == 0) return kind;
  }
  return NULL;
}

json_t *kiosk_shelf_kinds(const kiosk_view *view) {
  const kiosk_feed *first = &view->feeds[0]; /* the pack's names are of the first language */
  json_t *kinds = json_array();
  for (size_t i = 0; i < first->count && json_array_size(kinds) < KINDS_MOST; i++) {
    const kiosk_product *product = &first->products[i];
    const sotto_text name = top_level(product->kind);
    if (!name.size || kind_named(kinds, name)) continue;
    const kiosk_product *shown = kiosk_feed_find(feed_of(view), product->id);
    json_array_append_new(kinds,
                          json_pack("{s:o, s:o, s:o}", "kind", kiosk_shelf_text(name), "label",
                                    kiosk_shelf_text(shown ? top_level(shown->kind) : name),
                                    "picture", kiosk_shelf_text(product->id)));
  }
  return kinds;
}

json_t *kiosk_shelf_sentence(const kiosk_view *view, const char *slot) {
  sotto_choice_request request;
  sotto_choice choice;
  sotto_choice_request_init(&request);
  request.slot = (sotto_text){slot, strlen(slot)};
  if (sotto_choose(kiosk_visitor_handle(view->visitor), &request, &choice)) return json_null();
  return kiosk_shelf_text(choice.content);
}

static uint32_t first_need(void *context, const sotto_need_info *need) {
  const char **name = context;
  if (need->score >= CLEAR_NEED && need->fact_count) *name = sotto_need_name(need->need);
  return 1;
}

const char *kiosk_shelf_need(const kiosk_view *view) {
  const char *name = NULL;
  if (sotto_need_each(kiosk_visitor_handle(view->visitor), first_need, &name)) name = NULL;
  return name ? name : "inspiration";
}
