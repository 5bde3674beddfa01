/*
 * Text crosses as UTF-8, whatever JNI's modified form does with zeros and supplementary characters;
 * and nothing personal stands where a log would print it.
 */
package proof;

import static proof.Facts.fact;
import static proof.Facts.hold;
import static proof.Facts.same;
import static proof.Facts.thrown;

import dev.sotto.*;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;

final class TextFacts {
  private TextFacts() {
  }

  static void run() {
    fact("ids with accents, CJK, emoji and a zero come back as they went", TextFacts::round);
    fact("a directory with an emoji in its name is used as named", TextFacts::directory);
    fact("no exception's words and no object's toString hold what somebody looked at",
        TextFacts::silent);
  }

  private static void round() throws Throwable {
    String[] ids = {"caf\u00e9", "\u5e10\u7bf7", "tent-\uD83C\uDFD5-4",
        "\uD83D\uDC69\u200D\uD83D\uDE80", "\uFFFD", "\uFFFF", "\u0001"};
    try (Shop shop = new Shop(); Profile profile = shop.visit()) {
      for (String id : ids) {
        Shop.look(profile, id);
      }
      String export = profile.export();
      for (String id : ids) {
        if (id.charAt(0) > 1) {
          hold(export.contains(id), "in the export: " + id.codePointAt(0));
        }
        hold(profile.forget(Scope.item(id)) > 0, "forgotten by name: " + id.codePointAt(0));
      }
      same(0L, Shop.events(profile));
      zero(profile);
    }
  }

  /* What C sees is a zero byte, not JNI's C0 80: the library either takes the id whole or not. */
  private static void zero(Profile profile) throws Throwable {
    String id = "a\0b";
    try {
      Shop.look(profile, id);
      same(0L, profile.forget(Scope.item("a")));
      hold(profile.forget(Scope.item(id)) > 0, "the id is whole");
    } catch (SottoException.BadEvent refused) {
      same(Status.EVENT_ITEM, refused.status);
    }
  }

  private static void directory() throws Throwable {
    try (Shop shop = new Shop()) {
      String name = shop.root.resolve("perfil-\uD83C\uDFD5-\u00f1").toString();
      Options options = new Options().directory(name).packKey(Shop.BRAND_KEY);
      Profile.open(options, Shop.granted(), shop.store).close();
      hold(new java.io.File(name, "profile.head").isFile() || named(shop), "it is there");
    }
  }

  /* Where the JVM's own file names are not UTF-8 (LANG=C), look at the bytes another way. */
  private static boolean named(Shop shop) throws Throwable {
    Process list = new ProcessBuilder("ls", shop.root.toString()).start();
    java.io.ByteArrayOutputStream said = new java.io.ByteArrayOutputStream();
    for (int b = list.getInputStream().read(); b >= 0; b = list.getInputStream().read()) {
      said.write(b);
    }
    return said.toString("UTF-8").contains("\uD83C\uDFD5-\u00f1");
  }

  private static void silent() throws Throwable {
    String canary = "canary-tent";
    List<String> said = new ArrayList<>();
    try (Shop shop = new Shop(); Profile profile = shop.visit()) {
      Shop.look(profile, canary);
      Shop.look(profile, Shop.TENT);
      said.add(thrown(SottoException.Missing.class, () -> profile.title(canary)).toString());
      said.add(thrown(SottoException.Missing.class, () -> profile.choose(canary)).toString());
      said.add(thrown(SottoException.Missing.class,
          () -> profile.recommend(Request.of(canary))).toString());
      said.add(thrown(SottoException.BadEvent.class,
          () -> profile.record(Event.of(EventType.PURCHASE, canary).quantity(-5))).toString());
      said.add(thrown(SottoException.BadFormat.class,
          () -> profile.recordJson("{\"name\":\"" + canary)).toString());
      said.add(thrown(SottoException.Missing.class,
          () -> profile.state(canary, canary, 5)).toString());
      said.add(thrown(IllegalArgumentException.class,
          () -> Shop.look(profile, canary + "\uD83D")).toString());
      said.add(thrown(IllegalArgumentException.class,
          () -> profile.installPack(canary + "\0")).toString());
      said.add(Event.of(EventType.VIEW_ITEM, canary).toString());
      said.add(Request.of("home").item(canary).toString());
      said.add(Scope.item(canary).toString());
      said.add(Query.of(canary).toString());
      said.add(KeyStore.passphrase(canary.toCharArray()).toString());
      said.add(KeyStore.insecureFile(canary).toString());
      said.add(profile.toString());
      answersOf(profile, said);
    }
    hold(said.size() > 30, "much was asked: " + said.size());
    for (String words : said) {
      hold(!words.contains(canary) && !words.contains(Shop.TENT) && !words.contains("Alameda"),
          words);
    }
  }

  /* Every getter of Profile that needs no argument, and each element of what it gives. */
  private static void answersOf(Profile profile, List<String> said) throws Throwable {
    for (Method method : Profile.class.getMethods()) {
      boolean getter = method.getParameterCount() == 0
          && method.getDeclaringClass() == Profile.class
          && method.getReturnType() != void.class && method.getReturnType() != String.class;
      Object answer = getter ? method.invoke(profile) : null;
      if (answer instanceof List) {
        ((List<?>) answer).forEach(element -> said.add(element.toString()));
      } else if (answer != null) {
        said.add(answer.toString());
      }
    }
    profile.recommend(Request.of("home").explained()).forEach(pick -> said.add(pick.toString()));
    said.add(profile.search(new Conversation(), Query.of("tent")).toString());
    said.add(profile.choose("reassurance").toString());
  }
}
