/*
 * Every refusal has its own exception, and misuse is told, never undefined.
 */
package proof;

import static proof.Facts.fact;
import static proof.Facts.hold;
import static proof.Facts.same;
import static proof.Facts.thrown;

import dev.sotto.*;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;

final class ErrorFacts {
  private ErrorFacts() {
  }

  static void run() {
    fact("every status of the library has its Java constant in its place", ErrorFacts::statuses);
    fact("a call after close throws Closed, and closing twice is nothing", ErrorFacts::closed);
    fact("null is a NullPointerException, and nothing is recorded by it", ErrorFacts::nulls);
    fact("without a pack picks are refused as State", ErrorFacts::noPack);
    fact("an unknown slot is Missing, too many picks are Limit, bad numbers Argument",
        ErrorFacts::arguments);
    fact("a bad event names its field and is not recorded", ErrorFacts::events);
    fact("without consent the mindset is ConsentDenied, and so is an answer", ErrorFacts::denied);
    fact("a second answer in an epoch is State", ErrorFacts::answeredTwice);
    fact("a second profile on a directory is Busy", ErrorFacts::busy);
    fact("a pack of a stranger is Refused as UNTRUSTED and a changed one Tampered or Corrupt",
        ErrorFacts::packs);
    fact("a profile opened with another secret is KeyWrong, with none KeyLost", ErrorFacts::keys);
    fact("a wrong passphrase is KeyWrong, the right one opens, a wiped store is locked",
        ErrorFacts::passphrase);
    fact("a damaged head is Corrupt or Tampered and is left as it is", ErrorFacts::damaged);
    fact("a missing profile is Missing where only an existing one was asked for",
        ErrorFacts::missing);
    fact("a directory that cannot be made is Storage", ErrorFacts::storage);
    fact("a path with a zero, half a character and a short key are refused in Java",
        ErrorFacts::refusedInJava);
    fact("bad JSON is BadFormat", ErrorFacts::json);
    fact("erasing an open profile is Busy and leaves it whole", ErrorFacts::eraseOpen);
    fact("a Delivery or EventType that is none is refused", ErrorFacts::nones);
  }

  private static void statuses() throws Throwable {
    String header = new String(Files.readAllBytes(
        Shop.path(System.getProperty("proof.source")).resolve("sdk/include/sotto/base.h")));
    java.util.regex.Matcher code =
        java.util.regex.Pattern.compile("SOTTO_(?:E_)?([A-Z_]+) =\\s+(-?\\d+)").matcher(header);
    int count = 0;
    while (code.find()) {
      same(code.group(1), Status.values()[-Integer.parseInt(code.group(2))].name());
      count++;
    }
    same(Status.values().length, count);
  }

  private static void closed() throws Throwable {
    try (Shop shop = new Shop()) {
      Profile profile = shop.visit();
      profile.close();
      profile.close();
      hold(profile.isClosed(), "closed");
      thrown(SottoException.Closed.class, () -> Shop.look(profile, Shop.TENT));
      thrown(SottoException.Closed.class, () -> profile.recommend(Request.of("home")));
      thrown(SottoException.Closed.class, () -> profile.installPack(Shop.PACK));
      thrown(SottoException.Closed.class,
          () -> profile.search(new Conversation(), Query.of("tent")));
      same(Status.STATE, thrown(SottoException.Closed.class, profile::mindset).status);
    }
  }

  private static void nulls() throws Throwable {
    try (Shop shop = new Shop(); Profile profile = shop.visit()) {
      thrown(NullPointerException.class, () -> profile.record(null));
      thrown(NullPointerException.class, () -> profile.recommend(null));
      thrown(NullPointerException.class, () -> profile.title(null));
      thrown(NullPointerException.class, () -> profile.choose(null));
      thrown(NullPointerException.class, () -> profile.installPack(null));
      thrown(NullPointerException.class, () -> profile.answer(null));
      thrown(NullPointerException.class, () -> profile.settle(null, Delivery.DONE));
      thrown(NullPointerException.class, () -> profile.forget(null));
      thrown(NullPointerException.class, () -> profile.search(null, Query.of("tent")));
      thrown(NullPointerException.class, () -> Event.of(EventType.VIEW_ITEM, null));
      thrown(NullPointerException.class, () -> Profile.open(null, Shop.granted(), shop.store));
      thrown(NullPointerException.class, () -> Profile.open(shop.options(), null, shop.store));
      thrown(NullPointerException.class,
          () -> Profile.open(shop.options(), Shop.granted(), null));
      thrown(NullPointerException.class, () -> Profile.erase(null, shop.store));
      thrown(NullPointerException.class,
          () -> Request.of("home").exclude(Collections.singletonList((String) null)));
      same(0L, Shop.events(profile));
    }
    same(0, Profile.countOpen());
  }

