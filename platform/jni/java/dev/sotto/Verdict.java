/*
 * Verdicts of consent, in the order of sotto/consent.h.
 */
package dev.sotto;

/** A verdict on one category and purpose. */
public enum Verdict {
  /** Nobody asked yet: memory only, nothing contributed. */
  UNKNOWN,
  /** Allowed. */
  GRANTED,
  /** Refused or withdrawn. */
  DENIED
}
