/*
 * What an app implements to keep a profile's secret in the device's own key store. Shaped for the
 * Android Keystore, whose keys cannot be read: there the provider wraps the 32 bytes with a key of
 * the Keystore and keeps the wrapped form in a file (README of this folder). Knows nothing of C.
 */
package dev.sotto;

/**
 * Keeps one secret of 32 bytes for one profile.
 *
 * <p>Called on the thread that called the {@link Profile}, while that call holds the profile: an
 * implementation must not call the same profile, and should not wait for a thread that does. A
 * {@link SottoException.KeyLocked}, {@link SottoException.KeyDenied} or {@link
 * SottoException.KeySlow} arrives as itself; anything else that is thrown becomes a {@link
 * SottoException.Port} with it as the cause. The arrays passed in and returned are
 * overwritten after use: keep copies, and return a fresh one each time.
 */
public interface KeyProvider {
  /** Gives a short name for receipts in ASCII, such as "android_keystore"; at most 31 letters. */
  String name();

  /** Says how well {@link #wipe} deletes. */
  Strength strength();

  /** Gives the secret, or null where none was stored. */
  byte[] load() throws Exception;

  /** Stores the secret, or atomically replaces the one before; durable when it returns. */
  void store(byte[] secret) throws Exception;

  /** Destroys the secret; nothing happens where there was none. */
  void wipe() throws Exception;
}
