package dev.zoetrope.kernel;

import dev.zoetrope.kernel.jshell.JavaSession;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Runs cells that nobody sees while nobody waits: the JVM compiles what has run often, and the
 * user's cells then take half as long. Confined to the cells' lane, but for {@link #end()}.
 */
final class WarmUp {
  /** A few seconds of one core; more brings little. */
  private static final int CELLS = 120;

  /** Longer than a front end needs from one cell to the next when it runs all of them. */
  private static final int PAUSE_MILLIS = 400;

  private final Lane lane;
  private final Startup startup;
  private int left = CELLS;
  private long turn;
  private volatile boolean over;

  WarmUp(Lane lane, Startup startup) {
    this.lane = lane;
    this.startup = startup;
  }

  /** Warms up until somebody waits. */
  void run() {
    startup.sessionIfReady().ifPresent(this::warm);
  }

  private void warm(JavaSession session) {
    int before = left;
    for (; left > 0 && !over && lane.isQueueEmpty(); left--) {
      session.run(0, left + " + 1", note -> {}, value -> Map.of());
    }
    if (before > 0 && left == 0) {
      // Nearly all of the heap that this took is free again; the system gets it back.
      System.gc();
    }
  }

  /** Ends it for good: who presses stop wants a quiet processor. */
  void end() {
    over = true;
  }

  /** Goes on after a pause in which no cell has run. */
  void later() {
    long mine = ++turn;
    if (left > 0 && !over) {
      CompletableFuture.delayedExecutor(PAUSE_MILLIS, TimeUnit.MILLISECONDS, lane::run)
          .execute(
              () -> {
                if (turn == mine) {
                  run();
                }
              });
    }
  }
}