  private static void noPack() throws Throwable {
    try (Shop shop = new Shop(); Profile profile = shop.open()) {
      thrown(SottoException.State.class, () -> profile.recommend(Request.of("home")));
      thrown(SottoException.State.class, profile::pack);
      thrown(SottoException.State.class, () -> profile.choose("reassurance"));
    }
  }

  private static void arguments() throws Throwable {
    try (Shop shop = new Shop(); Profile profile = shop.visit()) {
      thrown(SottoException.Missing.class, () -> profile.recommend(Request.of("nowhere")));
      thrown(SottoException.Missing.class, () -> profile.choose("nowhere"));
      thrown(SottoException.Missing.class, () -> profile.title("nowhere"));
      thrown(SottoException.Missing.class, () -> profile.outcome(99, 1));
      thrown(SottoException.Limit.class, () -> profile.recommend(Request.of("home").limit(101)));
      thrown(SottoException.Limit.class,
          () -> profile.recommend(Request.of("home").exclude(Collections.nCopies(10_001, "x"))));
      thrown(SottoException.Argument.class,
          () -> profile.recommend(Request.of("home").diversity(2)));
      thrown(SottoException.Argument.class,
          () -> profile.recommend(Request.of("home").price(-1, 0)));
      thrown(SottoException.Limit.class,
          () -> profile.search(new Conversation(), Query.of(new String(new char[3000]))));
    }
  }

  private static void events() throws Throwable {
    try (Shop shop = new Shop(); Profile profile = shop.visit()) {
      same(Status.EVENT_ITEM, thrown(SottoException.BadEvent.class,
          () -> profile.record(Event.of(EventType.VIEW_ITEM))).status);
      same(Status.EVENT_TIME, thrown(SottoException.BadEvent.class,
          () -> profile.record(Event.of(EventType.VIEW_ITEM, "x").at(1))).status);
      same(Status.EVENT_AMOUNT, thrown(SottoException.BadEvent.class,
          () -> profile.record(Event.of(EventType.PURCHASE, "x").quantity(-1))).status);
      same(Status.EVENT_ITEM, thrown(SottoException.BadEvent.class,
          () -> Shop.look(profile, new String(new char[129]).replace('\0', 'x'))).status);
      same(0L, Shop.events(profile));
    }
  }

  private static void denied() throws Throwable {
    try (Shop shop = new Shop();
        Profile profile = Profile.open(shop.options(),
            Consent.unknown().with(Purpose.PERSONALIZE, Verdict.DENIED), shop.store)) {
      profile.installPack(Shop.PACK);
      same(Status.DENIED, thrown(SottoException.ConsentDenied.class, profile::mindset).status);
      thrown(SottoException.ConsentDenied.class, profile::needs);
      QuestionId any = profile.questions().get(0).question;
      thrown(SottoException.ConsentDenied.class, () -> profile.answer(any));
      hold(!profile.recommend(Request.of("home")).isEmpty(), "picks are popular ones all the same");
      same(0, profile.outbox().size());
    }
  }

  private static void answeredTwice() throws Throwable {
    try (Shop shop = new Shop(); Profile profile = shop.visit()) {
      QuestionId mindset = profile.questions().get(0).question;
      profile.answer(mindset);
      thrown(SottoException.State.class, () -> profile.answer(mindset));
      same(1, profile.outbox().size());
    }
  }

  private static void busy() throws Throwable {
    try (Shop shop = new Shop(); Profile profile = shop.visit()) {
      thrown(SottoException.Busy.class, shop::open);
      Shop.look(profile, Shop.TENT);
    }
    same(0, Profile.countOpen());
  }

  private static void packs() throws Throwable {
    try (Shop shop = new Shop()) {
      String stranger = new String(new char[64]).replace('\0', '1');
      Options options = new Options().directory(shop.directory()).packKey(stranger);
      try (Profile profile = Profile.open(options, Shop.granted(), shop.store)) {
        same(Status.UNTRUSTED, thrown(SottoException.Refused.class,
            () -> profile.installPack(Shop.PACK)).status);
      }
      Path changed = shop.root.resolve("changed.sottopack");
      byte[] bytes = Files.readAllBytes(Shop.path(Shop.PACK));
      bytes[bytes.length / 2] ^= 1;
      Files.write(changed, bytes);
      try (Profile profile = shop.visit()) {
        thrown(SottoException.Tampered.class, () -> profile.installPack(changed.toString()));
        thrown(SottoException.Missing.class, () -> profile.installPack(shop.root + "/none"));
        Files.write(changed, "no pack".getBytes());
        hold(fails(() -> profile.installPack(changed.toString())), "no pack at all");
        hold(!profile.recommend(Request.of("home")).isEmpty(), "the old pack stays");
      }
    }
  }

  private static boolean fails(Facts.Claim claim) throws Throwable {
    try {
      claim.hold();
      return false;
    } catch (SottoException refused) {
      return true;
    }
  }

