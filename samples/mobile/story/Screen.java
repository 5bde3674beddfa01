/*
 * The main thread of an app that has no window: runs what is posted to it, and waits until a value
 * that is watched is as wished.
 */
package story;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import vereda.Device;
import vereda.Live;

/** A main thread: whoever calls {@link #next} is it. */
public final class Screen implements Executor {
  /** What is waited for. */
  public interface Until<T> {
    boolean is(T value);
  }

  private static final long PATIENCE_SECONDS = 60;

  private final BlockingQueue<Runnable> posted = new LinkedBlockingQueue<>();

  @Override
  public void execute(Runnable task) {
    posted.add(task);
  }

  /** Runs what is posted until the value is as wished, and gives it. */
  public <T> T next(Live<T> live, Until<T> until) throws InterruptedException {
    Object[] seen = new Object[1];
    boolean[] done = new boolean[1];
    Runnable end = live.watch(value -> {
      if (!done[0] && until.is(value)) {
        seen[0] = value;
        done[0] = true;
      }
    });
    while (!done[0]) {
      Runnable task = posted.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (task == null) {
        throw new IllegalStateException("Nothing came in a minute.");
      }
      task.run();
    }
    end.run();
    @SuppressWarnings("unchecked")
    T value = (T) seen[0];
    return value;
  }

  /** Waits until the device has done what it was asked before. */
  public void drain(Device device) throws InterruptedException {
    CountDownLatch reached = new CountDownLatch(1);
    device.ask(profile -> reached.countDown());
    if (!reached.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new IllegalStateException("The device did not come to it in a minute.");
    }
  }
}
