/*
 * A key provider for stores whose keys never come out, the Android Keystore above all: the secret
 * lies in a small file, wrapped by a key of the store. Each new secret gets a new wrapping key and
 * the old one is deleted, so that an old copy of the file opens nothing after a forget or an erase.
 * Android 8 and later. Has no anchor: a file beside the profile would be restored together with it.
 */
package dev.sotto;

import java.io.File;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Objects;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/** Keeps the secret in a file, wrapped by a key that cannot be read (AES-256-GCM). Any thread. */
public final class WrappedKeyFile implements KeyProvider {
  private static final String CIPHER = "AES/GCM/NoPadding";
  private static final int TAG_BITS = 128;
  private static final int IV_SIZE = 12;
  private static final int NUMBER_SIZE = 4;
  private static final int WHOLE = NUMBER_SIZE + IV_SIZE + 32 + TAG_BITS / 8;

  private final File file;
  private final String name;
  private final Strength strength;
  private final WrappingKeys keys;
  private boolean undeleted;

  /**
   * Makes a provider. {@code file} lies where backups do not reach and the app alone reads, such as
   * {@code getNoBackupFilesDir()}; {@code name} stands in receipts and names the wrapping keys.
   */
  public WrappedKeyFile(File file, String name, Strength strength, WrappingKeys keys) {
    this.file = Objects.requireNonNull(file, "file");
    this.name = Objects.requireNonNull(name, "name");
    this.strength = Objects.requireNonNull(strength, "strength");
    this.keys = Objects.requireNonNull(keys, "keys");
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Strength strength() {
    return strength;
  }

  @Override
  public synchronized byte[] load() throws Exception {
    byte[] held = read();
    if (held == null) {
      return null;
    }
    deleteBefore(number(held));
    try {
      SecretKey key = keys.find(alias(number(held)));
      if (key == null) {
        return null; // the wrapping key is gone, and with it the secret
      }
      Cipher cipher = Cipher.getInstance(CIPHER);
      cipher.init(Cipher.DECRYPT_MODE, key,
          new GCMParameterSpec(TAG_BITS, held, NUMBER_SIZE, IV_SIZE));
      cipher.updateAAD(held, 0, NUMBER_SIZE);
      return cipher.doFinal(held, NUMBER_SIZE + IV_SIZE, WHOLE - NUMBER_SIZE - IV_SIZE);
    } catch (Exception failure) {
      throw locked(failure);
    }
  }

  @Override
  public synchronized void store(byte[] secret) throws Exception {
    byte[] held = read();
    int before = held == null ? 0 : number(held);
    try {
      write(wrapped(before + 1, secret));
    } catch (Exception failure) {
      throw locked(failure);
    }
    undeleted = true;
    keys.delete(alias(before));
    undeleted = false;
  }

  /*
   * The key before, of a store that was cut after its file was written or could not delete. The
   * library asks for the secret when a store fails: then it is told. Later openings only try again,
   * for a key too many must lock nobody out.
   */
  private void deleteBefore(int number) throws Exception {
    try {
      keys.delete(alias(number - 1));
    } catch (Exception failure) {
      if (undeleted) {
        undeleted = false;
        throw failure;
      }
    }
  }

  @Override
  public synchronized void wipe() throws Exception {
    byte[] held = read();
    if (held != null) {
      keys.delete(alias(number(held)));
      keys.delete(alias(number(held) + 1)); // of a store that was cut before its file was written
      keys.delete(alias(number(held) - 1)); // or after
    }
    if (file.exists() && !file.delete()) {
      throw new IOException("The key file cannot be deleted.");
    }
  }

  private byte[] wrapped(int number, byte[] secret) throws Exception {
    byte[] numbered = ByteBuffer.allocate(NUMBER_SIZE).putInt(number).array();
    keys.delete(alias(number)); // of a store that was cut before its file was written
    Cipher cipher = Cipher.getInstance(CIPHER);
    cipher.init(Cipher.ENCRYPT_MODE, keys.create(alias(number)));
    cipher.updateAAD(numbered);
    byte[] sealed = cipher.doFinal(secret);
    byte[] iv = cipher.getIV();
    if (iv.length != IV_SIZE) {
      throw new IOException("The store's IV has another size.");
    }
    return ByteBuffer.allocate(WHOLE).put(numbered).put(iv).put(sealed).array();
  }

  private Exception locked(Exception failure) {
    if (!keys.isLocked(failure)) {
      return failure;
    }
    SottoException locked = new SottoException.KeyLocked("The device's key store is locked.");
    locked.initCause(failure);
    return locked;
  }

  private String alias(int number) {
    return name + "." + number;
  }

  private static int number(byte[] held) {
    return ByteBuffer.wrap(held).getInt();
  }

  private byte[] read() throws IOException {
    if (!file.exists()) {
      return null;
    }
    byte[] held = new byte[WHOLE + 1];
    int size = 0;
    try (FileInputStream in = new FileInputStream(file)) {
      for (int n = in.read(held); n > 0; n = in.read(held, size, held.length - size)) {
        size += n;
      }
    }
    if (size != WHOLE) {
      throw new IOException("The key file is damaged.");
    }
    return Arrays.copyOf(held, WHOLE);
  }

  private void write(byte[] held) throws IOException {
    File next = new File(file.getPath() + ".next");
    try (FileOutputStream out = new FileOutputStream(next)) {
      out.write(held);
      out.getFD().sync();
    }
    if (!next.renameTo(file)) {
      throw new IOException("The key file cannot be replaced.");
    }
    syncDirectory();
  }

  /* Before the old wrapping key goes, the new file must be the one that a power cut leaves. */
  private void syncDirectory() throws IOException {
    Path directory = file.getAbsoluteFile().getParentFile().toPath();
    try (FileChannel opened = FileChannel.open(directory, StandardOpenOption.READ)) {
      opened.force(true);
    }
  }
}
