package dev.zoetrope.telemetry;

import static java.util.Objects.requireNonNull;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/**
 * A series in a few numbers. A counter is told as its rate: joules as watts, seconds of work as
 * busy cores.
 *
 * @param gauge what was read
 * @param unit of the numbers: the gauge's, or for a counter its rate's
 * @param mean over the samples, or a counter's rate from its first to its last read
 * @param least smallest value; empty for a counter
 * @param most largest value; empty for a counter
 * @param reads how many numbers were read
 * @param gaps how many reads gave none
 * @param reason the most frequent reason of a gap
 */
public record SeriesSummary(
    Gauge gauge,
    String unit,
    OptionalDouble mean,
    OptionalDouble least,
    OptionalDouble most,
    int reads,
    int gaps,
    Optional<String> reason) {
  public SeriesSummary {
    requireNonNull(gauge, "gauge is null");
    requireNonNull(unit, "unit is null");
    requireNonNull(mean, "mean is null");
    requireNonNull(least, "least is null");
    requireNonNull(most, "most is null");
    requireNonNull(reason, "reason is null");
  }

  static SeriesSummary of(Series series) {
    List<Sample.Value> values = series.values();
    int gaps = series.samples().size() - values.size();
    boolean counter = series.gauge().kind() == Gauge.Kind.COUNTER;
    return new SeriesSummary(
        series.gauge(),
        counter ? rateUnit(series.gauge().unit()) : series.gauge().unit(),
        counter ? rate(values) : values.stream().mapToDouble(Sample.Value::value).average(),
        counter ? OptionalDouble.empty() : values.stream().mapToDouble(Sample.Value::value).min(),
        counter ? OptionalDouble.empty() : values.stream().mapToDouble(Sample.Value::value).max(),
        values.size(),
        gaps,
        reason(series.samples()));
  }

  private static String rateUnit(String unit) {
    return switch (unit) {
      case "J" -> "W";
      case "s" -> "cores";
      default -> unit + "/s";
    };
  }

  private static OptionalDouble rate(List<Sample.Value> values) {
    if (values.size() < 2) {
      return OptionalDouble.empty();
    }
    Sample.Value first = values.get(0);
    Sample.Value last = values.get(values.size() - 1);
    double seconds = (last.fromNanos() - first.fromNanos()) / 1e9;
    return OptionalDouble.of((last.value() - first.value()) / seconds);
  }

  private static Optional<String> reason(List<Sample> samples) {
    Map<String, Long> counts =
        samples.stream()
            .filter(Sample.Gap.class::isInstance)
            .map(Sample.Gap.class::cast)
            .collect(Collectors.groupingBy(Sample.Gap::reason, Collectors.counting()));
    return counts.entrySet().stream()
        .max(Comparator.comparingLong(Map.Entry::getValue))
        .map(Map.Entry::getKey);
  }
}
