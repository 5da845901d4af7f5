package dev.zoetrope.kernel.jshell;

import org.jspecify.annotations.Nullable;

/**
 * Which thread runs a cell now, so that a stop reaches this cell and never the next one.
 * Thread-safe.
 */
final class CellRun {
  private @Nullable Thread running;

  synchronized void begin() {
    forget();
    running = Thread.currentThread();
  }

  /** Ends the run; a stop that came too late is forgotten. */
  synchronized void end() {
    running = null;
    forget();
  }

  /**
   * Forgets a stop that the cell has already answered, so that what is still to do for it can run,
   * and can be stopped again.
   */
  synchronized void forget() {
    StopCheck.clear();
    boolean unused = Thread.interrupted();
  }

  /** Stops the running cell, if any. */
  synchronized boolean stop() {
    if (running == null) {
      return false;
    }
    StopCheck.request(running);
    running.interrupt();
    return true;
  }
}
