/*
 * Words of any text, as search sees them: letters and digits in runs, folded so that "Linterna",
 * "linterna" and "LINTÉRNA" are one word. Latin letters lose case and marks, an apostrophe between
 * letters vanishes ("men's" is "mens"), letters of other scripts stay as they are; everything else
 * parts words. Used alike where a pack's index is made and where it is asked. A stem is Snowball's
 * (libstemmer), made in place; whoever lends the stemmer owns it.
 */
#ifndef SO_MODEL_WORD_H
#define SO_MODEL_WORD_H

#include <sotto/base.h>

/** Longest folded word; what is longer is cut at a character. */
#define SO_WORD_MAX 47u

struct sb_stemmer;

/** One folded word and where it stood. */
typedef struct so_word {
  uint32_t start; /* bytes of the text it was read from */
  uint32_t end;
  uint32_t size;
  char text[SO_WORD_MAX + 1]; /* terminated */
} so_word;

/** Reads the next word at or after `*inout_at` and moves past it; 0 at the end. UTF-8 only. */
int so_word_next(sotto_text text, size_t *inout_at, so_word *ret_word);
/** Makes the word its stem; `stemmer` NULL (a language without one): as it is. */
void so_word_stem(struct sb_stemmer *stemmer, so_word *inout_word);
sotto_text so_word_text(const so_word *word);
/** 1 when every byte is a digit. */
int so_word_is_number(const so_word *word);

#endif
