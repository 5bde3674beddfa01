/*
 * Words and values of an utterance: see ask.h.
 */
#include "model/ask.h"

#include <string.h>

#include "base/string.h"
#include "model/ask_read.h"
#include "model/pack_reader.h"
#include "model/spelling.h"

static int is_last_of_weight(const so_reading *reading, uint32_t at) {
  uint32_t size;
  for (; at < reading->count; at += size)
    if (so_ask_cue(reading, at, &size) != SO_CUE_STOP) return 0;
  return 1;
}

int so_ask_add_value(so_reading *reading, uint32_t value, uint32_t negative) {
  so_wish *wish = &reading->turn->wish;
  if (value >= reading->view->pack->value_count) return 0;
  for (uint32_t n = 0; n < wish->value_count; n++)
    if (wish->values[n].value == value) return 1;
  if (wish->value_count == SO_WISH_VALUES_MAX) return 0;
  wish->values[wish->value_count++] = (so_wish_value){value, negative};
  reading->last = SO_LAST_VALUE;
  return 1;
}

void so_ask_add_word(so_reading *reading, uint32_t at, uint32_t optional) {
  so_wish *wish = &reading->turn->wish;
  if (wish->word_count == SO_WISH_WORDS_MAX) return;
  so_wish_word *word = &wish->words[wish->word_count++];
  memset(word, 0, sizeof *word);
  word->negative = reading->negative;
  word->optional = optional;
  word->size = reading->words[at].size;
  memcpy(word->text, reading->words[at].text, word->size);
  reading->negative = 0;
  reading->last = SO_LAST_WORD;
}

/* Leaves marks for what comes next; each gives the words it used, 0: the cue says nothing here. */
typedef uint32_t (*act_fn)(so_reading *reading, so_cue cue, uint32_t size);

static uint32_t act_bound(so_reading *reading, so_cue cue, uint32_t size) {
  uint32_t at = reading->at + size;
  int open = cue == SO_CUE_FROM && so_text_is(so_word_text(&reading->words[reading->at]), "de");
  if (!so_ask_number_follows(reading, at)) return cue == SO_CUE_FROM && !open ? size : 0;
  reading->bound = cue == SO_CUE_FROM && !open ? SO_CUE_AT_LEAST : cue;
  return size;
}

/* "max", "at least": after a price, but also before one. */
static uint32_t act_late(so_reading *reading, so_cue cue, uint32_t size) {
  if (so_ask_number_follows(reading, reading->at + size))
    reading->bound = cue == SO_CUE_OR_LESS ? SO_CUE_AT_MOST : SO_CUE_AT_LEAST;
  return size;
}

static uint32_t act_not(so_reading *reading, so_cue cue, uint32_t size) {
  (void)cue;
  so_wish *wish = &reading->turn->wish;
  uint32_t at = reading->at + size;
  if (reading->last == SO_LAST_VALUE && wish->value_count && is_last_of_weight(reading, at))
    wish->values[wish->value_count - 1].negative = 1; /* "the black one, no" */
  else
    reading->negative = 1;
  return size;
}

/* "no red or blue": what is joined to an unwanted value is unwanted. */
static uint32_t act_join(so_reading *reading, so_cue cue, uint32_t size) {
  (void)cue;
  const so_wish *wish = &reading->turn->wish;
  if (reading->last == SO_LAST_VALUE && wish->value_count)
    reading->negative = wish->values[wish->value_count - 1].negative;
  return size;
}

static uint32_t act_add(so_reading *reading, so_cue cue, uint32_t size) {
  (void)cue;
  reading->negative = 0;
  if (reading->last == SO_LAST_NONE) reading->turn->moves |= SO_MOVE_ADD;
  return size;
}

static uint32_t act_lead(so_reading *reading, so_cue cue, uint32_t size) {
  reading->introduced = 1;
  if (cue == SO_CUE_IN && reading->last == SO_LAST_NONE) reading->turn->moves |= SO_MOVE_ADD;
  return size;
}

