/*
 * What still holds of the turns so far: the app's memory, opaque to Java.
 */
package dev.sotto;

import java.util.Arrays;

/** A conversation; lives in the app's memory alone, ends with {@link #clear}. Any thread. */
public final class Conversation {
  private byte[] state = new byte[0];

  /** Overwrites what was said; the next turn begins anew. */
  public synchronized void clear() {
    Arrays.fill(state, (byte) 0);
    state = new byte[0];
  }

  /* With this object's lock held. */
  byte[] state() {
    return state;
  }

  /* With this object's lock held. */
  void state(byte[] after) {
    Arrays.fill(state, (byte) 0);
    state = after;
  }
}
