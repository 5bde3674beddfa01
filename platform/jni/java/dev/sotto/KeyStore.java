/*
 * The key stores a profile can be opened with. What needs the device's own hardware is the app's to
 * lend, as a KeyProvider.
 */
package dev.sotto;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/** Where a profile's secret is kept. */
public class KeyStore {
  private static final int PROVIDER = 0;
  private static final int RAM = 1;
  private static final int PASSPHRASE = 2;
  private static final int INSECURE_FILE = 3;
  private static final int PASSPHRASE_MOST = 1024;

  private final int kind;
  private final KeyProvider provider;
  private final Object keeper;
  private byte[] secret;

  private KeyStore(int kind, KeyProvider provider, Object keeper, byte[] secret) {
    this.kind = kind;
    this.provider = provider;
    this.keeper = keeper;
    this.secret = secret;
  }

  /* For RamStore. */
  KeyStore(ByteBuffer ram) {
    this(RAM, null, ram, null);
  }

  /** Gives the store that an app lends; on a phone one over the Android Keystore. */
  public static KeyStore of(KeyProvider provider) {
    Objects.requireNonNull(provider, "provider");
    return new KeyStore(PROVIDER, provider, new KeyBridge(provider), null);
  }

  /** Gives a store in this process's memory: what is opened with it dies with the process. */
  public static RamStore ram() {
    return new RamStore();
  }

  /**
   * Gives a store that is what the person types, 1 to 1024 bytes of UTF-8. {@code words} is
   * overwritten; {@link #wipe} ends the copy made here, which one store needs for each opening.
   */
  public static KeyStore passphrase(char[] words) {
    ByteBuffer encoded = StandardCharsets.UTF_8.encode(CharBuffer.wrap(words));
    byte[] secret = new byte[encoded.remaining()];
    encoded.get(secret);
    Arrays.fill(encoded.array(), (byte) 0);
    Arrays.fill(words, '\0');
    if (secret.length == 0 || secret.length > PASSPHRASE_MOST) {
      Arrays.fill(secret, (byte) 0);
      throw new IllegalArgumentException("A passphrase has 1 to 1024 bytes of UTF-8.");
    }
    return new KeyStore(PASSPHRASE, null, null, secret);
  }

  /**
   * Gives a store that is a plain file: for development and machines with nothing better. Protects
   * against nothing but a copy of the profile's directory alone.
   */
  public static KeyStore insecureFile(String path) {
    Packer packed = new Packer().path(Objects.requireNonNull(path, "path"));
    return new KeyStore(INSECURE_FILE, null, null, new Unpacker(packed.bytes()).bytes());
  }

  /** Overwrites a passphrase; the store opens nothing afterwards, open profiles go on. */
  public synchronized void wipe() {
    if (secret != null && kind == PASSPHRASE) {
      Arrays.fill(secret, (byte) 0);
      secret = new byte[0];
    }
  }

  Object keeper() {
    return keeper;
  }

  synchronized Packer write(Packer out) {
    boolean anchored = provider instanceof AnchoredKeyProvider;
    out.u32(kind).flag(anchored).u32(provider == null ? 0 : strengthOf(provider));
    return out.path(provider == null ? null : nameOf(provider)).bytes(secret);
  }

  private static int strengthOf(KeyProvider provider) {
    return Objects.requireNonNull(provider.strength(), "strength").ordinal();
  }

  private static String nameOf(KeyProvider provider) {
    String name = Objects.requireNonNull(provider.name(), "name");
    if (name.length() > 31) {
      throw new IllegalArgumentException("A key provider's name has at most 31 letters.");
    }
    return name;
  }
}
