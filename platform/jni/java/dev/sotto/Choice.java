/*
 * The arm a slot shows.
 */
package dev.sotto;

/** What one person sees in a slot, and with which chance. */
public final class Choice {
  /** How an arm came to be shown. */
  public enum Kind {
    /** Drawn by how well each arm is expected to do. */
    LEARNED,
    /** Drawn evenly, for the slot's exploring share. */
    EXPLORED,
    /** Shown again: the latest decision stands. */
    STICKY,
    /** The default: this device is in the hold-out this epoch. */
    HELD_OUT,
    /** The default: the slot made its decisions of 24 hours. */
    CAPPED,
    /** The default: nothing may be chosen, or there is one arm only. */
    DEFAULT
  }

  /** How it came to be shown. */
  public final Kind kind;
  /** Names the decision to {@link Profile#outcome}; 0: there is none. */
  public final long decision;
  /** Chance with which this arm was drawn, exact; 1 for a default. */
  public final double propensity;
  /** Id of the arm. */
  public final String arm;
  /** What the arm is called. */
  public final String label;
  /** What to show. */
  public final String content;

  Choice(Unpacker in) {
    kind = in.one(Kind.values());
    decision = in.u64();
    propensity = in.real();
    arm = in.text();
    label = in.text();
    content = in.text();
  }
}
