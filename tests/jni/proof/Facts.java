/*
 * States facts as TAP lines, without numbers: tests/jni/jni.sh adds its own and the plan.
 */
package proof;

final class Facts {
  /** What is claimed; throws where it does not hold. */
  interface Claim {
    void hold() throws Throwable;
  }

  private static int failures;

  private Facts() {
  }

  static void fact(String name, Claim claim) {
    try {
      claim.hold();
      System.out.println("ok - " + name);
    } catch (Throwable failure) {
      failures++;
      System.out.println("not ok - " + name);
      System.out.println("# " + failure);
      for (StackTraceElement at : failure.getStackTrace()) {
        System.out.println("#   " + at);
      }
    }
  }

  static void skip(String name, String reason) {
    System.out.println("ok - " + name + " # SKIP " + reason);
  }

  static int end() {
    return failures == 0 ? 0 : 1;
  }

  static void hold(boolean so, String what) {
    if (!so) {
      throw new AssertionError(what);
    }
  }

  static void same(Object expected, Object found) {
    hold(expected.equals(found), "expected " + expected + ", found " + found);
  }

  /** Gives what was thrown, of exactly this class. */
  static <T extends Throwable> T thrown(Class<T> type, Claim claim) throws Throwable {
    try {
      claim.hold();
    } catch (Throwable thrown) {
      if (thrown.getClass() == type) {
        return type.cast(thrown);
      }
      throw thrown;
    }
    throw new AssertionError("nothing was thrown, expected " + type.getSimpleName());
  }
}
