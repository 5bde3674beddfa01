/*
 * A visit through the binding: what is recorded, picked, chosen, found, contributed and taken back
 * is what the library does, on a real pack and a real profile.
 */
package proof;

import static proof.Facts.fact;
import static proof.Facts.hold;
import static proof.Facts.same;

import dev.sotto.*;
import java.nio.file.Files;
import java.util.List;

final class VisitFacts {
  private VisitFacts() {
  }

  static void run() {
    fact("a pack says what is in it", VisitFacts::pack);
    fact("picks come with a title, a price and reasons that sum to the score", VisitFacts::picks);
    fact("what a request excludes is not picked, and why is told", VisitFacts::excluded);
    fact("a dismissed item is never picked again", VisitFacts::dismissed);
    fact("looking at tents makes tents liked and the mindset explained", VisitFacts::mindset);
    fact("all eight needs are told, the largest first", VisitFacts::needs);
    fact("a choice has an arm, its chance and its reasons, and is kept", VisitFacts::choice);
    fact("a conversation goes on from turn to turn and begins anew when cleared",
        VisitFacts::conversation);
    fact("an answered question costs what was said, waits as bytes and is settled",
        VisitFacts::answers);
    fact("what is kept is told, exported, imported elsewhere and forgotten", VisitFacts::rights);
    fact("the audit log holds and names its acts", VisitFacts::audit);
    fact("a brief is JSON for a chatbot and sentences for the person", VisitFacts::brief);
    fact("an event given as GA4 JSON becomes one for each item", VisitFacts::json);
    fact("Spanish is spoken where it was asked for", VisitFacts::spanish);
    fact("what was stated comes first among affinities and is taken back by 0", VisitFacts::stated);
    fact("while learning is paused nothing is kept", VisitFacts::paused);
    fact("a profile without a directory writes no file", VisitFacts::memoryOnly);
  }

  private static void pack() throws Exception {
    try (Shop shop = new Shop(); Profile profile = shop.visit()) {
      PackInfo info = profile.pack();
      same("Vereda", info.brand);
      same("EUR", info.currency);
      hold(info.items > 300 && info.questions == 7 && info.hash.length == 32, "facts of the pack");
      hold(info.expiresMs > info.createdMs, "it ends after it was made");
      same("Brezal Alameda 4 family tent, forest green", profile.title(Shop.TENT));
    }
  }

  private static void picks() throws Exception {
    try (Shop shop = new Shop(); Profile profile = shop.visit()) {
      Shop.look(profile, Shop.TENT);
      List<Pick> picks = profile.recommend(Request.of("home").limit(5).explained());
      same(5, picks.size());
      for (Pick pick : picks) {
        hold(!pick.item.isEmpty() && !pick.title.isEmpty() && pick.priceMinor > 0, "a whole pick");
        hold(!pick.reasons.isEmpty(), "reasons");
        same(pick.scoreMicro, pick.reasons.stream().mapToLong(reason -> reason.scoreMicro).sum());
      }
      same(0, profile.recommend(Request.of("home").limit(1)).get(0).reasons.size());
    }
  }

  private static void excluded() throws Exception {
    try (Shop shop = new Shop(); Profile profile = shop.visit()) {
      Pick first = profile.recommend(Request.of("home").limit(1)).get(0);
      Request without = Request.of("home").limit(3)
          .exclude(java.util.Collections.singletonList(first.item));
      hold(profile.recommend(without).stream().noneMatch(pick -> pick.item.equals(first.item)),
          "it is left out");
      Why why = profile.explain(without, first.item);
      same(7, why.kind); // SOTTO_WHY_EXCLUDED
      same(0, why.place);
      hold(!why.text.isEmpty(), "a sentence");
      same(1, profile.explain(Request.of("home").limit(3), first.item).place);
    }
  }

  private static void dismissed() throws Exception {
    try (Shop shop = new Shop(); Profile profile = shop.visit()) {
      String item = profile.recommend(Request.of("home").limit(1)).get(0).item;
      profile.dismiss(item);
      hold(profile.recommend(Request.of("home").limit(100)).stream()
          .noneMatch(pick -> pick.item.equals(item)), "it is gone");
    }
  }

  private static void mindset() throws Exception {
    try (Shop shop = new Shop(); Profile profile = shop.visit()) {
      same(Mindset.State.CURIOUS, profile.mindset().state);
      Shop.look(profile, Shop.TENT);
      profile.record(Event.of(EventType.ADD_TO_CART, Shop.TENT).price(24900).quantity(1));
      Mindset mindset = profile.mindset();
      same(Mindset.State.FOCUSED, mindset.state);
      same(2, mindset.events);
      hold(mindset.purchaseScore > 0 && mindset.purchaseScore < 1, "a probability");
      same(shop.start, mindset.sinceMs);
      hold(!profile.explainMindset().isEmpty(), "reasons");
      hold(profile.affinities("activity").stream()
          .anyMatch(a -> a.value.equals("family_camping") && a.strength > 0
              && a.category == Category.INTERNAL), "camping is liked");
      hold(profile.affinities("").size() > profile.affinities("activity").size(), "all of them");
      hold(profile.audiences().stream().allMatch(a -> !a.label.isEmpty()), "audiences have labels");
    }
  }

