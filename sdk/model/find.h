/*
 * From a wish to products: the words by BM25F over the pack's index, the constraints by the pack's
 * values, then what the person is known to care about moves products of alike worth. Spelling is
 * corrected word by word where the catalogue does not know one. Scores are micro units of the best
 * text match; the parts sum to the score. Allocates nothing: the caller lends scratch. Does not
 * read utterances (model/ask), does not keep turns (model/talk), says nothing.
 */
#ifndef SO_MODEL_FIND_H
#define SO_MODEL_FIND_H

#include "model/text_view.h"
#include "model/wish.h"

#define SO_FIND_TERMS_MAX 40u
#define SO_FIND_LIKED_MAX 32u

/** One term that is searched. */
typedef struct so_find_term {
  uint32_t term;
  float weight; /* below 0: items with it are left out */
} so_find_term;

/** The words of a wish against the index. */
typedef struct so_find_words {
  uint32_t count;
  uint32_t wanted;    /* words that must be found */
  uint32_t known;     /* of those, how many the catalogue knows */
  uint32_t corrected; /* words that were spelt otherwise */
  so_find_term terms[SO_FIND_TERMS_MAX];
  so_word said[SO_WISH_WORDS_MAX]; /* wanted words as searched */
  so_word unknown;                 /* the first that the catalogue lacks; empty: none */
} so_find_words;

/** One value the person cares about. */
typedef struct so_find_liked {
  uint32_t value;
  float strength; /* -1 … 1 */
} so_find_liked;

/** What is looked for. */
typedef struct so_find_request {
  const so_text_view *view;
  const so_wish *wish;
  const so_find_words *words;
  struct sb_stemmer *stemmer;
  uint32_t like;          /* a product that others are compared with, or SO_PACK_NONE */
  const uint32_t *except; /* products that are not wanted again */
  uint32_t except_count;
  uint32_t liked_count;
  float personal; /* weight of what the person cares about, 0 … 1 */
  so_find_liked liked[SO_FIND_LIKED_MAX];
} so_find_request;

/** One product found. */
typedef struct so_find_hit {
  uint32_t item;
  int32_t words_micro;    /* of the best match */
  int32_t personal_micro; /* what the person cares about, and a little of popularity */
  uint32_t because_value; /* what of it, or SO_PACK_NONE */
  float order;
} so_find_hit;

/** Memory the caller lends. */
typedef struct so_find_scratch {
  float *scores;   /* items */
  float *personal; /* items */
  so_find_hit *hits;
  uint32_t capacity; /* of hits */
} so_find_scratch;

/** Corrects and looks up the words of a wish. */
void so_find_read_words(const so_text_view *view, struct sb_stemmer *stemmer, const so_wish *wish,
                        so_find_words *ret_words);
/**
 * Fills scratch->hits, best first, and gives how many; `*ret_fitting` counts all that fit, beyond
 * the capacity too.
 */
uint32_t so_find_items(const so_find_request *request, const so_find_scratch *scratch,
                       uint32_t *ret_fitting);
/** 1 when the item meets every constraint of the wish; words are not looked at. */
int so_find_fits(const so_text_view *view, const so_wish *wish, uint32_t item);
/** 1 when the item's title has a word with this stem. */
int so_find_title_has(const so_text_view *view, struct sb_stemmer *stemmer, uint32_t item,
                      sotto_text stem);

#endif
