/*
 * A product as a shelf shows it.
 */
package vereda;

import dev.sotto.Found;
import dev.sotto.Pick;

/** A product, its price and one sentence why it is there. */
public final class Card {
  public final String item;
  public final String title;
  public final long priceMinor;
  public final String because;

  Card(Pick pick) {
    item = pick.item;
    title = pick.title;
    priceMinor = pick.priceMinor;
    because = pick.reasons.isEmpty() ? "" : pick.reasons.get(0).text;
  }

  Card(Found found) {
    item = found.item;
    title = found.title;
    priceMinor = found.priceMinor;
    because = found.reason;
  }
}
