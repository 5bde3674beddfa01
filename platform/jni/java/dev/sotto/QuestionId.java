/*
 * A question's id.
 */
package dev.sotto;

import java.util.Arrays;

/** Names a question of the pack in one epoch; equal ids are equal objects. */
public final class QuestionId {
  private final byte[] bytes;

  QuestionId(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Gives a copy of its 16 bytes. */
  public byte[] toBytes() {
    return bytes.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof QuestionId && Arrays.equals(bytes, ((QuestionId) other).bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }
}
