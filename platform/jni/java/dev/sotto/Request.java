/*
 * What is asked of a shelf.
 */
package dev.sotto;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;

/** What is asked of a shelf; what is not set has the slot's or the library's default. */
public final class Request {
  private boolean explained;
  private int limit;
  private String slot;
  private String item;
  private String category;
  private long priceFromMinor;
  private long priceToMinor;
  private double diversity = -1;
  private long seed;
  private boolean complete;
  private final List<String> exclude = new ArrayList<>();

  /** Begins a request for a slot of the pack. */
  public static Request of(String slot) {
    Request request = new Request();
    request.slot = Objects.requireNonNull(slot, "slot");
    return request;
  }

  /** Asks for the reasons of each pick too. */
  public Request explained() {
    explained = true;
    return this;
  }

  /** Sets how many, at most 100. */
  public Request limit(int most) {
    limit = most;
    return this;
  }

  /** Sets the context item: the page being looked at. */
  public Request item(String id) {
    item = Objects.requireNonNull(id, "id");
    return this;
  }

  /** Keeps to a product type: the whole path to a level, as "A > B". */
  public Request category(String path) {
    category = Objects.requireNonNull(path, "path");
    return this;
  }

  /** Keeps to a price band; {@code toMinor} 0: no upper end. */
  public Request price(long fromMinor, long toMinor) {
    priceFromMinor = fromMinor;
    priceToMinor = toMinor;
    return this;
  }

  /** Sets diversity, 0 none to 1 most. */
  public Request diversity(double share) {
    diversity = share;
    return this;
  }

  /** Sets the seed of exploration: same seed, same picks. */
  public Request seed(long value) {
    seed = value;
    return this;
  }

  /** Asks for what completes the cart. */
  public Request complete() {
    complete = true;
    return this;
  }

  /** Adds items never to pick. */
  public Request exclude(Collection<String> items) {
    for (String id : items) {
      exclude.add(Objects.requireNonNull(id, "item"));
    }
    return this;
  }

  void write(Packer out, boolean withReasons) {
    if (withReasons) {
      out.flag(explained);
    }
    out.u32(limit).text(slot).text(item).text(category).u64(priceFromMinor).u64(priceToMinor);
    out.real(diversity).u64(seed).flag(complete).u32(exclude.size());
    for (String id : exclude) {
      out.text(id);
    }
  }
}
