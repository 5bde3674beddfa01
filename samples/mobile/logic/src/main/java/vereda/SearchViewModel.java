/*
 * Asking in one's own words, turn by turn. The conversation lives in this object alone: a killed
 * process begins anew, and nothing of what was said is anywhere.
 */
package vereda;

import dev.sotto.Conversation;
import dev.sotto.Event;
import dev.sotto.EventType;
import dev.sotto.Found;
import dev.sotto.Query;
import dev.sotto.Reply;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Executor;

/** State and acts of the ask box. */
public final class SearchViewModel {
  /** What the screen shows. */
  public static final class State {
    public final String answer;
    public final String understood;
    public final List<Card> found;

    State(String answer, String understood, List<Card> found) {
      this.answer = answer;
      this.understood = understood;
      this.found = Collections.unmodifiableList(found);
    }
  }

  private static final int CARDS = 3;

  private final Device device;
  private final Conversation conversation = new Conversation();
  private final Live<State> state;

  public SearchViewModel(Device device, Executor main) {
    this.device = device;
    state = new Live<>(main, new State("", "", new ArrayList<>()));
  }

  public Live<State> state() {
    return state;
  }

  /** The person says something. */
  public void say(String words) {
    device.ask(profile -> {
      Reply reply = profile.search(conversation, Query.of(words).limit(CARDS));
      List<Card> cards = new ArrayList<>();
      for (Found found : reply.found) {
        cards.add(new Card(found));
      }
      profile.record(Event.of(EventType.SEARCH).results(reply.fitting));
      state.set(new State(reply.words, reply.standing, cards));
    });
  }

  /** The ask box is left: what was said is overwritten. */
  public void leave() {
    device.ask(profile -> {
      conversation.clear();
      state.set(new State("", "", new ArrayList<>()));
    });
  }
}
