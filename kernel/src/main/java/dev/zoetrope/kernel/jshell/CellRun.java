package dev.zoetrope.kernel.jshell;

import org.jspecify.annotations.Nullable;

/**
 * Which thread runs a cell now, so that a stop reaches this cell and never the next one.
 * Thread-safe.
 */
final class CellRun {
  private @Nullable Thread running;
  private int depth;

  /** Begins a run, or a part of the one that this thread is in already. */
  synchronized void begin() {
    if (depth++ == 0) {
      forget();
      running = Thread.currentThread();
    }
  }

  /** Ends the run or the part; a stop that came too late for the run is forgotten. */
  synchronized void end() {
    if (--depth == 0) {
      running = null;
      forget();
    }
  }

  /** Forgets a stop that came after the last line, unless there is more to run. */
  synchronized void settle() {
    if (depth == 1) {
      forget();
    }
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
