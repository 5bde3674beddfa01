/*
 * The closed words of asking, in one table: what a phrase does ("under", "hasta": at most) in each
 * language that has a column. A phrase is folded words; the last may end with '*' and then begins
 * any word. A language is added by adding a column; nothing else knows one.
 */
#ifndef SO_MODEL_CUE_H
#define SO_MODEL_CUE_H

#include "model/word.h"

/** What a phrase does. */
typedef enum so_cue {
  SO_CUE_NONE,
  SO_CUE_STOP, /* says nothing about the thing */
  SO_CUE_AT_MOST,
  SO_CUE_AT_LEAST,
  SO_CUE_FROM, /* at least, or the first of two bounds */
  SO_CUE_AROUND,
  SO_CUE_BETWEEN,
  SO_CUE_OR_LESS, /* after a price */
  SO_CUE_OR_MORE,
  SO_CUE_AND,
  SO_CUE_OR,
  SO_CUE_BUT, /* what follows goes with what was said before */
  SO_CUE_NOT,
  SO_CUE_FOR,
  SO_CUE_IN,
  SO_CUE_THE,
  SO_CUE_ONE,
  SO_CUE_CHEAP,
  SO_CUE_PREMIUM,
  SO_CUE_CHEAPEST,
  SO_CUE_CHEAPER,
  SO_CUE_DEARER,
  SO_CUE_SIMILAR,
  SO_CUE_MORE,
  SO_CUE_RESET,
  SO_CUE_ANY, /* the attribute or price named with it no longer matters */
  SO_CUE_PRICE,
  SO_CUE_MONEY,
  SO_CUE_UNIT, /* makes a number a measure */
  SO_CUE_SIZE,
  SO_CUE_AGED,
  SO_CUE_YEARS,
  SO_CUE_PERSONS,
  SO_CUE_WOMEN, /* these five in the order of SO_WHOM_… */
  SO_CUE_MEN,
  SO_CUE_CHILDREN,
  SO_CUE_GIRLS,
  SO_CUE_BOYS,
  SO_CUE_EVERYTHING,
  SO_CUE_COUNT
} so_cue;

/** Languages with a column, by the first two letters of a locale; anything else reads English. */
uint32_t so_cue_language(sotto_text locale);
/** The longest phrase that begins the words; `*ret_count` is how many words it has. */
so_cue so_cue_find(uint32_t language, const so_word *words, uint32_t count, uint32_t *ret_count);
/**
 * A word of a phrase that differs from this one by one edit, or NULL; `*ret_size` letters of it,
 * and whatever follows where the phrase says so.
 */
const char *so_cue_near(uint32_t language, const so_word *word, size_t *ret_size);
/** 1 for words that a phrase may have between its own: articles, "of", "and", "in". */
int so_cue_is_light(so_cue cue);
/** The number a word is ("12", "twelve", "doce"), or -1. */
int64_t so_cue_number(uint32_t language, const so_word *word);

#endif
