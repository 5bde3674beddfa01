/*
 * What an installed pack says of itself.
 */
package dev.sotto;

/** What the installed pack says about itself. */
public final class PackInfo {
  /** Items in it. */
  public final int items;
  /** Questions in it. */
  public final int questions;
  /** Slots in it. */
  public final int slots;
  /** Rises with every pack of a brand. */
  public final long sequence;
  /** When it was made. */
  public final long createdMs;
  /** When it ends. */
  public final long expiresMs;
  /** BLAKE2b-256 of the signed header: compare with the public list. */
  public final byte[] hash;
  /** The brand's name. */
  public final String brand;
  /** ISO 4217. */
  public final String currency;

  PackInfo(Unpacker in) {
    items = in.u32();
    questions = in.u32();
    slots = in.u32();
    sequence = in.u64();
    createdMs = in.u64();
    expiresMs = in.u64();
    hash = in.raw(32);
    brand = in.text();
    currency = in.text();
  }
}
