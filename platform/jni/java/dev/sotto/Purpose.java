/*
 * Purposes of use, in the order of sotto/consent.h.
 */
package dev.sotto;

/** What data may be used for. */
public enum Purpose {
  /** Store on this device, encrypted. */
  KEEP,
  /** Compute picks, mindset and the like, on this device. */
  PERSONALIZE,
  /** Answer the brand's questions with noise. */
  CONTRIBUTE,
  /** Take part in a hold-out drawn on this device. */
  EXPERIMENT
}