static uint32_t act_mark(so_reading *reading, so_cue cue, uint32_t size) {
  if (cue == SO_CUE_THE && reading->last == SO_LAST_NONE && !reading->introduced)
    reading->article = 1;
  if (cue == SO_CUE_ONE) reading->ones = 1;
  if (cue == SO_CUE_ANY) reading->any = 1;
  if (cue == SO_CUE_EVERYTHING) reading->everything = 1;
  return size;
}

static uint32_t act_band(so_reading *reading, so_cue cue, uint32_t size) {
  reading->turn->wish.band =
      (cue == SO_CUE_CHEAP) != (reading->negative != 0) ? SO_BAND_LOW : SO_BAND_HIGH;
  reading->negative = 0;
  return size;
}

static uint32_t act_move(so_reading *reading, so_cue cue, uint32_t size) {
  static const uint32_t moves[] = {SO_MOVE_CHEAPEST, SO_MOVE_CHEAPER, SO_MOVE_DEARER,
                                   SO_MOVE_SIMILAR,  SO_MOVE_MORE,    SO_MOVE_RESET};
  reading->turn->moves |= moves[cue - SO_CUE_CHEAPEST];
  return size;
}

static uint32_t act_price(so_reading *reading, so_cue cue, uint32_t size) {
  (void)cue;
  uint32_t after = 0, at = reading->at + size;
  int any = reading->any;
  for (; at < reading->count && !any; at++) any = so_ask_cue(reading, at, &after) == SO_CUE_ANY;
  if (any) reading->turn->moves |= SO_MOVE_DROP_PRICE;
  return size;
}

static int is_size(const so_word *word) {
  static const char *const sizes[] = {"xxs", "xs", "s", "m", "l", "xl", "xxl", "xxxl", "3xl"};
  for (size_t n = 0; n < sizeof sizes / sizeof *sizes; n++)
    if (so_text_is(so_word_text(word), sizes[n])) return 1;
  return so_word_is_number(word) && word->size <= 3;
}

static uint32_t act_size(so_reading *reading, so_cue cue, uint32_t size) {
  (void)cue;
  uint32_t at = reading->at + size;
  char *wanted = reading->turn->wish.size;
  if (at >= reading->count || !is_size(&reading->words[at])) return 0;
  if (so_pack_find_key(reading->view->pack, so_text_of("size")) == SO_PACK_NONE) return 0;
  memcpy(wanted, reading->words[at].text, reading->words[at].size + 1);
  reading->last = SO_LAST_VALUE;
  return size + 1;
}

static uint32_t act_aged(so_reading *reading, so_cue cue, uint32_t size) {
  if (so_cue_number(reading->language, &reading->words[reading->at]) >= 0) return 0;
  if (so_ask_number_follows(reading, reading->at + size)) reading->bound = cue;
  return size;
}

static uint32_t act_whom(so_reading *reading, so_cue cue, uint32_t size) {
  const so_text_view *view = reading->view;
  uint32_t whom = (uint32_t)cue - SO_CUE_WOMEN + SO_WHOM_WOMEN;
  uint32_t known = whom > SO_WHOM_CHILDREN ? SO_WHOM_CHILDREN : whom;
  if (so_text_view_find(view, so_text_whom(known)) == view->lexicon_count) return 0;
  uint32_t *of = &reading->turn->wish.whom;
  if (!*of || *of == SO_WHOM_CHILDREN) *of = whom;
  for (uint32_t n = 0; n < size; n++) so_ask_add_word(reading, reading->at + n, 1);
  reading->last = SO_LAST_VALUE;
  return size;
}

static uint32_t act_nothing(so_reading *reading, so_cue cue, uint32_t size) {
  (void)reading, (void)cue;
  return size;
}

