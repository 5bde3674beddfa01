/*
 * Products for a wish: see find.h.
 */
#include "model/find.h"

#include <string.h>

#include "base/string.h"
#include "model/curve.h"
#include "model/pack_reader.h"

#define MICRO 1e6f
#define FIT_SHARE 0.6f /* of the best match: what matches less does not fit */
#define POPULAR_SHARE 0.03f
#define WHOM_SHARE 0.1f
#define KIND_WEIGHT 3.0f /* a shared kind of product counts so much more than another value */

/* Most numbers a size may be told by: "36-42". */
typedef struct bounds {
  int64_t from;
  int64_t to;
} bounds;

static int64_t letter_size(const char *text, size_t size) {
  int64_t extra = 0;
  for (size_t n = 0; n + 1 < size; n++) {
    if (text[n] != 'x') return -1;
    extra++;
  }
  char last = size ? text[size - 1] : 0;
  if (last == 's') return 1000 - extra;
  if (last == 'm' && !extra) return 1001;
  return last == 'l' ? 1002 + extra : -1;
}

static int64_t size_of(const so_word *word) {
  if (!so_word_is_number(word)) return letter_size(word->text, word->size);
  int64_t number = 0;
  for (uint32_t n = 0; n < word->size && n < 4; n++) number = number * 10 + (word->text[n] - '0');
  return number;
}

/* "42", "36-42", "S-XXL": from the first word to the last. */
static bounds bounds_of(sotto_text text) {
  bounds found = {-1, -1};
  so_word word;
  for (size_t at = 0; so_word_next(text, &at, &word);) {
    int64_t size = size_of(&word);
    if (size < 0) continue;
    if (found.from < 0) found.from = size;
    found.to = size;
  }
  return found;
}

static int size_fits(const so_text_view *view, const so_wish *wish, uint32_t item) {
  const so_pack *pack = view->pack;
  uint32_t key = so_pack_find_key(pack, so_text_of("size"));
  bounds wanted = bounds_of(so_text_of(wish->size));
  if (key == SO_PACK_NONE) return 1;
  for (uint32_t n = 0; n < pack->items[item].values_count; n++) {
    uint32_t value = pack->item_values[pack->items[item].values_start + n];
    if (value >= pack->value_count || pack->values[value].key != key) continue;
    bounds has = bounds_of(so_pack_value_label(pack, value, 0));
    if (has.from <= wanted.from && wanted.from <= has.to) return 1;
  }
  return 0;
}

/* 1 when the item has a value that is for this kind of person. */
static int is_for(const so_text_view *view, uint32_t item, uint32_t whom) {
  uint64_t hash = so_text_whom(whom);
  for (uint32_t n = so_text_view_find(view, hash);
       n < view->lexicon_count && view->lexicon[n].hash == hash; n++)
    if (so_pack_item_has(view->pack, item, view->lexicon[n].value)) return 1;
  return 0;
}

static int whom_fits(const so_text_view *view, uint32_t whom, uint32_t item) {
  int child = is_for(view, item, SO_WHOM_CHILDREN);
  int women = is_for(view, item, SO_WHOM_WOMEN), men = is_for(view, item, SO_WHOM_MEN);
  switch (whom) {
  case SO_WHOM_WOMEN: return !child && !men;
  case SO_WHOM_MEN: return !child && !women;
  case SO_WHOM_GIRLS: return child && !men;
  case SO_WHOM_BOYS: return child && !women;
  case SO_WHOM_CHILDREN: return child;
  default: return 1;
  }
}

static int price_fits(const so_pack_item *item, const so_wish *wish) {
  if (wish->price_from_minor < 0 && wish->price_to_minor < 0) return 1;
  int64_t price = item->price_minor;
  if (price < 0) return 0;
  return price >= wish->price_from_minor &&
         (wish->price_to_minor < 0 || price <= wish->price_to_minor);
}

/* 1 when the item has one of the wanted values of a key. */
static int has_any(const so_pack *pack, const so_wish *wish, uint32_t item, uint32_t key) {
  for (uint32_t n = 0; n < wish->value_count; n++) {
    const so_wish_value *value = &wish->values[n];
    if (!value->negative && pack->values[value->value].key == key &&
        so_pack_item_has(pack, item, value->value))
      return 1;
  }
  return 0;
}

/* Unwanted values are absent; of the wanted ones of a key, one is there. */
static int values_fit(const so_pack *pack, const so_wish *wish, uint32_t item) {
  for (uint32_t n = 0; n < wish->value_count; n++) {
    const so_wish_value *value = &wish->values[n];
    int fits = value->negative ? !so_pack_item_has(pack, item, value->value)
                               : has_any(pack, wish, item, pack->values[value->value].key);
    if (!fits) return 0;
  }
  return 1;
}

int so_find_fits(const so_text_view *view, const so_wish *wish, uint32_t item) {
  const so_pack_item *row = &view->pack->items[item];
  return price_fits(row, wish) && values_fit(view->pack, wish, item) &&
         (!wish->whom || whom_fits(view, wish->whom, item)) &&
         (!wish->size[0] || size_fits(view, wish, item));
}

