/*
 * Many threads and one profile: nothing is lost, nothing is used after its end.
 */
package proof;

import static proof.Facts.fact;
import static proof.Facts.hold;
import static proof.Facts.same;

import dev.sotto.*;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

final class ThreadFacts {
  private static final int THREADS = 8;
  private static final int ROUNDS = 60;

  private ThreadFacts() {
  }

  static void run() {
    fact("eight threads record and pick at once and nothing is lost", ThreadFacts::together);
    fact("closed by one thread while others call: each call ends well or is Closed",
        ThreadFacts::closedUnder);
    fact("closed by many threads at once a profile ends once", ThreadFacts::closedByMany);
    fact("packs installed while others pick leave every title whole", ThreadFacts::installUnder);
    fact("what is forgotten, imported and withdrawn under a pick leaves its reasons whole",
        ThreadFacts::forgetUnder);
    fact("a thread that dies of an interrupt leaves the profile usable", ThreadFacts::interrupted);
  }

  /** Runs a claim on several threads at once; the first failure is thrown. */
  private static void atOnce(int threads, Facts.Claim claim) throws Throwable {
    AtomicReference<Throwable> failure = new AtomicReference<>();
    CountDownLatch start = new CountDownLatch(1);
    List<Thread> all = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      Thread thread = new Thread(() -> {
        try {
          start.await();
          claim.hold();
        } catch (Throwable thrown) {
          failure.compareAndSet(null, thrown);
        }
      });
      thread.start();
      all.add(thread);
    }
    start.countDown();
    for (Thread thread : all) {
      thread.join();
    }
    if (failure.get() != null) {
      throw failure.get();
    }
  }

  private static void together() throws Throwable {
    try (Shop shop = new Shop(); Profile profile = shop.visit()) {
      atOnce(THREADS, () -> {
        for (int i = 0; i < ROUNDS; i++) {
          Shop.look(profile, Shop.TENT);
          same(4, profile.recommend(Request.of("home").limit(4).explained()).size());
          profile.mindset();
        }
      });
      same((long) THREADS * ROUNDS, Shop.events(profile));
    }
  }

  private static void closedUnder() throws Throwable {
    for (int round = 0; round < 8; round++) {
      try (Shop shop = new Shop()) {
        Profile profile = shop.visit();
        AtomicInteger done = new AtomicInteger();
        AtomicInteger refused = new AtomicInteger();
        Thread closer = new Thread(() -> {
          while (done.get() < 20) {
            Thread.yield();
          }
          profile.close();
        });
        closer.start();
        atOnce(4, () -> {
          try {
            while (true) {
              Shop.look(profile, Shop.TENT);
              done.incrementAndGet();
            }
          } catch (SottoException.Closed closed) {
            refused.incrementAndGet();
          }
        });
        closer.join();
        same(4, refused.get());
        try (Profile again = shop.open()) {
          same((long) done.get(), Shop.events(again));
        }
      }
    }
    same(0, Profile.countOpen());
  }

  private static void closedByMany() throws Throwable {
    try (Shop shop = new Shop()) {
      for (int round = 0; round < 20; round++) {
        Profile profile = shop.open();
        same(1, Profile.countOpen());
        atOnce(6, profile::close);
        same(0, Profile.countOpen());
      }
    }
  }

  private static void installUnder() throws Throwable {
    try (Shop shop = new Shop(); Profile profile = shop.visit()) {
      String whole = profile.title(Shop.TENT);
      AtomicInteger installs = new AtomicInteger();
      atOnce(3, () -> {
        for (int i = 0; i < ROUNDS; i++) {
          if (installs.get() < 12 && i % 5 == 0) {
            profile.installPack(Shop.PACK);
            installs.incrementAndGet();
          }
          same(whole, profile.title(Shop.TENT));
          for (Pick pick : profile.recommend(Request.of("home").explained())) {
            hold(!pick.title.isEmpty() && pick.title.indexOf('\uFFFD') < 0, "a whole title");
          }
        }
      });
    }
  }

  private static void forgetUnder() throws Throwable {
    try (Shop shop = new Shop(); Profile profile = Profile.open(
        new Options().packKey(Shop.BRAND_KEY), Shop.granted(), shop.store)) {
      profile.installPack(Shop.PACK);
      String export = profile.export();
      AtomicInteger turn = new AtomicInteger();
      atOnce(4, () -> {
        boolean changes = turn.getAndIncrement() == 0;
        for (int i = 0; i < 3 * ROUNDS; i++) {
          Shop.look(profile, Shop.TENT);
          if (changes) {
            profile.forget(Scope.item(Shop.TENT));
            profile.setConsent(Shop.granted());
            profile.importFrom(export);
          } else {
            profile.recommend(Request.of("home").limit(8).explained());
          }
        }
      });
    }
  }

  private static void interrupted() throws Throwable {
    try (Shop shop = new Shop(); Profile profile = shop.visit()) {
      atOnce(2, () -> {
        Thread.currentThread().interrupt();
        Shop.look(profile, Shop.TENT);
        hold(Thread.interrupted(), "the interrupt is the host's to see");
      });
      same(2L, Shop.events(profile));
    }
  }
}
