/*
 * One pick of a shelf.
 */
package dev.sotto;

import java.util.List;

/** One pick; its reasons sum exactly to its score. */
public final class Pick {
  /** Names it in the library until the next recommendation. */
  public final long id;
  /** Item id. */
  public final String item;
  /** Its title in the profile's language. */
  public final String title;
  /** Its price. */
  public final long priceMinor;
  /** Score. */
  public final long scoreMicro;
  /** Why, largest first; empty unless the request was {@link Request#explained}. */
  public final List<Reason> reasons;

  Pick(Unpacker in) {
    id = in.u64();
    item = in.text();
    title = in.text();
    priceMinor = in.u64();
    scoreMicro = in.u64();
    reasons = in.list(Reason::new);
  }
}
