/*
 * The app: one device for all screens, told when the app comes to the front and leaves it.
 */
package vereda.app;

import android.app.Activity;
import android.app.Application;
import android.app.KeyguardManager;
import android.content.SharedPreferences;
import android.os.Bundle;
import android.os.Handler;
import android.os.Looper;
import dev.sotto.Consent;
import dev.sotto.KeyStore;
import dev.sotto.Purpose;
import dev.sotto.Strength;
import dev.sotto.Verdict;
import dev.sotto.WrappedKeyFile;
import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Scanner;
import java.util.concurrent.Executor;
import vereda.Device;

public final class ShopApplication extends Application
    implements Application.ActivityLifecycleCallbacks {
  private static final String ASKED = "asked";
  private static final String AGREED = "agreed";

  private final Handler handler = new Handler(Looper.getMainLooper());
  private final Executor main = handler::post;
  private Device device;
  private int inFront;

  static ShopApplication of(Activity activity) {
    return (ShopApplication) activity.getApplication();
  }

  Executor main() {
    return main;
  }

  @Override
  public void onCreate() {
    super.onCreate();
    registerActivityLifecycleCallbacks(this);
  }

  boolean wasAsked() {
    return preferences().getBoolean(ASKED, false);
  }

  /** What the person said on the first screen. Later changes are kept by the profile itself. */
  void answered(boolean agreed) {
    preferences().edit().putBoolean(ASKED, true).putBoolean(AGREED, agreed).apply();
  }

  private SharedPreferences preferences() {
    return getSharedPreferences("shop", MODE_PRIVATE);
  }

  /** The device; made after the person was asked. */
  Device device() {
    if (device == null) {
      File home = getNoBackupFilesDir();
      KeyStore keys = KeyStore.of(new WrappedKeyFile(new File(home, "sotto.key"),
          "android_keystore", Strength.HARDWARE,
          new DeviceKeys(getSystemService(KeyguardManager.class))));
      String[] places = {new File(home, "profile").getPath(), pack().getPath(), packKey()};
      device = new Device(new Device.Setup(places, getString(R.string.locale), keys, consent()),
          main);
    }
    return device;
  }

  private Consent consent() {
    Verdict verdict = preferences().getBoolean(AGREED, false) ? Verdict.GRANTED : Verdict.DENIED;
    return Consent.unknown().with(Purpose.KEEP, verdict).with(Purpose.PERSONALIZE, verdict);
  }

  /* The library maps the pack, so it must be a file; replaced by rename, never in place. */
  private File pack() {
    File pack = new File(getNoBackupFilesDir(), "shop.sottopack");
    File next = new File(pack.getPath() + ".next");
    try (InputStream in = getAssets().open("shop.sottopack");
        OutputStream out = new FileOutputStream(next)) {
      byte[] chunk = new byte[65536];
      for (int size = in.read(chunk); size > 0; size = in.read(chunk)) {
        out.write(chunk, 0, size);
      }
    } catch (IOException unreadable) {
      return pack;
    }
    next.renameTo(pack);
    return pack;
  }

  private String packKey() {
    try (Scanner text = new Scanner(getAssets().open("pack.key"), "US-ASCII")) {
      return text.next();
    } catch (IOException missing) {
      throw new IllegalStateException("The app was built without its brand's key.", missing);
    }
  }

  @Override
  public void onActivityStarted(Activity activity) {
    if (inFront++ == 0 && wasAsked()) {
      device().start();
    }
  }

  @Override
  public void onActivityStopped(Activity activity) {
    if (--inFront == 0 && device != null) {
      device.background();
    }
  }

  @Override
  public void onTrimMemory(int level) {
    super.onTrimMemory(level);
    if (level >= TRIM_MEMORY_BACKGROUND && device != null) {
      device.lowMemory();
    }
  }

  @Override
  public void onActivityCreated(Activity activity, Bundle state) {
  }

  @Override
  public void onActivityResumed(Activity activity) {
  }

  @Override
  public void onActivityPaused(Activity activity) {
  }

  @Override
  public void onActivitySaveInstanceState(Activity activity, Bundle state) {
  }

  @Override
  public void onActivityDestroyed(Activity activity) {
  }
}
