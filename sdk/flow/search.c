/*
 * A turn from utterance to products: see search.h.
 */
#include "flow/search.h"

#include <libstemmer.h>
#include <stdlib.h>
#include <string.h>

#include "flow/learnt.h"
#include "flow/recall.h"
#include "flow/search_work.h"
#include "flow/visit.h"
#include "model/ask.h"
#include "model/mind.h"

#define LOOKED_AT 16u      /* matches at least, however few are asked for */
#define BEST_ANYWAY 3u     /* matches whose kind counts … */
#define NAMED_MICRO 900000 /* … and that of others that match so well */
#define LIMIT_MOST 100000u

_Static_assert(sizeof(so_talk) <= sizeof((sotto_conversation *)NULL)->state, "conversation");

/* What the person cares about counts so much, of the best match: curious … fading. */
static const float personal_weights[SOTTO_MINDSET_COUNT] = {.1f, .2f, .15f, .15f, .25f, .2f};

static so_talk *talk_of(sotto_conversation *conversation) {
  return (so_talk *)(void *)conversation->state;
}

void so_search_begin(sotto_conversation *ret_conversation) {
  memset(ret_conversation, 0, sizeof *ret_conversation);
  ret_conversation->struct_size = sizeof *ret_conversation;
  so_talk_clear(talk_of(ret_conversation));
}

/* A conversation about another pack, or one that somebody wrote over, begins anew. */
static void meet_pack(so_search *search, sotto_conversation *conversation) {
  uint64_t pack;
  search->talk = talk_of(conversation);
  memcpy(&pack, search->profile->installed.hash, sizeof pack);
  if (search->talk->pack != pack || !so_talk_holds(search->talk, search->pack))
    so_talk_clear(search->talk);
  search->talk->pack = pack;
}

/* Speaks the language asked in: the app's sentences where it is the handle's, else the table's. */
static void choose_language(so_search *search, sotto_text tag) {
  const so_words *own = &search->profile->words;
  search->sentences = *own;
  if (!tag.size || strncmp(own->locale, tag.data, tag.size < 2 ? tag.size : 2) == 0) return;
  memset(&search->sentences, 0, sizeof search->sentences);
  memcpy(search->sentences.locale, tag.data,
         tag.size < SO_LOCALE_MAX - 1 ? tag.size : SO_LOCALE_MAX - 1);
}

static sotto_status choose_company(so_search *search) {
  sotto_text slot = search->query->slot;
  search->company = SO_COMPANY_PRIVATE;
  if (!slot.size) return SOTTO_OK;
  uint32_t found = so_pack_find_slot(search->pack, slot);
  if (found == SO_PACK_NONE)
    return so_handle_fail(search->profile, SOTTO_E_MISSING, "slot: the pack has no such slot");
  search->company = search->pack->slots[found].company;
  return SOTTO_OK;
}

/* Nothing of the person before others, without consent, and for who sees what everybody sees. */
static int may_look(const so_search *search, int64_t now_ms) {
  const sotto *profile = search->profile;
  (void)now_ms; /* of use where there is a hold-out */
  return search->company == SO_COMPANY_PRIVATE &&
         so_recall_may_use(profile, SOTTO_CATEGORY_HISTORY) && !so_hold_out_is(profile, now_ms);
}

/* What the person is known to care about, as far as it may be used before this company. */
static void look_at_person(so_search *search, int64_t now_ms) {
  sotto *profile = search->profile;
  so_affinity_view views[SO_FIND_LIKED_MAX];
  so_mind_view mind;
  uint32_t knows = 0;
  if (may_look(search, now_ms)) {
    so_affinity_query query = {now_ms, SO_PACK_NONE, so_recall_categories(profile)};
    so_affinity_list list = {views, SO_FIND_LIKED_MAX};
    size_t count = so_affinity_top(&profile->mind->affinity, search->pack, &query, list);
    for (size_t n = 0; n < count; n++)
      if (views[n].value != SO_PACK_NONE)
        search->request.liked[search->request.liked_count++] = (so_find_liked){
            views[n].value,
            views[n].strength / (views[0].strength < 0 ? -views[0].strength : views[0].strength)};
    so_mind_look(profile->mind, search->pack, now_ms, &mind);
    search->request.personal = personal_weights[mind.state];
    knows = profile->mind->shelf.count >= SO_SHELF_EXPERT;
  }
  search->wording = search->query->wording ? search->query->wording
                    : knows                ? SOTTO_WORDING_EXPERT
                                           : SOTTO_WORDING_NEWCOMER;
}