  private static void keys() throws Throwable {
    try (Shop shop = new Shop(); Shop other = new Shop()) {
      shop.visit().close();
      other.visit().close();
      thrown(SottoException.KeyWrong.class, () -> shop.open(other.store));
      thrown(SottoException.KeyLost.class, () -> shop.open(KeyStore.ram()));
      shop.store.setLocked(true);
      thrown(SottoException.KeyLocked.class, shop::open);
      shop.store.setLocked(false);
      shop.open().close();
    }
  }

  private static void passphrase() throws Throwable {
    try (Shop shop = new Shop()) {
      char[] typed = "correct horse \uD83D\uDC0E".toCharArray();
      KeyStore right = KeyStore.passphrase(typed);
      same('\0', typed[0]);
      try (Profile profile = shop.open(right)) {
        Shop.look(profile, Shop.TENT);
      }
      thrown(SottoException.KeyWrong.class,
          () -> shop.open(KeyStore.passphrase("wrong horse".toCharArray())));
      try (Profile profile = shop.open(right)) {
        right.wipe();
        same(1L, Shop.events(profile));
        profile.forget(Scope.item(Shop.TENT)); // a new key from the same words, kept till close
      }
      thrown(SottoException.KeyLocked.class, () -> shop.open(right));
      shop.open(KeyStore.passphrase("correct horse \uD83D\uDC0E".toCharArray())).close();
    }
  }

  private static void damaged() throws Throwable {
    try (Shop shop = new Shop()) {
      shop.visit().close();
      Path head = Shop.path(shop.directory()).resolve("profile.head");
      try (RandomAccessFile file = new RandomAccessFile(head.toFile(), "rw")) {
        file.seek(100);
        int was = file.read();
        file.seek(100);
        file.write(was ^ 0xFF);
      }
      byte[] before = Files.readAllBytes(head);
      try {
        shop.open().close();
        throw new AssertionError("it opened");
      } catch (SottoException refused) {
        hold(refused instanceof SottoException.Corrupt
            || refused instanceof SottoException.Tampered, refused.status.toString());
      }
      hold(java.util.Arrays.equals(before, Files.readAllBytes(head)), "left as it is");
    }
  }

  private static void missing() throws Throwable {
    try (Shop shop = new Shop()) {
      thrown(SottoException.Missing.class,
          () -> Profile.open(shop.options().existing(), Shop.granted(), shop.store));
      hold(shop.root.toFile().list().length == 0, "nothing was made");
    }
  }

  private static void storage() throws Throwable {
    try (Shop shop = new Shop()) {
      Path file = Files.write(shop.root.resolve("file"), new byte[1]);
      Options options = new Options().directory(file.resolve("profile").toString());
      thrown(SottoException.Storage.class,
          () -> Profile.open(options, Shop.granted(), shop.store));
    }
    same(0, Profile.countOpen());
  }

  private static void refusedInJava() throws Throwable {
    try (Shop shop = new Shop(); Profile profile = shop.visit()) {
      thrown(IllegalArgumentException.class, () -> profile.installPack("a\0b"));
      thrown(IllegalArgumentException.class, () -> profile.installPack(""));
      thrown(IllegalArgumentException.class, () -> Shop.look(profile, "half \uD83D"));
      thrown(IllegalArgumentException.class, () -> Shop.look(profile, "\uDC0E half"));
      thrown(IllegalArgumentException.class, () -> new Options().packKey("12"));
      thrown(IllegalArgumentException.class, () -> KeyStore.passphrase(new char[0]));
      thrown(IllegalArgumentException.class, () -> KeyStore.passphrase(new char[1025]));
      thrown(IllegalArgumentException.class, () -> new Options().packKey(new byte[31]));
      same(0L, Shop.events(profile));
    }
  }

  private static void json() throws Throwable {
    try (Shop shop = new Shop(); Profile profile = shop.visit()) {
      thrown(SottoException.BadFormat.class, () -> profile.recordJson("{"));
      thrown(SottoException.BadFormat.class, () -> profile.importFrom("[]"));
      thrown(SottoException.BadFormat.class, () -> profile.setMessages("7"));
      same(Status.JSON,
          thrown(SottoException.BadFormat.class, () -> profile.recordJson("")).status);
    }
  }

  private static void eraseOpen() throws Throwable {
    try (Shop shop = new Shop(); Profile profile = shop.visit()) {
      Shop.look(profile, Shop.TENT);
      thrown(SottoException.Busy.class, () -> Profile.erase(shop.directory(), shop.store));
      profile.flush();
      same(1L, Shop.events(profile));
    }
  }

  private static void nones() throws Throwable {
    try (Shop shop = new Shop(); Profile profile = shop.visit()) {
      same(Status.EVENT_NAME, thrown(SottoException.BadEvent.class,
          () -> profile.record(Event.of(EventType.NONE))).status);
      profile.answer(profile.questions().get(0).question);
      Report report = profile.outbox().get(0);
      thrown(SottoException.Argument.class, () -> profile.settle(report, Delivery.NONE));
      same(1, profile.outbox().size());
    }
  }
}
