/*
 * One report waiting in the outbox.
 */
package dev.sotto;

/** One report that waits in the outbox: the only thing that ever leaves. */
public final class Report {
  /** Names it to {@link Profile#settle}; means nothing off this device. */
  public final long id;
  /** The question. */
  public final QuestionId question;
  /** Its epoch. */
  public final int epoch;
  /** Tries so far. */
  public final int attempts;
  /** Do not send before: freshly random within the release window. */
  public final long sendAfterMs;
  /** What it cost. */
  public final long costMicro;
  /** The exact bytes that leave. */
  public final byte[] body;

  Report(Unpacker in) {
    id = in.u64();
    question = new QuestionId(in.raw(16));
    epoch = in.u32();
    attempts = in.u32();
    sendAfterMs = in.u64();
    costMicro = in.u64();
    body = in.bytes();
  }
}