static sotto_status lend_scratch(so_search *search) {
  uint32_t items = search->pack->item_count, limit = search->query->limit;
  if (!limit) limit = SO_SEARCH_LIMIT_DEFAULT;
  if (limit > LIMIT_MOST) limit = LIMIT_MOST;
  so_find_scratch *scratch = &search->scratch;
  search->limit = limit < items ? limit : items;
  scratch->capacity = search->limit > LOOKED_AT ? search->limit : LOOKED_AT;
  scratch->scores = calloc(items, sizeof *scratch->scores);
  scratch->personal = calloc(items, sizeof *scratch->personal);
  scratch->hits = calloc(scratch->capacity, sizeof *scratch->hits);
  return scratch->scores && scratch->personal && scratch->hits ? SOTTO_OK : SOTTO_E_MEMORY;
}

static sotto_status prepare(so_search *search) {
  sotto *profile = search->profile;
  int64_t now_ms = 0;
  sotto_text tag = search->query->locale;
  uint32_t locale = profile->installed.locale;
  if (tag.size) locale = so_pack_find_locale(search->pack, tag);
  sotto_status status = so_text_view_open(&search->view, search->pack, locale);
  if (status) return so_handle_fail(profile, status, "locale: the pack cannot be searched in it");
  status = so_handle_now(profile, &now_ms);
  if (!status) so_visit_expire(profile, now_ms);
  if (!status) status = so_recall_load(profile);
  if (!status) status = choose_company(search);
  if (!status) status = lend_scratch(search);
  if (status) return status;
  char name[3] = {0};
  sotto_text spoken = so_pack_text(search->pack, search->pack->locales[locale]);
  memcpy(name, spoken.data, spoken.size < 2 ? spoken.size : 2);
  search->stemmer = sb_stemmer_new(name, NULL);
  choose_language(search, tag);
  look_at_person(search, now_ms);
  return SOTTO_OK;
}

static void find(so_search *search, const so_wish *wish) {
  search->request.view = &search->view;
  search->request.wish = wish;
  search->request.words = &search->words;
  search->request.stemmer = search->stemmer;
  search->request.like = search->talk->like;
  search->hit_count = so_find_items(&search->request, &search->scratch, &search->fitting);
}

static int has_kind(const so_search *search, uint32_t kind) {
  for (uint32_t n = 0; n < search->kind_count; n++)
    if (search->kinds[n] == kind) return 1;
  return 0;
}

/* Which kinds of product the words name: those of the best matches without any constraint. */
static void look_at_kinds(so_search *search) {
  so_wish bare;
  so_wish_clear(&bare);
  bare.word_count = search->talk->wish.word_count;
  memcpy(bare.words, search->talk->wish.words, sizeof bare.words);
  find(search, &bare);
  for (uint32_t n = 0; n < search->hit_count && search->kind_count < SO_SEARCH_KINDS_MAX; n++) {
    const so_find_hit *hit = &search->scratch.hits[n];
    if (n >= BEST_ANYWAY && hit->words_micro < NAMED_MICRO) break;
    uint32_t kind = search->pack->items[hit->item].type_value;
    if (!has_kind(search, kind)) search->kinds[search->kind_count++] = kind;
  }
  search->hit_count = 0;
}

/* 1 when what was found is of a kind that was asked for, not only something that shares a word. */
static int is_of_kind(const so_search *search) {
  return search->hit_count &&
         has_kind(search, search->pack->items[search->scratch.hits[0].item].type_value);
}

