/*
 * A profile on this device, for Java and Kotlin: the whole public interface of the library in one
 * class. Each method packs its arguments, makes one call and unpacks the answer. A lock keeps a
 * profile from being closed under a call, and its picks from ending before they are explained; it
 * decides nothing else. Objects given out are plain values: they outlive the profile and tell
 * nothing in toString().
 */
package dev.sotto;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * A person's profile, encrypted on this device. Any thread may call; end it with {@link #close}.
 *
 * <p>"Cost: memory" never touches the disk and is safe on a user-interface thread, "disk" may wait
 * for the disk, "heavy" rewrites files or derives keys. Every method throws
 * {@link SottoException.Closed} after close, and a subclass of {@link SottoException} where the
 * library refuses; a null argument is a {@link NullPointerException}. A call made from inside a
 * {@link KeyProvider} on the same profile throws {@link SottoException.Busy}.
 */
public final class Profile implements AutoCloseable {
  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
  private final Object picking = new Object();
  private long handle;

  private Profile(long handle) {
    this.handle = handle;
  }

  /* ---- opening and closing ---- */

  /**
   * Opens a profile, or makes one. Fails closed: wrong key, lost key, locked store, corrupt and
   * missing files are told apart, nothing is wiped because of an error. One at a time per
   * directory, {@link SottoException.Busy} otherwise. Cost: disk; heavy with a passphrase.
   */
  public static Profile open(Options options, Consent consent, KeyStore keys) {
    Packer request = new Packer();
    byte[] bytes = null;
    try {
      keys.write(request);
      options.write(request);
      consent.write(request);
      bytes = request.bytes();
      return new Profile(Native.open(bytes, keys.keeper()));
    } finally {
      request.wipe();
      wipe(bytes);
    }
  }

  /**
   * Commits what is pending, wipes secrets and ends the profile, once the calls that other threads
   * have in flight are over. A second time it does nothing. Cost: disk.
   */
  @Override
  public void close() {
    Lock alone = alone();
    try {
      if (handle != 0) {
        Native.close(handle);
        handle = 0;
      }
    } finally {
      alone.unlock();
    }
  }

  /** Says whether {@link #close} was called. Cost: memory. */
  public boolean isClosed() {
    lock.readLock().lock();
    try {
      return handle == 0;
    } finally {
      lock.readLock().unlock();
    }
  }

  /** Gives how many profiles are open in this process: 0 where every one was closed. */
  public static int countOpen() {
    return Native.count();
  }

  /**
   * Destroys the key store's secret, then the files of the profile in {@code directory}; works
   * without opening it. {@link SottoException.Busy} where it is open. Cost: disk.
   */
  public static Receipt erase(String directory, KeyStore keys) {
    Objects.requireNonNull(directory, "directory");
    Packer request = new Packer();
    byte[] bytes = null;
    try {
      bytes = keys.write(request).path(directory).bytes();
      return new Receipt(new Unpacker(Native.erase(bytes, keys.keeper())));
    } finally {
      request.wipe();
      wipe(bytes);
    }
  }

  /* ---- what happened ---- */

  /**
   * Records one event; consent decides whether it is kept, used for this session, or dropped.
   * Durable later: {@link #flush}. {@link SottoException.BadEvent} names the bad field. Cost:
   * memory; a full batch: disk.
   */
  public void record(Event event) {
    Packer request = Packer.of(Native.RECORD);
    event.write(request);
    call(request);
  }

  /** Records a GA4 or Segment event given as JSON; gives how many it became. Cost: as record. */
  public int recordJson(String json) {
    return (int) ask(Packer.of(Native.RECORD_JSON).raw(utf8(json))).u64();
  }

  /** Sets the context of this moment, until the session ends. Cost: memory. */
  public void setContext(RequestContext context) {
    Packer request = Packer.of(Native.CONTEXT_SET);
    context.write(request);
    call(request);
  }

  /** Keeps what the person said: a value of an attribute and -100 to 100; 0 takes it back. */
  public void state(String attribute, String value, int strength) {
    call(text(Native.STATE_PREFERENCE, attribute).text(need(value)).u32(strength));
  }

  /** Ends the session now and makes it durable. Cost: disk. */
  public void endSession() {
    call(Packer.of(Native.SESSION_END));
  }

  /** Makes everything recorded so far durable: in onStop() at the latest. Cost: disk. */
  public void flush() {
    call(Packer.of(Native.FLUSH));
  }

  /** Does the timed work that is due; each minute, and when going to the background. Cost: disk. */
  public void tick() {
    call(Packer.of(Native.TICK));
  }

  /** Pauses or resumes learning ("gift mode"). Cost: memory. */
  public void pauseLearning(boolean paused) {
    call(Packer.of(Native.LEARNING_PAUSE).flag(paused));
  }

  /* ---- the pack ---- */