int so_find_title_has(const so_text_view *view, struct sb_stemmer *stemmer, uint32_t item,
                      sotto_text stem) {
  so_word word;
  sotto_text title = so_pack_item_title(view->pack, item, view->locale);
  for (size_t at = 0; so_word_next(title, &at, &word);) {
    so_word_stem(stemmer, &word);
    if (so_text_equal(so_word_text(&word), stem)) return 1;
  }
  return 0;
}

/* Rarity of each value two products share. */
static void add_alike(const so_pack *pack, uint32_t like, float *scores) {
  const so_pack_item *row = &pack->items[like];
  for (uint32_t n = 0; n < row->values_count; n++) {
    uint32_t v = pack->item_values[row->values_start + n];
    if (v >= pack->value_count) continue;
    const so_pack_value *value = &pack->values[v];
    float rarity = (float)so_curve_log(1 + (double)pack->item_count / (1.0 + value->items_count));
    if (value->key == 0) rarity *= KIND_WEIGHT;
    for (uint32_t m = 0; m < value->items_count; m++) {
      uint32_t item = pack->value_items[value->items_start + m];
      if (item < pack->item_count && item != like) scores[item] += rarity;
    }
  }
}

static void score(const so_find_request *request, float *scores) {
  const so_text_view *view = request->view;
  const so_pack *pack = view->pack;
  memset(scores, 0, pack->item_count * sizeof *scores);
  int searched = request->words->wanted > 0 || request->like != SO_PACK_NONE;
  for (uint32_t n = 0; n < pack->item_count && !searched; n++) scores[n] = 1;
  if (request->like < pack->item_count) add_alike(pack, request->like, scores);
  for (uint32_t n = 0; n < request->words->count; n++) {
    const so_find_term *term = &request->words->terms[n];
    (void)so_text_view_add(view, term->term, term->weight, scores);
  }
}

static void add_personal(const so_find_request *request, float *personal) {
  const so_pack *pack = request->view->pack;
  memset(personal, 0, pack->item_count * sizeof *personal);
  for (uint32_t n = 0; n < request->liked_count; n++) {
    const so_find_liked *liked = &request->liked[n];
    if (liked->value >= pack->value_count) continue;
    const so_pack_value *value = &pack->values[liked->value];
    for (uint32_t m = 0; m < value->items_count; m++) {
      uint32_t item = pack->value_items[value->items_start + m];
      if (item < pack->item_count) personal[item] += liked->strength;
    }
  }
}

static uint32_t because_of(const so_find_request *request, uint32_t item) {
  float most = 0;
  uint32_t because = SO_PACK_NONE;
  for (uint32_t n = 0; n < request->liked_count; n++) {
    const so_find_liked *liked = &request->liked[n];
    if (liked->strength <= most || !so_pack_item_has(request->view->pack, item, liked->value))
      continue;
    most = liked->strength;
    because = liked->value;
  }
  return because;
}

/* What every hit is measured by. */
typedef struct scale {
  float best;     /* text score before any constraint */
  float most;     /* personal */
  float popular;  /* the most popular product's share */
  double average; /* price of what fits, minor; below 0: no band was asked for */
  int constrained;
} scale;

static int is_excepted(const so_find_request *request, uint32_t item) {
  for (uint32_t n = 0; n < request->except_count; n++)
    if (request->except[n] == item) return 1;
  return 0;
}

/* 1 when a word that was asked for stands in the title. */
static int is_asked_for(const so_find_request *request, uint32_t item) {
  for (uint32_t n = 0; n < request->words->wanted; n++) {
    so_word stem = request->words->said[n];
    so_word_stem(request->stemmer, &stem);
    if (so_find_title_has(request->view, request->stemmer, item, so_word_text(&stem))) return 1;
  }
  return 0;
}

/* "Cheap": no dearer than what fits costs on average. */
static int is_in_band(const so_find_request *request, const scale *by, uint32_t item) {
  double price = (double)request->view->pack->items[item].price_minor;
  if (by->average < 0) return 1;
  if (price < 0) return 0;
  return request->wish->band == SO_BAND_LOW ? price <= by->average : price >= by->average;
}

/* In stock, fit, and not discreet unless it was asked for by name. */
static int is_candidate(const so_find_request *request, const scale *by, uint32_t item,
                        float text) {
  const so_pack *pack = request->view->pack;
  if (text <= 0 || !(pack->items[item].flags & SO_ITEM_IN_STOCK)) return 0;
  if (by->constrained && text < FIT_SHARE * by->best) return 0;
  if (!so_find_fits(request->view, request->wish, item)) return 0;
  if (so_pack_item_is_discreet(pack, item) && !is_asked_for(request, item)) return 0;
  return is_in_band(request, by, item) && !is_excepted(request, item);
}

