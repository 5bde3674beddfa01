/**
 * @file recommend.h
 * Picks for a slot, each with reasons that sum exactly to its score.
 *
 * Same pack, profile, clock and seed give the same picks. A lint-clean pack never yields an empty
 * shelf, from zero events on. Where history may not personalize, and in the hold-out
 * (<sotto/choose.h>), picks are popularity only.
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
  uint64_t seed;             /**< For exploration; same seed, same picks. A new one for each
                                  showing lets a slot explore its declared share of places. */
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
  SOTTO_REASON_BUNDLE = 12,    /**< Fills what the cart lacks for an occasion. */
  SOTTO_REASON_VECTOR = 13,    /**< Near what you looked at, by the brand's vectors. */
  SOTTO_REASON_MOMENT = 14,    /**< Popular in a context like this, see sotto_context_set(). */
  SOTTO_REASON_HELD_OUT = 15   /**< Popularity alone: the device is in the hold-out; scores 0. */
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

/** Why an item is not picked: the first of these that holds. */
enum {
  SOTTO_WHY_SHOWN = 0,        /**< It is picked. */
  SOTTO_WHY_UNTOLD = 1,       /**< Of the person, and the slot's company may not hear which. */
  SOTTO_WHY_UNKNOWN = 2,      /**< The pack has no such item. */
  SOTTO_WHY_DISCREET = 3,     /**< Never picked unasked. */
  SOTTO_WHY_DISMISSED = 4,    /**< The person said "not this". */
  SOTTO_WHY_CART = 5,         /**< In the cart. */
  SOTTO_WHY_PAGE = 6,         /**< The context item itself. */
  SOTTO_WHY_EXCLUDED = 7,     /**< Excluded by the request. */
  SOTTO_WHY_STOCK = 8,        /**< Out of stock. */
  SOTTO_WHY_PRICE = 9,        /**< Outside the request's price band. */
  SOTTO_WHY_CATEGORY = 10,    /**< Not in the request's category. */
  SOTTO_WHY_RULE = 11,        /**< The slot excludes the item, or a value that is not named. */
  SOTTO_WHY_RULE_VALUE = 12,  /**< The slot excludes a value it has. */
  SOTTO_WHY_RULE_OTHERS = 13, /**< It has none of the values the slot includes. */
  SOTTO_WHY_RULE_PRICE = 14,  /**< Outside the slot's price band. */
  SOTTO_WHY_KIND = 15,        /**< Completing a cart: one of its kind is there. */
  SOTTO_WHY_OWNED = 16,       /**< It would be picked, had the person none of its kind. */
  SOTTO_WHY_LIKE = 17,        /**< Picked if diversity were 0: too much like a pick. */
  SOTTO_WHY_SCORE = 18,       /**< Its score is too low, by `behind_micro`. */
  SOTTO_WHY_COUNT = 19        /**< One past the last. */
};

/** The answer to sotto_item_explain(). Views die on return. */
typedef struct sotto_why {
  uint32_t kind;        /**< A SOTTO_WHY_… value. */
  uint32_t place;       /**< Where it is shown, from 1 on; 0: it is not. */
  int64_t score_micro;  /**< What it scores, or would; its reasons sum exactly to it. 0 for
                             UNKNOWN to EXCLUDED, which are never scored. */
  int64_t behind_micro; /**< How much more the least of the picks scores, or of those
                             that diversity 0 gives where it beats one of them; for SCORE
                             and OWNED. */
  sotto_text text;      /**< Sentence in the handle's locale. */
} sotto_why;

/** Visitors of an answer and then of the item's reasons, largest first. */
typedef struct sotto_why_visit {
  uint32_t (*why)(void *context, const sotto_why *why); /**< Called once; other than 0 stops. */
  sotto_reason_fn reason; /**< NULL: none is told. UNKNOWN to EXCLUDED have none. */
  void *context;          /**< Passed to both. */
} sotto_why_visit;

/**
 * Tells why an item is or is not among the picks a request gives now, and what it scores. Picks
 * nothing: ids of the latest recommendation stay valid. Before a shared or staff slot's company
 * nothing of the person is said. Category history, purpose personalize; nothing of it is stored or
 * leaves the device. Errors of sotto_recommend(). Cost: memory, as two sotto_recommend(). Not in a
 * build without whatif.
 */
SOTTO_API SOTTO_CHECKED sotto_status sotto_item_explain(sotto *profile,
                                                        const sotto_request *request,
                                                        sotto_text item,
                                                        const sotto_why_visit *visit);

/**
 * Says "not this": the item is never picked again until forgotten, effective at once.
 * Writes. Cost: memory, as sotto_record().
 */
SOTTO_API SOTTO_CHECKED sotto_status sotto_pick_dismiss(sotto *profile, sotto_text item);

SOTTO_END

#endif
