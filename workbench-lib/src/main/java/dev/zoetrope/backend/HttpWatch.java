package dev.zoetrope.backend;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Ends answers that stall. One thread looks at all of a pool's answers 20 times a second, which
 * costs less than a timer set for each read; it lives as long as there are any.
 *
 * <p>Thread-safe.
 */
final class HttpWatch implements AutoCloseable {
  private static final long TICK_MILLIS = 50;
  private static final long MOST_MILLIS = 1000;

  private final Set<WirePulse> watched = new HashSet<>();
  private boolean running;
  private Optional<Thread> thread = Optional.empty();

  synchronized void add(WirePulse pulse) {
    watched.add(pulse);
    if (!running) {
      running = true;
      Thread started = new Thread(this::run, "zoetrope-wire-watch");
      started.setDaemon(true);
      started.start();
      thread = Optional.of(started);
    }
  }

  synchronized void remove(WirePulse pulse) {
    watched.remove(pulse);
  }

  private void run() {
    while (waited()) {
      Set<WirePulse> all;
      synchronized (this) {
        all = Set.copyOf(watched);
      }
      all.forEach(WirePulse::check);
    }
  }

  /** Not if there is nobody left to look at. */
  private synchronized boolean waited() {
    try {
      if (!watched.isEmpty()) {
        wait(TICK_MILLIS);
      }
      running = !watched.isEmpty();
    } catch (InterruptedException e) {
      // Nobody interrupts it but a JVM that ends.
      Thread.currentThread().interrupt();
      running = false;
    }
    return running;
  }

  /** Waits for its thread, which needs no more than to wake. */
  @Override
  public void close() {
    leave().ifPresent(HttpWatch::join);
  }

  private synchronized Optional<Thread> leave() {
    watched.clear();
    notifyAll();
    return thread;
  }

  private static void join(Thread ending) {
    try {
      ending.join(MOST_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
