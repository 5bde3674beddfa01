/*
 * An audience the profile is in.
 */
package dev.sotto;

import java.util.List;

/** An audience of the shop that this profile is in, known on this device alone. */
public final class Audience {
  /** The brand's stable name, such as "families". */
  public final String id;
  /** What it is called in the profile's language. */
  public final String label;
  /** Facts that put the person in it. */
  public final List<Reason> reasons;

  Audience(Unpacker in) {
    id = in.text();
    label = in.text();
    reasons = in.list(Reason::new);
  }
}
