/*
 * A key store lent by the app: what it throws comes back as a cause, what it gets is wiped, what it
 * holds opens the profile again.
 */
package proof;

import static proof.Facts.fact;
import static proof.Facts.hold;
import static proof.Facts.same;
import static proof.Facts.thrown;

import dev.sotto.*;
import java.lang.ref.WeakReference;
import java.security.GeneralSecurityException;
import java.util.Arrays;

final class KeyFacts {
  private KeyFacts() {
  }

  /** A provider with a memory and a mood; remembers the arrays it was handed. */
  static final class Keys implements AnchoredKeyProvider {
    byte[] kept;
    byte[] anchor;
    byte[] handed;
    byte[] given;
    Throwable mood;
    Runnable inside;
    int calls;

    private void feel() throws Exception {
      calls++;
      if (inside != null) {
        inside.run();
      }
      if (mood instanceof Error) {
        throw (Error) mood;
      }
      if (mood != null) {
        throw (Exception) mood;
      }
    }

    @Override
    public String name() {
      return "proof_keys";
    }

    @Override
    public Strength strength() {
      return Strength.HARDWARE;
    }

    @Override
    public byte[] load() throws Exception {
      feel();
      given = kept == null ? null : kept.clone();
      return given;
    }

    @Override
    public void store(byte[] secret) throws Exception {
      feel();
      handed = secret;
      kept = secret.clone();
    }

    @Override
    public void wipe() throws Exception {
      feel();
      kept = null;
    }

    @Override
    public byte[] loadAnchor() throws Exception {
      feel();
      return anchor == null ? null : anchor.clone();
    }

    @Override
    public void advanceAnchor(byte[] next) throws Exception {
      feel();
      anchor = next.clone();
    }
  }

  static void run() {
    fact("an app's own provider opens the profile again and is named in the receipt",
        KeyFacts::again);
    fact("secrets handed to a provider or given by it are wiped afterwards", KeyFacts::wiped);
    fact("KeyLocked of a provider arrives as KeyLocked with it as the cause", KeyFacts::locked);
    fact("so do KeyDenied and KeySlow", KeyFacts::refused);
    fact("any other exception arrives as Port with it as the cause", KeyFacts::thrownInside);
    fact("an Error of a provider is no crash either", KeyFacts::error);
    fact("a secret of the wrong size is Port and says so", KeyFacts::size);
    fact("calls from inside a provider are Busy, closing too, and the call goes on",
        KeyFacts::reentry);
    fact("a closed profile, and one that did not open, let go of the provider",
        KeyFacts::letGo);
    fact("forgetting gives a provider another secret", KeyFacts::rotates);
    fact("a profile older than its anchor takes the larger spent total", KeyFacts::anchored);
    fact("a provider without a strength or with a long name is refused", KeyFacts::described);
  }

  private static Keys kept(Shop shop) {
    Keys keys = new Keys();
    try (Profile profile = shop.open(KeyStore.of(keys))) {
      Shop.look(profile, Shop.TENT);
    }
    return keys;
  }

  private static void again() throws Throwable {
    try (Shop shop = new Shop()) {
      Keys keys = kept(shop);
      try (Profile profile = shop.open(KeyStore.of(keys))) {
        same(1L, Shop.events(profile));
      }
      hold(!shop.filesHold(Shop.TENT), "nothing is readable");
      Receipt receipt = Profile.erase(shop.directory(), KeyStore.of(keys));
      same("proof_keys", receipt.storeName);
      same(Strength.HARDWARE, receipt.strength);
      hold(keys.kept == null && receipt.keyDestroyed, "the secret is gone");
      hold(keys.anchor != null, "the anchor stays");
    }
  }

  private static void wiped() throws Throwable {
    try (Shop shop = new Shop()) {
      Keys keys = kept(shop);
      hold(Arrays.equals(new byte[32], keys.handed), "what was handed over");
      hold(!Arrays.equals(new byte[32], keys.kept), "the copy is the secret");
      shop.open(KeyStore.of(keys)).close();
      hold(Arrays.equals(new byte[32], keys.given), "what was given");
    }
  }

  private static void locked() throws Throwable {
    try (Shop shop = new Shop()) {
      Keys keys = kept(shop);
      keys.mood = new SottoException.KeyLocked("the device is locked");
      SottoException.KeyLocked locked =
          thrown(SottoException.KeyLocked.class, () -> shop.open(KeyStore.of(keys)));
      same(keys.mood, locked.getCause());
      keys.mood = null;
      shop.open(KeyStore.of(keys)).close();
    }
    same(0, Profile.countOpen());
  }

  private static void refused() throws Throwable {
    try (Shop shop = new Shop()) {
      Keys keys = kept(shop);
      keys.mood = new SottoException.KeyDenied("no finger");
      same(keys.mood, thrown(SottoException.KeyDenied.class,
          () -> shop.open(KeyStore.of(keys))).getCause());
      keys.mood = new SottoException.KeySlow("no answer");
      same(keys.mood, thrown(SottoException.KeySlow.class,
          () -> shop.open(KeyStore.of(keys))).getCause());
    }
  }

