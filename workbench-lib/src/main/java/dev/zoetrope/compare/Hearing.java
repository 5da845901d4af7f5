package dev.zoetrope.compare;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One listener, its thread and what it has not heard yet. Above {@link #FULL} waiting events it
 * drops deltas, which the final answer repeats; of what is only looked at it keeps one.
 */
final class Hearing {
  /** Some seconds of a fast stream. */
  static final int FULL = 4096;

  private static final Logger LOG = LoggerFactory.getLogger(Hearing.class);

  private final BlockingQueue<Runnable> queue = new LinkedBlockingQueue<>();
  private final CompareListener listener;
  private final Runnable ended;
  private final Thread thread = new Thread(this::run, "zoetrope-compare-events");
  private boolean open = true;

  /**
   * @param ended called once, when it hears nothing more
   */
  Hearing(CompareListener listener, Runnable ended) {
    this.listener = listener;
    this.ended = ended;
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  void tell(CompareEvent event) {
    if (queue.size() < room(event)) {
      queue.add(() -> hear(event));
    }
  }

  /** A picture of what is may give way to the next one; what happened may not. */
  private static int room(CompareEvent event) {
    if (event instanceof LiveEvent.Pulse) {
      return 1;
    }
    return event instanceof CompareEvent.Grew ? FULL : Integer.MAX_VALUE;
  }

  private void hear(CompareEvent event) {
    try {
      listener.on(event);
    } catch (RuntimeException e) {
      LOG.warn("a listener of the comparison failed", e);
    }
  }

  private void run() {
    try {
      while (open) {
        queue.take().run();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      ended.run();
    }
  }

  /** After what it was told. */
  void end() {
    queue.add(() -> open = false);
  }

  /** At once. */
  void abandon() {
    thread.interrupt();
  }
}
