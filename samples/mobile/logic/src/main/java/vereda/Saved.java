/*
 * What a screen leaves for its successor when the system kills the process: a Bundle on Android, a
 * map here. Holds where the person was, never what the profile knows.
 */
package vereda;

import java.util.HashMap;
import java.util.Map;

/** Saved state of a screen. The main thread's. */
public final class Saved {
  private final Map<String, String> values = new HashMap<>();

  public String get(String name) {
    return values.get(name);
  }

  public void put(String name, String value) {
    values.put(name, value);
  }

  /** For a Bundle. */
  public Map<String, String> values() {
    return values;
  }
}
