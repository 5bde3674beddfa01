/*
 * A session of the app, told in words: the view-models of samples/mobile/logic are driven as the
 * screens would drive them. The first part ends as phones end apps, by SIGKILL; the second is the
 * new process that comes after.
 *
 * usage: java story.Story first|again DIRECTORY PACK BRAND_PUBLIC en|es
 */
package story;

import dev.sotto.Category;
import dev.sotto.Consent;
import dev.sotto.Kept;
import dev.sotto.KeyStore;
import dev.sotto.Preview;
import dev.sotto.Purpose;
import dev.sotto.Scope;
import dev.sotto.Verdict;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import vereda.Card;
import vereda.Device;
import vereda.HomeViewModel;
import vereda.Live;
import vereda.PrivacyViewModel;
import vereda.ProductViewModel;
import vereda.Saved;
import vereda.SearchViewModel;
import vereda.Words;

/** Plays the session. */
public final class Story {
  private static final String SAVED = "saved-state";

  private final Path directory;
  private final String locale;
  private final Screen screen = new Screen();
  private final Saved saved = new Saved();
  private final PrintStream out;
  private final Device device;

  private Story(String[] args) throws IOException {
    directory = Paths.get(args[1]);
    locale = args[4];
    out = new PrintStream(System.out, true, "UTF-8");
    Consent agreed = Consent.unknown();
    for (Purpose purpose : new Purpose[] {Purpose.KEEP, Purpose.PERSONALIZE, Purpose.CONTRIBUTE}) {
      agreed = agreed.with(purpose, Verdict.GRANTED);
    }
    String[] places = {directory.resolve("profile").toString(), args[2], brandKey(args[3])};
    KeyStore keys = KeyStore.insecureFile(directory.resolve("profile.key").toString());
    device = new Device(new Device.Setup(places, locale, keys, agreed), screen);
    device.health().watch(health -> {
      Words words = Words.of(health);
      if (words != null) {
        say(words);
      }
    });
  }

  public static void main(String[] args) throws Exception {
    if (args.length != 5) {
      System.err.println("usage: Story first|again DIRECTORY PACK BRAND_PUBLIC en|es");
      System.exit(2);
    }
    Files.createDirectories(Paths.get(args[1]));
    Story story = new Story(args);
    if (args[0].equals("first")) {
      story.first();
    } else {
      story.again();
    }
  }

  private static String brandKey(String file) throws IOException {
    String text = new String(Files.readAllBytes(Paths.get(file)), StandardCharsets.UTF_8);
    Matcher key = Pattern.compile("\"signing_key\"\\s*:\\s*\"([0-9a-f]{64})\"").matcher(text);
    if (!key.find()) {
      throw new IOException("No signing key in the brand's file.");
    }
    return key.group(1);
  }

  /* ---- before the process dies ---- */

  private void first() throws Exception {
    HomeViewModel home = new HomeViewModel(device, screen);
    device.start();
    home.enter();
    shelf(Words.HOME, next(home.state(), state -> !state.loading).shelf);

    SearchViewModel search = new SearchViewModel(device, screen);
    ask(search, locale.equals("es") ? "una tienda verde para cuatro personas por menos de 300 euros"
        : "a green tent for four people under 300 euros");
    Card tent = ask(search, locale.equals("es") ? "¿algo más barato?" : "something cheaper?");
    search.leave();

    ProductViewModel product = new ProductViewModel(device, saved, screen);
    product.open(tent.item);
    show(next(product.state(), state -> state.item.equals(tent.item)));
    product.addToCart(tent.priceMinor);

    home.enter();
    HomeViewModel.State after = next(home.state(), state -> state.mindset != null
        && state.mindset.name().equals("FOCUSED"));
    shelf(Words.HOME, after.shelf);
    out.println("  " + Words.MINDSET.in(locale) + ": " + Words.of(after.mindset).in(locale));

    say(Words.BACKGROUND);
    remember();
    device.background();
    screen.drain(device);
    say(Words.KILLED);
    Runtime.getRuntime().exec(new String[] {"kill", "-9", processId()}).waitFor();
  }

