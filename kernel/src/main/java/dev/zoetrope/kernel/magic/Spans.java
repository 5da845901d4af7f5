package dev.zoetrope.kernel.magic;

import java.util.Locale;

/** Writes spans of time with a fitting unit and three digits that count. */
final class Spans {
  private static final String[] UNITS = {"ns", "µs", "ms", "s"};

  private Spans() {}

  static String of(double nanos) {
    int unit = 0;
    double value = nanos;
    // 999.5 would be written as 1000.
    while (unit < UNITS.length - 1 && value >= 999.5) {
      value /= 1000;
      unit++;
    }
    return value >= 120 && unit == 3
        ? minutes(Math.round(value))
        : digits(value) + " " + UNITS[unit];
  }

  private static String digits(double value) {
    int decimals = value < 9.995 ? 2 : value < 99.95 ? 1 : 0;
    return String.format(Locale.ROOT, "%." + decimals + "f", value);
  }

  private static String minutes(long seconds) {
    return seconds / 60 + " min " + seconds % 60 + " s";
  }
}
