package dev.zoetrope.telemetry;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/**
 * What a recording held when it was stopped.
 *
 * @param series one for each gauge
 * @param sampler what recording it cost
 */
public record Recorded(List<Series> series, SamplerReport sampler) {
  public Recorded {
    series = List.copyOf(series);
    requireNonNull(sampler, "sampler is null");
  }

  /** The series of one gauge. */
  public Optional<Series> of(String device, String name) {
    return series.stream()
        .filter(s -> s.gauge().device().equals(device) && s.gauge().name().equals(name))
        .findFirst();
  }
}
