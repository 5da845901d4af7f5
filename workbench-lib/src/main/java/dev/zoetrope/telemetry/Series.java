package dev.zoetrope.telemetry;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * What one gauge showed over time.
 *
 * @param samples in order of time; a gap is a sample too
 */
public record Series(Gauge gauge, List<Sample> samples) {
  public Series {
    requireNonNull(gauge, "gauge is null");
    samples = List.copyOf(samples);
  }

  /** The numbers, without the gaps. */
  public List<Sample.Value> values() {
    return samples.stream()
        .filter(Sample.Value.class::isInstance)
        .map(Sample.Value.class::cast)
        .toList();
  }

  /** Mean, least and most, or a counter's rate. */
  public SeriesSummary summary() {
    return SeriesSummary.of(this);
  }

  /** A counter's reads for {@link PhaseEnergy}. */
  public List<CounterRead> reads() {
    return values().stream()
        .map(v -> new CounterRead((v.fromNanos() + v.toNanos()) / 2, v.value()))
        .toList();
  }
}
