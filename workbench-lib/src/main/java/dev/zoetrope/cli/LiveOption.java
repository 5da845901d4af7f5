package dev.zoetrope.cli;

import dev.zoetrope.LiveQuestion;
import dev.zoetrope.WorkbenchConfig;
import dev.zoetrope.capture.Source;
import dev.zoetrope.compare.LiveSession;
import dev.zoetrope.report.TextTable;
import java.io.PrintWriter;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Whether to ask about a live source again and again, how often and for how long. */
final class LiveOption {
  /** Nobody asks a camera for longer by mistake than for a year. */
  private static final Duration FOR_EVER = Duration.ofDays(365);

  @Option(
      names = "--live",
      description = "Ask about the newest frames of a live source, again and again.")
  private boolean live;

  @Option(
      names = "--for",
      paramLabel = "TIME",
      description = "How long to ask, with --live; until Ctrl-C otherwise: 20s, 5m.")
  private @Nullable String lasting;

  @Option(
      names = "--every",
      paramLabel = "TIME",
      description = "The least time between two questions to a backend, with --live (1s).")
  private @Nullable String every;

  boolean wanted() {
    return live;
  }

  /** Before anything is opened. */
  void requireFits(boolean onlyOnce) {
    if (!live && (lasting != null || every != null)) {
      throw new IllegalArgumentException("--for and --every say how to ask live: give --live too.");
    }
    if (live && onlyOnce) {
      throw new IllegalArgumentException(
          "--live asks each backend at its own pace, in one encoding: leave out --repeat, --at-once,"
              + " --html, --json and a second --encoding; the log has every answer as JSON.");
    }
  }

  /** Prints what happens as it happens. */
  WorkbenchConfig told(WorkbenchConfig config, PrintWriter out) {
    return live ? config.listener(() -> new LiveScreen(out)) : config;
  }

  int run(LiveQuestion question, String prompt, PrintWriter out) throws InterruptedException {
    Duration lasts = lasting == null ? FOR_EVER : Source.time(lasting);
    try (LiveSession session = question.every(every == null ? "1s" : every).ask(prompt)) {
      return ended(session, lasts, out);
    }
  }

  private static int ended(LiveSession session, Duration lasts, PrintWriter out)
      throws InterruptedException {
    try {
      boolean unused = session.await(lasts);
    } finally {
      session.close();
      out.println(TextTable.of(session.table()));
    }
    return session.report().anyFailed() ? Failures.UNAVAILABLE : Failures.FINE;
  }
}
