/*
 * An app that will be killed: looks at one product after the other, goes to the background after
 * each, and says how many are durable. Never ends by itself.
 */
package proof;

import dev.sotto.KeyStore;
import java.io.File;
import java.util.ArrayList;
import java.util.List;
import story.Screen;
import vereda.Device;
import vereda.ProductViewModel;
import vereda.Saved;

final class Mortal {
  private Mortal() {
  }

  static Device device(String directory, Screen screen) {
    String[] places = {directory + "/profile", Shop.PACK, Shop.BRAND_KEY};
    KeyStore keys = KeyStore.insecureFile(directory + "/profile.key");
    return new Device(new Device.Setup(places, "en", keys, Shop.granted()), screen);
  }

  static void live(String directory) throws Exception {
    Screen screen = new Screen();
    Device device = device(directory, screen);
    ProductViewModel product = new ProductViewModel(device, new Saved(), screen);
    for (int i = 1;; i++) {
      device.start();
      product.open(Shop.TENT);
      device.background();
      screen.drain(device);
      System.out.println(i);
      System.out.flush();
    }
  }

  /** Starts one in a Java machine of its own; what it says goes into a file. */
  static Process born(String directory, File said) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(System.getProperty("java.home") + File.separator + "bin" + File.separator + "java");
    for (String name : new String[] {"proof.pack", "proof.key", "dev.sotto.library"}) {
      command.add("-D" + name + "=" + System.getProperty(name));
    }
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add("proof.Phone");
    command.add("mortal");
    command.add(directory);
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT)
        .redirectOutput(said).start();
  }
}
