/*
 * The tables of event names: see event_name.h.
 */
#include "flow/event_name.h"

#include <stddef.h>

#include "base/string.h"

/* Our name, Segment's or "", and whether the event must name an item. Bytes and no pointers: those
   would cost each process a relocation. */
typedef struct row {
  char name[20];
  char segment[26];
  uint8_t needs_item;
} row;

typedef struct alias {
  char name[31];
  uint8_t type;
} alias;

static const row rows[SOTTO_EVENT_TYPE_COUNT] = {
    [SOTTO_EVENT_VIEW_ITEM] = {"view_item", "Product Viewed", 1},
    [SOTTO_EVENT_VIEW_ITEM_LIST] = {"view_item_list", "Product List Viewed", 0},
    [SOTTO_EVENT_SELECT_ITEM] = {"select_item", "Product Clicked", 1},
    [SOTTO_EVENT_ADD_TO_CART] = {"add_to_cart", "Product Added", 1},
    [SOTTO_EVENT_REMOVE_FROM_CART] = {"remove_from_cart", "Product Removed", 1},
    [SOTTO_EVENT_VIEW_CART] = {"view_cart", "Cart Viewed", 0},
    [SOTTO_EVENT_BEGIN_CHECKOUT] = {"begin_checkout", "Checkout Started", 0},
    [SOTTO_EVENT_PURCHASE] = {"purchase", "Order Completed", 1},
    [SOTTO_EVENT_REFUND] = {"refund", "Order Refunded", 0},
    [SOTTO_EVENT_ADD_TO_WISHLIST] = {"add_to_wishlist", "Product Added to Wishlist", 1},
    [SOTTO_EVENT_SEARCH] = {"search", "Products Searched", 0},
    [SOTTO_EVENT_VIEW_PROMOTION] = {"view_promotion", "Promotion Viewed", 0},
    [SOTTO_EVENT_SELECT_PROMOTION] = {"select_promotion", "Promotion Clicked", 0},
    [SOTTO_EVENT_FILTER] = {"filter", "Product List Filtered", 0},
    [SOTTO_EVENT_REVIEW_READ] = {"review_read", "", 1},
    [SOTTO_EVENT_DWELL] = {"dwell", "", 1},
    [SOTTO_EVENT_SCREEN] = {"screen", "", 0},
    [SOTTO_EVENT_DISMISS] = {"dismiss", "", 1},
};

static const alias aliases[] = {
    {"view_search_results", SOTTO_EVENT_SEARCH},
    {"page_view", SOTTO_EVENT_SCREEN},
    {"screen_view", SOTTO_EVENT_SCREEN},
    {"Wishlist Product Added to Cart", SOTTO_EVENT_ADD_TO_CART},
};

static const char pages[][9] = {"other", "home", "info", "detail", "account", "download"};

const char *so_event_name_of(sotto_event_type type) {
  return type < SOTTO_EVENT_TYPE_COUNT && rows[type].name[0] ? rows[type].name : NULL;
}

sotto_event_type so_event_name_type(sotto_text name) {
  for (sotto_event_type type = 1; type < SOTTO_EVENT_TYPE_COUNT; type++)
    if (so_text_is(name, rows[type].name) ||
        (rows[type].segment[0] && so_text_is(name, rows[type].segment)))
      return type;
  for (size_t i = 0; i < sizeof aliases / sizeof *aliases; i++)
    if (so_text_is(name, aliases[i].name)) return aliases[i].type;
  return 0;
}

sotto_page so_event_name_page(sotto_text name) {
  for (sotto_page page = 0; page < sizeof pages / sizeof *pages; page++)
    if (so_text_is(name, pages[page])) return page;
  return SOTTO_PAGE_OTHER;
}

int so_event_name_needs_item(sotto_event_type type) {
  return rows[type].needs_item;
}
