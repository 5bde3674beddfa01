/*
 * Types of event, in the order of sotto/event.h.
 */
package dev.sotto;

/** What happened; names are GA4's where GA4 has one. */
public enum EventType {
  /** No event. */
  NONE,
  /** An item's page. */
  VIEW_ITEM,
  /** A category or result list. */
  VIEW_ITEM_LIST,
  /** Tapped in a list. */
  SELECT_ITEM,
  /** Put into the cart. */
  ADD_TO_CART,
  /** Taken out of the cart. */
  REMOVE_FROM_CART,
  /** The cart. */
  VIEW_CART,
  /** Checkout began. */
  BEGIN_CHECKOUT,
  /** Bought. */
  PURCHASE,
  /** Given back. */
  REFUND,
  /** Put on the wishlist. */
  ADD_TO_WISHLIST,
  /** A search; the words are not kept. */
  SEARCH,
  /** A promotion was shown. */
  VIEW_PROMOTION,
  /** A promotion was tapped. */
  SELECT_PROMOTION,
  /** A list was narrowed. */
  FILTER,
  /** Reviews of an item were read. */
  REVIEW_READ,
  /** Stayed on an item, see {@link Event#dwell}. */
  DWELL,
  /** Any other page, see {@link Event#of(Page)}. */
  SCREEN,
  /** "Not for me". */
  DISMISS
}