/* NULL: means something only beside a number. */
static const act_fn acts[SO_CUE_COUNT] = {
    [SO_CUE_STOP] = act_nothing,  [SO_CUE_AT_MOST] = act_bound, [SO_CUE_AT_LEAST] = act_bound,
    [SO_CUE_FROM] = act_bound,    [SO_CUE_AROUND] = act_bound,  [SO_CUE_BETWEEN] = act_bound,
    [SO_CUE_OR_LESS] = act_late,  [SO_CUE_OR_MORE] = act_late,  [SO_CUE_AND] = act_join,
    [SO_CUE_OR] = act_join,       [SO_CUE_BUT] = act_add,       [SO_CUE_NOT] = act_not,
    [SO_CUE_FOR] = act_lead,      [SO_CUE_IN] = act_lead,       [SO_CUE_THE] = act_mark,
    [SO_CUE_ONE] = act_mark,      [SO_CUE_CHEAP] = act_band,    [SO_CUE_PREMIUM] = act_band,
    [SO_CUE_CHEAPEST] = act_move, [SO_CUE_CHEAPER] = act_move,  [SO_CUE_DEARER] = act_move,
    [SO_CUE_SIMILAR] = act_move,  [SO_CUE_MORE] = act_move,     [SO_CUE_RESET] = act_move,
    [SO_CUE_ANY] = act_mark,      [SO_CUE_PRICE] = act_price,   [SO_CUE_MONEY] = act_nothing,
    [SO_CUE_SIZE] = act_size,     [SO_CUE_AGED] = act_aged,     [SO_CUE_PERSONS] = act_nothing,
    [SO_CUE_WOMEN] = act_whom,    [SO_CUE_MEN] = act_whom,      [SO_CUE_CHILDREN] = act_whom,
    [SO_CUE_GIRLS] = act_whom,    [SO_CUE_BOYS] = act_whom,     [SO_CUE_EVERYTHING] = act_mark,
};

/* Cues that say nothing where they stand are passed over, but for words that may name a product. */
static int read_cue(so_reading *reading) {
  uint32_t size, used = 0;
  so_cue cue = so_ask_cue(reading, reading->at, &size);
  if (cue == SO_CUE_NONE || !acts[cue]) return 0;
  used = acts[cue](reading, cue, size);
  int product = cue == SO_CUE_SIZE || (cue >= SO_CUE_WOMEN && cue <= SO_CUE_BOYS);
  if (!used && product) return 0;
  reading->at += used ? used : size;
  return 1;
}

/* Hash of the content words from `at` on, at most `most`; moves `*inout_at` past them. */
static uint64_t phrase_of(const so_reading *reading, uint32_t *inout_at, uint32_t most) {
  uint64_t phrase = SO_PHRASE_EMPTY;
  uint32_t at = *inout_at, size;
  for (uint32_t n = 0; n < most && at < reading->count; at++) {
    if (n > 0 && so_cue_is_light(so_ask_cue(reading, at, &size))) continue;
    phrase = so_text_phrase(phrase, so_word_text(&reading->stems[at]));
    if (++n == most) *inout_at = at + 1;
  }
  return phrase;
}

/* Whether an entry means a value where the reading stands. */
static int means(const so_reading *reading, const so_text_entry *entry) {
  if (entry->flags & (SO_LEXICON_OCCASION | SO_LEXICON_WHOM)) return 0;
  int led = reading->introduced || reading->negative || reading->article;
  return entry->value < reading->view->pack->value_count &&
         (led || !(entry->flags & SO_LEXICON_SOFT));
}

/* The value a phrase means: the brand's own word before others, the first key before others. */
static uint32_t value_of(const so_reading *reading, uint64_t phrase) {
  const so_text_view *view = reading->view;
  uint32_t found = SO_PACK_NONE;
  for (uint32_t n = so_text_view_find(view, phrase);
       n < view->lexicon_count && view->lexicon[n].hash == phrase; n++) {
    const so_text_entry *entry = &view->lexicon[n];
    if (!means(reading, entry)) continue;
    if (entry->flags & SO_LEXICON_CURATED) return entry->value;
    if (found == SO_PACK_NONE) found = entry->value;
  }
  return found;
}

