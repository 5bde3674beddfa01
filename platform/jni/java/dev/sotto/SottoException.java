/*
 * What a failed call throws: one class per thing an app may want to do about it, all under one root
 * that carries the exact status. Unchecked, so that view-models and lambdas stay readable; every
 * method says what it throws. Messages are the library's own sentences and hold no personal data.
 */
package dev.sotto;

import java.nio.charset.StandardCharsets;

/** A call to Sotto failed; nothing was half-done. */
public class SottoException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The exact reason. */
  public final Status status;

  SottoException(Status status, String sentence, Throwable cause) {
    super(sentence, cause);
    this.status = status;
  }

  /** Called from C with the handle's sentence in UTF-8. */
  static SottoException of(int code, byte[] sentence) {
    String words = new String(sentence, StandardCharsets.UTF_8);
    return Status.of(code).exception(words, KeyBridge.takeFailure());
  }

  /** The caller passed something this call does not take. */
  public static final class Argument extends SottoException {
    private static final long serialVersionUID = 1L;

    Argument(Status status, String sentence, Throwable cause) {
      super(status, sentence, cause);
    }
  }

  /** Not possible now: no pack, already answered, paused. */
  public static final class State extends SottoException {
    private static final long serialVersionUID = 1L;

    State(Status status, String sentence, Throwable cause) {
      super(status, sentence, cause);
    }
  }

  /** What was asked for does not exist. */
  public static final class Missing extends SottoException {
    private static final long serialVersionUID = 1L;

    Missing(Status status, String sentence, Throwable cause) {
      super(status, sentence, cause);
    }
  }

  /** Consent does not allow it. */
  public static final class ConsentDenied extends SottoException {
    private static final long serialVersionUID = 1L;

    ConsentDenied(Status status, String sentence, Throwable cause) {
      super(status, sentence, cause);
    }
  }

  /** The budget ledger does not allow it. */
  public static final class BudgetExceeded extends SottoException {
    private static final long serialVersionUID = 1L;

    BudgetExceeded(Status status, String sentence, Throwable cause) {
      super(status, sentence, cause);
    }
  }

  /** Larger than a stated limit. */
  public static final class Limit extends SottoException {
    private static final long serialVersionUID = 1L;

    Limit(Status status, String sentence, Throwable cause) {
      super(status, sentence, cause);
    }
  }

  /** The key store holds another secret than the one this profile was made with. */
  public static final class KeyWrong extends SottoException {
    private static final long serialVersionUID = 1L;

    KeyWrong(Status status, String sentence, Throwable cause) {
      super(status, sentence, cause);
    }
  }

  /** The key store holds no secret for this profile. */
  public static final class KeyLost extends SottoException {
    private static final long serialVersionUID = 1L;

    KeyLost(Status status, String sentence, Throwable cause) {
      super(status, sentence, cause);
    }
  }

  /** Authentic once, changed since: a tag, signature or chain fails. */
  public static final class Tampered extends SottoException {
    private static final long serialVersionUID = 1L;

    Tampered(Status status, String sentence, Throwable cause) {
      super(status, sentence, cause);
    }
  }

  /** Damaged: a checksum or structure fails. */
  public static final class Corrupt extends SottoException {
    private static final long serialVersionUID = 1L;

    Corrupt(Status status, String sentence, Throwable cause) {
      super(status, sentence, cause);
    }
  }

  /** Not of the format that was asked for: a file, a pack, JSON. */
  public static final class BadFormat extends SottoException {
    private static final long serialVersionUID = 1L;

    BadFormat(Status status, String sentence, Throwable cause) {
      super(status, sentence, cause);
    }
  }

  /** The SQLite in this process cannot encrypt; nothing was stored. */
  public static final class NoCipher extends SottoException {
    private static final long serialVersionUID = 1L;

    NoCipher(Status status, String sentence, Throwable cause) {
      super(status, sentence, cause);
    }
  }

  /** Disk full, read-only or failing: {@link #status} says which. */
  public static final class Storage extends SottoException {
    private static final long serialVersionUID = 1L;

    Storage(Status status, String sentence, Throwable cause) {
      super(status, sentence, cause);
    }
  }

  /** The key provider failed or broke its contract; the cause is what it threw. */
  public static final class Port extends SottoException {
    private static final long serialVersionUID = 1L;

    Port(Status status, String sentence, Throwable cause) {
      super(status, sentence, cause);
    }
  }

  /** Another handle or call holds this profile. */
  public static final class Busy extends SottoException {
    private static final long serialVersionUID = 1L;

    Busy(Status status, String sentence, Throwable cause) {
      super(status, sentence, cause);
    }
  }

  /** A pack, report or question is refused: {@link #status} says why. */
  public static final class Refused extends SottoException {
    private static final long serialVersionUID = 1L;

    Refused(Status status, String sentence, Throwable cause) {
      super(status, sentence, cause);
    }
  }

  /** A field of the event is bad: {@link #status} says which. */
  public static final class BadEvent extends SottoException {
    private static final long serialVersionUID = 1L;

    BadEvent(Status status, String sentence, Throwable cause) {
      super(status, sentence, cause);
    }
  }

  /** The key store is locked; try again when it is not. */
  public static final class KeyLocked extends SottoException {
    private static final long serialVersionUID = 1L;

    KeyLocked(Status status, String sentence, Throwable cause) {
      super(status, sentence, cause);
    }

    /** For a {@link KeyProvider} whose store is locked now. */
    public KeyLocked(String why) {
      super(Status.KEY_LOCKED, why, null);
    }
  }

  /** The person or the system refused the use of the key store. */
  public static final class KeyDenied extends SottoException {
    private static final long serialVersionUID = 1L;

    KeyDenied(Status status, String sentence, Throwable cause) {
      super(status, sentence, cause);
    }

    /** For a {@link KeyProvider} whose use was refused, a failed fingerprint say. */
    public KeyDenied(String why) {
      super(Status.KEY_DENIED, why, null);
    }
  }

  /** The key store did not answer in time; try again later. */
  public static final class KeySlow extends SottoException {
    private static final long serialVersionUID = 1L;

    KeySlow(Status status, String sentence, Throwable cause) {
      super(status, sentence, cause);
    }

    /** For a {@link KeyProvider} that waited long enough. */
    public KeySlow(String why) {
      super(Status.KEY_SLOW, why, null);
    }
  }

  /** The profile was closed before this call. */
  public static final class Closed extends SottoException {
    private static final long serialVersionUID = 1L;

    Closed() {
      super(Status.STATE, "The profile is closed.", null);
    }
  }
}
