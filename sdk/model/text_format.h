/*
 * The sections of a pack that search reads, by number from 48 on; a pack without them searches
 * nothing. One row of SO_TEXT_LOCALES per locale of the pack, each with its runs of the others.
 *
 *   TERMS      stems, ascending by bytes; a term's postings are `count` times a varint (item less
 *              the item before; little-endian groups of 7 bits) and a byte of impact: the saturated
 *              part of BM25F, of 255 (Robertson, Zaragoza 2009: "The Probabilistic Relevance
 *              Framework", 3.6), so that the device needs no lengths
 *   WORDS      folded words as they were written, ascending, with their stem and how often
 *   DELETES    for spelling: ascending hashes of words with up to two letters left out
 *   LEXICON    phrases that mean a value, an occasion or for whom, ascending by hash of their stems
 *   SYNONYMS   the brand's own: a phrase (stems) and the words to search instead
 *   OCCASIONS  "a weekend with children": parts, each with the values that fill it
 *
 * Nothing here is checked when a pack is installed: every reader stays inside the section whatever
 * stands in it (model/text_view).
 */
#ifndef SO_MODEL_TEXT_FORMAT_H
#define SO_MODEL_TEXT_FORMAT_H

#include <stdint.h>

enum {
  SO_TEXT_LOCALES = 48,
  SO_TEXT_BYTES = 49,
  SO_TEXT_TERMS = 50,
  SO_TEXT_POSTINGS = 51,
  SO_TEXT_WORDS = 52,
  SO_TEXT_DELETES = 53,
  SO_TEXT_LEXICON = 54,
  SO_TEXT_SYNONYMS = 55,
  SO_TEXT_OCCASIONS = 56,
  SO_TEXT_PARTS = 57,
  SO_TEXT_PART_VALUES = 58,
  SO_TEXT_NAMES = 59
};

#define SO_TEXT_SATURATION 1.2f /* k1 */
#define SO_TEXT_LENGTH 0.75f    /* b */
#define SO_TEXT_IMPACT_MOST (SO_TEXT_SATURATION + 1)

typedef struct so_text_run {
  uint32_t start;
  uint32_t count;
} so_text_run;

typedef struct so_text_locale {
  so_text_run terms;
  so_text_run words;
  so_text_run deletes;
  so_text_run lexicon;
  so_text_run synonyms;
} so_text_locale;
_Static_assert(sizeof(so_text_locale) == 40, "text locale");

typedef struct so_text_term {
  uint32_t text; /* in SO_TEXT_BYTES */
  uint32_t size;
  uint32_t count;    /* items with it */
  uint32_t postings; /* byte of SO_TEXT_POSTINGS */
} so_text_term;
_Static_assert(sizeof(so_text_term) == 16, "text term");

typedef struct so_text_word {
  uint32_t text;
  uint32_t size;
  uint32_t count; /* times it was written */
  uint32_t term;
} so_text_word;
_Static_assert(sizeof(so_text_word) == 16, "text word");

typedef struct so_text_delete {
  uint32_t hash;
  uint32_t word;
} so_text_delete;
_Static_assert(sizeof(so_text_delete) == 8, "text delete");

enum {
  SO_LEXICON_SOFT = 1u,     /* also a kind of product: a value only where it is introduced */
  SO_LEXICON_OCCASION = 2u, /* `value` is an occasion; the hash is the number of a text: a name */
  SO_LEXICON_WHOM = 4u,     /* the hash is of a SO_WHOM_… number; `value` is such a value */
  SO_LEXICON_CURATED = 8u   /* the brand named it */
};

typedef struct so_text_entry {
  uint64_t hash;
  uint32_t value;
  uint32_t flags;
} so_text_entry;
_Static_assert(sizeof(so_text_entry) == 16, "text entry");

typedef struct so_text_synonym {
  uint64_t hash;
  uint32_t text; /* of the pack: the words instead */
  uint32_t zero;
} so_text_synonym;
_Static_assert(sizeof(so_text_synonym) == 16, "text synonym");

typedef struct so_text_occasion {
  uint32_t id_text;
  uint32_t names; /* run in SO_TEXT_NAMES: a text per locale */
  so_text_run parts;
} so_text_occasion;
_Static_assert(sizeof(so_text_occasion) == 16, "text occasion");

typedef struct so_text_part {
  uint32_t names;
  uint32_t each;      /* SO_PART_… */
  so_text_run values; /* in SO_TEXT_PART_VALUES: one key's are alternatives, keys all hold */
} so_text_part;
_Static_assert(sizeof(so_text_part) == 16, "text part");

/** How many of a part's item are needed. */
enum { SO_PART_ONE = 0, SO_PART_EACH_CHILD = 1, SO_PART_EACH_PERSON = 2 };

/** Most words of a phrase of the lexicon, and of letters a word may lack in SO_TEXT_DELETES. */
#define SO_LEXICON_WORDS_MAX 4u
#define SO_DELETES_PREFIX 7u
#define SO_DELETES_MAX 2u

#endif
