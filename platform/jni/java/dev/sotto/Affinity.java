/*
 * One affinity.
 */
package dev.sotto;

/** How much the person cares about one attribute value. */
public final class Affinity {
  /** Attribute key, such as "activity". */
  public final String attribute;
  /** Value, such as "climbing". */
  public final String value;
  /** The attribute's category. */
  public final Category category;
  /** What they are ordered by; below 0: disliked. */
  public final double strength;
  /** Above 1: more than the population. */
  public final double lift;
  /** Decayed evidence behind it. */
  public final double evidence;
  /** The person said so. */
  public final boolean stated;

  Affinity(Unpacker in) {
    attribute = in.text();
    value = in.text();
    category = in.one(Category.values());
    strength = in.real();
    lift = in.real();
    evidence = in.real();
    stated = in.flag();
  }
}
