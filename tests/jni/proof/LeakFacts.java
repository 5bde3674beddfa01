/*
 * A hundred thousand calls of every kind leave the process as large as it was: run with a small
 * heap that is touched in full at the start, so that what grows is C's.
 */
package proof;

import static proof.Facts.fact;
import static proof.Facts.hold;
import static proof.Facts.same;

import dev.sotto.*;
import java.nio.file.Files;

final class LeakFacts {
  private static final int CALLS = 100_000;
  private static final long ROOM_KIB = 3072;
  private static final int LONG_NAME = 60_000; // so that an opening that leaks its request shows

  private LeakFacts() {
  }

  static void run() {
    fact("100,000 calls, failures among them, leave the process as large as it was",
        LeakFacts::calls);
    fact("150 profiles opened and 150 refused with an app's provider leave it as large too",
        LeakFacts::opens);
  }

  static long residentKib() throws Exception {
    for (String line : Files.readAllLines(Shop.path("/proc/self/status"))) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("\\D", ""));
      }
    }
    throw new IllegalStateException("no VmRSS");
  }

  /* Some hundred calls that go every way through the binding: small, large, refused. */
  private static void hundred(Profile profile, int round) {
    for (int i = 0; i < 10; i++) {
      for (int j = 0; j < 4; j++) {
        Shop.look(profile, "item-" + (round * 40 + i * 4 + j) % 500);
      }
      profile.mindset();
      profile.budget();
      profile.consent();
      profile.recommend(Request.of("home").limit(6).explained());
      refuse(() -> profile.title("nothing"));
    }
    for (int i = 0; i < 4; i++) {
      profile.choose("reassurance", "", round + i + 1);
      refuse(() -> profile.recommend(Request.of("nowhere")));
    }
    profile.needs();
    profile.search(new Conversation(), Query.of("green tent"));
    profile.questions();
    profile.brief(Reader.CHATBOT, "");
  }

  private static void refuse(Runnable call) {
    try {
      call.run();
      throw new AssertionError("was not refused");
    } catch (SottoException.Missing expected) {
      hold(expected.getMessage().length() > 0, "a sentence");
    }
  }

  private static void grows(String what, Facts.Claim warm, Facts.Claim long_) throws Throwable {
    warm.hold();
    System.gc();
    long before = residentKib();
    long_.hold();
    System.gc();
    long after = residentKib();
    System.out.println("# " + what + ": " + before + " KiB before, " + after + " after");
    hold(after - before < ROOM_KIB, "it grew by " + (after - before) + " KiB");
  }

  private static void calls() throws Throwable {
    try (Shop shop = new Shop(); Profile profile = Profile.open(
        new Options().packKey(Shop.BRAND_KEY).retention(730, 64), Shop.granted(), shop.store)) {
      profile.installPack(Shop.PACK);
      grows("100,000 calls", () -> {
        for (int i = 0; i < CALLS / 400; i++) {
          hundred(profile, i);
        }
      }, () -> {
        for (int i = 0; i < CALLS / 100; i++) {
          hundred(profile, i);
        }
      });
    }
    same(0, Profile.countOpen());
  }

  private static Profile open(Shop shop, String list, KeyProvider keys) {
    return Profile.open(shop.options().packList(list), Shop.granted(), KeyStore.of(keys));
  }

  private static void opens() throws Throwable {
    try (Shop shop = new Shop()) {
      KeyFacts.Keys keys = new KeyFacts.Keys();
      String list = new String(new char[LONG_NAME]).replace('\0', 'x');
      Facts.Claim open = () -> {
        for (int i = 0; i < 75; i++) {
          open(shop, list, keys).close();
          KeyFacts.Keys none = new KeyFacts.Keys();
          Facts.thrown(SottoException.KeyLost.class, () -> open(shop, list, none));
        }
      };
      grows("300 openings, half of them refused", open, () -> {
        open.hold();
        open.hold();
      });
    }
    same(0, Profile.countOpen());
  }
}