/* Leaves out one constraint, the least important whose absence helps; else the least important. */
static int relax(so_search *search, int same_kind) {
  so_talk_loss *loss = &search->losses[search->loss_count];
  so_wish relaxed;
  for (uint32_t n = 0;; n++) {
    relaxed = search->talk->wish;
    if (!so_talk_relax(search->pack, &relaxed, n, loss)) break;
    uint32_t order = relaxed.order;
    if (loss->kind == SO_LOSS_PRICE && search->turn.moves & SO_MOVE_CHEAPER) relaxed.order = 1;
    find(search, &relaxed);
    relaxed.order = order;
    if (same_kind ? is_of_kind(search) : search->hit_count > 0) {
      search->talk->wish = relaxed;
      search->loss_count++;
      return 1;
    }
  }
  search->hit_count = 0;
  if (!so_talk_relax(search->pack, &search->talk->wish, 0, loss)) return 0;
  search->loss_count++;
  return 1;
}

/* Leaves out one after the other until something is found. */
static void relax_until(so_search *search, int same_kind) {
  search->loss_count = 0;
  while (search->loss_count < SO_SEARCH_LOSSES_MAX && !search->hit_count)
    if (!relax(search, same_kind)) break;
}

/* One constraint more is left out rather than another kind of product shown. */
static void find_or_relax(so_search *search) {
  so_find_read_words(&search->view, search->stemmer, &search->talk->wish, &search->words);
  if (search->turn.moves & SO_MOVE_MORE) {
    search->request.except = search->talk->shown;
    search->request.except_count = search->talk->shown_count;
  }
  find(search, &search->talk->wish);
  if (search->hit_count || search->turn.moves & SO_MOVE_MORE) return;
  so_wish asked = search->talk->wish;
  if (so_wish_has_words(&asked)) look_at_kinds(search);
  relax_until(search, so_wish_has_words(&asked));
  if (search->hit_count) return;
  search->talk->wish = asked;
  relax_until(search, 0);
  if (!search->hit_count) search->loss_count = 0;
}

/* 1 when the item's title has every word that was said. */
static int is_called(const so_search *search, uint32_t item) {
  const so_wish *said = &search->turn.wish;
  for (uint32_t n = 0; n < said->word_count; n++) {
    so_word stem = {.size = said->words[n].size};
    if (said->words[n].optional) continue;
    memcpy(stem.text, said->words[n].text, stem.size);
    so_word_stem(search->stemmer, &stem);
    if (!so_find_title_has(&search->view, search->stemmer, item, so_word_text(&stem))) return 0;
  }
  return 1;
}

/* "the green one": of those shown, but not all of them. */
static int single_out(so_search *search) {
  uint32_t count, kept = 0;
  const uint32_t *last = so_talk_last(search->talk, &count);
  if (!(search->turn.moves & SO_MOVE_THAT)) return 0;
  for (uint32_t n = 0; n < count && kept < search->limit; n++) {
    if (!so_find_fits(&search->view, &search->turn.wish, last[n]) || !is_called(search, last[n]))
      continue;
    search->scratch.hits[kept++] = (so_find_hit){last[n], 1000000, 0, SO_PACK_NONE, 1};
  }
  if (!kept || (kept == count && count > 1 && so_wish_has_words(&search->turn.wish))) return 0;
  search->hit_count = search->fitting = kept;
  search->talk->focus = search->scratch.hits[0].item;
  search->talk->turns++;
  search->singled = 1;
  return 1;
}

/* The best product for a part: its values, and what else was asked that it can meet. */
static int fill_part(so_search *search, const so_text_part *part, so_find_hit *ret_hit) {
  so_wish wish = search->talk->wish;
  wish.whom = wish.value_count = 0;
  wish.occasion = SO_PACK_NONE;
  for (uint32_t n = 0; n < part->values.count && wish.value_count < SO_WISH_VALUES_MAX; n++) {
    uint32_t value = so_text_view_part_value(&search->view, part->values.start + n);
    if (value != SO_PACK_NONE) wish.values[wish.value_count++] = (so_wish_value){value, 0};
  }
  find(search, &wish);
  if (!search->hit_count) {
    wish.price_from_minor = wish.price_to_minor = -1;
    find(search, &wish);
  }
  if (!search->hit_count) return 0;
  *ret_hit = search->scratch.hits[0];
  return 1;
}

