/*
 * The life of an app: background, low memory, a killed process, a locked and a lost key. The
 * process that is killed is a real one.
 */
package proof;

import static proof.Facts.fact;
import static proof.Facts.hold;
import static proof.Facts.same;

import dev.sotto.Category;
import dev.sotto.KeyStore;
import dev.sotto.Profile;
import dev.sotto.Purpose;
import dev.sotto.Receipt;
import dev.sotto.Status;
import dev.sotto.Verdict;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import story.Screen;
import vereda.Device;
import vereda.HomeViewModel;
import vereda.PrivacyViewModel;
import vereda.ProductViewModel;
import vereda.Saved;

final class LifeFacts {
  private static final int DEATHS = 5;

  private LifeFacts() {
  }

  static void run() {
    fact("killed at any moment, an app loses nothing that was recorded before it went to the"
        + " background", LifeFacts::killed);
    fact("short of memory the profile closes, and opens again with all it had",
        LifeFacts::lowMemory);
    fact("restored from its saved state a page shows the same product and records no new look",
        LifeFacts::restored);
    fact("a locked key store is waited for, and the app is ready once it is open",
        LifeFacts::locked);
    fact("a lost key is told, nothing is wiped, and starting anew makes a new profile",
        LifeFacts::lost);
    fact("what the person took back stays taken back in a new process", LifeFacts::withdrawn);
    fact("where the profile cannot be made the app is unwell and goes on", LifeFacts::unwell);
    fact("after close no profile and no thread is left", LifeFacts::closed);
  }

  static Device device(Shop shop, Screen screen) {
    String[] places = {shop.directory(), Shop.PACK, Shop.BRAND_KEY};
    return new Device(new Device.Setup(places, "en", shop.store, Shop.granted()), screen);
  }

  /** Counts the events of a profile that no device has open. */
  private static long count(Profile profile) {
    return Shop.events(profile);
  }

  private static void killed() throws Throwable {
    Random when = new Random(7);
    try (Shop shop = new Shop()) {
      long sure = 0;
      for (int death = 0; death < DEATHS; death++) {
        long durable = untilDeath(shop, 1 + when.nextInt(12), when.nextInt(8));
        KeyStore keys = KeyStore.insecureFile(shop.root + "/profile.key");
        try (Profile profile = shop.open(keys)) {
          long found = count(profile);
          hold(found >= sure + durable, found + " of " + (sure + durable) + " are there");
          hold(found <= sure + durable + 2, found + ", though only " + (sure + durable) + " were");
          hold(profile.verifyAudit().holds, "the log holds");
          sure = found;
        }
      }
      hold(sure >= DEATHS, "much was kept: " + sure);
    }
  }

  /* Gives the last number the process said was durable before it was killed. */
  private static long untilDeath(Shop shop, int rounds, int moreMs) throws Exception {
    Path said = shop.root.resolve("said");
    Process process = Mortal.born(shop.root.toString(), said.toFile());
    while (lastOf(said) < rounds) {
      hold(process.isAlive(), "it died by itself");
      Thread.sleep(5);
    }
    Thread.sleep(moreMs);
    process.destroyForcibly(); // SIGKILL
    same(137, process.waitFor());
    return lastOf(said);
  }

  /* The last number in a file whose last line may be half written. */
  private static long lastOf(Path said) throws Exception {
    String text = new String(Files.readAllBytes(said), "US-ASCII");
    int end = text.lastIndexOf('\n');
    return end < 0 ? 0 : Long.parseLong(text.substring(text.lastIndexOf('\n', end - 1) + 1, end));
  }

  private static void lowMemory() throws Throwable {
    Screen screen = new Screen();
    try (Shop shop = new Shop(); Device device = device(shop, screen)) {
      ProductViewModel product = new ProductViewModel(device, new Saved(), screen);
      device.start();
      product.open(Shop.TENT);
      screen.next(product.state(), state -> state.item.equals(Shop.TENT));
      device.lowMemory();
      screen.next(device.health(), health -> health == Device.Health.RESTING);
      same(0, Profile.countOpen());
      PrivacyViewModel privacy = new PrivacyViewModel(device, screen);
      privacy.refresh();
      PrivacyViewModel.State state = screen.next(privacy.state(), s -> s.budget != null);
      hold(state.kept.stream().anyMatch(line -> line.words.contains("Alameda")), "it is there");
      same(1, Profile.countOpen());
    }
  }

