package dev.zoetrope.cli;

import dev.zoetrope.experiment.RunProgress;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;

/**
 * How far a run is: one line that changes on a terminal, a line a minute elsewhere, so that the log
 * of a job stays short. Thread-safe.
 */
final class RunScreen implements AutoCloseable {
  private static final long TERMINAL_NANOS = 200_000_000;
  private static final long ELSEWHERE_NANOS = 60_000_000_000L;

  private final PrintWriter screen;
  private final boolean terminal;
  private long told;
  private boolean closed;

  RunScreen(PrintWriter screen) {
    this(screen, System.console() != null);
  }

  RunScreen(PrintWriter screen, boolean terminal) {
    this.screen = screen;
    this.terminal = terminal;
  }

  synchronized void show(RunProgress now) {
    if (!closed && now.nanos() - told >= (terminal ? TERMINAL_NANOS : ELSEWHERE_NANOS)) {
      told = now.nanos();
      screen.print(terminal ? "\r" + words(now) + "\033[K" : words(now) + "\n");
      screen.flush();
    }
  }

  /** "123 of 2000 (6 %), 4.1/s, 2 failed, about 8 min left". */
  static String words(RunProgress now) {
    double seconds = now.nanos() / 1e9;
    double rate = now.ended() / Math.max(1e-9, seconds);
    int left = now.cells() - now.finished();
    return String.format(
        Locale.ROOT,
        "%d of %d (%d %%), %.1f/s, %d failed%s",
        now.finished(),
        now.cells(),
        100L * now.finished() / Math.max(1, now.cells()),
        rate,
        now.failed(),
        left > 0 && rate > 0 ? ", about " + left(left / rate) + " left" : "");
  }

  private static String left(double seconds) {
    return RunText.words(Duration.ofMillis((long) (seconds * 1000)));
  }

  @Override
  public synchronized void close() {
    if (terminal && !closed) {
      screen.print("\r\033[K");
      screen.flush();
    }
    closed = true;
  }
}
