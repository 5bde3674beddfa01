/*
 * One product found by a search.
 */
package dev.sotto;

/** One product found, or one part of an occasion. */
public final class Found {
  /** Item id. */
  public final String item;
  /** Its title in the language asked in. */
  public final String title;
  /** Its price; -1: unknown. */
  public final long priceMinor;
  /** Score; the next two sum to it. */
  public final long scoreMicro;
  /** For the words and constraints. */
  public final long wordsMicro;
  /** For what the person cares about. */
  public final long personalMicro;
  /** A sentence: why. */
  public final String reason;
  /** Part of an occasion it fills, or empty. */
  public final String part;
  /** How many are needed. */
  public final int quantity;

  Found(Unpacker in) {
    item = in.text();
    title = in.text();
    priceMinor = in.u64();
    scoreMicro = in.u64();
    wordsMicro = in.u64();
    personalMicro = in.u64();
    reason = in.text();
    part = in.text();
    quantity = in.u32();
  }
}
