/*
 * The mindset now.
 */
package dev.sotto;

/** Where the shopper is in mind now. */
public final class Mindset {
  /** A state of mind; exactly one at any moment. */
  public enum State {
    /** Looking around. */
    CURIOUS,
    /** Looking at something. */
    INTERESTED,
    /** Close to buying. */
    FOCUSED,
    /** Bought recently. */
    SATISFIED,
    /** Buys again and again. */
    LOYAL,
    /** Was satisfied or loyal and has gone quiet. */
    FADING
  }

  /** The state. */
  public final State state;
  /** Calibrated probability that this session ends in a purchase. */
  public final double purchaseScore;
  /** When this state began. */
  public final long sinceMs;
  /** Events of this session so far. */
  public final int events;

  Mindset(Unpacker in) {
    state = in.one(State.values());
    purchaseScore = in.real();
    sinceMs = in.u64();
    events = in.u32();
  }
}
