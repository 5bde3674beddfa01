/*
 * One reason of a pick, a mindset, a need, an audience or a choice.
 */
package dev.sotto;

/** One reason: a sentence and how much it contributed. */
public final class Reason {
  /** Stable code of the reason: a {@code SOTTO_REASON_} or {@code SOTTO_CHOICE_REASON_} value. */
  public final int kind;
  /** Signed contribution; of a pick they sum exactly to the pick's score. */
  public final long scoreMicro;
  /** Sentence in the profile's language. */
  public final String text;
  /** The item it is about, or empty. */
  public final String item;

  Reason(Unpacker in) {
    kind = in.u32();
    scoreMicro = in.u64();
    text = in.text();
    item = in.text();
  }
}
