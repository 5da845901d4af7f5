package dev.zoetrope.ruler;

import dev.zoetrope.metrics.Samples;
import java.util.Locale;
import java.util.Optional;

/** A load's numbers as a table for a terminal. */
public final class LoadText {
  private LoadText() {}

  /** The flags stand above the numbers that they are about. */
  public static String of(LoadSummary summary, Calibration calibration) {
    StringBuilder text = new StringBuilder();
    summary.flags().forEach(flag -> text.append("! ").append(flag).append('\n'));
    text.append(
        String.format(
            Locale.ROOT,
            "%-18s %6s %10s %24s %24s %24s%n",
            "metric",
            "n",
            "mean",
            "p50 [95 %]",
            "p90 [95 %]",
            "p99 [95 %]"));
    summary.lines().stream()
        .filter(line -> line.samples().count() > 0)
        .forEach(line -> text.append(row(line)));
    summary
        .lines()
        .forEach(
            line ->
                summary
                    .whyNone(line)
                    .ifPresent(
                        why ->
                            text.append(
                                String.format(Locale.ROOT, "%-18s n/a: %s%n", line.tag(), why))));
    LoadSummary.Little little = summary.little();
    return text.append(
            String.format(
                Locale.ROOT,
                "%.1f s, %d failed, %.1f tokens/s, goodput %.2f requests/s%n"
                    + "L = λW: in flight %.2f, %.2f/s * %.3f s = %.2f%n"
                    + "Zeros: "
                    + LoadSummary.ZERO
                    + "%n"
                    + "%s%nWorst stall then %.1f ms, clock steps %d ns.%n",
                summary.seconds(),
                summary.errors(),
                summary.tokenRate(),
                summary.goodput(),
                little.inFlight(),
                little.lambda(),
                little.residence(),
                little.lambda() * little.residence(),
                calibration.words(),
                calibration.stallMillis(),
                calibration.resolutionNanos()))
        .toString();
  }

  private static String row(LoadSummary.Line line) {
    return String.format(
        Locale.ROOT,
        "%-18s %6d %10.2f %24s %24s %24s%n",
        line.tag(),
        line.samples().count(),
        line.samples().mean(),
        shown(line.samples(), 0.5),
        shown(line.samples(), 0.9),
        shown(line.samples(), 0.99));
  }

  private static String shown(Samples samples, double p) {
    Optional<Samples.Percentile> found = samples.percentile(p);
    return found
        .map(
            percentile ->
                String.format(Locale.ROOT, "%.2f", percentile.value())
                    + percentile
                        .interval()
                        .map(i -> String.format(Locale.ROOT, " [%.2f %.2f]", i.low(), i.high()))
                        .orElse(""))
        .orElseGet(() -> "needs n >= " + Samples.least(p));
  }
}
