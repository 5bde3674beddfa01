/*
 * What the screens of samples/mobile show, driven as a person would.
 */
package proof;

import static proof.Facts.fact;
import static proof.Facts.hold;
import static proof.Facts.same;

import dev.sotto.Category;
import dev.sotto.Mindset;
import dev.sotto.Preview;
import dev.sotto.Purpose;
import dev.sotto.Scope;
import dev.sotto.Status;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executor;
import story.Screen;
import vereda.Card;
import vereda.Device;
import vereda.HomeViewModel;
import vereda.Live;
import vereda.PrivacyViewModel;
import vereda.ProductViewModel;
import vereda.Saved;
import vereda.SearchViewModel;
import vereda.Words;

final class ScreenFacts {
  private ScreenFacts() {
  }

  static void run() {
    fact("the home shelf is never empty and follows what was looked at", ScreenFacts::home);
    fact("what is dismissed leaves the shelf at once", ScreenFacts::dismissed);
    fact("a search answers, remembers the turn before and forgets it when left",
        ScreenFacts::search);
    fact("the privacy screen tells what is kept, forgets it and gives it away",
        ScreenFacts::privacy);
    fact("nothing can leave before contributing is allowed, and one answer leaves one report",
        ScreenFacts::contributes);
    fact("an unknown product is told to the developer and the app stays ready",
        ScreenFacts::unknown);
    fact("a watched value is told latest only, and no more after its end", ScreenFacts::live);
    fact("every sentence exists in both languages", ScreenFacts::words);
  }

  private static void home() throws Throwable {
    Screen screen = new Screen();
    try (Shop shop = new Shop(); Device device = LifeFacts.device(shop, screen)) {
      HomeViewModel home = new HomeViewModel(device, screen);
      ProductViewModel product = new ProductViewModel(device, new Saved(), screen);
      home.enter();
      HomeViewModel.State cold = screen.next(home.state(), state -> !state.loading);
      same(4, cold.shelf.size());
      same(Mindset.State.CURIOUS, cold.mindset);
      product.open(Shop.TENT);
      product.addToCart(24900);
      home.enter();
      HomeViewModel.State warm = screen.next(home.state(),
          state -> state.mindset == Mindset.State.FOCUSED);
      hold(warm.shelf.stream().anyMatch(card -> card.because.contains("Alameda")), "because of it");
      hold(warm.shelf.stream().noneMatch(card -> card.item.equals(Shop.TENT)), "it is in the cart");
    }
  }

  private static void dismissed() throws Throwable {
    Screen screen = new Screen();
    try (Shop shop = new Shop(); Device device = LifeFacts.device(shop, screen)) {
      HomeViewModel home = new HomeViewModel(device, screen);
      home.refresh();
      Card first = screen.next(home.state(), state -> !state.loading).shelf.get(0);
      home.notThis(first.item);
      screen.next(home.state(), state -> state.shelf.stream()
          .noneMatch(card -> card.item.equals(first.item)));
    }
  }

  private static void search() throws Throwable {
    Screen screen = new Screen();
    try (Shop shop = new Shop(); Device device = LifeFacts.device(shop, screen)) {
      SearchViewModel search = new SearchViewModel(device, screen);
      search.say("green tent");
      SearchViewModel.State first = screen.next(search.state(), s -> !s.answer.isEmpty());
      hold(!first.found.isEmpty() && first.understood.contains("color=green"), first.understood);
      search.say("under 200 euros");
      SearchViewModel.State second = screen.next(search.state(),
          s -> s.understood.contains("price"));
      hold(second.understood.contains("color=green"), second.understood);
      search.leave();
      screen.next(search.state(), s -> s.answer.isEmpty());
      search.say("in blue");
      SearchViewModel.State anew = screen.next(search.state(), s -> !s.answer.isEmpty());
      hold(!anew.understood.contains("price"), anew.understood);
    }
  }

  private static void privacy() throws Throwable {
    Screen screen = new Screen();
    try (Shop shop = new Shop(); Device device = LifeFacts.device(shop, screen)) {
      PrivacyViewModel privacy = new PrivacyViewModel(device, screen);
      new ProductViewModel(device, new Saved(), screen).open(Shop.TENT);
      privacy.refresh();
      PrivacyViewModel.State state = screen.next(privacy.state(), s -> s.budget != null);
      hold(state.kept.stream().anyMatch(line -> line.words.contains("Alameda")), "told in words");
      hold(state.logHolds, "the log holds");
      privacy.takeAway();
      hold(screen.next(privacy.taken(), json -> json != null).contains(Shop.TENT), "the copy");
      privacy.forget(Scope.item(Shop.TENT));
      screen.next(privacy.state(), s -> s.kept.stream()
          .noneMatch(line -> line.words.contains("Alameda")));
    }
  }

  private static void contributes() throws Throwable {
    Screen screen = new Screen();
    try (Shop shop = new Shop(); Device device = LifeFacts.device(shop, screen)) {
      PrivacyViewModel privacy = new PrivacyViewModel(device, screen);
      for (Category category : Category.values()) {
        privacy.allow(category, Purpose.CONTRIBUTE, false);
      }
      screen.next(privacy.state(), s -> s.budget != null && s.wouldLeave.isEmpty());
      for (Category category : Category.values()) {
        privacy.allow(category, Purpose.CONTRIBUTE, true);
      }
      Preview question = screen.next(privacy.state(), s -> !s.wouldLeave.isEmpty())
          .wouldLeave.get(0);
      hold(!question.words.isEmpty(), "in words first");
      privacy.answer(question.question);
      PrivacyViewModel.State after = screen.next(privacy.state(), s -> s.waiting == 1);
      hold(after.wouldLeave.stream().noneMatch(q -> q.question.equals(question.question)), "once");
    }
  }

  private static void unknown() throws Throwable {
    Screen screen = new Screen();
    try (Shop shop = new Shop(); Device device = LifeFacts.device(shop, screen)) {
      new ProductViewModel(device, new Saved(), screen).open("sold-out-years-ago");
      same(Status.MISSING, screen.next(device.last(), last -> last != null).status);
      same(Device.Health.READY, device.health().get());
    }
  }

  private static void live() throws Throwable {
    List<Runnable> posted = new ArrayList<>();
    Executor main = posted::add;
    Live<Integer> live = new Live<>(main, 0);
    List<Integer> seen = new ArrayList<>();
    Runnable end = live.watch(seen::add);
    for (int i = 1; i <= 100; i++) {
      live.set(i);
    }
    same(2, posted.size()); // the first value, and one for a hundred
    new ArrayList<>(posted).forEach(Runnable::run);
    same(Arrays.asList(100, 100), seen);
    live.set(101);
    end.run();
    posted.get(2).run();
    same(2, seen.size());
    same(101, live.get());
  }

  private static void words() throws Throwable {
    for (Words words : Words.values()) {
      hold(!words.in("en").isEmpty() && !words.in("es").isEmpty(), words.name());
      hold(!words.in("en").equals(words.in("es")), words.name());
    }
    for (Mindset.State state : Mindset.State.values()) {
      hold(Words.of(state) != null, state.name());
    }
  }
}
