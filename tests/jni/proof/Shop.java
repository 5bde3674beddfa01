/*
 * The world of a test: the sample shop's pack, a directory of its own, a key store in memory whose
 * clock begins in the week the pack was made.
 */
package proof;

import dev.sotto.Consent;
import dev.sotto.Event;
import dev.sotto.EventType;
import dev.sotto.KeyStore;
import dev.sotto.Options;
import dev.sotto.Profile;
import dev.sotto.Purpose;
import dev.sotto.RamStore;
import dev.sotto.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.stream.Stream;

final class Shop implements AutoCloseable {
  static final String TENT = "tent-family-alameda-4-forest";
  static final long WEEK_MS = 7L * 86_400_000;
  static final String PACK = System.getProperty("proof.pack");
  static final String BRAND_KEY = System.getProperty("proof.key");

  final Path root;
  final RamStore store = KeyStore.ram();
  final long start = System.currentTimeMillis();

  Shop() throws IOException {
    root = Files.createTempDirectory("sotto-jni");
    store.setClock(start);
  }

  static Consent granted() {
    Consent consent = Consent.unknown();
    for (Purpose purpose : Purpose.values()) {
      consent = consent.with(purpose, Verdict.GRANTED);
    }
    return consent.with(Purpose.EXPERIMENT, Verdict.DENIED);
  }

  String directory() {
    return root.resolve("profile").toString();
  }

  Options options() {
    return new Options().directory(directory()).packKey(BRAND_KEY).locale("en");
  }

  /** Opens the profile with this shop's store. */
  Profile open() {
    return Profile.open(options(), granted(), store);
  }

  Profile open(KeyStore keys) {
    return Profile.open(options(), granted(), keys);
  }

  /** Opens it and installs the pack. */
  Profile visit() {
    Profile profile = open();
    profile.installPack(PACK);
    return profile;
  }

  static void look(Profile profile, String item) {
    profile.record(Event.of(EventType.VIEW_ITEM, item));
  }

  static long events(Profile profile) {
    return profile.kept().stream().filter(line -> line.kind.equals("event")).count();
  }

  /** Says whether any file here holds these bytes. */
  boolean filesHold(String word) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
        String text = new String(Files.readAllBytes(file), "ISO-8859-1");
        if (text.contains(word)) {
          return true;
        }
      }
    }
    return false;
  }

  static void remove(Path root) throws IOException {
    if (!Files.exists(root)) {
      return;
    }
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : (Iterable<Path>) files.sorted((a, b) -> b.compareTo(a))::iterator) {
        Files.delete(file);
      }
    }
  }

  @Override
  public void close() throws IOException {
    remove(root);
  }

  static Path path(String name) {
    return Paths.get(name);
  }
}