static void fill_occasion(so_search *search) {
  const so_wish *wish = &search->talk->wish;
  const so_text_occasion *occasion = so_text_view_occasion(&search->view, wish->occasion);
  uint32_t heads = wish->heads ? wish->heads : 1, filled = 0;
  memset(&search->words, 0, sizeof search->words);
  for (uint32_t n = 0; occasion && n < occasion->parts.count && filled < SO_SEARCH_PARTS_MAX; n++) {
    const so_text_part *part = so_text_view_part(&search->view, occasion->parts.start + n);
    so_search_part *to = &search->parts[filled];
    if (!part || !fill_part(search, part, &to->hit)) continue;
    to->name = so_text_view_name(&search->view, part->names);
    to->quantity = part->each == SO_PART_ONE ? 1 : heads;
    filled++;
  }
  search->part_count = search->fitting = filled;
  search->hit_count = filled < search->limit ? filled : search->limit;
  for (uint32_t n = 0; n < search->hit_count; n++) search->scratch.hits[n] = search->parts[n].hit;
}

static void show(const so_search *search) {
  const sotto_query *query = search->query;
  uint32_t shown = search->part_count ? search->part_count : search->hit_count;
  for (uint32_t n = 0; query->visit && n < shown; n++) {
    const so_search_part *part = n < search->part_count ? &search->parts[n] : NULL;
    const so_find_hit *hit = part ? &part->hit : &search->scratch.hits[n];
    char reason[SO_SENTENCE_MAX];
    so_sink sink = so_sink_of(reason, sizeof reason);
    so_search_reason(search, hit, &sink);
    uint32_t quantity = search->talk->wish.quantity ? search->talk->wish.quantity : 1;
    sotto_found found = {.item = so_pack_item_id(search->pack, hit->item),
                         .title = so_pack_item_title(search->pack, hit->item, search->view.locale),
                         .price_minor = search->pack->items[hit->item].price_minor,
                         .score_micro = (int64_t)hit->words_micro + hit->personal_micro,
                         .words_micro = hit->words_micro,
                         .personal_micro = hit->personal_micro,
                         .reason = so_sink_view(&sink),
                         .part = part ? part->name : (sotto_text){NULL, 0},
                         .quantity = part ? part->quantity : quantity};
    if (query->visit(query->context, &found)) return;
  }
}

static int says_nothing(const so_turn *turn) {
  return so_wish_is_empty(&turn->wish) && !turn->moves && !turn->drop_count;
}

static void take_turn(so_search *search) {
  so_ask_read(&search->view, search->stemmer, search->query->utterance, &search->turn);
  search->nothing_said = (uint32_t)says_nothing(&search->turn);
  if (search->nothing_said && so_wish_is_empty(&search->talk->wish)) return;
  search->nothing_said = 0;
  if (!single_out(search)) {
    if (so_wish_has_words(&search->turn.wish)) search->turn.moves &= ~SO_MOVE_THAT;
    so_talk_take(search->talk, &search->view, &search->turn);
    if (so_wish_is_empty(&search->talk->wish) && search->talk->like == SO_PACK_NONE)
      search->nothing_said = 1;
    else if (search->talk->wish.occasion != SO_PACK_NONE)
      fill_occasion(search);
    else
      find_or_relax(search);
    if (search->hit_count > search->limit) search->hit_count = search->limit;
  }
  so_talk_show(search->talk, search->scratch.hits, search->hit_count);
}

static void clean(so_search *search) {
  sb_stemmer_delete(search->stemmer);
  free(search->scratch.scores);
  free(search->scratch.personal);
  free(search->scratch.hits);
  free(search);
}

sotto_status so_search_turn(sotto *profile, const sotto_query *query,
                            sotto_conversation *inout_conversation, sotto_reply *ret_reply) {
  const so_pack *pack = so_handle_pack(profile);
  if (!pack) return so_handle_fail(profile, SOTTO_E_STATE, "no pack is installed");
  if (!so_text_is_utf8(query->utterance))
    return so_handle_fail(profile, SOTTO_E_EVENT_TEXT, "utterance: not UTF-8");
  so_search *search = calloc(1, sizeof *search);
  if (!search) return SOTTO_E_MEMORY;
  search->profile = profile;
  search->query = query;
  search->pack = pack;
  sotto_status status = prepare(search);
  if (!status) {
    meet_pack(search, inout_conversation);
    take_turn(search);
    so_search_reply(search, ret_reply);
    show(search);
  }
  clean(search);
  return status;
}
