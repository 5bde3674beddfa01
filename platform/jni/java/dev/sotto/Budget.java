/*
 * The state of the budget ledger.
 */
package dev.sotto;

/** The state of the budget ledger; may be shown to anyone, is never sent. */
public final class Budget {
  /** The epoch now. */
  public final int epoch;
  /** Epsilon that could be spent now. */
  public final long balanceMicro;
  /** Most that can ever be saved up. */
  public final long depthMicro;
  /** Epsilon spent in all. */
  public final long spentMicro;
  /** What a week adds. */
  public final long weeklyMicro;
  /** When it next accrues. */
  public final long nextMs;
  /** The store has an anchor: a restore gains nothing. */
  public final boolean anchored;
  /** Restored or cut: only "none" until the next epoch. */
  public final boolean behind;

  Budget(Unpacker in) {
    epoch = in.u32();
    balanceMicro = in.u64();
    depthMicro = in.u64();
    spentMicro = in.u64();
    weeklyMicro = in.u64();
    nextMs = in.u64();
    anchored = in.flag();
    behind = in.flag();
  }
}
