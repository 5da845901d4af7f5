package dev.zoetrope.cli;

import dev.zoetrope.experiment.DryRun;
import dev.zoetrope.experiment.RunSummary;
import java.time.Duration;
import java.util.Locale;

/** A run in words. */
final class RunText {
  private RunText() {}

  /** What it would do. */
  static String of(DryRun dry) {
    StringBuilder text = new StringBuilder();
    line(text, "plan %s: %d questions", dry.plan(), dry.cells());
    if (dry.finished() > 0) {
      line(text, "finished already: %d", dry.finished());
    }
    line(text, "requests: %d, with %d pictures", dry.requests(), dry.images());
    line(
        text,
        "time: %s",
        dry.time()
            .map(time -> "about " + words(time) + ", by earlier answers in the log")
            .orElse("not known; the log has no earlier answer of some backend and encoding"));
    dry.hurdles()
        .forEach(hurdle -> line(text, "cannot be asked: %d: %s", hurdle.cells(), hurdle.why()));
    skipped(text, dry.skipped());
    return text.toString();
  }

  /** How it ended. */
  static String of(RunSummary summary) {
    StringBuilder text = new StringBuilder();
    RunSummary.Counts counts = summary.counts();
    line(
        text,
        "run %s: %d of %d questions answered, %d failed%s",
        summary.run(),
        counts.before() + counts.answered(),
        counts.cells(),
        counts.failed(),
        counts.before() > 0 ? ", " + counts.before() + " of them earlier" : "");
    if (counts.retried() > 0) {
      line(text, "asked again after a failure: %d", counts.retried());
    }
    if (counts.impossible() > 0) {
      line(text, "could not be asked: %d (--dry says why)", counts.impossible());
    }
    summary.missing().forEach(why -> line(text, "missing: %s", why));
    skipped(text, summary.skipped());
    end(text, summary);
    return text.toString();
  }

  private static void end(StringBuilder text, RunSummary summary) {
    if (summary.counts().open() > 0) {
      String why =
          switch (summary.end()) {
            case STOPPED -> "stopped";
            case BUDGET -> "the budget is spent";
            case COMPLETE -> "not all were asked";
          };
      line(text, "%s: %d are open; --resume asks them", why, summary.counts().open());
    }
  }

  private static void skipped(StringBuilder text, long lines) {
    if (lines > 0) {
      line(text, "torn lines of the log, skipped: %d", lines);
    }
  }

  /** "42 s", "7 min", "3 h 20 min". */
  static String words(Duration time) {
    long seconds = Math.max(1, Math.round(time.toMillis() / 1e3));
    if (seconds < 120) {
      return seconds + " s";
    }
    return seconds < 7200
        ? Math.round(seconds / 60.0) + " min"
        : seconds / 3600 + " h " + seconds % 3600 / 60 + " min";
  }

  private static void line(StringBuilder text, String form, Object... values) {
    text.append(String.format(Locale.ROOT, form, values)).append('\n');
  }
}