  private static void restored() throws Throwable {
    Screen screen = new Screen();
    Saved saved = new Saved();
    try (Shop shop = new Shop()) {
      try (Device device = device(shop, screen)) {
        ProductViewModel product = new ProductViewModel(device, saved, screen);
        product.open(Shop.TENT);
        screen.next(product.state(), state -> !state.goesWith.isEmpty());
      }
      try (Device device = device(shop, screen)) {
        ProductViewModel product = new ProductViewModel(device, saved, screen);
        same(Shop.TENT, screen.next(product.state(), s -> !s.goesWith.isEmpty()).item);
      }
      try (Profile profile = shop.open()) {
        same(1L, count(profile));
      }
    }
  }

  private static void locked() throws Throwable {
    Screen screen = new Screen();
    try (Shop shop = new Shop()) {
      shop.visit().close();
      shop.store.setLocked(true);
      try (Device device = device(shop, screen)) {
        HomeViewModel home = new HomeViewModel(device, screen);
        home.enter();
        screen.next(device.health(), health -> health == Device.Health.LOCKED);
        same(Status.KEY_LOCKED, screen.next(device.last(), last -> last != null).status);
        shop.store.setLocked(false);
        home.enter();
        screen.next(device.health(), health -> health == Device.Health.READY);
        hold(!screen.next(home.state(), state -> !state.loading).shelf.isEmpty(), "a shelf");
      }
    }
  }

  private static void lost() throws Throwable {
    Screen screen = new Screen();
    try (Shop shop = new Shop(); Shop other = new Shop()) {
      try (Profile profile = shop.visit()) {
        Shop.look(profile, Shop.TENT);
      }
      String[] places = {shop.directory(), Shop.PACK, Shop.BRAND_KEY};
      Device.Setup setup = new Device.Setup(places, "en", other.store, Shop.granted());
      try (Device device = new Device(setup, screen)) {
        PrivacyViewModel privacy = new PrivacyViewModel(device, screen);
        privacy.refresh();
        screen.next(device.health(), health -> health == Device.Health.LOST);
        try (Profile whole = shop.open()) {
          same(1L, count(whole));
        }
        privacy.eraseAll();
        Receipt receipt = screen.next(privacy.erased(), done -> done != null);
        hold(receipt.filesRemoved > 0, "removed");
        privacy.refresh();
        PrivacyViewModel.State anew = screen.next(privacy.state(), s -> s.budget != null);
        hold(anew.kept.stream().noneMatch(line -> line.kind.equals("event")), "a new profile");
      }
    }
  }

  private static void withdrawn() throws Throwable {
    Screen screen = new Screen();
    try (Shop shop = new Shop()) {
      try (Device device = device(shop, screen)) {
        new ProductViewModel(device, new Saved(), screen).open(Shop.TENT);
        PrivacyViewModel privacy = new PrivacyViewModel(device, screen);
        privacy.allow(Category.HISTORY, Purpose.KEEP, false);
        PrivacyViewModel.State state = screen.next(privacy.state(), s -> s.budget != null);
        hold(state.kept.stream().noneMatch(line -> line.kind.equals("event")), "gone at once");
      }
      try (Device device = device(shop, screen)) {
        PrivacyViewModel privacy = new PrivacyViewModel(device, screen);
        new ProductViewModel(device, new Saved(), screen).open(Shop.TENT);
        privacy.refresh();
        PrivacyViewModel.State state = screen.next(privacy.state(), s -> s.budget != null);
        same(Verdict.DENIED, state.consent.own(Category.HISTORY, Purpose.KEEP));
      }
      try (Profile profile = shop.open(shop.store)) {
        same(0L, count(profile));
      }
    }
  }

  private static void unwell() throws Throwable {
    Screen screen = new Screen();
    try (Shop shop = new Shop()) {
      Files.write(shop.root.resolve("profile"), new byte[1]); // a file where the directory goes
      try (Device device = device(shop, screen)) {
        new HomeViewModel(device, screen).enter();
        screen.next(device.health(), health -> health == Device.Health.UNWELL);
      }
      same(1L, Files.size(shop.root.resolve("profile")));
    }
  }

  private static void closed() throws Throwable {
    Screen screen = new Screen();
    try (Shop shop = new Shop()) {
      Device device = device(shop, screen);
      device.start();
      screen.next(device.health(), health -> health == Device.Health.READY);
      device.close();
      same(0, Profile.countOpen());
      for (int tries = 0; tries < 100 && threads() > 0; tries++) { // one may still be going
        Thread.sleep(50);
      }
      same(0L, threads());
    }
  }

  private static long threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("sotto") && thread.isAlive()).count();
  }
}
