/*
 * The home screen: a shelf for this person, and the mindset for the curious developer.
 */
package vereda;

import dev.sotto.Event;
import dev.sotto.Mindset;
import dev.sotto.Page;
import dev.sotto.Pick;
import dev.sotto.Profile;
import dev.sotto.Request;
import dev.sotto.SottoException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Executor;

/** State and acts of the home screen. */
public final class HomeViewModel {
  /** What the screen shows. */
  public static final class State {
    public final boolean loading;
    public final List<Card> shelf;
    /** Null where consent does not let it be known. */
    public final Mindset.State mindset;

    State(boolean loading, List<Card> shelf, Mindset.State mindset) {
      this.loading = loading;
      this.shelf = Collections.unmodifiableList(shelf);
      this.mindset = mindset;
    }
  }

  private static final int CARDS = 4;

  private final Device device;
  private final Live<State> state;
  private long showing;

  public HomeViewModel(Device device, Executor main) {
    this.device = device;
    state = new Live<>(main, new State(true, new ArrayList<>(), null));
  }

  public Live<State> state() {
    return state;
  }

  /** The screen comes to the front. */
  public void enter() {
    device.ask(profile -> profile.record(Event.of(Page.HOME)));
    refresh();
  }

  public void refresh() {
    long seed = ++showing; // a new one for each showing lets the slot explore its share
    device.ask(profile -> state.set(new State(false, shelf(profile, seed), mindset(profile))));
  }

  /** "Not this": effective at once. */
  public void notThis(String item) {
    device.ask(profile -> profile.dismiss(item));
    refresh();
  }

  private static List<Card> shelf(Profile profile, long seed) {
    return cards(profile, Request.of("home").limit(CARDS).seed(seed));
  }

  /** Gives the cards of a shelf, with the first reason of each. */
  static List<Card> cards(Profile profile, Request request) {
    List<Card> cards = new ArrayList<>();
    for (Pick pick : profile.recommend(request.explained())) {
      cards.add(new Card(pick));
    }
    return cards;
  }

  private static Mindset.State mindset(Profile profile) {
    try {
      return profile.mindset().state;
    } catch (SottoException.ConsentDenied denied) {
      return null;
    }
  }
}
