package dev.zoetrope.cli;

import dev.zoetrope.metrics.Ticker;
import java.io.PrintWriter;

/** A line on a terminal that says how many have ended; nothing where nobody looks. Thread-safe. */
final class Progress implements AutoCloseable {
  private static final long PAUSE_NANOS = 200_000_000;

  private final PrintWriter screen;
  private final int all;
  private final boolean watched = System.console() != null;
  private final Ticker ticker = Ticker.system();
  private long told;

  Progress(PrintWriter screen, int all) {
    this.screen = screen;
    this.all = all;
  }

  void ended(int done) {
    if (watched) {
      tell(done);
    }
  }

  private synchronized void tell(int done) {
    long now = ticker.nanos();
    if (now - told >= PAUSE_NANOS) {
      told = now;
      screen.print("\r" + done + " of " + all);
      screen.flush();
    }
  }

  @Override
  public void close() {
    if (watched) {
      screen.print("\r\033[K");
      screen.flush();
    }
  }
}
