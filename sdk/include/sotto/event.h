/**
 * @file event.h
 * Telling the profile what happened: GA4 e-commerce names, as a struct or as GA4 JSON.
 *
 * Recording appends to a bounded batch in memory and takes effect at once on affinity and mindset;
 * it becomes durable by size, time, session end, sotto_flush() or sotto_close(). Free text is never
 * stored: a search keeps only how many results it had. Unknown items are kept and become useful
 * when a pack knows them.
 */
#ifndef SOTTO_EVENT_H
#define SOTTO_EVENT_H

#include <sotto/consent.h>

SOTTO_BEGIN

/** What happened. Names are GA4's where GA4 has one. */
typedef uint32_t sotto_event_type;
/** The event types. */
enum {
  SOTTO_EVENT_VIEW_ITEM = 1,         /**< view_item: an item's page. */
  SOTTO_EVENT_VIEW_ITEM_LIST = 2,    /**< view_item_list: a category or result list. */
  SOTTO_EVENT_SELECT_ITEM = 3,       /**< select_item: tapped in a list. */
  SOTTO_EVENT_ADD_TO_CART = 4,       /**< add_to_cart. */
  SOTTO_EVENT_REMOVE_FROM_CART = 5,  /**< remove_from_cart. */
  SOTTO_EVENT_VIEW_CART = 6,         /**< view_cart. */
  SOTTO_EVENT_BEGIN_CHECKOUT = 7,    /**< begin_checkout. */
  SOTTO_EVENT_PURCHASE = 8,          /**< purchase. */
  SOTTO_EVENT_REFUND = 9,            /**< refund. */
  SOTTO_EVENT_ADD_TO_WISHLIST = 10,  /**< add_to_wishlist. */
  SOTTO_EVENT_SEARCH = 11,           /**< search; the words are not kept. */
  SOTTO_EVENT_VIEW_PROMOTION = 12,   /**< view_promotion. */
  SOTTO_EVENT_SELECT_PROMOTION = 13, /**< select_promotion. */
  SOTTO_EVENT_FILTER = 14,           /**< filter: narrowed a list. */
  SOTTO_EVENT_REVIEW_READ = 15,      /**< review_read: read reviews of an item. */
  SOTTO_EVENT_DWELL = 16,            /**< dwell: stayed on an item for dwell_ms. */
  SOTTO_EVENT_SCREEN = 17,           /**< screen: any other page, see sotto_event.page. */
  SOTTO_EVENT_DISMISS = 18,          /**< dismiss: "not for me". */
  SOTTO_EVENT_TYPE_COUNT = 19        /**< One past the last. */
};

/** Kind of page for SOTTO_EVENT_SCREEN. */
typedef uint32_t sotto_page;
/** The page kinds. */
enum {
  SOTTO_PAGE_OTHER = 0,   /**< Anything else. */
  SOTTO_PAGE_HOME = 1,    /**< Home, news, promotion. */
  SOTTO_PAGE_INFO = 2,    /**< Help, terms, contact. */
  SOTTO_PAGE_DETAIL = 3,  /**< More about an item: specification, trial, video. */
  SOTTO_PAGE_ACCOUNT = 4, /**< Login, registration, orders. */
  SOTTO_PAGE_DOWNLOAD = 5 /**< A download or manual. */
};

/** One event. Only `type` is always needed; item events need `item`. */
typedef struct sotto_event {
  uint32_t struct_size;  /**< Set by sotto_event_init(). */
  sotto_event_type type; /**< What happened. */
  int64_t time_ms;       /**< When; 0: now by the port's clock. */
  sotto_text item;       /**< Item id, at most 128 bytes; empty where there is none. */
  uint32_t quantity;     /**< 0 counts as 1. At most 1,000,000. */
  sotto_page page;       /**< For SCREEN. */
  int64_t price_minor;   /**< Unit price; -1: not known. */
  uint32_t dwell_ms;     /**< For DWELL: at most a day. */
  uint32_t result_count; /**< For SEARCH and lists: how many were shown. */
} sotto_event;

/** Request context: used for the next answers and forgotten at session end. Never stored. */
typedef struct sotto_context {
  uint32_t struct_size; /**< Set by sotto_context_init(). */
  uint32_t hour_band;   /**< 0 unknown, 1 night, 2 morning, 3 afternoon, 4 evening. */
  uint32_t weekday;     /**< 0 unknown, 1 Monday … 7 Sunday. */
  uint32_t season;      /**< 0 unknown, 1 spring, 2 summer, 3 autumn, 4 winter. */
  uint32_t channel;     /**< 0 unknown, 1 app, 2 web, 3 kiosk, 4 store staff. */
  uint32_t entry;       /**< 0 unknown, 1 direct, 2 search, 3 campaign, 4 referral. */
  uint32_t weather;     /**< 0 unknown, 1 dry, 2 rain, 3 snow, 4 hot, 5 cold. */
  uint32_t place; /**< 0 unknown; else a coarse place, 1 … 255, as the brand numbers them. */
} sotto_context;

/** Fills an event with zeros, no price, and its size. Cost: memory. */
SOTTO_API void sotto_event_init(sotto_event *ret_event);

/** Gives the GA4-style name of a type, such as "view_item"; NULL for none. Cost: memory. */
SOTTO_API const char *sotto_event_name(sotto_event_type type);

/** Gives the type of a GA4 or Segment event name; 0 where unknown. Cost: memory. */
SOTTO_API sotto_event_type sotto_event_type_of(sotto_text name);

/**
 * Records one event. Its category decides, with consent, whether it is kept, used for this session
 * only, or dropped (still #SOTTO_OK: the host need not know). Errors: the event codes, each naming
 * the bad field; nothing is recorded then. Writes (later, in a batch). Cost: memory, except that a
 * full batch is committed: disk.
 */
SOTTO_API SOTTO_CHECKED sotto_status sotto_record(sotto *profile, const sotto_event *event);

/**
 * Records a GA4 event given as JSON: {"name": …, "params": {"items": [{"item_id": …}]}}, or a
 * Segment track call. One item gives one event. All of it or none. `*ret_count` is how many events
 * it became. Errors: #SOTTO_E_JSON, the event codes. Cost: memory, as sotto_record().
 * Not in a build without JSON.
 */
SOTTO_API SOTTO_CHECKED sotto_status sotto_record_json(sotto *profile, sotto_bytes json,
                                                       size_t *ret_count);

/** Ends the session now ("I'm done", app closed) and makes it durable. Cost: disk. */
SOTTO_API SOTTO_CHECKED sotto_status sotto_session_end(sotto *profile);

/** Fills a context with "unknown". Cost: memory. */
SOTTO_API void sotto_context_init(sotto_context *ret_context);

/**
 * Sets the request context for the rest of this session: product types that people meet more often
 * in such a context count for more in picks. Hour, weekday, season and entry are of category
 * history, channel, weather and place of category tracking: what may not personalize is not used.
 * Nothing of it is stored or leaves the device. Cost: memory.
 */
SOTTO_API SOTTO_CHECKED sotto_status sotto_context_set(sotto *profile,
                                                       const sotto_context *context);

/**
 * Keeps something the person said about themselves: attribute key, value, and -100 (dislike) to
 * 100. Inference never overwrites it; strength 0 removes it. #SOTTO_E_MISSING where the pack has no
 * such key or value, #SOTTO_E_DENIED where its category may not be kept or used. Cost: disk.
 */
SOTTO_API SOTTO_CHECKED sotto_status sotto_state_preference(sotto *profile, sotto_text attribute,
                                                            sotto_text value, int32_t strength);

SOTTO_END

#endif
