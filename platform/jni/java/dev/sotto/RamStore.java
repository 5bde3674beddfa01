/*
 * The RAM store with what tests change: its lock and its clock.
 */
package dev.sotto;

import java.nio.ByteBuffer;

/**
 * A key store in this process's memory, with an anchor and a clock that can be set: for a visitor's
 * profile, and for an app's own tests.
 */
public final class RamStore extends KeyStore {
  private final ByteBuffer memory;

  RamStore() {
    this(ByteBuffer.allocateDirect(Native.ramSize()));
  }

  private RamStore(ByteBuffer memory) {
    super(memory);
    this.memory = memory;
    Native.ramBegin(memory);
  }

  /** Sets the clock of every profile opened with this store; 0: the system's. */
  public void setClock(long unixMs) {
    Native.ramClock(memory, unixMs);
  }

  /** Plays a locked store: every call that needs the secret fails. */
  public void setLocked(boolean locked) {
    Native.ramLock(memory, locked);
  }
}
