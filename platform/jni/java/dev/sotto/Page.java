/*
 * Kinds of page, in the order of sotto/event.h.
 */
package dev.sotto;

/** Kind of page of an event {@link EventType#SCREEN}. */
public enum Page {
  /** Anything else. */
  OTHER,
  /** Home, news, promotion. */
  HOME,
  /** Help, terms, contact. */
  INFO,
  /** More about an item: specification, trial, video. */
  DETAIL,
  /** Login, registration, orders. */
  ACCOUNT,
  /** A download or manual. */
  DOWNLOAD
}