  /* What onSaveInstanceState() hands to the system. */
  private void remember() throws IOException {
    StringBuilder text = new StringBuilder();
    saved.values().forEach((name, value) -> text.append(name).append('\t').append(value)
        .append('\n'));
    Files.write(directory.resolve(SAVED), text.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static String processId() throws IOException {
    return new File("/proc/self").getCanonicalFile().getName();
  }

  /* ---- the new process ---- */

  private void again() throws Exception {
    for (String line : Files.readAllLines(directory.resolve(SAVED))) {
      saved.put(line.split("\t")[0], line.split("\t")[1]);
    }
    device.start();
    say(Words.RESTORED);
    ProductViewModel product = new ProductViewModel(device, saved, screen);
    String item = saved.get("product.item");
    show(next(product.state(), state -> state.item.equals(item)));
    product.leave(20_000);

    say(Words.LOW_MEMORY);
    device.lowMemory();
    privacy(item);
    device.close();
  }

  private void privacy(String item) throws Exception {
    PrivacyViewModel privacy = new PrivacyViewModel(device, screen);
    privacy.refresh();
    PrivacyViewModel.State state = next(privacy.state(), s -> s.budget != null);
    say(Words.PRIVACY);
    kept(state);
    say(Words.WOULD_LEAVE);
    for (Preview question : state.wouldLeave) {
      out.println("  - " + wrap(question.words, 4));
    }
    out.printf(Locale.ROOT, "  %s: %.1f, %.1f%n", Words.BUDGET.in(locale),
        state.budget.balanceMicro / 1e6, state.budget.spentMicro / 1e6);
    out.println("  " + (state.logHolds ? Words.LOG : Words.BROKEN).in(locale));

    int before = state.kept.size();
    privacy.forget(Scope.item(item));
    state = next(privacy.state(), s -> s.kept.size() < before);
    out.println("  " + Words.FORGOTTEN.in(locale) + ": " + state.kept.size());
    privacy.allow(Category.HISTORY, Purpose.CONTRIBUTE, false);
    next(privacy.state(), s -> s.consent.own(Category.HISTORY, Purpose.CONTRIBUTE)
        == Verdict.DENIED);
    privacy.eraseAll();
    out.println("  " + Words.ERASED.in(locale) + ": "
        + next(privacy.erased(), receipt -> receipt != null).filesRemoved);
  }

  /* ---- telling ---- */

  private <T> T next(Live<T> live, Screen.Until<T> until) throws InterruptedException {
    return screen.next(live, until);
  }

  private void say(Words words) {
    out.println("\n" + words.in(locale));
  }

  private Card ask(SearchViewModel search, String words) throws InterruptedException {
    String before = search.state().get().understood;
    out.println("\n" + Words.SEARCH.in(locale) + ": " + words);
    search.say(words);
    SearchViewModel.State reply = next(search.state(), state -> !state.answer.isEmpty()
        && !state.understood.equals(before));
    out.println("  " + wrap(reply.answer, 2));
    cards(reply.found);
    return reply.found.get(0);
  }

  private void show(ProductViewModel.State product) {
    out.println("\n" + Words.PRODUCT.in(locale) + ": " + product.title);
    out.println("  " + wrap(product.reassurance, 2));
    out.println("  " + Words.GOES_WITH.in(locale) + ":");
    cards(product.goesWith);
  }

  private void shelf(Words title, Iterable<Card> shelf) {
    say(title);
    cards(shelf);
  }

  private void cards(Iterable<Card> cards) {
    for (Card card : cards) {
      out.printf(Locale.ROOT, "  %8.2f  %s%n            %s%n", card.priceMinor / 100.0, card.title,
          wrap(card.because, 12));
    }
  }

  private void kept(PrivacyViewModel.State state) {
    int shown = 0;
    for (Kept line : state.kept) {
      if (shown++ < 8) {
        out.println("  - " + wrap(line.words, 4));
      }
    }
    if (shown > 8) {
      out.println("  - … " + (shown - 8));
    }
  }

  /* Breaks at 79 columns, further lines indented. */
  private static String wrap(String words, int indent) {
    StringBuilder text = new StringBuilder();
    int at = indent;
    for (String word : words.split(" ")) {
      if (at > indent && at + word.length() > 79) {
        text.append('\n').append(String.join("", java.util.Collections.nCopies(indent, " ")));
        at = indent;
      }
      text.append(at > indent ? " " : "").append(word);
      at += word.length() + 1;
    }
    return text.toString();
  }
}