static so_find_hit measure(const so_find_request *request, const so_find_scratch *scratch,
                           const scale *by, uint32_t item) {
  const so_pack_item *row = &request->view->pack->items[item];
  float text = scratch->scores[item] / by->best;
  float personal = by->most > 0 ? request->personal * scratch->personal[item] / by->most : 0;
  if (by->popular > 0) personal += POPULAR_SHARE * row->popularity / by->popular;
  if (request->wish->whom == SO_WHOM_WOMEN || request->wish->whom == SO_WHOM_MEN)
    text += WHOM_SHARE * (float)is_for(request->view, item, request->wish->whom);
  if (request->wish->whom == SO_WHOM_ANYONE)
    text -= WHOM_SHARE * (float)is_for(request->view, item, SO_WHOM_CHILDREN);
  so_find_hit hit = {item, (int32_t)(text * MICRO), (int32_t)(personal * MICRO), SO_PACK_NONE,
                     text + personal};
  if (request->wish->order) hit.order = row->price_minor < 0 ? -1e30f : -(float)row->price_minor;
  return hit;
}

static int is_worse(const so_find_hit *a, const so_find_hit *b) {
  return a->order < b->order || (a->order <= b->order && a->item > b->item);
}

/* Restores the heap whose worst stands first, from `at` down. */
static void sink_down(so_find_hit *hits, uint32_t count, uint32_t at) {
  for (;;) {
    uint32_t worst = at, left = 2 * at + 1;
    for (uint32_t child = left; child < left + 2 && child < count; child++)
      if (is_worse(&hits[child], &hits[worst])) worst = child;
    if (worst == at) return;
    so_find_hit moved = hits[at];
    hits[at] = hits[worst];
    hits[worst] = moved;
    at = worst;
  }
}

static void keep(const so_find_scratch *scratch, uint32_t *inout_count, const so_find_hit *hit) {
  so_find_hit *hits = scratch->hits;
  uint32_t at = *inout_count;
  if (at < scratch->capacity) {
    for (hits[at] = *hit; at && is_worse(&hits[at], &hits[(at - 1) / 2]); at = (at - 1) / 2) {
      so_find_hit moved = hits[at];
      hits[at] = hits[(at - 1) / 2];
      hits[(at - 1) / 2] = moved;
    }
    (*inout_count)++;
  } else if (at && is_worse(&hits[0], hit)) {
    hits[0] = *hit;
    sink_down(hits, at, 0);
  }
}

/* Best first: the worst moves to the end, again and again. */
static void sort(so_find_hit *hits, uint32_t count) {
  for (uint32_t left = count; left > 1; left--) {
    so_find_hit worst = hits[0];
    hits[0] = hits[left - 1];
    hits[left - 1] = worst;
    sink_down(hits, left - 1, 0);
  }
}

static double average_price(const so_find_request *request, const so_find_scratch *scratch,
                            const scale *by) {
  double sum = 0, count = 0;
  if (request->wish->band == SO_BAND_NONE) return -1;
  for (uint32_t item = 0; item < request->view->pack->item_count; item++) {
    if (!is_candidate(request, by, item, scratch->scores[item])) continue;
    if (request->view->pack->items[item].price_minor < 0) continue;
    sum += (double)request->view->pack->items[item].price_minor;
    count++;
  }
  return count > 0 ? sum / count : -1;
}

static int is_constrained(const so_find_request *request) {
  const so_wish *wish = request->wish;
  return wish->value_count || wish->whom || wish->size[0] || wish->band || wish->order ||
         wish->price_from_minor >= 0 || wish->price_to_minor >= 0 || request->like != SO_PACK_NONE;
}

static scale scale_of(const so_find_request *request, const so_find_scratch *scratch) {
  const so_pack *pack = request->view->pack;
  scale by = {.average = -1};
  for (uint32_t item = 0; item < pack->item_count; item++) {
    if (scratch->scores[item] > by.best) by.best = scratch->scores[item];
    if (scratch->personal[item] > by.most) by.most = scratch->personal[item];
    if (pack->items[item].popularity > by.popular) by.popular = pack->items[item].popularity;
  }
  by.constrained = is_constrained(request);
  if (by.best > 0) by.average = average_price(request, scratch, &by);
  return by;
}

uint32_t so_find_items(const so_find_request *request, const so_find_scratch *scratch,
                       uint32_t *ret_fitting) {
  uint32_t count = 0, fitting = 0;
  score(request, scratch->scores);
  add_personal(request, scratch->personal);
  scale by = scale_of(request, scratch);
  for (uint32_t item = 0; item < request->view->pack->item_count && by.best > 0; item++) {
    float text = scratch->scores[item];
    if (!is_candidate(request, &by, item, text)) continue;
    so_find_hit hit = measure(request, scratch, &by, item);
    fitting += text >= FIT_SHARE * by.best;
    keep(scratch, &count, &hit);
  }
  sort(scratch->hits, count);
  for (uint32_t n = 0; n < count; n++)
    scratch->hits[n].because_value = because_of(request, scratch->hits[n].item);
  *ret_fitting = fitting;
  return count;
}
