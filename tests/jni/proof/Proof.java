/*
 * Runs the facts that are named on the command line.
 *
 * usage: java -Dproof.pack=PACK -Dproof.key=HEX -Dproof.source=ROOT proof.Proof NAME...
 */
package proof;

final class Proof {
  private Proof() {
  }

  public static void main(String[] names) {
    for (String name : names) {
      switch (name) {
        case "visit":
          VisitFacts.run();
          break;
        case "errors":
          ErrorFacts.run();
          break;
        case "keys":
          KeyFacts.run();
          break;
        case "wrapped":
          WrappedFacts.run();
          break;
        case "text":
          TextFacts.run();
          break;
        case "threads":
          ThreadFacts.run();
          break;
        case "leak":
          LeakFacts.run();
          break;
        default:
          throw new IllegalArgumentException(name);
      }
    }
    System.exit(Facts.end());
  }
}
