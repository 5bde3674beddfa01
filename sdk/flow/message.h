/*
 * Every sentence a person may read, in one table: id, stable name, English, Spanish. `{0}` … `{3}`
 * stand for the parts. An app may replace a sentence or add a language with JSON. Append an id here
 * and its row in message.c. Does not choose which sentence to say.
 */
#ifndef SO_FLOW_MESSAGE_H
#define SO_FLOW_MESSAGE_H

#include "base/string.h"

#define SO_MESSAGE_PARTS_MAX 4
#define SO_LOCALE_MAX 16
/** Longest sentence built here; longer parts are cut at a character. */
#define SO_SENTENCE_MAX 512

typedef enum so_message {
  SO_MESSAGE_REASON_NEIGHBOUR = 0,
  SO_MESSAGE_REASON_NEIGHBOUR_UNNAMED,
  SO_MESSAGE_REASON_SIMILAR,
  SO_MESSAGE_REASON_SIMILAR_UNNAMED,
  SO_MESSAGE_REASON_AFFINITY,
  SO_MESSAGE_REASON_AFFINITY_UNNAMED,
  SO_MESSAGE_REASON_POPULAR,
  SO_MESSAGE_REASON_RECENT,
  SO_MESSAGE_REASON_REPURCHASE,
  SO_MESSAGE_REASON_COMPLEMENT,
  SO_MESSAGE_REASON_COMPLEMENT_UNNAMED,
  SO_MESSAGE_REASON_EXPLORE,
  SO_MESSAGE_REASON_RULE,
  SO_MESSAGE_REASON_CONTEXT,
  SO_MESSAGE_REASON_CONTEXT_UNNAMED,
  SO_MESSAGE_REASON_DISCREET,
  SO_MESSAGE_MINDSET_CURIOUS,
  SO_MESSAGE_MINDSET_INTERESTED,
  SO_MESSAGE_MINDSET_FOCUSED,
  SO_MESSAGE_MINDSET_SATISFIED,
  SO_MESSAGE_MINDSET_LOYAL,
  SO_MESSAGE_MINDSET_FADING,
  SO_MESSAGE_FACT_CART, /* in the order of the SO_FACT_ bits */
  SO_MESSAGE_FACT_CHECKOUT,
  SO_MESSAGE_FACT_WISHLIST,
  SO_MESSAGE_FACT_REVIEWS_CART,
  SO_MESSAGE_FACT_SECOND_VIEW,
  SO_MESSAGE_FACT_BOUGHT,
  SO_MESSAGE_FACT_REPEAT,
  SO_MESSAGE_FACT_QUIET,
  SO_MESSAGE_FACT_SCORE_HIGH,
  SO_MESSAGE_FACT_SCORE_LOW,
  SO_MESSAGE_FACT_HELD,
  SO_MESSAGE_FACT_NEW,
  SO_MESSAGE_SCORE_LOOKING_MORE, /* pairs in the order of mindset_words groups */
  SO_MESSAGE_SCORE_LOOKING_LESS,
  SO_MESSAGE_SCORE_PRODUCTS_MORE,
  SO_MESSAGE_SCORE_PRODUCTS_LESS,
  SO_MESSAGE_SCORE_CART_MORE,
  SO_MESSAGE_SCORE_CART_LESS,
  SO_MESSAGE_SCORE_PATH_MORE,
  SO_MESSAGE_SCORE_PATH_LESS,
  SO_MESSAGE_SCORE_PACE_MORE,
  SO_MESSAGE_SCORE_PACE_LESS,
  SO_MESSAGE_SCORE_DEPTH_MORE,
  SO_MESSAGE_SCORE_DEPTH_LESS,
  SO_MESSAGE_SCORE_TROUBLE_MORE,
  SO_MESSAGE_SCORE_TROUBLE_LESS,
  SO_MESSAGE_SCORE_REVIEWS_MORE,
  SO_MESSAGE_SCORE_REVIEWS_LESS,
  SO_MESSAGE_SCORE_PERSON_MORE,
  SO_MESSAGE_SCORE_PERSON_LESS,
  SO_MESSAGE_ACT_CREATED,
  SO_MESSAGE_ACT_CONSENT,
  SO_MESSAGE_ACT_EVENTS,
  SO_MESSAGE_ACT_ANSWERED,
  SO_MESSAGE_ACT_SENT,
  SO_MESSAGE_ACT_DROPPED,
  SO_MESSAGE_ACT_FORGOT,
  SO_MESSAGE_ACT_ERASED,
  SO_MESSAGE_ACT_ROTATED,
  SO_MESSAGE_ACT_PACK,
  SO_MESSAGE_ACT_EXPORTED,
  SO_MESSAGE_ACT_IMPORTED,
  SO_MESSAGE_ACT_STATED,
  SO_MESSAGE_ACT_CHECKPOINT,
  SO_MESSAGE_ACT_TRIED,
  SO_MESSAGE_QUESTION_MINDSET,
  SO_MESSAGE_QUESTION_SPEND_RECENCY,
  SO_MESSAGE_QUESTION_TOP_VALUE,
  SO_MESSAGE_QUESTION_ANSWER,
  SO_MESSAGE_QUESTION_NOISE,
  SO_MESSAGE_QUESTION_COST,
  SO_MESSAGE_QUESTION_FREE_CATEGORY,
  SO_MESSAGE_QUESTION_FREE_BUDGET,
  SO_MESSAGE_QUESTION_ANSWERED,
  SO_MESSAGE_QUESTION_OFF,
  SO_MESSAGE_QUESTION_INVALID,
  SO_MESSAGE_ANSWER_NONE,
  SO_MESSAGE_ANSWER_DAYS_BELOW,
  SO_MESSAGE_ANSWER_DAYS_BETWEEN,
  SO_MESSAGE_ANSWER_DAYS_FROM,
  SO_MESSAGE_COUNT
} so_message;

/** A locale and the app's own sentences for it; `own[id]` is NULL where the table's holds. */
typedef struct so_words {
  char locale[SO_LOCALE_MAX];
  void *catalogue; /* the app's JSON, parsed; owned */
} so_words;

void so_message_start(so_words *ret_words, const char *locale);
void so_message_end(so_words *words);
/** Gives the sentence with its placeholders: the app's, else the locale's, else English. */
const char *so_message_pattern(const so_words *words, so_message message);
/** Appends the sentence with `parts` put in; absent parts are empty. */
void so_message_write(so_sink *sink, const so_words *words, so_message message,
                      const sotto_text *parts);
/**
 * Takes the app's sentences: {"fr": {"reason_popular": "…"}}. All or nothing. #SOTTO_E_JSON for a
 * name or placeholder that does not exist; `ret_detail` (static) says which rule was broken.
 */
SOTTO_CHECKED sotto_status so_message_set(so_words *words, sotto_bytes json,
                                          const char **ret_detail);

#endif
