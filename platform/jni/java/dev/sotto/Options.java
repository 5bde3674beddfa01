/*
 * How a profile is opened.
 */
package dev.sotto;

import java.util.Objects;

/** Options of {@link Profile#open}; what is not set has the library's default. */
public final class Options {
  private static final int EXISTING = 1;
  private static final int KIOSK = 2;
  private static final int AS_KEPT = 4;
  private static final int KEY_SIZE = 32;

  private int flags;
  private String directory;
  private String locale;
  private int sessionGapMs;
  private int sessionLimitMs;
  private int retentionDays;
  private int retentionKib;
  private int epsilonDepthMicro;
  private int epsilonYearMicro;
  private String packList;
  private final byte[][] packKeys = new byte[2][];

  /** Sets where the profile lives, such as {@code getNoBackupFilesDir()} + "/sotto"; else RAM. */
  public Options directory(String path) {
    directory = Objects.requireNonNull(path, "path");
    return this;
  }

  /** Sets the language of sentences: "en", "es" or one added with {@link Profile#setMessages}. */
  public Options locale(String name) {
    locale = Objects.requireNonNull(name, "name");
    return this;
  }

  /** Trusts packs signed by this Ed25519 public key of 32 bytes; at most two. */
  public Options packKey(byte[] key) {
    if (key.length != KEY_SIZE || packKeys[1] != null) {
      throw new IllegalArgumentException("At most two keys of 32 bytes each.");
    }
    packKeys[packKeys[0] == null ? 0 : 1] = key.clone();
    return this;
  }

  /** Trusts packs signed by the key that these 64 hex digits are, as brand.public holds it. */
  public Options packKey(String hex) {
    if (!hex.matches("[0-9a-fA-F]{64}")) {
      throw new IllegalArgumentException("A pack key is 64 hex digits.");
    }
    byte[] key = new byte[KEY_SIZE];
    for (int i = 0; i < KEY_SIZE; i++) {
      key[i] = (byte) Integer.parseInt(hex.substring(2 * i, 2 * i + 2), 16);
    }
    return packKey(key);
  }

  /** Sets the file with the brand's public list of packs: only those in it can be installed. */
  public Options packList(String path) {
    packList = Objects.requireNonNull(path, "path");
    return this;
  }

  /** Opens only what exists: {@link SottoException.Missing} otherwise. */
  public Options existing() {
    flags |= EXISTING;
    return this;
  }

  /** As {@link #existing}, with the consent that the profile keeps, whatever is passed. */
  public Options asKept() {
    flags |= AS_KEPT;
    return this;
  }

  /** Sets the session gap of a kiosk, 2 minutes. */
  public Options kiosk() {
    flags |= KIOSK;
    return this;
  }

  /** Sets the silence that ends a session, and the longest session. */
  public Options session(int gapMs, int limitMs) {
    sessionGapMs = gapMs;
    sessionLimitMs = limitMs;
    return this;
  }

  /** Sets how long and how much is kept. */
  public Options retention(int days, int kib) {
    retentionDays = days;
    retentionKib = kib;
    return this;
  }

  /** Tightens the budget ledger: most at once, and most in a year. */
  public Options budget(int depthMicro, int yearMicro) {
    epsilonDepthMicro = depthMicro;
    epsilonYearMicro = yearMicro;
    return this;
  }

  void write(Packer out) {
    out.u32(flags).path(directory).path(locale).u32(sessionGapMs).u32(sessionLimitMs);
    out.u32(retentionDays).u32(retentionKib).u32(epsilonDepthMicro).u32(epsilonYearMicro);
    out.path(packList).bytes(packKeys[0]).bytes(packKeys[1]);
  }
}
