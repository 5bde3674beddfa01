/*
 * The text sections of a pack, found and read. Every number read from them is held against the
 * section's end before it is used, so a damaged index gives poor answers and nothing worse. Looks
 * words up, walks postings; does not decide what is searched (model/ask) or what is shown
 * (model/find).
 */
#ifndef SO_MODEL_TEXT_VIEW_H
#define SO_MODEL_TEXT_VIEW_H

#include "model/pack_view.h"
#include "model/text_format.h"
#include "model/word.h"

/** One section: where it begins and how many elements it has. */
typedef struct so_text_section {
  const void *data;
  uint32_t count;
} so_text_section;

/** The index of one locale; runs are cut to their sections. */
typedef struct so_text_view {
  const so_pack *pack;
  uint32_t locale;
  const char *bytes;
  const uint8_t *postings;
  const so_text_term *terms; /* of the locale, as are the next four */
  const so_text_word *words;
  const so_text_delete *deletes;
  const so_text_entry *lexicon;
  const so_text_synonym *synonyms;
  uint32_t bytes_count, postings_count, term_count, word_count, delete_count, lexicon_count;
  uint32_t synonym_count;
  so_text_section occasions, parts, part_values, names;
} so_text_view;

/** Gives the index of a locale. #SOTTO_E_MISSING where the pack has none for it. */
SOTTO_CHECKED sotto_status so_text_view_open(so_text_view *ret_view, const so_pack *pack,
                                             uint32_t locale);
/** The term that is this stem, or SO_PACK_NONE. */
uint32_t so_text_view_term(const so_text_view *view, sotto_text stem);
/** The word that is written so, or SO_PACK_NONE. */
uint32_t so_text_view_word(const so_text_view *view, sotto_text word);
sotto_text so_text_view_spelt(const so_text_view *view, uint32_t word);
/** Adds `weight` times the impact of a term to each item's score; returns its postings. */
uint32_t so_text_view_add(const so_text_view *view, uint32_t term, float weight, float *scores);
/** ln(1 + (items - n + .5) / (n + .5)) for a term that n items have. */
float so_text_view_rarity(const so_text_view *view, uint32_t term);
/** First entry with this hash, or lexicon_count; those with the same hash follow it. */
uint32_t so_text_view_find(const so_text_view *view, uint64_t hash);
/** Hash of a phrase: FNV-1a 64 of its stems, a blank before each. Start with SO_PHRASE_EMPTY. */
uint64_t so_text_phrase(uint64_t phrase, sotto_text stem);
#define SO_PHRASE_EMPTY UINT64_C(14695981039346656037)
/** Hash under which the values for one kind of person stand. */
uint64_t so_text_whom(uint32_t whom);
/** Occasion, part, value of a part and name by number; NULL or empty beyond the end. */
const so_text_occasion *so_text_view_occasion(const so_text_view *view, uint32_t occasion);
const so_text_part *so_text_view_part(const so_text_view *view, uint32_t part);
uint32_t so_text_view_part_value(const so_text_view *view, uint32_t number);
sotto_text so_text_view_name(const so_text_view *view, uint32_t names);

#endif
