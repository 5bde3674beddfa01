/**
 * @file mindset.h
 * Where the shopper is in mind: a calibrated purchase score, one of six states, eight needs, and
 * the affinities.
 *
 * Names of the first four states follow what Dynamic Yield publishes; `loyal` and `fading` and all
 * thresholds are ours. Computed on the device per event; category history, purpose personalize.
 */
#ifndef SOTTO_MINDSET_H
#define SOTTO_MINDSET_H

#include <sotto/consent.h>

SOTTO_BEGIN

/** A state of mind; exactly one at any moment. */
typedef uint32_t sotto_mindset;
/** The six states. */
enum {
  SOTTO_MINDSET_CURIOUS = 0,    /**< Looking around. */
  SOTTO_MINDSET_INTERESTED = 1, /**< Looking at something. */
  SOTTO_MINDSET_FOCUSED = 2,    /**< Close to buying. */
  SOTTO_MINDSET_SATISFIED = 3,  /**< Bought recently. */
  SOTTO_MINDSET_LOYAL = 4,      /**< Buys again and again. */
  SOTTO_MINDSET_FADING = 5,     /**< Was satisfied or loyal and has gone quiet. */
  SOTTO_MINDSET_COUNT = 6       /**< How many. */
};

/** The mindset now. */
typedef struct sotto_mindset_info {
  uint32_t struct_size;  /**< Set by the call. */
  sotto_mindset state;   /**< The state. */
  double purchase_score; /**< Calibrated probability that this session ends in a purchase. */
  int64_t since_ms;      /**< When this state began. */
  uint32_t events;       /**< Events of this session so far. */
} sotto_mindset_info;

/** One reason: a sentence and how much it contributed. Views die on return. */
typedef struct sotto_reason {
  uint32_t kind;       /**< Stable code of the reason. */
  int64_t score_micro; /**< Signed contribution; for picks they sum exactly to the pick's score. */
  sotto_text text;     /**< Sentence in the handle's locale. */
  sotto_text item;     /**< The item it is about, or empty. */
} sotto_reason;

/** Visitor of reasons, largest first; a return other than 0 stops the visit. */
typedef uint32_t (*sotto_reason_fn)(void *context, const sotto_reason *reason);

/** What a shopper needs from the shop now; several at once are possible. */
typedef uint32_t sotto_need;
/** The eight needs. */
enum {
  SOTTO_NEED_INSPIRATION = 0, /**< Ideas: shows range. */
  SOTTO_NEED_COMPARISON = 1,  /**< To choose among a few. */
  SOTTO_NEED_REASSURANCE = 2, /**< To be sure: reviews, terms, returns. */
  SOTTO_NEED_PRICE = 3,       /**< A good price. */
  SOTTO_NEED_GIFT = 4,        /**< Something for somebody else. */
  SOTTO_NEED_REPLENISH = 5,   /**< The same again. */
  SOTTO_NEED_COMPLETE = 6,    /**< What fits and completes what was chosen. */
  SOTTO_NEED_HELP = 7,        /**< A simpler path or a person; never more products. */
  SOTTO_NEED_COUNT = 8        /**< How many. */
};

/** One need. Views die on return. */
typedef struct sotto_need_info {
  uint32_t struct_size;      /**< Set by the call. */
  sotto_need need;           /**< Which. */
  double score;              /**< 0 … 1. Not a share: they need not sum to 1. */
  sotto_text words;          /**< The need in the handle's locale, such as "a good price". */
  const sotto_reason *facts; /**< What speaks for it, most first: log-odds in millionths. */
  size_t fact_count;         /**< At most 3; 0 where nothing does. */
} sotto_need_info;

/** Visitor of needs, by score; a return other than 0 stops the visit. */
typedef uint32_t (*sotto_need_fn)(void *context, const sotto_need_info *need);

/** One affinity. Views die on return. */
typedef struct sotto_affinity {
  sotto_text attribute;    /**< Attribute key, such as "activity". */
  sotto_text value;        /**< Value, such as "climbing". */
  sotto_category category; /**< The attribute's category. */
  double strength;         /**< What they are ordered by, largest size first; below 0: disliked. */
  double lift;             /**< Above 1: more than the population; shrunk at low evidence. */
  double evidence;         /**< Decayed evidence behind it. */
  uint32_t stated;         /**< 1: the person said so. */
} sotto_affinity;

/** Visitor of affinities, by the size of `strength`; a return other than 0 stops the visit. */
typedef uint32_t (*sotto_affinity_fn)(void *context, const sotto_affinity *affinity);

/** Gives the mindset now. #SOTTO_E_DENIED where history may not personalize. Cost: memory. */
SOTTO_API SOTTO_CHECKED sotto_status sotto_mindset_get(sotto *profile,
                                                       sotto_mindset_info *ret_mindset);

/**
 * Visits why the mindset is what it is: facts for the state, contributions to the score. Cost:
 * memory.
 */
SOTTO_API SOTTO_CHECKED sotto_status sotto_mindset_explain(sotto *profile, sotto_reason_fn visit,
                                                           void *context);

/** Gives the stable English name of a state, such as "curious"; NULL for none. Cost: memory. */
SOTTO_API const char *sotto_mindset_name(sotto_mindset mindset);

/**
 * Visits all eight needs as this session shows them, the largest score first. Category history,
 * purpose personalize; nothing of it is stored and nothing leaves the device. #SOTTO_E_DENIED where
 * history may not personalize. Cost: memory. Not in a build without needs.
 */
SOTTO_API SOTTO_CHECKED sotto_status sotto_need_each(sotto *profile, sotto_need_fn visit,
                                                     void *context);

/**
 * Gives the stable English name of a need, such as "replenish"; NULL for none. Cost: memory. Not in
 * a build without needs.
 */
SOTTO_API const char *sotto_need_name(sotto_need need);

/** Visits affinities that consent allows, of one attribute key or of all (empty). Cost: memory. */
SOTTO_API SOTTO_CHECKED sotto_status sotto_affinity_each(sotto *profile, sotto_text attribute,
                                                         sotto_affinity_fn visit, void *context);

SOTTO_END

#endif
