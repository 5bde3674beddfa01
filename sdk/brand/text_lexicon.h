/*
 * The phrases that mean something to search: names of values, kinds of people, occasions and
 * synonyms, as hashes of their stems. Which values: those of attributes that brand.json declares
 * and of the specification's own (colour, material, pattern, gender, age group). A name that is
 * also a kind of product ("Climbing") means the value only where it is introduced.
 */
#ifndef SO_BRAND_TEXT_LEXICON_H
#define SO_BRAND_TEXT_LEXICON_H

#include "brand/assembly.h"
#include "model/text_view.h"

/** One locale's lexicon under way. */
typedef struct so_text_lexicon {
  so_assembly *assembly;
  struct sb_stemmer *stemmer;
  uint32_t locale;
} so_text_lexicon;

/** 1 when brand.json names the values of this key. */
int so_text_lexicon_is_curated(const so_assembly *assembly, uint32_t key);
/** Adds the locale's entries and synonyms; `start` is where its run of the lexicon begins. */
void so_text_lexicon_add(const so_text_lexicon *lexicon, uint32_t start);
/** Adds the occasions with their parts, once; unknown values are findings. */
void so_text_occasions_add(so_assembly *assembly);

#endif
