/*
 * One line of a brief.
 */
package dev.sotto;

/** One line of a brief in plain words. */
public final class BriefLine {
  /** A {@code SOTTO_BRIEF_} value of sotto/brief.h, in ascending order. */
  public final int kind;
  /** A sentence. */
  public final String text;

  BriefLine(Unpacker in) {
    kind = in.u32();
    text = in.text();
  }
}
