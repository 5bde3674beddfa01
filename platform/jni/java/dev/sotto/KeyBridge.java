/*
 * Between C and a KeyProvider. Nothing that the provider throws crosses into C: it is kept for the
 * thread and becomes the cause of the exception that the failed call throws.
 */
package dev.sotto;

import java.util.Arrays;

final class KeyBridge {
  private static final ThreadLocal<Throwable> FAILURE = new ThreadLocal<>();
  private static final int SECRET = 32;
  private static final int ANCHOR = 80;

  /** What gives bytes or null. */
  private interface Giver {
    byte[] give() throws Exception;
  }

  /** What is done with the provider. */
  private interface Deed {
    void act() throws Exception;
  }

  private final KeyProvider provider;

  KeyBridge(KeyProvider provider) {
    this.provider = provider;
  }

  /** Gives what a provider threw on this thread, once. */
  static Throwable takeFailure() {
    Throwable failure = FAILURE.get();
    if (failure != null) {
      FAILURE.remove();
    }
    return failure;
  }

  /* Called from C. */
  int load(byte[] secret) {
    return fill(secret, SECRET, provider::load);
  }

  /* Called from C. */
  int store(byte[] secret) {
    return act(() -> provider.store(secret));
  }

  /* Called from C. */
  int wipe() {
    return act(provider::wipe);
  }

  /* Called from C. */
  int loadAnchor(byte[] anchor) {
    return fill(anchor, ANCHOR, ((AnchoredKeyProvider) provider)::loadAnchor);
  }

  /* Called from C. */
  int advanceAnchor(byte[] anchor) {
    return act(() -> ((AnchoredKeyProvider) provider).advanceAnchor(anchor));
  }

  private static int fill(byte[] to, int size, Giver giver) {
    boolean[] missing = new boolean[1];
    int status = act(() -> {
      byte[] given = giver.give();
      missing[0] = given == null;
      if (given != null && given.length != size) {
        throw new IllegalStateException("The key provider gave " + given.length + " bytes, not "
            + size + ".");
      }
      if (given != null) {
        System.arraycopy(given, 0, to, 0, size);
        Arrays.fill(given, (byte) 0);
      }
    });
    return status == 0 && missing[0] ? -Status.MISSING.ordinal() : status;
  }

  /** What a key store may say of itself passes; anything else is a broken provider. */
  private static Status answer(Throwable failure) {
    boolean said = failure instanceof SottoException.KeyLocked
        || failure instanceof SottoException.KeyDenied || failure instanceof SottoException.KeySlow;
    return said ? ((SottoException) failure).status : Status.PORT;
  }

  private static int act(Deed deed) {
    try {
      deed.act();
      FAILURE.remove();
      return 0;
    } catch (Throwable failure) {
      FAILURE.set(failure);
      if (failure instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      return -answer(failure).ordinal();
    }
  }
}
