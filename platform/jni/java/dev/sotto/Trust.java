/*
 * Whom an answer's privacy rests on.
 */
package dev.sotto;

/** Whom an answer's privacy rests on. */
public enum Trust {
  /** On nobody: the noise of the answer itself is enough. */
  LOCAL,
  /** On one of two aggregators being honest, and half of the minimum batch. */
  SPLIT
}