  private static void needs() throws Exception {
    try (Shop shop = new Shop(); Profile profile = shop.visit()) {
      profile.record(Event.of(EventType.REVIEW_READ, Shop.TENT));
      profile.setContext(new RequestContext().time(4, 6, 2).way(1, 2));
      List<Need> needs = profile.needs();
      same(8, needs.size());
      same(8L, needs.stream().map(need -> need.kind).distinct().count());
      for (int i = 1; i < 8; i++) {
        hold(needs.get(i - 1).score >= needs.get(i).score, "ordered");
      }
      hold(needs.stream().anyMatch(need -> !need.facts.isEmpty()), "facts");
    }
  }

  private static void choice() throws Exception {
    try (Shop shop = new Shop(); Profile profile = shop.visit()) {
      Shop.look(profile, Shop.TENT);
      Choice choice = profile.choose("reassurance", "", 7);
      same(Choice.Kind.LEARNED, choice.kind);
      hold(choice.propensity > 0 && choice.propensity < 1, "a chance");
      hold(!choice.content.isEmpty() && choice.decision != 0, "something to show");
      hold(!profile.explainChoice(0).isEmpty(), "reasons");
      same(choice.arm, profile.choose("reassurance").arm);
      same(Choice.Kind.STICKY, profile.choose("reassurance").kind);
      List<Decision> past = profile.decisions();
      same(1, past.size());
      same(choice.decision, past.get(0).decision);
      same("reassurance", past.get(0).slot);
      profile.outcome(choice.decision, 1);
      same(1.0, profile.decisions().get(0).reward);
    }
  }

  private static void conversation() throws Exception {
    try (Shop shop = new Shop(); Profile profile = shop.visit()) {
      Conversation talk = new Conversation();
      Reply tents = profile.search(talk, Query.of("a green tent under 300 euros").limit(3));
      hold(tents.said.contains("color=green") && tents.said.contains("price<=30000"), tents.said);
      hold(!tents.found.isEmpty() && tents.found.get(0).title.contains("tent"), "tents");
      Found best = tents.found.get(0);
      same(best.scoreMicro, best.wordsMicro + best.personalMicro);
      Reply blue = profile.search(talk, Query.of("in blue"));
      hold(blue.standing.contains("color=blue") && blue.standing.contains("price<=30000"),
          blue.standing);
      talk.clear();
      hold(!profile.search(talk, Query.of("in blue")).standing.contains("price"), "anew");
      hold(profile.search(talk, Query.of("tienda verde").locale("es")).said.contains("green"),
          "Spanish is understood");
    }
  }

  private static void answers() throws Exception {
    try (Shop shop = new Shop(); Profile profile = shop.visit()) {
      Shop.look(profile, Shop.TENT);
      for (int week = 1; week <= 4; week++) { // the ledger starts empty and accrues by the week
        shop.store.setClock(shop.start + week * Shop.WEEK_MS);
        profile.tick();
      }
      Preview mindset = profile.questions().stream().filter(q -> q.name.equals("mindset"))
          .findFirst().get();
      same(Preview.State.OPEN, mindset.state);
      same(1_000_000L, mindset.costMicro);
      hold(!mindset.words.isEmpty() && !mindset.answer.isEmpty(), "words");
      hold(mindset.oddsNumerator > mindset.oddsDenominator, "odds");
      long before = profile.budget().balanceMicro;
      profile.answer(mindset.question);
      same(before - 1_000_000, profile.budget().balanceMicro);
      same(1_000_000L, profile.budget().spentMicro);
      hold(profile.budget().anchored, "the RAM store has an anchor");
      List<Report> waiting = profile.outbox();
      same(1, waiting.size());
      same(mindset.question, waiting.get(0).question);
      same(mindset.reportBytes, (long) waiting.get(0).body.length);
      profile.settle(waiting.get(0), Delivery.RETRY);
      same(1, profile.outbox().get(0).attempts);
      profile.settle(waiting.get(0), Delivery.DONE);
      same(0, profile.outbox().size());
    }
  }

