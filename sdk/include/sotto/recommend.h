/**
 * @file recommend.h
 * Picks for a slot, each with reasons that sum exactly to its score.
 *
 * Same pack, profile, clock and seed give the same picks. A lint-clean pack never yields an empty
 * shelf, from zero events on. Where history may not personalize, picks are popularity only.
 */
#ifndef SOTTO_RECOMMEND_H
#define SOTTO_RECOMMEND_H

#include <sotto/mindset.h>

SOTTO_BEGIN

/** Most picks one request can ask for. */
#define SOTTO_PICKS_MAX 100

/** What is asked. Zero or empty means the slot's or library's default; for `diversity` -1 does. */
typedef struct sotto_request {
  uint32_t struct_size;      /**< Set by sotto_request_init(). */
  uint32_t limit;            /**< How many, at most #SOTTO_PICKS_MAX; 0: the slot's, else 10. */
  sotto_text slot;           /**< Slot id in the pack; empty: no slot rules. */
  sotto_text item;           /**< Context item (the page being looked at). */
  sotto_text category;       /**< Keep to a product type: the whole path to a level, as "A > B". */
  const sotto_text *exclude; /**< Items never to pick. */
  size_t exclude_count;      /**< How many. */
  int64_t price_from_minor;  /**< Lowest price. */
  int64_t price_to_minor;    /**< Highest price; 0: none. */
  double diversity;          /**< 0 none … 1 most; below 0 (as sotto_request_init() sets): .3. */
  uint64_t seed;             /**< For exploration; same seed, same picks. */
  uint32_t complete;         /**< 1: complete the cart: no two of a kind (product type, or part of
                                  an occasion) and none of a kind that is in it; 0: any. */
} sotto_request;

/** One pick. `item` views the pack, valid until the next install or close. */
typedef struct sotto_pick {
  uint64_t id;      /**< Names this pick to sotto_pick_explain(), until the next recommendation. */
  sotto_text item;  /**< Item id. */
  sotto_text title; /**< Its title in the handle's locale. */
  int64_t price_minor; /**< Its price. */
  int64_t score_micro; /**< Score; the reasons sum exactly to it. */
} sotto_pick;

/** Kinds of reason of a pick: the strategy behind it. */
enum {
  SOTTO_REASON_UNTOLD = 0,     /**< Of the person, and the slot's company may not hear which. */
  SOTTO_REASON_NEIGHBOUR = 1,  /**< People go from what you looked at to this. */
  SOTTO_REASON_SIMILAR = 2,    /**< Alike in its attributes. */
  SOTTO_REASON_AFFINITY = 3,   /**< You care about this attribute value. */
  SOTTO_REASON_POPULAR = 4,    /**< Popular. */
  SOTTO_REASON_RECENT = 5,     /**< You looked at it recently. */
  SOTTO_REASON_REPURCHASE = 6, /**< You buy it again and again. */
  SOTTO_REASON_COMPLEMENT = 7, /**< Goes with what is in your cart. */
  SOTTO_REASON_EXPLORE = 8,    /**< Something new. */
  SOTTO_REASON_RULE = 9,       /**< The shop placed it here. */
  SOTTO_REASON_CONTEXT = 10,   /**< Goes with the page you are on. */
  SOTTO_REASON_OWNED = 11,     /**< You have one of its kind: counts against it. */
  SOTTO_REASON_BUNDLE = 12     /**< Fills what the cart lacks for an occasion. */
};

/** Fills a request with defaults. Cost: memory. */
SOTTO_API void sotto_request_init(sotto_request *ret_request);

/**
 * Gives up to `*inout_count` picks, best first. `*inout_count` is the capacity of `ret_picks` in,
 * how many were written out. Cold profiles get popularity. In a slot whose company is shared or
 * staff nothing is picked because the person looked at it or bought it. #SOTTO_E_STATE without a
 * pack, #SOTTO_E_MISSING for a slot or category the pack lacks (an unknown item is no error),
 * #SOTTO_E_LIMIT for a limit above #SOTTO_PICKS_MAX or over 10,000 exclusions,
 * #SOTTO_E_ARGUMENT for a diversity above 1 or a negative price. Cost: memory.
 */
SOTTO_API SOTTO_CHECKED sotto_status sotto_recommend(sotto *profile, const sotto_request *request,
                                                     sotto_pick *ret_picks, size_t *inout_count);

/**
 * Visits the reasons of a pick of the latest recommendation, largest first, obeying the slot's
 * company and discretion. #SOTTO_E_MISSING for another id. Cost: memory.
 */
SOTTO_API SOTTO_CHECKED sotto_status sotto_pick_explain(sotto *profile, uint64_t pick,
                                                        sotto_reason_fn visit, void *context);

/**
 * Says "not this": the item is never picked again until forgotten, effective at once.
 * Writes. Cost: memory, as sotto_record().
 */
SOTTO_API SOTTO_CHECKED sotto_status sotto_pick_dismiss(sotto *profile, sotto_text item);

SOTTO_END

#endif
