/*
 * The receipt of an erase.
 */
package dev.sotto;

/** What erasing a profile did, and how strong the deletion is. */
public final class Receipt {
  /** OK, or READ_ONLY where the files stayed but the secret is gone. */
  public final Status status;
  /** How well the key store deletes. */
  public final Strength strength;
  /** The store's name. */
  public final String storeName;
  /** The secret is gone, so every copy of the profile is unreadable. */
  public final boolean keyDestroyed;
  /** Files that were unlinked. */
  public final int filesRemoved;
  /** When. */
  public final long timeMs;

  Receipt(Unpacker in) {
    status = Status.of(in.u32());
    strength = in.one(Strength.values());
    storeName = in.text();
    keyDestroyed = in.flag();
    filesRemoved = in.u32();
    timeMs = in.u64();
  }
}
