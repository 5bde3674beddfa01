/*
 * One line of what is kept.
 */
package dev.sotto;

/** One line of what is kept about the person. */
public final class Kept {
  /** Its category. */
  public final Category category;
  /** What it is: "event", "affinity", "statement", "session". */
  public final String kind;
  /** A plain sentence in the profile's language. */
  public final String words;
  /** When it happened or was last touched. */
  public final long timeMs;

  Kept(Unpacker in) {
    category = in.one(Category.values());
    kind = in.text();
    words = in.text();
    timeMs = in.u64();
  }
}