  /**
   * Installs a signed pack after verifying all of it. {@link SottoException.Refused},
   * {@link SottoException.Tampered}, {@link SottoException.BadFormat} and
   * {@link SottoException.Missing} leave the old one in use. Cost: heavy.
   */
  public void installPack(String path) {
    callAlone(Packer.of(Native.PACK_INSTALL).path(need(path)));
  }

  /** Gives the installed pack's facts; {@link SottoException.State} without one. Cost: memory. */
  public PackInfo pack() {
    return new PackInfo(ask(Packer.of(Native.PACK_GET)));
  }

  /** Gives an item's title in the profile's language. Cost: memory. */
  public String title(String item) {
    return ask(text(Native.ITEM_TITLE, item)).text();
  }

  /* ---- what the device makes of it ---- */

  /** Gives picks, best first; popular ones to who is not known. Cost: memory. */
  public List<Pick> recommend(Request request) {
    Packer packed = Packer.of(Native.RECOMMEND);
    request.write(packed, true);
    synchronized (picking) { // ids of picks hold until the next recommendation
      return ask(packed).list(Pick::new);
    }
  }

  /** Tells why an item is or is not among the picks a request gives now. Cost: memory. */
  public Why explain(Request request, String item) {
    Packer packed = text(Native.ITEM_EXPLAIN, item);
    request.write(packed, false);
    return new Why(ask(packed));
  }

  /** Says "not this": the item is never picked again until forgotten. Cost: as record. */
  public void dismiss(String item) {
    call(text(Native.PICK_DISMISS, item));
  }

  /** Gives the mindset; {@link SottoException.ConsentDenied} without consent. Cost: memory. */
  public Mindset mindset() {
    return new Mindset(ask(Packer.of(Native.MINDSET_GET)));
  }

  /** Gives why the mindset is what it is. Cost: memory. */
  public List<Reason> explainMindset() {
    return ask(Packer.of(Native.MINDSET_EXPLAIN)).list(Reason::new);
  }

  /** Gives the eight needs, the largest score first. Cost: memory. */
  public List<Need> needs() {
    return ask(Packer.of(Native.NEED_EACH)).list(Need::new);
  }

  /** Gives the affinities to one attribute's values, or to all (empty). Cost: memory. */
  public List<Affinity> affinities(String attribute) {
    return ask(text(Native.AFFINITY_EACH, attribute)).list(Affinity::new);
  }

  /** Gives the audiences the profile is in, and why. Cost: memory. */
  public List<Audience> audiences() {
    return ask(Packer.of(Native.AUDIENCE_EACH)).list(Audience::new);
  }

  /** Chooses the arm a slot shows. Cost: memory, as record. */
  public Choice choose(String slot) {
    return choose(slot, "", 0);
  }

  /** Chooses for an item of the slot; the same seed and state, the same arm; 0: a fresh draw. */
  public Choice choose(String slot, String item, long seed) {
    return new Choice(ask(text(Native.CHOOSE, slot).text(need(item)).u64(seed)));
  }

  /** Says what came of a decision, 0 to 1, where the slot's reward is the host's. Cost: memory. */
  public void outcome(long decision, double reward) {
    call(Packer.of(Native.OUTCOME).u64(decision).real(reward));
  }

  /** Gives the reasons of a decision; 0: of the latest choice. Cost: memory. */
  public List<Reason> explainChoice(long decision) {
    return ask(Packer.of(Native.CHOICE_EXPLAIN).u64(decision)).list(Reason::new);
  }

  /** Gives the decisions of the past, oldest first. Cost: disk. */
  public List<Decision> decisions() {
    return ask(Packer.of(Native.CHOICE_EACH)).list(Decision::new);
  }

  /** Takes a turn of a conversation; on failure it stays as it was. Cost: memory. */
  public Reply search(Conversation conversation, Query query) {
    synchronized (conversation) {
      Packer packed = Packer.of(Native.SEARCH).bytes(conversation.state());
      query.write(packed);
      Unpacker answer = ask(packed);
      packed.wipe();
      Reply reply = new Reply(answer);
      conversation.state(answer.bytes());
      return reply;
    }
  }

  /** Gives a brief as one JSON object (sotto/brief.h). Cost: memory; the person's: disk. */
  public String brief(Reader reader, String locale) {
    return ask(Packer.of(Native.BRIEF).u32(reader.ordinal()).text(need(locale))).text();
  }

  /** Gives a brief in sentences; an empty locale is the profile's. Cost: as brief. */
  public List<BriefLine> say(Reader reader, String locale) {
    Packer packed = Packer.of(Native.BRIEF_SAY).u32(reader.ordinal()).text(need(locale));
    return ask(packed).list(BriefLine::new);
  }

  /* ---- what may leave ---- */

  /** Gives every question of the pack with its preview; spends nothing. Cost: memory. */
  public List<Preview> questions() {
    return ask(Packer.of(Native.QUESTION_EACH)).list(Preview::new);
  }

