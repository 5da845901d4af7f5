package dev.zoetrope.kernel.jshell;

import org.jspecify.annotations.Nullable;

/**
 * A little of the heap, held back for what remains to be done when a cell has filled the rest: its
 * error has to be described and sent, and the next cell, which lets go of things, to be compiled.
 *
 * <p>An idle kernel holds a part that is enough to describe an error; the compiler's part is held
 * from when the heap begins to fill.
 *
 * <p>Cells run on one thread, which holds the spare and gives it up; another watches the heap.
 */
final class Spare {
  // Small enough to be no object of its own kind for any collector.
  private static final int PIECE_BYTES = 128 << 10;
  private static final int SMALL = 96;
  private static final int LARGE = 160;

  private volatile byte @Nullable [][] small;
  private volatile byte @Nullable [][] large;
  private volatile boolean wanted;

  /** Holds the spare unless the heap is too full for it. */
  void hold() {
    wanted = false;
    if (small == null && hasRoom(SMALL)) {
      small = new byte[SMALL][PIECE_BYTES];
    }
    if (room() > max() / 2) {
      large = null;
    } else {
      grow();
    }
  }

  /** The heap begins to fill: from now on more has to be held back. */
  void grow() {
    if (large == null && hasRoom(LARGE)) {
      large = new byte[LARGE][PIECE_BYTES];
    }
  }

  // What was let go of may not have been collected yet; one collection is little beside the one
  // that filled the heap.
  private static boolean hasRoom(int pieces) {
    long needed = Math.min(3L * pieces * PIECE_BYTES, max() / 4);
    if (room() < needed) {
      System.gc();
    }
    return room() >= needed;
  }

  private static long room() {
    Runtime runtime = Runtime.getRuntime();
    return max() - runtime.totalMemory() + runtime.freeMemory();
  }

  private static long max() {
    return Runtime.getRuntime().maxMemory();
  }

  /** The heap is full: the spare is given up as soon as the cell has ended. */
  void giveUpLater() {
    wanted = true;
  }

  /**
   * Gives the spare up if the cell ended with this for want of memory. Needs no memory itself.
   *
   * @param thrown what the cell ended with
   */
  void giveUpFor(Throwable thrown) {
    if (wanted || isRefusal(thrown)) {
      small = null;
      large = null;
    }
  }

  private static boolean isRefusal(Throwable thrown) {
    int depth = 0;
    Throwable each = thrown;
    while (each != null && depth < 100 && !(each instanceof OutOfMemoryError)) {
      each = each.getCause();
      depth++;
    }
    return each instanceof OutOfMemoryError;
  }
}
