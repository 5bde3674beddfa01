/*
 * A value that screens watch: the latest one only, told on the main thread. What LiveData and
 * StateFlow do, in plain Java, so that the logic runs on any JVM.
 */
package vereda;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;

/** An observable value. Any thread sets it; the executor of the main thread calls listeners. */
public final class Live<T> {
  /** Told of each new value; values that come faster than it are left out. */
  public interface Listener<T> {
    void on(T value);
  }

  private final Executor main;
  private final List<Listener<T>> listeners = new CopyOnWriteArrayList<>();
  private T value;
  private boolean told = true;

  public Live(Executor main, T first) {
    this.main = main;
    value = first;
  }

  public synchronized T get() {
    return value;
  }

  /** Watches from now on, the value of now first; running what is given back ends it. */
  public Runnable watch(Listener<T> listener) {
    listeners.add(listener);
    main.execute(() -> listener.on(get()));
    return () -> listeners.remove(listener);
  }

  public void set(T next) {
    synchronized (this) {
      value = next;
      if (!told) {
        return; // the main thread has not seen the one before: it will see this one
      }
      told = false;
    }
    main.execute(this::tell);
  }

  private void tell() {
    T now;
    synchronized (this) {
      now = value;
      told = true;
    }
    for (Listener<T> listener : listeners) {
      listener.on(now);
    }
  }
}
