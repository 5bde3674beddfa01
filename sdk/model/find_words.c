/*
 * Words to terms: spelling, words written apart or together, the brand's synonyms. See find.h.
 */
#include <string.h>

#include "base/string.h"
#include "model/find.h"
#include "model/spelling.h"

#define OPTIONAL_WEIGHT 0.5f
#define RARE_MOST 1u /* a word the catalogue has at most once may be a mistake */
#define EXCLUDED -1e9f

typedef struct looking {
  const so_text_view *view;
  struct sb_stemmer *stemmer;
  so_find_words *words;
} looking;

static uint32_t term_of(const looking *at, sotto_text folded) {
  so_word stem = {.size = (uint32_t)folded.size};
  memcpy(stem.text, folded.data, folded.size);
  so_word_stem(at->stemmer, &stem);
  return so_text_view_term(at->view, so_word_text(&stem));
}

static void add_term(const looking *at, uint32_t term, float weight) {
  so_find_words *words = at->words;
  if (term == SO_PACK_NONE || words->count == SO_FIND_TERMS_MAX) return;
  for (uint32_t n = 0; n < words->count; n++)
    if (words->terms[n].term == term) return;
  float rarity = so_text_view_rarity(at->view, term);
  words->terms[words->count++] = (so_find_term){term, weight < 0 ? EXCLUDED : weight * rarity};
}

static uint32_t items_with(const so_text_view *view, uint32_t term) {
  return term == SO_PACK_NONE ? 0 : view->terms[term].count;
}

static uint32_t term_spelt(const so_text_view *view, uint32_t word) {
  return view->words[word].term < view->term_count ? view->words[word].term : SO_PACK_NONE;
}

static void set_word(so_word *word, sotto_text text) {
  memset(word, 0, sizeof *word);
  word->size = (uint32_t)(text.size < SO_WORD_MAX ? text.size : SO_WORD_MAX);
  memcpy(word->text, text.data, word->size);
}

/* Words instead of a phrase, as the brand lists them. */
static void add_synonyms(const looking *at, uint64_t phrase, float weight) {
  const so_text_view *view = at->view;
  for (uint32_t n = 0; n < view->synonym_count; n++) {
    if (view->synonyms[n].hash != phrase) continue;
    so_word word;
    sotto_text text = so_pack_text(view->pack, view->synonyms[n].text);
    for (size_t from = 0; so_word_next(text, &from, &word);)
      add_term(at, term_of(at, so_word_text(&word)), weight);
  }
}

static uint64_t add_phrase(const looking *at, uint64_t phrase, sotto_text folded) {
  so_word stem = {.size = (uint32_t)folded.size};
  memcpy(stem.text, folded.data, folded.size);
  so_word_stem(at->stemmer, &stem);
  return so_text_phrase(phrase, so_word_text(&stem));
}

/* The term of a word spelt as the catalogue spells it; SO_PACK_NONE where it has no such word. */
static uint32_t correct(const looking *at, so_word *inout_word, uint32_t term) {
  const so_text_view *view = at->view;
  sotto_text text = so_word_text(inout_word);
  uint32_t other = so_spelling_correct(view, text), size;
  if (other != SO_PACK_NONE && items_with(view, term_spelt(view, other)) > items_with(view, term) &&
      !so_text_equal(so_text_view_spelt(view, other), text)) {
    add_term(at, term, 1); /* it may have been meant after all */
    set_word(inout_word, so_text_view_spelt(view, other));
    at->words->corrected++;
    return term_spelt(view, other);
  }
  if (term == SO_PACK_NONE && (size = so_spelling_split(view, text)) > 0) {
    add_term(at, term_of(at, (sotto_text){text.data, size}), 1);
    return term_of(at, (sotto_text){text.data + size, text.size - size});
  }
  return term;
}

/* Looks a wanted word up. */
static void add_word(const looking *at, so_word *inout_word) {
  uint32_t term = term_of(at, so_word_text(inout_word)), before = at->words->count;
  if (items_with(at->view, term) <= RARE_MOST) term = correct(at, inout_word, term);
  add_term(at, term, 1);
  add_synonyms(at, add_phrase(at, SO_PHRASE_EMPTY, so_word_text(inout_word)), 1);
  int known = term != SO_PACK_NONE || at->words->count > before;
  at->words->known += (uint32_t)known;
  if (!known && !at->words->unknown.size) at->words->unknown = *inout_word;
}

/* "head torch" where the catalogue writes "headtorch", and a synonym of two words. */
static void add_pair(const looking *at, const so_word *first, const so_word *second) {
  char joined[2 * SO_WORD_MAX];
  size_t size = first->size + second->size;
  memcpy(joined, first->text, first->size);
  memcpy(joined + first->size, second->text, second->size);
  if (size <= SO_WORD_MAX) {
    uint32_t word = so_text_view_word(at->view, (sotto_text){joined, size});
    if (word != SO_PACK_NONE && at->view->words[word].count > RARE_MOST)
      add_term(at, term_of(at, (sotto_text){joined, size}), 1);
  }
  uint64_t phrase = add_phrase(at, SO_PHRASE_EMPTY, so_word_text(first));
  add_synonyms(at, add_phrase(at, phrase, so_word_text(second)), 1);
}

void so_find_read_words(const so_text_view *view, struct sb_stemmer *stemmer, const so_wish *wish,
                        so_find_words *ret_words) {
  looking at = {view, stemmer, ret_words};
  memset(ret_words, 0, sizeof *ret_words);
  for (uint32_t n = 0; n < wish->word_count; n++) {
    const so_wish_word *word = &wish->words[n];
    so_word folded;
    set_word(&folded, (sotto_text){word->text, word->size});
    float weight = word->negative ? -1 : word->optional ? OPTIONAL_WEIGHT : 1;
    if (word->negative || word->optional) {
      add_term(&at, term_of(&at, so_word_text(&folded)), weight);
      continue;
    }
    add_word(&at, &folded);
    ret_words->said[ret_words->wanted++] = folded;
  }
  for (uint32_t n = 1; n < ret_words->wanted; n++)
    add_pair(&at, &ret_words->said[n - 1], &ret_words->said[n]);
}
