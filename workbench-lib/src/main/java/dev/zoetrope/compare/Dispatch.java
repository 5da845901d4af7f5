package dev.zoetrope.compare;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands events to listeners on a thread of its own. Above {@link #FULL} waiting events it drops
 * deltas, which the final answer repeats; it never makes a socket wait.
 */
final class Dispatch implements AutoCloseable {
  /** Some seconds of a fast stream. */
  private static final int FULL = 4096;

  /** A listener that hangs longer than this is left behind. */
  private static final long CLOSE_MILLIS = 2000;

  private static final Logger LOG = LoggerFactory.getLogger(Dispatch.class);

  private final BlockingQueue<Runnable> queue = new LinkedBlockingQueue<>();
  private final List<CompareListener> listeners;
  private final Thread thread = new Thread(this::run, "zoetrope-compare-events");
  private boolean open = true;

  Dispatch(List<CompareListener> listeners) {
    this.listeners = List.copyOf(listeners);
    thread.setDaemon(true);
    thread.start();
  }

  void tell(CompareEvent event) {
    if (!(event instanceof CompareEvent.Grew) || queue.size() < FULL) {
      queue.add(() -> listeners.forEach(listener -> tell(listener, event)));
    }
  }

  private static void tell(CompareListener listener, CompareEvent event) {
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
    }
  }

  /** Waits until all that was told has been heard, within a deadline. */
  @Override
  public void close() {
    queue.add(() -> open = false);
    boolean interrupted = Thread.interrupted();
    try {
      TimeUnit.MILLISECONDS.timedJoin(thread, CLOSE_MILLIS);
    } catch (InterruptedException e) {
      interrupted = true;
    }
    thread.interrupt();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
