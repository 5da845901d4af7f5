package dev.zoetrope.capture;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads that all live sources of a registry share: one looks for deadlines, one tells
 * listeners, so that a slow listener delays no picture. Thread-safe; its owner closes it.
 */
final class CaptureThreads implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CaptureThreads.class);

  /** A stall is seen this much late at most. */
  private static final long LOOK_MILLIS = 50;

  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(daemon("capture-clock"));
  private final ExecutorService teller =
      Executors.newSingleThreadExecutor(daemon("capture-events"));

  private static ThreadFactory daemon(String name) {
    return work -> daemon(name, work);
  }

  /**
   * A thread that belongs to nobody: JShell waits for all threads of the group of a cell, and a
   * source outlives the cell that opened it.
   */
  static Thread daemon(String name, Runnable work) {
    ThreadGroup group = Thread.currentThread().getThreadGroup();
    while (group.getParent() != null) {
      group = group.getParent();
    }
    Thread thread = new Thread(group, work, name);
    thread.setDaemon(true);
    return thread;
  }

  /** Does this again and again until the answer is cancelled. */
  Future<?> watch(Runnable look) {
    return clock.scheduleWithFixedDelay(
        () -> guarded(look), LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** Does this soon, in the order of the calls. */
  void tell(Runnable news) {
    try {
      teller.execute(() -> guarded(news));
    } catch (RejectedExecutionException e) {
      LOG.debug("nobody is left to tell", e);
    }
  }

  private static void guarded(Runnable work) {
    try {
      work.run();
    } catch (RuntimeException e) {
      LOG.warn("a listener of a source failed", e);
    }
  }

  @Override
  public void close() {
    clock.shutdownNow();
    teller.shutdown();
  }
}
