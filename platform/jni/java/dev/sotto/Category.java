/*
 * Categories of personal data, in the order of sotto/consent.h.
 */
package dev.sotto;

/** A category of personal data; every field, trait and attribute key has exactly one. */
public enum Category {
  /** Purchases and views with this brand, spend, mindset. */
  HISTORY,
  /** Income, credit, payment instrument. */
  FINANCIAL,
  /** Work. */
  PROFESSIONAL,
  /** Family, religion, politics. */
  SOCIAL,
  /** Demographic, health, physical. */
  EXTERNAL,
  /** Knowledge, beliefs, preferences: affinities. */
  INTERNAL,
  /** Place, device, contact. */
  TRACKING
}
