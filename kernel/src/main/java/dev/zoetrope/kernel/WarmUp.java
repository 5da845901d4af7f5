package dev.zoetrope.kernel;

import dev.zoetrope.kernel.display.CellOutput;
import dev.zoetrope.kernel.display.Screen;
import dev.zoetrope.kernel.jshell.JavaSession;
import dev.zoetrope.kernel.wire.Wire;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Runs cells that nobody sees while nobody waits: the JVM compiles what has run often, and the
 * user's cells then take half as long. Confined to the cells' lane, but for {@link #end()}.
 */
final class WarmUp {
  /**
   * Three seconds of one core. With a third less the compiler still takes time from the user's
   * first hundred cells, which then need a fifth longer.
   */
  private static final int CELLS = 180;

  /** Longer than a front end needs from one cell to the next when it runs all of them. */
  private static final int PAUSE_MILLIS = 400;

  /** Values, as most cells give them, and text; none of them leaves a name behind. */
  private static final List<String> SHAPES =
      List.of(
          "2 + 1",
          "for (int i = 0; i < 200; i++) System.out.println(\"line \" + i);",
          "\"a\".length()",
          "3 * 1.5",
          "List.of(1, 2)");

  /** Repeated, the data of a small picture: signing a large one is slow until it is compiled. */
  private static final String PICTURE = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAAB";

  private final Lane lane;
  private final Startup startup;
  private final Screen screen;
  private final Wire wire;
  private int left = CELLS;
  private long turn;
  private volatile boolean over;

  WarmUp(Lane lane, Startup startup, Screen screen, Wire wire) {
    this.lane = lane;
    this.startup = startup;
    this.screen = screen;
    this.wire = wire;
  }

  /** Warms up until somebody waits. */
  void run() {
    startup.sessionIfReady().ifPresent(this::warm);
  }

  private void warm(JavaSession session) {
    int before = left;
    CellOutput nowhere = screen.place(wire.rehearsal());
    screen.with(nowhere, () -> warm(session, nowhere));
    if (before > 0 && left == 0) {
      // Nearly all of the heap that this took is free again; the system gets it back.
      System.gc();
    }
  }

  private void warm(JavaSession session, CellOutput nowhere) {
    Map<String, Object> picture = Map.of("image/png", PICTURE.repeat(1000));
    for (; left > 0 && !over && lane.isQueueEmpty(); left--) {
      session
          .run(0, SHAPES.get(left % SHAPES.size()), note -> {}, WarmUp::draw)
          .bundle()
          .ifPresent(bundle -> nowhere.result(0, bundle));
      nowhere.flush();
      nowhere.result(0, picture);
    }
  }

  private static Map<String, Object> draw(Object value) {
    return Map.of("text/plain", String.valueOf(value));
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
