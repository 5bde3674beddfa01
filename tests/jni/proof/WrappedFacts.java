/*
 * The wrapped key file over keys of a real Java key store: what the Android Keystore does there a
 * PKCS#12 store in memory does here.
 */
package proof;

import static proof.Facts.fact;
import static proof.Facts.hold;
import static proof.Facts.same;
import static proof.Facts.thrown;

import dev.sotto.KeyStore;
import dev.sotto.Profile;
import dev.sotto.Receipt;
import dev.sotto.Scope;
import dev.sotto.SottoException;
import dev.sotto.Strength;
import dev.sotto.WrappedKeyFile;
import dev.sotto.WrappingKeys;
import java.io.File;
import java.nio.file.Files;
import java.security.InvalidKeyException;
import java.util.Collections;
import javax.crypto.KeyGenerator;
import javax.crypto.SecretKey;

final class WrappedFacts {
  private static final char[] PIN = "0000".toCharArray();

  private WrappedFacts() {
  }

  /** Keys in a PKCS#12 store; `locked` plays a user who is not authenticated. */
  private static final class Held implements WrappingKeys {
    final java.security.KeyStore store;
    boolean locked;
    boolean keeps;

    Held() throws Exception {
      store = java.security.KeyStore.getInstance("PKCS12");
      store.load(null, PIN);
    }

    @Override
    public SecretKey create(String alias) throws Exception {
      KeyGenerator generator = KeyGenerator.getInstance("AES");
      generator.init(256);
      SecretKey key = generator.generateKey();
      store.setEntry(alias, new java.security.KeyStore.SecretKeyEntry(key),
          new java.security.KeyStore.PasswordProtection(PIN));
      return key;
    }

    @Override
    public SecretKey find(String alias) throws Exception {
      if (locked) {
        throw new SottoException.KeyLocked("not authenticated");
      }
      return (SecretKey) store.getKey(alias, PIN);
    }

    @Override
    public void delete(String alias) throws Exception {
      if (keeps && store.containsAlias(alias)) {
        throw new java.security.KeyStoreException("kept");
      }
      store.deleteEntry(alias);
    }

    @Override
    public boolean isLocked(Exception failure) {
      return failure instanceof InvalidKeyException;
    }
  }

  static void run() {
    fact("a wrapped key file opens the profile again, and holds no plain secret",
        WrappedFacts::again);
    fact("forgetting leaves one wrapping key, and the old file opens nothing",
        WrappedFacts::rotates);
    fact("a wrapping key that cannot be deleted is told, locks nobody out and goes the next time",
        WrappedFacts::kept);
    fact("erasing deletes file and wrapping key: the profile is KeyLost", WrappedFacts::erased);
    fact("a locked store is KeyLocked, a changed key file Port, a shortened one Port",
        WrappedFacts::refused);
  }

  private static void kept() throws Throwable {
    try (Shop shop = new Shop()) {
      Held held = new Held();
      try (Profile profile = shop.open(over(shop, held))) {
        Shop.look(profile, Shop.TENT);
        Shop.look(profile, "other");
        profile.flush();
        held.keeps = true;
        SottoException told = thrown(SottoException.Port.class,
            () -> profile.forget(Scope.item("other")));
        same("kept", told.getCause().getMessage());
      }
      held.keeps = false;
      try (Profile profile = shop.open(over(shop, held))) {
        same(1L, Shop.events(profile));
      }
      same(1, Collections.list(held.store.aliases()).size());
      shop.open(over(shop, held)).close();
    }
  }

  private static File file(Shop shop) {
    return shop.root.resolve("sotto.key").toFile();
  }

  private static KeyStore over(Shop shop, Held held) {
    return KeyStore.of(new WrappedKeyFile(file(shop), "pkcs12", Strength.SERVICE, held));
  }

  private static void again() throws Throwable {
    try (Shop shop = new Shop()) {
      Held held = new Held();
      try (Profile profile = shop.open(over(shop, held))) {
        Shop.look(profile, Shop.TENT);
      }
      try (Profile profile = shop.open(over(shop, held))) {
        same(1L, Shop.events(profile));
      }
      byte[] secret = new WrappedKeyFile(file(shop), "pkcs12", Strength.SERVICE, held).load();
      same(32, secret.length);
      hold(!shop.filesHold(new String(secret, "ISO-8859-1")), "no plain secret");
    }
  }

  private static void rotates() throws Throwable {
    try (Shop shop = new Shop()) {
      Held held = new Held();
      byte[] old;
      try (Profile profile = shop.open(over(shop, held))) {
        Shop.look(profile, Shop.TENT);
        profile.flush();
        old = Files.readAllBytes(file(shop).toPath());
        profile.forget(Scope.item(Shop.TENT));
      }
      same(1, Collections.list(held.store.aliases()).size());
      shop.open(over(shop, held)).close();
      Files.write(file(shop).toPath(), old);
      thrown(SottoException.KeyLost.class, () -> shop.open(over(shop, held)));
    }
  }

  private static void erased() throws Throwable {
    try (Shop shop = new Shop()) {
      Held held = new Held();
      shop.open(over(shop, held)).close();
      Shop copy = new Shop();
      for (File each : Shop.path(shop.directory()).toFile().listFiles()) {
        Files.copy(each.toPath(), copy.root.resolve(each.getName()));
      }
      Receipt receipt = Profile.erase(shop.directory(), over(shop, held));
      hold(receipt.keyDestroyed && !file(shop).exists() && held.store.size() == 0, "all gone");
      thrown(SottoException.KeyLost.class, () -> Profile.open(
          new dev.sotto.Options().directory(copy.root.toString()), Shop.granted(),
          over(shop, held)));
      copy.close();
    }
  }

  private static void refused() throws Throwable {
    try (Shop shop = new Shop()) {
      Held held = new Held();
      shop.open(over(shop, held)).close();
      held.locked = true;
      thrown(SottoException.KeyLocked.class, () -> shop.open(over(shop, held)));
      held.locked = false;
      byte[] good = Files.readAllBytes(file(shop).toPath());
      byte[] bad = good.clone();
      bad[40] ^= 1;
      Files.write(file(shop).toPath(), bad);
      thrown(SottoException.Port.class, () -> shop.open(over(shop, held)));
      Files.write(file(shop).toPath(), java.util.Arrays.copyOf(good, 20));
      thrown(SottoException.Port.class, () -> shop.open(over(shop, held)));
      Files.write(file(shop).toPath(), good);
      shop.open(over(shop, held)).close();
    }
  }
}
