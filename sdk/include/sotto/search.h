/**
 * @file search.h
 * Asking in one's own words, turn by turn, on the device.
 *
 * Spanish and English are understood: prices, colours and other values, sizes, for whom, age,
 * occasions, negation, and "cheaper", "the green one", "something similar but waterproof". What was
 * understood is always told back. Nothing of an utterance is stored, learnt, reported or logged; a
 * conversation lives in the app's memory and what was said in it becomes no trait. Only in a build
 * with search.
 */
#ifndef SOTTO_SEARCH_H
#define SOTTO_SEARCH_H

#include <sotto/consent.h>

SOTTO_BEGIN

/** Longest utterance in bytes. */
#define SOTTO_UTTERANCE_MAX 2048

/** How answers are worded. */
enum {
  SOTTO_WORDING_INFERRED = 0, /**< By how much the person has looked at in this shop. */
  SOTTO_WORDING_NEWCOMER = 1, /**< Says what to begin with. */
  SOTTO_WORDING_EXPERT = 2    /**< Says figures first. */
};

/** A conversation: what still holds of the turns so far. The app's own memory; wipe it by init. */
typedef struct sotto_conversation {
  uint32_t struct_size; /**< Set by sotto_conversation_init(). */
  uint32_t zero;        /**< Nothing. */
  uint64_t state[240];  /**< The library's. */
} sotto_conversation;

/** One product found, or one part of an occasion. Views die on return. */
typedef struct sotto_found {
  sotto_text item;        /**< Item id. */
  sotto_text title;       /**< Its title in the language asked in. */
  int64_t price_minor;    /**< Its price; -1: unknown. */
  int64_t score_micro;    /**< Score; the next two sum to it. */
  int64_t words_micro;    /**< For the words and constraints; 1,000,000: the best match. */
  int64_t personal_micro; /**< For what the person cares about, and a little for popularity. */
  sotto_text reason;      /**< A sentence: why. */
  sotto_text part;        /**< Part of an occasion it fills, or empty. */
  uint32_t quantity;      /**< How many are needed, at least 1. */
} sotto_found;

/** Visitor of products, best first; a return other than 0 stops the visit. */
typedef uint32_t (*sotto_found_fn)(void *context, const sotto_found *found);

/** One turn. Zero or empty means the default. */
typedef struct sotto_query {
  uint32_t struct_size; /**< Set by sotto_query_init(). */
  uint32_t limit;       /**< Most products to visit; 0: ten. */
  uint32_t wording;     /**< A SOTTO_WORDING_… value. */
  sotto_text utterance; /**< What was said: at most #SOTTO_UTTERANCE_MAX bytes of UTF-8. */
  sotto_text locale;    /**< Language it was said in: "es"; empty: the handle's. */
  sotto_text slot;      /**< Slot that says who is listening; empty: private. */
  sotto_found_fn visit; /**< Given each product; may be NULL. */
  void *context;        /**< Passed to it. */
} sotto_query;

/** What is said back. All texts are terminated; longer ones are cut at a character. */
typedef struct sotto_reply {
  uint32_t struct_size; /**< Set by the call. */
  uint32_t fitting;     /**< Products that fit, beyond the limit too. */
  uint32_t wording;     /**< The wording that was chosen. */
  char words[768];      /**< One or two sentences. */
  char said[320];       /**< Constraints of this turn: "color=green price<=5000 -brand=X". */
  char standing[320];   /**< Those that hold now. */
  char meant[192];   /**< The words as they were read, where one was spelt otherwise; or empty. */
  char left_out[96]; /**< What was left out because nothing fitted all of it; or empty. */
} sotto_reply;

/** Begins a conversation, and ends the one before. Cost: memory. */
SOTTO_API void sotto_conversation_init(sotto_conversation *ret_conversation);

/** Fills a query with zeros and its size. Cost: memory. */
SOTTO_API void sotto_query_init(sotto_query *ret_query);

/**
 * Takes a turn of a conversation: reads the utterance, finds products, visits them and answers.
 * A conversation that another pack was asked in begins anew. Constraints in `said` are the
 * catalogue's names (`color=green`, `-` before what is not wanted) and price<=, price>= (minor
 * units), price:low, price:high, whom:women … boys, age:, size:, quantity:, occasion:, cheapest,
 * cheaper, dearer, similar, that, more, reset, drop:. In a slot whose company is shared or staff,
 * and for who is held out (choose.h), nothing of the person is used. Errors: #SOTTO_E_STATE without
 * a pack, #SOTTO_E_MISSING for a slot the pack lacks or a language it cannot be searched in,
 * #SOTTO_E_LIMIT for a longer utterance, #SOTTO_E_EVENT_TEXT where it is not UTF-8; then nothing of
 * the conversation changes. Stores nothing. Cost: memory.
 */
SOTTO_API SOTTO_CHECKED sotto_status sotto_search(sotto *profile, const sotto_query *query,
                                                  sotto_conversation *inout_conversation,
                                                  sotto_reply *ret_reply);

SOTTO_END

#endif