  private static void thrownInside() throws Throwable {
    try (Shop shop = new Shop()) {
      Keys keys = kept(shop);
      keys.mood = new GeneralSecurityException("keystore died");
      SottoException.Port port =
          thrown(SottoException.Port.class, () -> shop.open(KeyStore.of(keys)));
      same(keys.mood, port.getCause());
      hold(thrown(SottoException.KeyLost.class, () -> shop.open(KeyStore.ram())).getCause() == null,
          "and is no cause of what comes after");
    }
  }

  private static void error() throws Throwable {
    try (Shop shop = new Shop()) {
      Keys keys = kept(shop);
      keys.mood = new StackOverflowError();
      same(keys.mood, thrown(SottoException.Port.class,
          () -> shop.open(KeyStore.of(keys))).getCause());
    }
  }

  private static void size() throws Throwable {
    try (Shop shop = new Shop()) {
      Keys keys = kept(shop);
      keys.kept = new byte[31];
      SottoException.Port port =
          thrown(SottoException.Port.class, () -> shop.open(KeyStore.of(keys)));
      hold(port.getCause().getMessage().contains("31"), port.getCause().getMessage());
    }
  }

  private static void reentry() throws Throwable {
    try (Shop shop = new Shop()) {
      Keys keys = new Keys();
      Throwable[] seen = new Throwable[2];
      try (Profile profile = shop.open(KeyStore.of(keys))) {
        Shop.look(profile, Shop.TENT);
        keys.inside = () -> {
          seen[0] = caught(profile::mindset);
          seen[1] = caught(profile::close);
        };
        profile.forget(Scope.all());
        keys.inside = null;
        same(SottoException.Busy.class, seen[0].getClass());
        same(SottoException.Busy.class, seen[1].getClass());
        same(0L, Shop.events(profile));
      }
    }
  }

  private static Throwable caught(Facts.Claim claim) {
    try {
      claim.hold();
      return null;
    } catch (Throwable thrown) {
      return thrown;
    }
  }

  private static void letGo() throws Throwable {
    try (Shop shop = new Shop()) {
      hold(gone(opened(shop)), "after close");
      hold(gone(refused(shop)), "after a refusal");
    }
  }

  private static WeakReference<Keys> opened(Shop shop) {
    return new WeakReference<>(kept(shop));
  }

  private static WeakReference<Keys> refused(Shop shop) throws Throwable {
    Keys none = new Keys();
    thrown(SottoException.KeyLost.class, () -> shop.open(KeyStore.of(none)));
    return new WeakReference<>(none);
  }

  private static boolean gone(WeakReference<Keys> held) throws Exception {
    for (int i = 0; i < 100 && held.get() != null; i++) {
      System.gc();
      Thread.sleep(10);
    }
    return held.get() == null;
  }

  private static void rotates() throws Throwable {
    try (Shop shop = new Shop()) {
      Keys keys = kept(shop);
      byte[] before = keys.kept.clone();
      try (Profile profile = shop.open(KeyStore.of(keys))) {
        profile.forget(Scope.item(Shop.TENT));
      }
      hold(!Arrays.equals(before, keys.kept), "another secret");
      shop.open(KeyStore.of(keys)).close();
      keys.kept = before;
      thrown(SottoException.KeyWrong.class, () -> shop.open(KeyStore.of(keys)));
    }
  }

  private static void anchored() throws Throwable {
    try (Shop shop = new Shop()) {
      Keys keys = new Keys();
      try (Profile profile = shop.open(KeyStore.of(keys))) {
        hold(profile.budget().anchored, "anchored");
        hold(!profile.budget().behind, "not behind");
      }
      hold(keys.anchor.length == 80 && keys.calls > 2, "the anchor was kept");
      keys.anchor[10] = 0x4C; // it says that 0x4C0000 micro epsilon were spent, little-endian
      keys.anchor[1] = 0x7F; // in a far epoch
      keys.anchor[34] = 1; // and knows of later generations of the head
      try (Profile profile = shop.open(KeyStore.of(keys))) {
        same(0x4C0000L, profile.budget().spentMicro);
        hold(profile.budget().behind, "and the copy is known to be old");
      }
    }
  }

  private static void described() throws Throwable {
    try (Shop shop = new Shop()) {
      thrown(NullPointerException.class, () -> KeyStore.of(null));
      KeyProvider nameless = new Described(null, Strength.FILE);
      thrown(NullPointerException.class, () -> shop.open(KeyStore.of(nameless)));
      KeyProvider weak = new Described("weak", null);
      thrown(NullPointerException.class, () -> shop.open(KeyStore.of(weak)));
      KeyProvider wordy = new Described("a name that is longer than a receipt can hold", 
          Strength.FILE);
      thrown(IllegalArgumentException.class, () -> shop.open(KeyStore.of(wordy)));
    }
  }

  /** A provider that is never asked for its secret. */
  private static final class Described implements KeyProvider {
    private final String name;
    private final Strength strength;

    Described(String name, Strength strength) {
      this.name = name;
      this.strength = strength;
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
    public byte[] load() {
      throw new AssertionError("asked");
    }

    @Override
    public void store(byte[] secret) {
      throw new AssertionError("asked");
    }

    @Override
    public void wipe() {
      throw new AssertionError("asked");
    }
  }
}
