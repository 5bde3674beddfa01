/*
 * One decision of the past.
 */
package dev.sotto;

/** One decision of the past: what was tried on this person. */
public final class Decision {
  /** How it was drawn. */
  public final Choice.Kind kind;
  /** Its number. */
  public final long decision;
  /** When it was made. */
  public final long timeMs;
  /** Chance with which the arm was drawn. */
  public final double propensity;
  /** What came of it, 0 to 1; below 0: not known yet. */
  public final double reward;
  /** The person's, when it was made. */
  public final Mindset.State mindset;
  /** In the profile; else in memory alone. */
  public final boolean kept;
  /** Slot id. */
  public final String slot;
  /** Arm id. */
  public final String arm;
  /** Item id, or empty. */
  public final String item;

  Decision(Unpacker in) {
    kind = in.one(Choice.Kind.values());
    decision = in.u64();
    timeMs = in.u64();
    propensity = in.real();
    reward = in.real();
    mindset = in.one(Mindset.State.values());
    kept = in.flag();
    slot = in.text();
    arm = in.text();
    item = in.text();
  }
}
