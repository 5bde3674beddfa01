/*
 * The status codes of sotto/base.h, in its order: the code is the ordinal, negated. Each knows the
 * exception that tells it.
 */
package dev.sotto;

/** Why a call failed; each means one thing and is never softened into another. */
public enum Status {
  /** Done. */
  OK(SottoException::new),
  /** The caller passed something this call does not take. */
  ARGUMENT(SottoException.Argument::new),
  /** Not possible now: no pack, closed, paused. */
  STATE(SottoException.State::new),
  /** An allocation failed; nothing changed. */
  MEMORY(SottoException::new),
  /** A buffer was too small. */
  SPACE(SottoException::new),
  /** What was asked for does not exist. */
  MISSING(SottoException.Missing::new),
  /** Consent does not allow it. */
  DENIED(SottoException.ConsentDenied::new),
  /** The budget ledger does not allow it. */
  BUDGET(SottoException.BudgetExceeded::new),
  /** Larger than a stated limit. */
  LIMIT(SottoException.Limit::new),
  /** The key store's secret is not the one this profile was made with. */
  KEY_WRONG(SottoException.KeyWrong::new),
  /** The key store holds no secret for this profile. */
  KEY_LOST(SottoException.KeyLost::new),
  /** The key store is locked; try again when it is not. */
  KEY_LOCKED(SottoException.KeyLocked::new),
  /** Authentic once, changed since. */
  TAMPERED(SottoException.Tampered::new),
  /** Damaged: a checksum or structure fails. */
  CORRUPT(SottoException.Corrupt::new),
  /** Not this format at all, or a version this library does not know. */
  FORMAT(SottoException.BadFormat::new),
  /** The SQLite in this process cannot encrypt; nothing was stored. */
  NO_CIPHER(SottoException.NoCipher::new),
  /** No space left; nothing was half-written. */
  DISK_FULL(SottoException.Storage::new),
  /** The place cannot be written. */
  READ_ONLY(SottoException.Storage::new),
  /** The disk or file system failed otherwise. */
  STORAGE(SottoException.Storage::new),
  /** The key provider failed or broke its contract; the cause is its exception. */
  PORT(SottoException.Port::new),
  /** Another handle or call holds this profile. */
  BUSY(SottoException.Busy::new),
  /** Past its expiry: a pack, a report, a question. */
  EXPIRED(SottoException.Refused::new),
  /** Older than what is already trusted here. */
  ROLLBACK(SottoException.Refused::new),
  /** Signed by a key this host does not trust. */
  UNTRUSTED(SottoException.Refused::new),
  /** The event's name or type is unknown. */
  EVENT_NAME(SottoException.BadEvent::new),
  /** The event's item is absent, too long or not UTF-8. */
  EVENT_ITEM(SottoException.BadEvent::new),
  /** The event's time is before 2000 or over a day ahead. */
  EVENT_TIME(SottoException.BadEvent::new),
  /** A quantity, price or count is negative, absurd or not a number. */
  EVENT_AMOUNT(SottoException.BadEvent::new),
  /** A text field is too long or not UTF-8. */
  EVENT_TEXT(SottoException.BadEvent::new),
  /** Not JSON, or not of the documented shape. */
  JSON(SottoException.BadFormat::new),
  /** A check inside the library failed; please report it. */
  INTERNAL(SottoException::new),
  /** The pack is not in the brand's public list. */
  UNLISTED(SottoException.Refused::new),
  /** The person or the system refused the use of the key store. */
  KEY_DENIED(SottoException.KeyDenied::new),
  /** The key store did not answer in time; try again later. */
  KEY_SLOW(SottoException.KeySlow::new);

  /** Makes the exception of a status. */
  interface Maker {
    SottoException make(Status status, String sentence, Throwable cause);
  }

  private final Maker maker;

  Status(Maker maker) {
    this.maker = maker;
  }

  SottoException exception(String sentence, Throwable cause) {
    return maker.make(this, sentence, cause);
  }

  static Status of(int code) {
    Status[] all = values();
    return code <= 0 && -code < all.length ? all[-code] : INTERNAL;
  }
}
