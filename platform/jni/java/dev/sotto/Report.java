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
  /** Whom its privacy rests on; of a local report the host knows the collector's URL. */
  public final Trust trust;
  /** Split trust: where the body goes, by ... */
  public final String url;
  /** ... this HTTP method ... */
  public final String method;
  /** ... as this media type; of a local report all three are empty. */
  public final String mediaType;

  Report(Unpacker in) {
    id = in.u64();
    question = new QuestionId(in.raw(16));
    epoch = in.u32();
    attempts = in.u32();
    sendAfterMs = in.u64();
    costMicro = in.u64();
    body = in.bytes();
    trust = in.one(Trust.values());
    url = in.text();
    method = in.text();
    mediaType = in.text();
  }
}
