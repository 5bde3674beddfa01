/*
 * What to forget.
 */
package dev.sotto;

import java.util.Objects;

/** What to forget, see {@link Profile#forget}. */
public final class Scope {
  private static final int ITEM = 1;
  private static final int VALUE = 2;
  private static final int PERIOD = 3;
  private static final int CATEGORY = 4;
  private static final int ALL = 5;

  private final int kind;
  private String item;
  private String attribute;
  private String value;
  private long fromMs;
  private long toMs;
  private int category;

  private Scope(int kind) {
    this.kind = kind;
  }

  /** Everything about one item. */
  public static Scope item(String id) {
    Scope scope = new Scope(ITEM);
    scope.item = Objects.requireNonNull(id, "id");
    return scope;
  }

  /** One attribute value: the affinity to it and the events that fed it. */
  public static Scope value(String attribute, String value) {
    Scope scope = new Scope(VALUE);
    scope.attribute = Objects.requireNonNull(attribute, "attribute");
    scope.value = Objects.requireNonNull(value, "value");
    return scope;
  }

  /** Everything that happened in a period, its end not included. */
  public static Scope period(long fromMs, long toMs) {
    Scope scope = new Scope(PERIOD);
    scope.fromMs = fromMs;
    scope.toMs = toMs;
    return scope;
  }

  /** Everything of a category. */
  public static Scope category(Category category) {
    Scope scope = new Scope(CATEGORY);
    scope.category = category.ordinal();
    return scope;
  }

  /** Every event and statement; consent, budget ledger and audit log stay. */
  public static Scope all() {
    return new Scope(ALL);
  }

  void write(Packer out) {
    out.u32(kind).text(item).text(attribute).text(value).u64(fromMs).u64(toMs).u32(category);
  }
}
