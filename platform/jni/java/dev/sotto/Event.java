/*
 * One event on its way to the profile.
 */
package dev.sotto;

import java.util.Objects;

/** What happened; filled in by its own methods. */
public final class Event {
  private final EventType type;
  private long timeMs;
  private String item;
  private int quantity;
  private Page page = Page.OTHER;
  private long priceMinor = -1;
  private int dwellMs;
  private int resultCount;

  private Event(EventType type) {
    this.type = type;
  }

  /** Begins an event of a type. */
  public static Event of(EventType type) {
    return new Event(Objects.requireNonNull(type, "type"));
  }

  /** Begins an event about an item. */
  public static Event of(EventType type, String item) {
    return of(type).item(item);
  }

  /** Begins an event of a page that is no item's. */
  public static Event of(Page page) {
    Event event = of(EventType.SCREEN);
    event.page = Objects.requireNonNull(page, "page");
    return event;
  }

  /** Sets the item's id, at most 128 bytes of UTF-8. */
  public Event item(String id) {
    item = Objects.requireNonNull(id, "id");
    return this;
  }

  /** Sets when it happened; else now. */
  public Event at(long unixMs) {
    timeMs = unixMs;
    return this;
  }

  /** Sets how many. */
  public Event quantity(int count) {
    quantity = count;
    return this;
  }

  /** Sets the unit price in minor units of the pack's currency. */
  public Event price(long minor) {
    priceMinor = minor;
    return this;
  }

  /** Sets how long somebody stayed, at most a day. */
  public Event dwell(int ms) {
    dwellMs = ms;
    return this;
  }

  /** Sets how many were shown by a search or list. */
  public Event results(int count) {
    resultCount = count;
    return this;
  }

  void write(Packer out) {
    out.u32(type.ordinal()).u64(timeMs).text(item).u32(quantity).u32(page.ordinal());
    out.u64(priceMinor).u32(dwellMs).u32(resultCount);
  }
}
