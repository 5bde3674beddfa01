/*
 * What answering a question would do.
 */
package dev.sotto;

/** What a question would do, in words and numbers, before anything is drawn. */
public final class Preview {
  /** States of a question. */
  public enum State {
    /** Would be answered truthfully with noise. */
    OPEN,
    /** Already answered this epoch. */
    ANSWERED,
    /** Its category may not be contributed: sends "none" at no cost. */
    CATEGORY,
    /** The ledger cannot pay: sends "none" at no cost. */
    EXHAUSTED,
    /** Contributing is off: nothing leaves. */
    OFF,
    /** Malformed or unsupported: dropped, nothing leaves. */
    INVALID,
    /** The clock jumped weeks: refused until it stood for a day. */
    CLOCK,
    /** Its schedule does not ask this device this week. */
    NOT_DUE
  }

  /** Its id this epoch. */
  public final QuestionId question;
  /** What is asked, what would be answered and the odds. */
  public final String words;
  /** The brand's name for it. */
  public final String name;
  /** The true answer in words, shown only to the person. */
  public final String answer;
  /** Its bucket, 0 is "none"; never leaves as it is. */
  public final int bucket;
  /** Category of what it asks about. */
  public final Category category;
  /** Size of its domain. */
  public final int buckets;
  /** What would happen. */
  public final State state;
  /** Weeks between two askings; 0: no schedule. */
  public final int everyWeeks;
  /** Epsilon it will spend, rounded up. */
  public final long costMicro;
  /** e^epsilon as an exact rational: any output is at most this ... */
  public final long oddsNumerator;
  /** ... over this times likelier under one answer than another. */
  public final long oddsDenominator;
  /** What the budget ledger could spend now. */
  public final long balanceMicro;
  /** Size of the report that would leave. */
  public final long reportBytes;
  /** Whom its privacy rests on; what follows is of split trust alone. */
  public final Trust trust;
  /** Answers the aggregators sum up at least. */
  public final int minimumBatch;
  /** Delta of the sum that it will spend, units of 2^-60. */
  public final long delta2p60;
  /** Epsilon of the answer alone, if both aggregators collude. */
  public final long epsilon0Micro;
  /** URL of the aggregator that takes the report. */
  public final String leader;
  /** URL of the other. */
  public final String helper;

  Preview(Unpacker in) {
    question = new QuestionId(in.raw(16));
    words = in.text();
    name = in.text();
    answer = in.text();
    bucket = in.u32();
    category = in.one(Category.values());
    buckets = in.u32();
    state = in.one(State.values());
    everyWeeks = in.u32();
    costMicro = in.u64();
    oddsNumerator = in.u64();
    oddsDenominator = in.u64();
    balanceMicro = in.u64();
    reportBytes = in.u64();
    trust = in.one(Trust.values());
    minimumBatch = in.u32();
    delta2p60 = in.u64();
    epsilon0Micro = in.u64();
    leader = in.text();
    helper = in.text();
  }
}
