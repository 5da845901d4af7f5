package dev.zoetrope.cli;

import dev.zoetrope.telemetry.Device;
import dev.zoetrope.telemetry.Gauge;
import dev.zoetrope.telemetry.MemoryStack;
import dev.zoetrope.telemetry.Recorded;
import dev.zoetrope.telemetry.SamplerReport;
import dev.zoetrope.telemetry.Series;
import dev.zoetrope.telemetry.SeriesSummary;
import dev.zoetrope.telemetry.TelemetryBundle;
import java.util.Locale;
import java.util.OptionalDouble;

/** Telemetry for a terminal. */
final class TelemetryText {
  private static final double GIB = 1024.0 * 1024 * 1024;

  private final StringBuilder text = new StringBuilder();

  private TelemetryText() {}

  static String of(TelemetryBundle bundle) {
    Recorded recorded = bundle.recorded();
    TelemetryText page = new TelemetryText();
    bundle.devices().forEach(device -> page.device(device, recorded));
    MemoryStack.of(bundle.devices(), recorded).ifPresent(page::stack);
    bundle.missing().forEach(page::missing);
    page.sampler(recorded.sampler());
    return page.text.toString();
  }

  private void device(Device device, Recorded recorded) {
    text.append(device.name());
    device
        .facts()
        .forEach((name, value) -> text.append("  ").append(name).append(' ').append(value));
    text.append('\n');
    recorded.series().stream()
        .filter(series -> series.gauge().device().equals(device.id()))
        .map(Series::summary)
        .forEach(this::gauge);
  }

  private void gauge(SeriesSummary summary) {
    Gauge gauge = summary.gauge();
    String what = gauge.kind() == Gauge.Kind.COUNTER ? gauge.name() + " rate" : gauge.name();
    text.append(
        String.format(
            Locale.ROOT,
            "  %-22s %-34s %s%n",
            what,
            value(summary),
            gauge.source() + window(gauge)));
  }

  private void stack(MemoryStack stack) {
    text.append(
        String.format(
            Locale.ROOT,
            "unified memory: GPU %.2f + other %.2f + reclaimable %.2f + free %.2f = %.2f GiB%n",
            stack.gpu() / GIB,
            stack.other() / GIB,
            stack.reclaimable() / GIB,
            stack.free() / GIB,
            stack.total() / GIB));
  }

  private static String value(SeriesSummary summary) {
    if (summary.mean().isEmpty()) {
      return "n/a: " + summary.reason().orElse("read less than twice");
    }
    String mean = number(summary.mean(), summary.unit());
    String range =
        summary.least().equals(summary.most())
            ? ""
            : " ("
                + bare(summary.least(), summary.unit())
                + " to "
                + bare(summary.most(), summary.unit())
                + ")";
    String gaps = summary.gaps() == 0 ? "" : ", " + summary.gaps() + " gaps";
    return mean + range + gaps;
  }

  private static String number(OptionalDouble value, String unit) {
    return (bare(value, unit) + " " + (unit.equals("B") ? "GiB" : unit)).strip();
  }

  private static String bare(OptionalDouble value, String unit) {
    double shown = unit.equals("B") ? value.orElseThrow() / GIB : value.orElseThrow();
    return String.format(Locale.ROOT, unit.isEmpty() || shown < 100 ? "%.2f" : "%.1f", shown);
  }

  private static String window(Gauge gauge) {
    return gauge.windowSeconds().isPresent()
        ? String.format(
            Locale.ROOT, ", mean of up to %s s", seconds(gauge.windowSeconds().getAsDouble()))
        : "";
  }

  private static String seconds(double window) {
    return String.format(Locale.ROOT, window < 1 ? "%.3f" : "%.0f", window);
  }

  private void missing(String provider, String reason) {
    text.append(provider).append(": n/a, ").append(reason).append('\n');
  }

  private void sampler(SamplerReport sampler) {
    text.append(
        String.format(
            Locale.ROOT,
            "Read for %.1f s: %d values, %d gaps; reading took %.2f %% of the time",
            sampler.seconds(),
            sampler.reads(),
            sampler.gaps(),
            100 * sampler.duty()));
    sampler
        .p99CallMicros()
        .ifPresent(
            micros ->
                text.append(String.format(Locale.ROOT, ", 99 %% of reads below %.0f µs", micros)));
    text.append('.');
  }
}
