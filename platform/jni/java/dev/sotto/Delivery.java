/*
 * What became of a report.
 */
package dev.sotto;

/** What became of a report that the app tried to send. */
public enum Delivery {
  /** Nothing yet; not a delivery. */
  NONE,
  /** Accepted: remove it. */
  DONE,
  /** Keep it, same bytes. */
  RETRY,
  /** Will never be accepted: remove it. */
  REFUSED
}
