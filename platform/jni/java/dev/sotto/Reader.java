/*
 * Whom a brief is for.
 */
package dev.sotto;

/** Whom a brief is for. */
public enum Reader {
  /** A member of the staff: who, how to speak, what to avoid. */
  AGENT,
  /** A language model: compact JSON with its rules. */
  CHATBOT,
  /** The person: what is known, and where it is. */
  PERSON
}
