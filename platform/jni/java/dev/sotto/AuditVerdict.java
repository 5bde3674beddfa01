/*
 * The verdict on the audit log.
 */
package dev.sotto;

/** Whether the audit log holds. */
public final class AuditVerdict {
  /** Every row is as it was written, and none is missing. */
  public final boolean holds;
  /** How many rows hold, or the sequence of the first bad one. */
  public final long rows;

  AuditVerdict(Unpacker in) {
    holds = in.flag();
    rows = in.u64();
  }
}
