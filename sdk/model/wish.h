/*
 * What someone asks for, as far as it was understood: words and constraints over one pack. The
 * state of a conversation is one of these. Plain numbers and short folded words in the caller's
 * memory; nothing here is ever stored.
 */
#ifndef SO_MODEL_WISH_H
#define SO_MODEL_WISH_H

#include "model/word.h"

#define SO_WISH_VALUES_MAX 16u
#define SO_WISH_WORDS_MAX 16u
#define SO_WISH_DROPS_MAX 4u

/** For whom; 0: nobody was named. In the order of the cues. */
enum {
  SO_WHOM_ANYONE = 0,
  SO_WHOM_WOMEN = 1,
  SO_WHOM_MEN = 2,
  SO_WHOM_CHILDREN = 3,
  SO_WHOM_GIRLS = 4,
  SO_WHOM_BOYS = 5,
  SO_WHOM_COUNT = 6
};

enum { SO_BAND_NONE = 0, SO_BAND_LOW = 1, SO_BAND_HIGH = 2 };

/** What a turn does with what came before. */
enum {
  SO_MOVE_CHEAPER = 1u,
  SO_MOVE_DEARER = 2u,
  SO_MOVE_CHEAPEST = 4u,
  SO_MOVE_SIMILAR = 8u,
  SO_MOVE_THAT = 16u, /* one of those shown */
  SO_MOVE_MORE = 32u,
  SO_MOVE_RESET = 64u,
  SO_MOVE_ADD = 128u, /* the words go with those before */
  SO_MOVE_DROP_PRICE = 256u
};

/** A value that items must (or must not) have; several of one key are alternatives. */
typedef struct so_wish_value {
  uint32_t value; /* of the pack */
  uint32_t negative;
} so_wish_value;

/** A word to search for. */
typedef struct so_wish_word {
  uint32_t negative; /* items with it are left out */
  uint32_t optional; /* helps, but is not what was asked for */
  uint32_t size;
  char text[SO_WORD_MAX + 1]; /* folded */
} so_wish_word;

typedef struct so_wish {
  int64_t price_from_minor; /* -1: none */
  int64_t price_to_minor;   /* -1: none */
  uint32_t band;            /* SO_BAND_… */
  uint32_t whom;            /* SO_WHOM_… */
  uint32_t age;             /* years + 1; 0: none */
  uint32_t quantity;        /* 0: none */
  uint32_t heads;           /* people or children counted for an occasion; 0: none */
  uint32_t occasion;        /* of the pack, or SO_PACK_NONE */
  uint32_t order;           /* 1: cheapest first */
  uint32_t value_count;
  uint32_t word_count;
  char size[8]; /* "42", "m"; terminated; empty: none */
  so_wish_value values[SO_WISH_VALUES_MAX];
  so_wish_word words[SO_WISH_WORDS_MAX];
} so_wish;

/** One utterance: its own wish and what it does with the one before. */
typedef struct so_turn {
  so_wish wish;
  uint32_t moves; /* SO_MOVE_… */
  uint32_t drop_count;
  uint32_t drops[SO_WISH_DROPS_MAX]; /* keys of the pack that no longer matter */
} so_turn;

void so_wish_clear(so_wish *ret_wish);
/** 1 when it asks for nothing: no word and no constraint. */
int so_wish_is_empty(const so_wish *wish);
/** 1 when a word that must be found is in it. */
int so_wish_has_words(const so_wish *wish);

#endif
