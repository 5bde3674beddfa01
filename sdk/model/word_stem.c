/*
 * Stems by libstemmer: see word.h.
 */
#include <libstemmer.h>
#include <string.h>

#include "model/word.h"

void so_word_stem(struct sb_stemmer *stemmer, so_word *inout_word) {
  so_word *word = inout_word;
  if (!stemmer || so_word_is_number(word)) return;
  const sb_symbol *stem = sb_stemmer_stem(stemmer, (const sb_symbol *)word->text, (int)word->size);
  int size = stem ? sb_stemmer_length(stemmer) : 0;
  if (size <= 0 || (uint32_t)size > SO_WORD_MAX) return;
  memcpy(word->text, stem, (size_t)size);
  word->text[size] = 0;
  word->size = (uint32_t)size;
}