  /**
   * Answers one question: pays, logs and puts a report into the outbox, durable when it returns.
   * {@link SottoException.State} where it was answered this epoch or is not due,
   * {@link SottoException.ConsentDenied} with contributing off. Cost: disk.
   */
  public void answer(QuestionId question) {
    call(Packer.of(Native.QUESTION_ANSWER).raw(question.toBytes()));
  }

  /** Gives the reports waiting, oldest first, with their exact bytes. Cost: disk. */
  public List<Report> outbox() {
    return ask(Packer.of(Native.OUTBOX_EACH)).list(Report::new);
  }

  /** Settles one report after the app tried to send it. Cost: disk. */
  public void settle(Report report, Delivery delivery) {
    call(Packer.of(Native.OUTBOX_SETTLE).u64(report.id).u32(delivery.ordinal()));
  }

  /** Gives the state of the budget ledger. Cost: memory. */
  public Budget budget() {
    return new Budget(ask(Packer.of(Native.BUDGET_GET)));
  }

  /* ---- the person's rights ---- */

  /** Gives the consent in force. Cost: memory. */
  public Consent consent() {
    return new Consent(ask(Packer.of(Native.CONSENT_GET)));
  }

  /** Replaces the consent; a withdrawal has taken effect when it returns. Cost: disk or heavy. */
  public void setConsent(Consent consent) {
    Packer packed = Packer.of(Native.CONSENT_SET);
    consent.write(packed);
    callAlone(packed);
  }

  /** Gives, in plain words, all that is kept about the person. Cost: disk. */
  public List<Kept> kept() {
    return ask(Packer.of(Native.PROFILE_EACH)).list(Kept::new);
  }

  /** Gives the whole profile as JSON; it is plaintext: say so to the person. Cost: disk. */
  public String export() {
    return words(call(Packer.of(Native.PROFILE_EXPORT)));
  }

  /** Reads an export into this profile, all or nothing; gives how many events. Cost: heavy. */
  public int importFrom(String json) {
    byte[] reply = callAlone(Packer.of(Native.PROFILE_IMPORT).raw(utf8(json)));
    return (int) new Unpacker(reply).u64();
  }

  /** Forgets, and moves the rest under a new key; gives how many rows went. Cost: heavy. */
  public long forget(Scope scope) {
    Packer packed = Packer.of(Native.FORGET);
    scope.write(packed);
    return new Unpacker(callAlone(packed)).u64();
  }

  /** Gives the rows of the audit log after a sequence number. Cost: disk. */
  public List<AuditRow> audit(long afterSequence) {
    return ask(Packer.of(Native.AUDIT_EACH).u64(afterSequence)).list(AuditRow::new);
  }

  /** Recomputes the audit log's chain. Cost: disk. */
  public AuditVerdict verifyAudit() {
    return new AuditVerdict(ask(Packer.of(Native.AUDIT_VERIFY)));
  }

  /** Gives the audit log with its key as JSON, for a second verifier. Cost: disk. */
  public String exportAudit() {
    return words(call(Packer.of(Native.AUDIT_EXPORT)));
  }

  /** Replaces or adds user-facing sentences: locale to {message name: text}. Cost: memory. */
  public void setMessages(String json) {
    call(Packer.of(Native.MESSAGES_SET).raw(utf8(json)));
  }

  /* ---- calling ---- */

  private byte[] call(Packer request) {
    lock.readLock().lock();
    try {
      return Native.call(opened(), request.bytes());
    } finally {
      lock.readLock().unlock();
    }
  }

  /* What ends the picks given so far does not come between picking and explaining. */
  private byte[] callAlone(Packer request) {
    Lock alone = alone();
    try {
      return Native.call(opened(), request.bytes());
    } finally {
      alone.unlock();
    }
  }

  private Unpacker ask(Packer request) {
    return new Unpacker(call(request));
  }

  private long opened() {
    if (handle == 0) {
      throw new SottoException.Closed();
    }
    return handle;
  }

  /* Waits until no other thread is inside; refuses where this one is: it would wait for ever. */
  private Lock alone() {
    if (lock.getReadHoldCount() > 0 || lock.isWriteLockedByCurrentThread()) {
      throw new SottoException.Busy(Status.BUSY, "This thread is inside a call on this profile.",
          null);
    }
    lock.writeLock().lock();
    return lock.writeLock();
  }

  private static Packer text(int operation, String first) {
    return Packer.of(operation).text(need(first));
  }

  private static String need(String text) {
    return Objects.requireNonNull(text, "A text is null.");
  }

  private static byte[] utf8(String json) {
    return json.getBytes(StandardCharsets.UTF_8);
  }

  private static String words(byte[] reply) {
    return reply == null ? "" : new String(reply, StandardCharsets.UTF_8);
  }

  private static void wipe(byte[] bytes) {
    if (bytes != null) {
      Arrays.fill(bytes, (byte) 0);
    }
  }
}
