/*
 * What the binding costs over C: the same calls on the same pack, C's program run before and after
 * in the same minute, the least of many batches on both sides.
 *
 * usage: java ... proof.CallBench FLOOR_PROGRAM
 */
package proof;

import dev.sotto.*;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.util.HashMap;
import java.util.Map;

final class CallBench {
  private static final int BATCHES = 300;
  private static final double BAR_NS = 2000;

  private CallBench() {
  }

  private static void floor(String program, Map<String, Double> least) throws Exception {
    Process process = new ProcessBuilder(program, Shop.PACK, Shop.BRAND_KEY)
        .redirectError(ProcessBuilder.Redirect.INHERIT).start();
    BufferedReader said = new BufferedReader(new InputStreamReader(process.getInputStream()));
    for (String line = said.readLine(); line != null; line = said.readLine()) {
      String[] parts = line.split(" ");
      least.merge(parts[0], Double.parseDouble(parts[1]), Math::min);
    }
    Facts.same(0, process.waitFor());
  }

  private static double measure(Runnable call, int batch) {
    double least = Double.MAX_VALUE;
    for (int i = 0; i < BATCHES + 100; i++) { // the first of them warm the compiler up
      long start = System.nanoTime();
      for (int j = 0; j < batch; j++) {
        call.run();
      }
      least = Math.min(least, (System.nanoTime() - start) / (double) batch);
    }
    return least;
  }

  private static boolean tell(String name, double java, double c) {
    System.out.printf("%-10s %8.0f ns in C  %8.0f ns in Java  %+7.0f ns  %5.2f x%n", name, c, java,
        java - c, java / c);
    return java - c <= BAR_NS;
  }

  public static void main(String[] args) throws Exception {
    Map<String, Double> c = new HashMap<>();
    Map<String, Double> java = new HashMap<>();
    floor(args[0], c);
    Consent consent = Consent.unknown().with(Purpose.KEEP, Verdict.GRANTED)
        .with(Purpose.PERSONALIZE, Verdict.GRANTED);
    Event look = Event.of(EventType.VIEW_ITEM, Shop.TENT);
    Request six = Request.of("home").limit(6);
    Request told = Request.of("home").limit(6).explained();
    try (Profile profile = Profile.open(new Options().packKey(Shop.BRAND_KEY), consent,
        KeyStore.ram())) {
      profile.installPack(Shop.PACK);
      profile.record(look);
      java.put("mindset", measure(profile::mindset, 200));
      java.put("title", measure(() -> profile.title(Shop.TENT), 200));
      java.put("recommend", measure(() -> profile.recommend(six), 20));
      java.put("explained", measure(() -> profile.recommend(told), 20));
      java.put("record", measure(() -> profile.record(look), 20));
    }
    floor(args[0], c);
    boolean good = true;
    for (String name : new String[] {"mindset", "title", "record", "recommend", "explained"}) {
      good &= tell(name, java.get(name), c.get(name)) || name.equals("explained");
    }
    System.out.println("bar: 2,000 ns over C for a call (explained is seven calls of C)");
    System.exit(good ? 0 : 1);
  }
}
