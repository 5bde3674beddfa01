/*
 * The profile through an app's life. One background thread opens it, uses it and closes it; the
 * main thread never waits. Going to the background makes everything durable, so the system may kill
 * the process at any later moment. Short of memory the profile is closed and opened again when
 * next needed. A locked key store is waited for, a lost one is told: nothing is ever wiped because
 * of an error.
 */
package vereda;

import dev.sotto.Consent;
import dev.sotto.KeyStore;
import dev.sotto.Options;
import dev.sotto.Profile;
import dev.sotto.Receipt;
import dev.sotto.SottoException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** The app's one profile. */
public final class Device implements AutoCloseable {
  /** How the profile is; screens without picks show why. */
  public enum Health {
    /** Not opened yet. */
    RESTING,
    /** Open. */
    READY,
    /** The key store is locked: try again when the person unlocks the device. */
    LOCKED,
    /** The key store's secret is gone or another: only starting anew helps. */
    LOST,
    /** The pack is refused: picks of the last good one, or none. */
    NO_PACK,
    /** Anything else; the shop works without picks. */
    UNWELL
  }

  /** What an app has: where things lie, what the person allowed. */
  public static final class Setup {
    public final String directory;
    public final String pack;
    public final String packKey;
    public final String locale;
    public final KeyStore keys;
    public final Consent consent;

    public Setup(String[] places, String locale, KeyStore keys, Consent consent) {
      directory = places[0];
      pack = places[1];
      packKey = places[2];
      this.locale = locale;
      this.keys = keys;
      this.consent = consent;
    }
  }

  /** Work on an open profile, on the background thread. */
  public interface Work {
    void with(Profile profile);
  }

  private static final long TICK_SECONDS = 60;

  private final Setup setup;
  private final Live<Health> health;
  private final Live<SottoException> last;
  private final ScheduledExecutorService worker = Executors.newSingleThreadScheduledExecutor(
      task -> new Thread(task, "sotto"));
  private ScheduledFuture<?> ticking;
  private Profile profile; // the background thread's alone
  private Consent consent;

  public Device(Setup setup, Executor main) {
    this.setup = setup;
    consent = setup.consent;
    health = new Live<>(main, Health.RESTING);
    last = new Live<>(main, null);
  }

  public Live<Health> health() {
    return health;
  }

  /** What was refused last, for the developer's log: its words hold no personal data. */
  public Live<SottoException> last() {
    return last;
  }

  /** onStart(): opens the profile if it is not, and ticks while the app is in front. */
  public synchronized void start() {
    if (ticking == null) {
      ticking = worker.scheduleWithFixedDelay(() -> attempt(Profile::tick), 0, TICK_SECONDS,
          TimeUnit.SECONDS);
    }
  }

  /** onStop(): what was recorded is durable when the background thread comes to it. */
  public synchronized void background() {
    if (ticking != null) {
      ticking.cancel(false);
      ticking = null;
    }
    ask(open -> {
      open.flush();
      open.tick();
    });
  }

  /** onTrimMemory(): gives the memory of profile and pack back until it is needed again. */
  public void lowMemory() {
    worker.execute(this::shut);
  }

  /** Does work on the profile, in order, when its turn comes; opens it where it is closed. */
  public void ask(Work work) {
    worker.execute(() -> attempt(work));
  }

  /** The person starts anew: the profile is erased, then made again. */
  public void eraseAll(Live<Receipt> receipt) {
    worker.execute(() -> {
      shut();
      try {
        receipt.set(Profile.erase(setup.directory, setup.keys));
      } catch (SottoException refused) {
        refusal(refused);
      }
    });
  }

  /** Remembers a consent that the person changed, for the next opening. The background thread's. */
  void allowed(Consent changed) {
    consent = changed;
  }

  /** The app ends: what was asked is done, then the profile closes. */
  @Override
  public void close() {
    worker.execute(this::shut);
    worker.shutdown();
    try {
      worker.awaitTermination(1, TimeUnit.MINUTES);
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    }
  }

  private void attempt(Work work) {
    try {
      work.with(opened());
    } catch (SottoException refused) {
      refusal(refused);
    }
  }

  /* A refusal of one call (no such item, not allowed) leaves the profile as well as it was. */
  private void refusal(SottoException refused) {
    Health now = of(refused);
    if (now != null) {
      health.set(now);
    }
    last.set(refused);
  }

  private Profile opened() {
    if (profile == null) {
      profile = open();
      health.set(packed() ? Health.READY : Health.NO_PACK);
    }
    return profile;
  }

  /* What the person allowed since is in the profile: a new process must not ask the setup again. */
  private Profile open() {
    try {
      return Profile.open(options().asKept(), consent, setup.keys);
    } catch (SottoException.Missing none) {
      return Profile.open(options(), consent, setup.keys);
    }
  }

  private Options options() {
    return new Options().directory(setup.directory).packKey(setup.packKey).locale(setup.locale);
  }

  /* A pack that was installed before serves where the new one is refused. */
  private boolean packed() {
    try {
      profile.installPack(setup.pack);
      return true;
    } catch (SottoException refused) {
      return false;
    }
  }

  private void shut() {
    if (profile != null) {
      profile.close();
      profile = null;
      health.set(Health.RESTING);
    }
  }

  private static Health of(SottoException refused) {
    switch (refused.status) {
      case KEY_LOCKED:
        return Health.LOCKED;
      case KEY_LOST:
      case KEY_WRONG:
        return Health.LOST;
      case CORRUPT:
      case TAMPERED:
      case FORMAT:
      case NO_CIPHER:
      case DISK_FULL:
      case READ_ONLY:
      case STORAGE:
      case PORT:
      case BUSY:
      case MEMORY:
      case INTERNAL:
        return Health.UNWELL;
      default:
        return null;
    }
  }
}
