/*
 * The room and what the page can ask in it: see kiosk_room.h.
 */
#include "kiosk_room.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* What a request may use. `out` is an object to fill. */
typedef struct call {
  kiosk_room *room;
  kiosk_view view;
  json_t *in;
  json_t *out;
} call;

int64_t kiosk_room_clock(void) {
  struct timespec now = {0, 0};
  clock_gettime(CLOCK_BOOTTIME, &now);
  return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int kiosk_room_open(kiosk_room *ret_room, const kiosk_config *config) {
  memset(ret_room, 0, sizeof *ret_room);
  ret_room->config = config;
  pthread_mutex_init(&ret_room->lock, NULL);
  for (unsigned i = 0; i < KIOSK_LOCALES; i++)
    if (kiosk_feed_read(&ret_room->feeds[i], config->catalogue, i)) return -1;
  return 0;
}

void kiosk_room_end(kiosk_room *room, int idle) {
  if (!room->visitor.open) return;
  room->ending.idle = idle != 0;
  room->ending.status = kiosk_visitor_end(room->config, &room->visitor, &room->ending.answers);
  room->over = 1;
}

void kiosk_room_look(kiosk_room *room) {
  if (room->visitor.open && kiosk_room_clock() >= room->deadline_ms) kiosk_room_end(room, 1);
}

static void touch(kiosk_room *room) {
  room->deadline_ms = kiosk_room_clock() + (int64_t)room->config->idle_ms;
}

/* The page is told a little less, so that it leaves by itself before it is put out. */
static json_int_t left_ms(const kiosk_room *room) {
  return room->deadline_ms - kiosk_room_clock() - (json_int_t)(room->config->idle_ms / 200);
}

static sotto_text text_of(const json_t *in, const char *name) {
  const json_t *value = json_object_get(in, name);
  return (sotto_text){json_string_value(value), json_string_length(value)};
}

static void put(call *at, const char *name, json_t *value) {
  json_object_set_new(at->out, name, value ? value : json_null());
}

static const char *currency_of(const kiosk_visitor *visitor) {
  static sotto_pack_info info;
  return sotto_pack_get(kiosk_visitor_handle(visitor), &info) ? "EUR" : info.currency;
}

static unsigned begin(call *at) {
  kiosk_room *room = at->room;
  char number[2 * KIOSK_VISIT_SIZE + 1];
  const sotto_text locale = text_of(at->in, "locale");
  const kiosk_choice choice = {locale.size == 2 && memcmp(locale.data, "es", 2) == 0,
                               json_is_true(json_object_get(at->in, "personalize")),
                               json_is_true(json_object_get(at->in, "contribute"))};
  if (room->over || room->visitor.open) return 503;
  const sotto_status status = kiosk_visitor_begin(room->config, &choice, &room->visitor);
  if (status) {
    put(at, "error", json_string(sotto_status_name(status)));
    return 503;
  }
  touch(room);
  sodium_bin2hex(number, sizeof number, room->visitor.number, KIOSK_VISIT_SIZE);
  put(at, "visit", json_string(number));
  put(at, "fresh", json_boolean(room->config->fresh_browser == 1));
  put(at, "currency", json_string(currency_of(&room->visitor)));
  put(at, "idle_ms", json_integer((json_int_t)room->config->idle_ms));
  put(at, "warn_ms", json_integer((json_int_t)room->config->warn_ms));
  return 200;
}

static void add_shelf(call *at, json_t *shelves, kiosk_shelf_ask ask) {
  json_array_append_new(shelves, kiosk_shelf_json(&at->view, &ask));
}

/* What answers a need comes first; the page decides how large it is. Before anything is known, and
 * for who said no, there is what everybody likes. */
static void shelves_of_need(call *at, json_t *shelves, const char *need) {
  const kiosk_visitor *visitor = &at->room->visitor;
  kiosk_shelf_ask fitting = kiosk_shelf_of("goes_with", "cart", 4);
  fitting.request.complete = 1;
  if (strcmp(need, "gift") == 0) add_shelf(at, shelves, kiosk_shelf_of("gifts", "gifts", 6));
  if (visitor->list.count) add_shelf(at, shelves, fitting);
  if (visitor->choice.personalize && visitor->viewed.count)
    add_shelf(at, shelves, kiosk_shelf_of("for_you", "home", 8));
  else
    add_shelf(at, shelves, kiosk_shelf_of("liked_here", "kiosk", 6));
}

static unsigned home(call *at) {
  const char *need = kiosk_shelf_need(&at->view);
  const kiosk_items *viewed = &at->room->visitor.viewed;
  json_t *shelves = json_array();
  shelves_of_need(at, shelves, need);
  put(at, "need", json_string(need));
  put(at, "shelves", shelves);
  put(at, "kinds", kiosk_shelf_kinds(&at->view));
  put(at, "sentence", kiosk_shelf_sentence(&at->view, "reassurance"));
  put(at, "compare",
      strcmp(need, "comparison") == 0 && viewed->count > 1 ? kiosk_shelf_items(&at->view, viewed, 3)
                                                           : NULL);
  return 200;
}

static unsigned kind(call *at) {
  kiosk_shelf_ask ask = kiosk_shelf_of("kind", "", 24);
  ask.request.category = text_of(at->in, "kind");
  json_t *shelf = kiosk_shelf_json(&at->view, &ask);
  if (!shelf) return 404;
  const uint32_t count = (uint32_t)json_array_size(json_object_get(shelf, "items"));
  kiosk_visitor_record(&at->room->visitor, SOTTO_EVENT_VIEW_ITEM_LIST, (sotto_text){NULL, 0},
                       count);
  put(at, "shelf", shelf);
  return 200;
}

static unsigned item(call *at) {
  const sotto_text id = text_of(at->in, "id");
  kiosk_shelf_ask ask = kiosk_shelf_of("also", "product", 6);
  json_t *product = kiosk_shelf_product(&at->view, id);
  if (!product) return 404;
  kiosk_visitor_record(&at->room->visitor, SOTTO_EVENT_VIEW_ITEM, id, 0);
  kiosk_visitor_note(&at->room->visitor.viewed, id);
  ask.request.item = id;
  put(at, "product", product);
  put(at, "shelf", kiosk_shelf_json(&at->view, &ask));
  put(at, "need", json_string(kiosk_shelf_need(&at->view)));
  put(at, "sentence", kiosk_shelf_sentence(&at->view, "reassurance"));
  return 200;
}

typedef struct found {
  const call *at;
  json_t *items;
} found;

static uint32_t show_found(void *context, const sotto_found *hit) {
  found *list = context;
  json_t *product = kiosk_shelf_describe(&list->at->view, hit->item, hit->title);
  json_object_set_new(product, "price_minor", json_integer(hit->price_minor));
  json_object_set_new(product, "because", kiosk_shelf_text(hit->reason));
  json_array_append_new(list->items, product);
  return 0;
}

static unsigned ask(call *at) {
  found list = {at, json_array()};
  sotto_query query;
  sotto_reply reply;
  sotto_query_init(&query);
  query.utterance = text_of(at->in, "words");
  query.visit = show_found;
  query.context = &list;
  query.limit = 9;
  const sotto_status status = sotto_search(kiosk_visitor_handle(&at->room->visitor), &query,
                                           &at->room->visitor.talk, &reply);
  put(at, "items", list.items);
  if (status) return 400;
  kiosk_visitor_record(&at->room->visitor, SOTTO_EVENT_SEARCH, (sotto_text){NULL, 0},
                       reply.fitting);
  put(at, "reply", json_string(reply.words));
  sodium_memzero(&reply, sizeof reply);
  return 200;
}

static unsigned list(call *at) {
  put(at, "list", kiosk_shelf_items(&at->view, &at->room->visitor.list, KIOSK_LIST_MAX));
  return 200;
}

static unsigned keep(call *at) {
  const sotto_text id = text_of(at->in, "id");
  sotto_text title;
  if (sotto_item_title(kiosk_visitor_handle(&at->room->visitor), id, &title)) return 404;
  kiosk_visitor_record(&at->room->visitor, SOTTO_EVENT_ADD_TO_CART, id, 0);
  kiosk_visitor_note(&at->room->visitor.list, id);
  return list(at);
}

static unsigned drop(call *at) {
  const sotto_text id = text_of(at->in, "id");
  kiosk_visitor_record(&at->room->visitor, SOTTO_EVENT_REMOVE_FROM_CART, id, 0);
  kiosk_visitor_drop(&at->room->visitor.list, id);
  return list(at);
}

static unsigned dismiss(call *at) {
  const sotto_text id = text_of(at->in, "id");
  for (unsigned i = 0; i < KIOSK_LOCALES; i++)
    if (sotto_pick_dismiss(at->room->visitor.handles[i], id)) return 404;
  return 200;
}

static unsigned locale(call *at) {
  const sotto_text tag = text_of(at->in, "locale");
  unsigned language = 0;
  while (language < KIOSK_LOCALES &&
         (tag.size != 2 || memcmp(tag.data, kiosk_feed_locale(language), 2) != 0))
    language++;
  if (language == KIOSK_LOCALES) return 400;
  at->room->visitor.choice.language = language;
  return 200;
}

static uint32_t show_question(void *context, const sotto_preview *preview) {
  json_array_append_new(context, kiosk_shelf_text(preview->words));
  return 0;
}

/* What would be answered, before anything is drawn. Where the kiosk's profile is not to be had
 * nothing will be answered either. */
static unsigned preview(call *at) {
  json_t *questions = json_array();
  if (!at->room->visitor.choice.contribute ||
      kiosk_visitor_preview(at->room->config, &at->room->visitor, show_question, questions))
    json_array_clear(questions);
  put(at, "questions", questions);
  return 200;
}

static unsigned here(call *at) {
  (void)at;
  return 200;
}

static unsigned done(call *at) {
  if (json_is_false(json_object_get(at->in, "contribute"))) at->room->visitor.choice.contribute = 0;
  kiosk_room_end(at->room, 0);
  put(at, "answers", json_integer(at->room->ending.answers));
  return 200;
}

static const struct {
  const char *path;
  unsigned (*serve)(call *at);
} calls[] = {{"/api/home", home},       {"/api/kind", kind}, {"/api/item", item},
             {"/api/ask", ask},         {"/api/list", list}, {"/api/keep", keep},
             {"/api/drop", drop},       {"/api/here", here}, {"/api/dismiss", dismiss},
             {"/api/preview", preview}, {"/api/done", done}, {"/api/locale", locale}};

/* A page that was left behind, of the visit before, is told so and gets nothing. */
static int is_of_visit(const kiosk_room *room, const char *visit) {
  uint8_t number[KIOSK_VISIT_SIZE];
  size_t size = 0;
  return room->visitor.open && visit && strlen(visit) == 2 * sizeof number &&
         sodium_hex2bin(number, sizeof number, visit, 2 * sizeof number, NULL, &size, NULL) == 0 &&
         size == sizeof number && sodium_memcmp(number, room->visitor.number, sizeof number) == 0;
}

static unsigned serve_visit(call *at, const kiosk_turn *turn) {
  kiosk_room *room = at->room;
  if (room->over) return 410;
  if (!is_of_visit(room, turn->visit)) return 409;
  for (size_t i = 0; i < sizeof calls / sizeof *calls; i++)
    if (strcmp(turn->path, calls[i].path) == 0) {
      touch(room);
      return calls[i].serve(at);
    }
  return 404;
}

unsigned kiosk_room_serve(kiosk_room *room, kiosk_turn *turn) {
  call at = {room, {&room->visitor, room->feeds}, NULL, json_object()};
  const int begins = strcmp(turn->path, "/api/begin") == 0;
  turn->ret_text = NULL;
  at.in = json_loadb((const char *)turn->body.data, turn->body.size, JSON_REJECT_DUPLICATES, NULL);
  pthread_mutex_lock(&room->lock);
  kiosk_room_look(room);
  unsigned status = 400;
  if (json_is_object(at.in)) status = begins ? begin(&at) : serve_visit(&at, turn);
  if (room->visitor.open) put(&at, "left_ms", json_integer(left_ms(room)));
  pthread_mutex_unlock(&room->lock);
  turn->ret_text = json_dumps(at.out, JSON_COMPACT);
  json_decref(at.in);
  json_decref(at.out);
  return status;
}
