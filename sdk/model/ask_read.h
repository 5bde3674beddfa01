/*
 * An utterance half read, shared by the files that read it (ask: words and values, ask_number:
 * numbers and prices).
 */
#ifndef SO_MODEL_ASK_READ_H
#define SO_MODEL_ASK_READ_H

#include "model/cue.h"
#include "model/text_view.h"
#include "model/wish.h"

/** Words of an utterance that are looked at; the rest is not read. */
#define SO_ASK_WORDS_MAX 48u

typedef struct so_reading {
  const so_text_view *view;
  struct sb_stemmer *stemmer;
  sotto_text utterance;
  uint32_t language;
  uint32_t at; /* the word being read */
  uint32_t count;
  so_turn *turn;
  so_cue bound;        /* a cue that waits for its number */
  uint32_t negative;   /* the next value or word is unwanted */
  uint32_t introduced; /* the next value was led in by "for" or "in" */
  uint32_t article;    /* "the" was said before anything else of weight */
  uint32_t ones;       /* "one" was said of something */
  uint32_t any;        /* the next attribute no longer matters */
  uint32_t everything;
  uint32_t last; /* SO_LAST_… : what was read last */
  so_word words[SO_ASK_WORDS_MAX];
  so_word stems[SO_ASK_WORDS_MAX];
} so_reading;

enum { SO_LAST_NONE = 0, SO_LAST_PRICE = 1, SO_LAST_VALUE = 2, SO_LAST_WORD = 3 };

/** Reads a number where one stands: a price, an age, persons, a quantity. 1 where it did. */
int so_ask_number(so_reading *reading);
/** 1 when a number follows word `at`, but for words without weight. */
int so_ask_number_follows(const so_reading *reading, uint32_t at);
/** The cue at a word; `*ret_count` words. */
so_cue so_ask_cue(const so_reading *reading, uint32_t at, uint32_t *ret_count);
/** Adds a constraint on a value; 0 where there is no room. */
int so_ask_add_value(so_reading *reading, uint32_t value, uint32_t negative);
/** Adds the word being read to what is searched for. */
void so_ask_add_word(so_reading *reading, uint32_t at, uint32_t optional);

#endif
