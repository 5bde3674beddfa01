/*
 * What a search says back.
 */
package dev.sotto;

import java.util.List;

/** What is said back to one turn of a conversation. */
public final class Reply {
  /** Products, best first. */
  public final List<Found> found;
  /** Products that fit, beyond the limit too. */
  public final int fitting;
  /** The wording that was chosen. */
  public final int wording;
  /** One or two sentences. */
  public final String words;
  /** Constraints of this turn, such as {@code color=green price<=5000}. */
  public final String said;
  /** Those that hold now. */
  public final String standing;
  /** The words as they were read, where one was spelt otherwise; or empty. */
  public final String meant;
  /** What was left out because nothing fitted all of it; or empty. */
  public final String leftOut;

  Reply(Unpacker in) {
    found = in.list(Found::new);
    fitting = in.u32();
    wording = in.u32();
    words = in.text();
    said = in.text();
    standing = in.text();
    meant = in.text();
    leftOut = in.text();
  }
}