  private static void rights() throws Exception {
    try (Shop shop = new Shop(); Shop other = new Shop(); Profile profile = shop.visit()) {
      Shop.look(profile, Shop.TENT);
      Shop.look(profile, "unheard-of");
      same(2L, Shop.events(profile));
      String json = profile.export();
      hold(json.contains(Shop.TENT) && json.contains("unheard-of"), "the export holds both");
      try (Profile second = other.open()) {
        same(2, second.importFrom(json));
        same(2L, Shop.events(second));
      }
      hold(profile.forget(Scope.item("unheard-of")) > 0, "rows went");
      same(1L, Shop.events(profile));
      hold(!profile.export().contains("unheard-of"), "and nothing of it is left");
      same(Verdict.GRANTED, profile.consent().own(Category.HISTORY, Purpose.KEEP));
      profile.setConsent(profile.consent().with(Category.HISTORY, Purpose.KEEP, Verdict.DENIED));
      same(Verdict.DENIED, profile.consent().own(Category.HISTORY, Purpose.KEEP));
      same(0L, Shop.events(profile));
      profile.forget(Scope.all());
      profile.close();
      Receipt receipt = Profile.erase(shop.directory(), shop.store);
      same("ram", receipt.storeName);
      same(Strength.MEMORY, receipt.strength);
      hold(receipt.keyDestroyed && receipt.filesRemoved >= 2 && receipt.status == Status.OK,
          "erased");
      hold(!Files.exists(Shop.path(shop.directory()).resolve("profile.db")), "no file is left");
    }
  }

  private static void audit() throws Exception {
    try (Shop shop = new Shop(); Profile profile = shop.visit()) {
      Shop.look(profile, Shop.TENT);
      profile.flush();
      AuditVerdict verdict = profile.verifyAudit();
      hold(verdict.holds && verdict.rows >= 3, "the log holds");
      List<AuditRow> rows = profile.audit(0);
      same(verdict.rows, (long) rows.size());
      hold(rows.stream().anyMatch(row -> row.act == 10), "a pack was installed");
      same(rows.size() - 1, profile.audit(rows.get(0).sequence).size());
      hold(profile.exportAudit().contains("\"rows\""), "and can be handed out");
    }
  }

  private static void brief() throws Exception {
    try (Shop shop = new Shop(); Profile profile = shop.visit()) {
      Shop.look(profile, Shop.TENT);
      String json = profile.brief(Reader.CHATBOT, "");
      hold(json.startsWith("{") && json.endsWith("}"), "one object");
      hold(profile.say(Reader.AGENT, "es").stream().allMatch(line -> !line.text.isEmpty()), "said");
      hold(profile.say(Reader.PERSON, "").stream().anyMatch(line -> line.kind == 6), "where it is");
    }
  }

  private static void json() throws Exception {
    try (Shop shop = new Shop(); Profile profile = shop.visit()) {
      same(2, profile.recordJson("{\"name\":\"add_to_cart\",\"params\":{\"items\":["
          + "{\"item_id\":\"" + Shop.TENT + "\",\"price\":249.0},{\"item_id\":\"caf\u00e9\"}]}}"));
      same(2L, Shop.events(profile));
    }
  }

  private static void spanish() throws Exception {
    try (Shop shop = new Shop();
        Profile profile = Profile.open(shop.options().locale("es"), Shop.granted(), shop.store)) {
      profile.installPack(Shop.PACK);
      Shop.look(profile, Shop.TENT);
      hold(profile.title(Shop.TENT).startsWith("Tienda"), profile.title(Shop.TENT));
      Pick pick = profile.recommend(Request.of("home").limit(1).explained()).get(0);
      hold(pick.reasons.get(0).text.startsWith("porque"), pick.reasons.get(0).text);
    }
  }

  private static void stated() throws Exception {
    try (Shop shop = new Shop(); Profile profile = shop.visit()) {
      profile.state("activity", "climbing", 90);
      Affinity first = profile.affinities("activity").get(0);
      hold(first.stated && first.value.equals("climbing"), "climbing is stated");
      profile.state("activity", "climbing", 0);
      hold(profile.affinities("activity").stream().noneMatch(a -> a.stated), "and taken back");
    }
  }

  private static void paused() throws Exception {
    try (Shop shop = new Shop(); Profile profile = shop.visit()) {
      profile.pauseLearning(true);
      Shop.look(profile, Shop.TENT);
      profile.pauseLearning(false);
      profile.endSession();
      same(0L, Shop.events(profile));
    }
  }

  private static void memoryOnly() throws Exception {
    try (Shop shop = new Shop(); Profile profile = Profile.open(
        new Options().packKey(Shop.BRAND_KEY), Shop.granted(), shop.store)) {
      profile.installPack(Shop.PACK);
      Shop.look(profile, Shop.TENT);
      profile.flush();
      same(1L, Shop.events(profile));
      hold(shop.root.toFile().list().length == 0, "no file");
    }
  }
}
