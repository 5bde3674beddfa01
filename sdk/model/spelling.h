/*
 * What a word that the catalogue does not know was meant to be: symmetric deletes (Garbe's
 * SymSpell, 2012): a misspelt word and the right one meet where letters are left out of both.
 * The index holds
 * the catalogue's words with up to two of their first seven letters left out; of the words met, the
 * one with the fewest edits (optimal string alignment) wins, then the commonest. Also words written
 * apart or together that the catalogue writes the other way.
 */
#ifndef SO_MODEL_SPELLING_H
#define SO_MODEL_SPELLING_H

#include "model/text_view.h"

/** Hash of a word, cut to its first letters, less the letters of `left_out` (bits). */
uint32_t so_spelling_hash(sotto_text word, uint32_t left_out);
/** Letters that may be left out of a word of this size: 1 below 7 letters, else 2. */
uint32_t so_spelling_edits(size_t size);
/** 1 where a word may be corrected or corrected to: 4 letters or more, no digit. */
int so_spelling_is_plain(sotto_text word);
/** The next way to leave letters out after `left_out`, or 0 at the end. */
uint32_t so_spelling_next(sotto_text word, uint32_t left_out);
/** Edits from one word to another (optimal string alignment); 24 where one is longer than that. */
uint32_t so_spelling_distance(sotto_text a, sotto_text b);
/** The word of the catalogue that was most likely meant, or SO_PACK_NONE. */
uint32_t so_spelling_correct(const so_text_view *view, sotto_text word);
/** Size of the first of the two words of the catalogue that this one is, or 0. */
uint32_t so_spelling_split(const so_text_view *view, sotto_text word);

#endif