static int read_value(so_reading *reading) {
  for (uint32_t most = SO_LEXICON_WORDS_MAX; most > 0; most--) {
    uint32_t end = reading->at;
    uint64_t phrase = phrase_of(reading, &end, most);
    uint32_t value = end == reading->at ? SO_PACK_NONE : value_of(reading, phrase);
    if (value == SO_PACK_NONE || !so_ask_add_value(reading, value, reading->negative)) continue;
    reading->at = end;
    reading->negative = reading->introduced = 0;
    return 1;
  }
  return 0;
}

/* The name of an attribute, said with "any": it no longer matters. */
static int read_key(so_reading *reading) {
  const so_pack *pack = reading->view->pack;
  so_turn *turn = reading->turn;
  uint32_t size;
  int any = reading->any;
  for (uint32_t at = reading->at + 1; at < reading->count && !any; at++)
    any = so_ask_cue(reading, at, &size) == SO_CUE_ANY;
  for (uint32_t key = 0; any && key < pack->key_count; key++) {
    so_word label;
    size_t start = 0;
    if (!so_word_next(so_pack_key_label(pack, key, reading->view->locale), &start, &label))
      continue;
    so_word_stem(reading->stemmer, &label);
    if (!so_text_equal(so_word_text(&label), so_word_text(&reading->stems[reading->at]))) continue;
    if (turn->drop_count < SO_WISH_DROPS_MAX) turn->drops[turn->drop_count++] = key;
    reading->at++;
    return 1;
  }
  return 0;
}

static void read_word(so_reading *reading) {
  so_ask_add_word(reading, reading->at++, 0);
  reading->introduced = 0;
}

static int was_said(const so_reading *reading, const so_word *stem) {
  for (uint32_t n = 0; n < reading->count; n++)
    if (so_text_equal(so_word_text(&reading->stems[n]), so_word_text(stem))) return 1;
  return 0;
}

/* How many words of weight a name has, where all were said; else 0. */
static uint32_t name_was_said(const so_reading *reading, sotto_text name) {
  so_word word;
  uint32_t said = 0, size;
  for (size_t at = 0; so_word_next(name, &at, &word);) {
    so_cue cue = so_cue_find(reading->language, &word, 1, &size);
    if (cue != SO_CUE_NONE && cue < SO_CUE_WOMEN) continue;
    so_word_stem(reading->stemmer, &word);
    if (!was_said(reading, &word)) return 0;
    said++;
  }
  return said;
}

/* Of the occasions, the one with the longest name all of whose words were said. */
static uint32_t occasion_of(const so_reading *reading) {
  const so_text_view *view = reading->view;
  uint32_t best = SO_PACK_NONE, most = 0;
  for (uint32_t n = 0; n < view->lexicon_count; n++) {
    const so_text_entry *entry = &view->lexicon[n];
    if (!(entry->flags & SO_LEXICON_OCCASION)) continue;
    uint32_t said = name_was_said(reading, so_pack_text(view->pack, (uint32_t)entry->hash));
    if (said > most) most = said, best = entry->value;
  }
  return best;
}

/* An occasion takes the words that named it, and those for whom it is. */
static void settle_occasion(so_reading *reading) {
  so_wish *wish = &reading->turn->wish;
  if (!reading->everything) return;
  wish->occasion = occasion_of(reading);
  if (wish->occasion == SO_PACK_NONE) return;
  wish->whom = wish->word_count = wish->value_count = wish->quantity = 0;
  memset(wish->words, 0, sizeof wish->words);
  memset(wish->values, 0, sizeof wish->values);
}

