/*
 * One row of the audit log.
 */
package dev.sotto;

/** One row of the audit log. */
public final class AuditRow {
  /** 1, 2, 3 and so on. */
  public final long sequence;
  /** When. */
  public final long timeMs;
  /** What: a {@code SOTTO_ACT_} value of sotto/audit.h. */
  public final int act;
  /** Epsilon spent by it. */
  public final long costMicro;
  /** JSON object with the act's facts; never personal data. */
  public final String detail;
  /** The same as a sentence in the profile's language. */
  public final String words;
  /** Keyed hash over the previous hash and this row. */
  public final byte[] hash;

  AuditRow(Unpacker in) {
    sequence = in.u64();
    timeMs = in.u64();
    act = in.u32();
    costMicro = in.u64();
    detail = in.text();
    words = in.text();
    hash = in.raw(32);
  }
}
