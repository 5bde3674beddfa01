/*
 * A product's page: what goes with it, the sentence that is chosen for this person, and what the
 * person does here. After a killed process it comes back on the same product.
 */
package vereda;

import dev.sotto.Choice;
import dev.sotto.Event;
import dev.sotto.EventType;
import dev.sotto.Profile;
import dev.sotto.Request;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Executor;

/** State and acts of a product's page. */
public final class ProductViewModel {
  /** What the screen shows. */
  public static final class State {
    public final String item;
    public final String title;
    public final String reassurance;
    public final List<Card> goesWith;

    State(String item, String title, String reassurance, List<Card> goesWith) {
      this.item = item;
      this.title = title;
      this.reassurance = reassurance;
      this.goesWith = Collections.unmodifiableList(goesWith);
    }
  }

  private static final String ITEM = "product.item";
  private static final int CARDS = 3;
  private static final int DAY_MS = 86_400_000;

  private final Device device;
  private final Saved saved;
  private final Live<State> state;

  public ProductViewModel(Device device, Saved saved, Executor main) {
    this.device = device;
    this.saved = saved;
    state = new Live<>(main, new State("", "", "", new ArrayList<>()));
    if (saved.get(ITEM) != null) {
      show(saved.get(ITEM)); // restored: the person did not look again
    }
  }

  public Live<State> state() {
    return state;
  }

  /** The person opens a product. */
  public void open(String item) {
    saved.put(ITEM, item);
    device.ask(profile -> profile.record(Event.of(EventType.VIEW_ITEM, item)));
    show(item);
  }

  /** The person leaves the page after a while. */
  public void leave(long stayedMs) {
    String item = saved.get(ITEM);
    saved.put(ITEM, null);
    if (item != null && stayedMs > 0) {
      int stayed = (int) Math.min(stayedMs, DAY_MS);
      device.ask(profile -> profile.record(Event.of(EventType.DWELL, item).dwell(stayed)));
    }
  }

  public void addToCart(long priceMinor) {
    act(EventType.ADD_TO_CART, priceMinor);
  }

  public void buy(long priceMinor) {
    act(EventType.PURCHASE, priceMinor);
  }

  private void act(EventType type, long priceMinor) {
    String item = saved.get(ITEM);
    if (item != null) {
      device.ask(profile -> profile.record(Event.of(type, item).price(priceMinor)));
    }
  }

  private void show(String item) {
    device.ask(profile -> {
      Choice said = profile.choose("reassurance");
      state.set(new State(item, profile.title(item), said.content, goesWith(profile, item)));
    });
  }

  private static List<Card> goesWith(Profile profile, String item) {
    return HomeViewModel.cards(profile, Request.of("product").item(item).limit(CARDS));
  }
}
