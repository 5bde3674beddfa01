/*
 * Reading an utterance: which words are constraints (price, colour and other values, size, for
 * whom, age, occasion, quantity, negation), which ask for something with what was shown before, and
 * which are what to search for. One pass from left to right: the longest closed phrase
 * (model/cue) acts, else a number is read, else the longest phrase of the pack's lexicon is a
 * value, else the word is content. Knows no language and no catalogue: those are the table's and
 * the pack's. Understands no grammar beyond that; what it reads is always told back.
 */
#ifndef SO_MODEL_ASK_H
#define SO_MODEL_ASK_H

#include "model/text_view.h"
#include "model/wish.h"

/** Reads an utterance (UTF-8) against the pack's words. `stemmer` is the locale's. */
void so_ask_read(const so_text_view *view, struct sb_stemmer *stemmer, sotto_text utterance,
                 so_turn *ret_turn);

#endif
