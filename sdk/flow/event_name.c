/*
 * The tables of event names: see event_name.h.
 */
#include "flow/event_name.h"

#include <stddef.h>

#include "base/string.h"

typedef struct alias {
  const char *name;
  sotto_event_type type;
} alias;

static const char *const names[SOTTO_EVENT_TYPE_COUNT] = {
    [SOTTO_EVENT_VIEW_ITEM] = "view_item",
    [SOTTO_EVENT_VIEW_ITEM_LIST] = "view_item_list",
    [SOTTO_EVENT_SELECT_ITEM] = "select_item",
    [SOTTO_EVENT_ADD_TO_CART] = "add_to_cart",
    [SOTTO_EVENT_REMOVE_FROM_CART] = "remove_from_cart",
    [SOTTO_EVENT_VIEW_CART] = "view_cart",
    [SOTTO_EVENT_BEGIN_CHECKOUT] = "begin_checkout",
    [SOTTO_EVENT_PURCHASE] = "purchase",
    [SOTTO_EVENT_REFUND] = "refund",
    [SOTTO_EVENT_ADD_TO_WISHLIST] = "add_to_wishlist",
    [SOTTO_EVENT_SEARCH] = "search",
    [SOTTO_EVENT_VIEW_PROMOTION] = "view_promotion",
    [SOTTO_EVENT_SELECT_PROMOTION] = "select_promotion",
    [SOTTO_EVENT_FILTER] = "filter",
    [SOTTO_EVENT_REVIEW_READ] = "review_read",
    [SOTTO_EVENT_DWELL] = "dwell",
    [SOTTO_EVENT_SCREEN] = "screen",
    [SOTTO_EVENT_DISMISS] = "dismiss",
};

static const alias aliases[] = {
    {"view_search_results", SOTTO_EVENT_SEARCH},
    {"page_view", SOTTO_EVENT_SCREEN},
    {"screen_view", SOTTO_EVENT_SCREEN},
    {"Product List Viewed", SOTTO_EVENT_VIEW_ITEM_LIST},
    {"Product List Filtered", SOTTO_EVENT_FILTER},
    {"Products Searched", SOTTO_EVENT_SEARCH},
    {"Product Clicked", SOTTO_EVENT_SELECT_ITEM},
    {"Product Viewed", SOTTO_EVENT_VIEW_ITEM},
    {"Product Added", SOTTO_EVENT_ADD_TO_CART},
    {"Product Removed", SOTTO_EVENT_REMOVE_FROM_CART},
    {"Product Added to Wishlist", SOTTO_EVENT_ADD_TO_WISHLIST},
    {"Wishlist Product Added to Cart", SOTTO_EVENT_ADD_TO_CART},
    {"Cart Viewed", SOTTO_EVENT_VIEW_CART},
    {"Checkout Started", SOTTO_EVENT_BEGIN_CHECKOUT},
    {"Order Completed", SOTTO_EVENT_PURCHASE},
    {"Order Refunded", SOTTO_EVENT_REFUND},
    {"Promotion Viewed", SOTTO_EVENT_VIEW_PROMOTION},
    {"Promotion Clicked", SOTTO_EVENT_SELECT_PROMOTION},
};

static const char *const pages[] = {"other", "home", "info", "detail", "account", "download"};

const char *so_event_name_of(sotto_event_type type) {
  return type < SOTTO_EVENT_TYPE_COUNT ? names[type] : NULL;
}

sotto_event_type so_event_name_type(sotto_text name) {
  for (sotto_event_type type = 1; type < SOTTO_EVENT_TYPE_COUNT; type++)
    if (so_text_is(name, names[type])) return type;
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
  switch (type) {
  case SOTTO_EVENT_VIEW_ITEM:
  case SOTTO_EVENT_SELECT_ITEM:
  case SOTTO_EVENT_ADD_TO_CART:
  case SOTTO_EVENT_REMOVE_FROM_CART:
  case SOTTO_EVENT_PURCHASE:
  case SOTTO_EVENT_ADD_TO_WISHLIST:
  case SOTTO_EVENT_REVIEW_READ: return 1;
  default: return type == SOTTO_EVENT_DWELL || type == SOTTO_EVENT_DISMISS;
  }
}
