/*
 * Why an item is or is not among the picks.
 */
package dev.sotto;

import java.util.List;

/** Why an item is or is not among the picks, and what it scores. */
public final class Why {
  /** A {@code SOTTO_WHY_} value of sotto/recommend.h; 0: it is shown. */
  public final int kind;
  /** Where it is shown, from 1 on; 0: it is not. */
  public final int place;
  /** What it scores, or would. */
  public final long scoreMicro;
  /** How much more the least of the picks scores. */
  public final long behindMicro;
  /** Sentence in the profile's language. */
  public final String text;
  /** Its reasons, largest first. */
  public final List<Reason> reasons;

  Why(Unpacker in) {
    kind = in.u32();
    place = in.u32();
    scoreMicro = in.u64();
    behindMicro = in.u64();
    text = in.text();
    reasons = in.list(Reason::new);
  }
}
