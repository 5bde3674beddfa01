/*
 * Runs the facts about samples/mobile.
 *
 * usage: java -Dproof.pack=PACK -Dproof.key=HEX proof.Phone, or proof.Phone mortal DIRECTORY
 */
package proof;

final class Phone {
  private Phone() {
  }

  public static void main(String[] args) throws Exception {
    if (args.length == 2 && args[0].equals("mortal")) {
      Mortal.live(args[1]);
    }
    ScreenFacts.run();
    LifeFacts.run();
    System.exit(Facts.end());
  }
}
