/*
 * One of the eight needs.
 */
package dev.sotto;

import java.util.List;

/** What a shopper needs from the shop now; several at once are possible. */
public final class Need {
  /** The eight needs. */
  public enum Kind {
    /** Ideas: shows range. */
    INSPIRATION,
    /** To choose among a few. */
    COMPARISON,
    /** To be sure: reviews, terms, returns. */
    REASSURANCE,
    /** A good price. */
    PRICE,
    /** Something for somebody else. */
    GIFT,
    /** The same again. */
    REPLENISH,
    /** What fits and completes what was chosen. */
    COMPLETE,
    /** A simpler path or a person; never more products. */
    HELP
  }

  /** Which. */
  public final Kind kind;
  /** 0 to 1; not a share. */
  public final double score;
  /** The need in the profile's language, such as "a good price". */
  public final String words;
  /** What speaks for it, most first; at most 3. */
  public final List<Reason> facts;

  Need(Unpacker in) {
    kind = in.one(Kind.values());
    score = in.real();
    words = in.text();
    facts = in.list(Reason::new);
  }
}
