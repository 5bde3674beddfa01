/*
 * What the person allows. Combining the sources is the library's: this class only carries them.
 */
package dev.sotto;

import java.util.Arrays;
import java.util.Objects;

/**
 * What the person allows: seven categories of data, four purposes, each unknown, granted or denied.
 * Immutable: each change gives a new one. Where two sources speak, the library lets the strictest
 * win.
 */
public final class Consent {
  private static final int CELLS = Category.values().length * Purpose.values().length;

  private final boolean gpc;
  private final byte[] own;
  private final byte[] host;

  private Consent(boolean gpc, byte[] own, byte[] host) {
    this.gpc = gpc;
    this.own = own;
    this.host = host;
  }

  Consent(Unpacker in) {
    this(in.flag(), in.raw(CELLS), in.raw(CELLS));
  }

  /** Gives "nobody asked yet", the host having no objection: nothing is stored, nothing leaves. */
  public static Consent unknown() {
    byte[] none = new byte[CELLS];
    Arrays.fill(none, (byte) Verdict.GRANTED.ordinal());
    return new Consent(false, new byte[CELLS], none);
  }

  /** Gives this with the person's verdict on one purpose for every category. */
  public Consent with(Purpose purpose, Verdict verdict) {
    Consent changed = this;
    for (Category category : Category.values()) {
      changed = changed.with(category, purpose, verdict);
    }
    return changed;
  }

  /** Gives this with the person's verdict on one category and purpose. */
  public Consent with(Category category, Purpose purpose, Verdict verdict) {
    return new Consent(gpc, changed(own, category, purpose, verdict), host);
  }

  /** Gives this with the host's verdict (TCF, GPP); GRANTED means no objection. */
  public Consent withHost(Category category, Purpose purpose, Verdict verdict) {
    return new Consent(gpc, own, changed(host, category, purpose, verdict));
  }

  /** Gives this with Global Privacy Control on or off; on, contributing counts as denied. */
  public Consent withGlobalPrivacyControl(boolean on) {
    return new Consent(on, own, host);
  }

  /** Gives the person's own verdict. */
  public Verdict own(Category category, Purpose purpose) {
    return Verdict.values()[own[cell(category, purpose)]];
  }

  void write(Packer out) {
    out.flag(gpc).raw(own).raw(host);
  }

  private static byte[] changed(byte[] of, Category category, Purpose purpose, Verdict verdict) {
    byte[] copy = of.clone();
    copy[cell(category, purpose)] = (byte) Objects.requireNonNull(verdict, "verdict").ordinal();
    return copy;
  }

  private static int cell(Category category, Purpose purpose) {
    return category.ordinal() * Purpose.values().length + purpose.ordinal();
  }
}
