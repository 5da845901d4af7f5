package dev.zoetrope.kernel.display;

import java.time.Duration;
import java.util.Locale;

/** Writes durations for people. */
final class Spans {
  private Spans() {}

  static String of(Duration duration) {
    if (duration.isNegative()) {
      return "-" + of(duration.negated());
    }
    long days = duration.toDays();
    if (days > 0) {
      return days + " d " + duration.toHoursPart() + " h " + duration.toMinutesPart() + " min";
    }
    if (duration.toHours() > 0) {
      return duration.toHours() + " h " + duration.toMinutesPart() + " min " + seconds(duration);
    }
    return duration.toMinutes() > 0
        ? duration.toMinutes() + " min " + seconds(duration)
        : brief(duration);
  }

  private static String seconds(Duration duration) {
    return duration.toSecondsPart() + fraction(duration.toMillisPart()) + " s";
  }

  private static String brief(Duration duration) {
    long nanos = duration.toNanos();
    if (nanos == 0 || nanos >= 1_000_000_000) {
      return seconds(duration);
    }
    if (nanos >= 1_000_000) {
      return trimmed(nanos / 1e6) + " ms";
    }
    return nanos >= 1_000 ? trimmed(nanos / 1e3) + " µs" : nanos + " ns";
  }

  private static String fraction(int millis) {
    return millis == 0 ? "" : trimmed(millis / 1e3).substring(1);
  }

  private static String trimmed(double value) {
    return String.format(Locale.ROOT, "%.3f", value).replaceFirst("\\.?0+$", "");
  }
}