/* With a product named, "más barata" is the cheapest of them and "better" one of the best. */
static void settle_comparison(so_turn *turn, int words, int article) {
  if (!words) return;
  if (turn->moves & SO_MOVE_CHEAPER && article && !(turn->moves & SO_MOVE_SIMILAR))
    turn->moves = (turn->moves & ~SO_MOVE_CHEAPER) | SO_MOVE_CHEAPEST;
  if (turn->moves & SO_MOVE_DEARER) {
    turn->moves &= ~SO_MOVE_DEARER;
    turn->wish.band = SO_BAND_HIGH;
  }
  turn->moves &= ~(SO_MOVE_RESET | SO_MOVE_MORE);
}

/* "the green one", "la verde": an article and one thing said of it. */
static void settle_that(const so_reading *reading, int words) {
  so_turn *turn = reading->turn;
  if (!reading->article || turn->wish.value_count + turn->wish.word_count != 1) return;
  if (reading->ones)
    turn->moves |= SO_MOVE_THAT | SO_MOVE_ADD;
  else if (reading->language != 0 && (!words || !turn->moves))
    turn->moves |= SO_MOVE_THAT;
}

/* What only the whole utterance tells. */
static void settle(so_reading *reading) {
  so_turn *turn = reading->turn;
  so_wish *wish = &turn->wish;
  int words = so_wish_has_words(wish);
  settle_occasion(reading);
  settle_comparison(turn, words, (int)reading->article);
  if (turn->moves & SO_MOVE_CHEAPEST) wish->order = 1;
  settle_that(reading, words);
  if (!words) turn->moves &= ~SO_MOVE_ADD;
  int child = wish->age && wish->age <= 14 && wish->occasion == SO_PACK_NONE;
  if (child && wish->whom == SO_WHOM_ANYONE) wish->whom = SO_WHOM_CHILDREN;
}

/* A word that neither the catalogue nor the table knows, one letter off one of the table's. */
static void correct(const so_reading *reading, so_word *inout_word, const so_word *stem) {
  const so_text_view *view = reading->view;
  sotto_text text = so_word_text(inout_word);
  uint32_t size;
  size_t near_size = 0;
  if (!so_spelling_is_plain(text) || so_text_view_term(view, so_word_text(stem)) != SO_PACK_NONE ||
      so_cue_find(reading->language, inout_word, 1, &size) != SO_CUE_NONE)
    return;
  const char *near = so_cue_near(reading->language, inout_word, &near_size);
  if (!near) return;
  uint32_t other = so_spelling_correct(view, text);
  sotto_text spelt = so_text_view_spelt(view, other);
  int light = spelt.size == near_size && memcmp(spelt.data, near, near_size) == 0;
  if (spelt.size && !light && so_spelling_distance(text, spelt) == 1) return;
  memcpy(inout_word->text, near, near_size);
  if (near[near_size] != '*') inout_word->size = (uint32_t)near_size;
  inout_word->text[inout_word->size] = 0;
}

static void split(so_reading *reading) {
  size_t at = 0;
  while (reading->count < SO_ASK_WORDS_MAX &&
         so_word_next(reading->utterance, &at, &reading->words[reading->count])) {
    so_word *stem = &reading->stems[reading->count];
    *stem = reading->words[reading->count];
    so_word_stem(reading->stemmer, stem);
    correct(reading, &reading->words[reading->count++], stem);
  }
}

void so_ask_read(const so_text_view *view, struct sb_stemmer *stemmer, sotto_text utterance,
                 so_turn *ret_turn) {
  so_reading reading = {.view = view, .stemmer = stemmer, .utterance = utterance};
  sotto_text locale = so_pack_text(view->pack, view->pack->locales[view->locale]);
  reading.language = so_cue_language(locale);
  reading.turn = ret_turn;
  memset(ret_turn, 0, sizeof *ret_turn);
  so_wish_clear(&ret_turn->wish);
  split(&reading);
  while (reading.at < reading.count)
    if (!read_key(&reading) && !read_value(&reading) && !so_ask_number(&reading) &&
        !read_cue(&reading))
      read_word(&reading);
  settle(&reading);
}
